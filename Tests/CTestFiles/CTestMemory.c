#define _GNU_SOURCE
#include "CTestFiles.h"

#include <errno.h>
#include <link.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Requests for memory that come from SQLite's library. Those of Swift's runtime go on: it ends a program that gets none.

// glibc's own names: asking for them while they are being asked for would go round in circles.
extern void *__libc_malloc(size_t size);
extern void *__libc_realloc(void *memory, size_t size);

static uintptr_t library_begin, library_end;
static atomic_long requests;
static long fail_at;
static int fail_always;

static int find(struct dl_phdr_info *info, size_t size, void *unused) {
    (void)size;
    (void)unused;
    if (strstr(info->dlpi_name, "/libsqlite3.so") == NULL) return 0;
    for (int index = 0; index < info->dlpi_phnum; index++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[index];
        if (part->p_type != PT_LOAD || (part->p_flags & PF_X) == 0) continue;
        library_begin = info->dlpi_addr + part->p_vaddr;
        library_end = library_begin + part->p_memsz;
        return 1;
    }
    return 0;
}

__attribute__((constructor)) static void begin(void) {
    if (getenv("PEJL_FILES_UNDER") == NULL) return;
    const char *text = getenv("PEJL_FILES_MEMORY");
    if (text) {
        char always[16] = "";
        sscanf(text, "%ld %15s", &fail_at, always);
        fail_always = always[0] != 0;
    }
    dl_iterate_phdr(find, NULL);
}

long pejl_test_memory_requests(void) { return requests; }

/// Whether a request from `caller` is to fail.
static int meet(uintptr_t caller) {
    if (caller < library_begin || caller >= library_end) return 0;
    const long number = ++requests;
    if (fail_at == 0 || number < fail_at || (number > fail_at && !fail_always)) return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size) {
    return meet((uintptr_t)__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *realloc(void *memory, size_t size) {
    return meet((uintptr_t)__builtin_return_address(0)) ? NULL : __libc_realloc(memory, size);
}
