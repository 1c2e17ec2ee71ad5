#define _GNU_SOURCE
#include "CFuzz.h"

#include <sys/mman.h>

int pejl_memory_file(void) { return memfd_create("pejl-fuzz", MFD_CLOEXEC); }
