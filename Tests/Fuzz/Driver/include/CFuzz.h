#ifndef PEJL_CFUZZ_H
#define PEJL_CFUZZ_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's loop, called from our own main so that one program holds all targets. */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target)(const uint8_t *bytes, size_t count));

/* A descriptor of a file that is in memory only, or -1. */
int pejl_memory_file(void);

#endif
