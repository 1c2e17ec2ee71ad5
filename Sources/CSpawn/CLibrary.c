#define _GNU_SOURCE
#include "CSpawn.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

int pejl_library_of(const char *symbol, char *path, size_t size) {
    Dl_info information;
    void *place = dlsym(RTLD_DEFAULT, symbol);
    if (place == NULL || dladdr(place, &information) == 0 || information.dli_fname == NULL) return -1;
    char *whole = realpath(information.dli_fname, NULL);
    if (whole == NULL) return -1;
    int fits = strlen(whole) < size;
    if (fits) strcpy(path, whole);
    free(whole);
    return fits ? 0 : -1;
}
