#ifndef PEJL_CSPAWN_H
#define PEJL_CSPAWN_H

#include <sys/types.h>

/// A started child and our ends of its standard streams.
typedef struct {
    pid_t pid;
    int input;   ///< Write end of its standard input; close-on-exec, non-blocking.
    int output;  ///< Read end of its standard output; likewise.
    int errors;  ///< Read end of its standard error; likewise.
} pejl_child;

/// Starts the program behind descriptor `program` in a process group of its own.
///
/// The child gets descriptors 0 to 2 only, default signals and the environment given. `pipe2` and `close_range` are
/// GNU's and missing from Swift's Glibc module, hence C. Every descriptor of the caller above 2 becomes close-on-exec.
///
/// Returns 0, or the `errno` of what failed, with nothing left open.
int pejl_spawn(pejl_child *child, int program, char *const arguments[], char *const environment[]);

#endif
