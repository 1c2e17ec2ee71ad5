#ifndef PEJL_CAGE_H
#define PEJL_CAGE_H

#include <stdbool.h>
#include <stddef.h>

/// What one plugin may do and use, as the command line of pejl-launch says it.
typedef struct {
    int parent;                ///< Process that must be the caller's parent.
    unsigned long cpu;         ///< Processor seconds.
    unsigned long memory;      ///< Bytes of address space.
    unsigned long files;       ///< Open descriptors.
    unsigned long processes;   ///< Further processes; 0 for none.
    const char *folder;        ///< Folder it starts in and may read, or NULL.
    const char **readable;     ///< Further files and folders that it may read.
    size_t readables;
    const char **environment;  ///< Its environment, NULL at the end.
    bool strict;               ///< Whether a part that the kernel lacks ends the start.
    char **arguments;          ///< Its arguments, NULL at the end.
} cage;

/// Descriptors that pejl-launch is started with, besides 0 to 2.
enum { program_descriptor = 3, report_descriptor = 4, script_descriptor = 5 };

/// Writes `has PART DETAIL` to the report.
void report_has(const char *part, long detail);
/// Writes `lacks PART ERRNO`; where the cage is strict, that is a failure.
void report_lacks(const cage *cage, const char *part, int code);
/// Writes `failed STEP ERRNO` and ends the process.
_Noreturn void report_failed(const char *step, int code);

/// Limits of resources; all of them are in every kernel.
void limit_resources(const cage *cage);
/// Takes every capability away, for good.
void drop_capabilities(void);
/// Landlock: nothing can be written, and only what a runtime and the cage name can be read. Returns its ABI, 0 for none.
long restrict_files(const cage *cage, int program);
/// Seccomp: no sockets, no tracing, no mounting, no reaching other processes.
void restrict_calls(const cage *cage);

#endif
