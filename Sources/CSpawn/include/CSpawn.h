#ifndef PEJL_CSPAWN_H
#define PEJL_CSPAWN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
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

/// Like `pejl_spawn`; the child gets `passed` as its descriptors from 3 on as well. At most 8 of them.
int pejl_spawn_passing(
    pejl_child *child, int program, char *const arguments[], char *const environment[], const int passed[], int count);

/// A pipe for what a child reports beside its streams: `ends[0]` reads without blocking, both are close-on-exec.
///
/// Returns 0 or an `errno`.
int pejl_report_pipe(int ends[2]);

/// A file without a name, to be filled, sealed with `pejl_seal` and executed; close-on-exec.
///
/// Returns its descriptor or -1 with `errno`: kernels can be set to refuse executing such files.
int pejl_memory_file(const char *name);

/// Forbids every later change to a file of `pejl_memory_file`. Returns 0, or -1 with `errno`.
int pejl_seal(int descriptor);

/// A descriptor that becomes readable when the child ends, or -1 where the kernel has none.
int pejl_process_descriptor(pid_t pid);

/// Sends a signal to a child that has not been waited for; through its descriptor where there is one.
int pejl_signal(pid_t pid, int descriptor, int signal);

/// Waits for a child for some milliseconds; -1 waits for ever.
///
/// Returns 1 when it has ended, with its status and what it and its children used; 0 when the time is up; -1 when there
/// is no such child.
int pejl_wait(pid_t pid, int descriptor, int milliseconds, int *status, struct rusage *usage);

/// Makes the caller the parent of every orphan below it. Returns 0, or -1 with `errno`.
int pejl_become_subreaper(void);

/// Kills and reaps every process below the caller until there is none. Only for a process whose children are all to go.
void pejl_end_descendants(void);

/// Kills and reaps children of the caller that are marked as `pejl_mark_tree` marks and that `known` does not name,
/// with all below them. Returns how many there were.
///
/// For orphans that came to a subreaper; a child that somebody else in this process started bears no mark.
int pejl_end_orphans(const pid_t known[], int count);

/// Marks the caller and everything that it will ever start: none can write a file or take the mark off.
///
/// The mark is the hard limit of 0 on the size of files, which cannot be lowered further, nor raised without privilege.
/// Returns 0, or -1 with `errno`.
int pejl_mark_tree(void);

/// The path of the library, or the program, that a symbol of this process is in; -1 where there is none.
int pejl_library_of(const char *symbol, char *path, size_t size);

#endif
