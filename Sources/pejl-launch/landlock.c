#define _GNU_SOURCE
#include "cage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Written down here rather than taken from linux/landlock.h, whose age is that of the machine that built this and not
// of the one that runs it. https://docs.kernel.org/userspace-api/landlock.html
enum { create_ruleset = 444, add_rule = 445, restrict_self = 446 };
enum { asks_for_version = 1, rule_path_beneath = 1 };
enum {
    fs_execute = 1 << 0,
    fs_write_file = 1 << 1,
    fs_read_file = 1 << 2,
    fs_read_dir = 1 << 3,
};
/// All rights on files up to ABI 1, 2 (refer), 3 (truncate) and 5 (ioctl on devices).
enum { fs_abi_1 = 0x1fff, fs_abi_2 = 0x3fff, fs_abi_3 = 0x7fff, fs_abi_5 = 0xffff };
/// TCP, bind and connect, since ABI 4; signals and abstract sockets since ABI 6.
enum { net_abi_4 = 3, scope_abi_6 = 3 };

typedef struct {
    uint64_t files;
    uint64_t network;
    uint64_t scope;
} ruleset_attributes;

typedef struct {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed)) beneath_attributes;

/// What every runtime reads: libraries, the loader's cache, time zones, and three devices without memory.
static const char *const libraries[] = {
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/etc/ld.so.cache",
    "/etc/localtime", "/dev/urandom", "/dev/zero", "/proc/self",
};

/// The loaders that start a program; without leave to execute one no dynamic program starts.
static const char *const loaders[] = {
    "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-musl-aarch64.so.1",
};

/// Where programs lie that a plugin with leave to start some may start.
static const char *const programs[] = {"/bin", "/usr/bin", "/usr/local/bin"};

static void allow_descriptor(int ruleset, int descriptor, uint64_t rights) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) report_failed("landlock", errno);
    if (!S_ISDIR(status.st_mode)) rights &= ~(uint64_t)fs_read_dir;
    beneath_attributes attributes = {.allowed = rights, .parent = descriptor};
    // A file without a place in the tree, as a sealed copy is, needs no rule and gets none.
    if (syscall(add_rule, ruleset, rule_path_beneath, &attributes, 0) != 0 && errno != EBADFD) {
        report_failed("landlock", errno);
    }
}

static void allow(int ruleset, const char *path, uint64_t rights) {
    int descriptor = open(path, O_PATH | O_CLOEXEC);
    // What is not there cannot be read either.
    if (descriptor < 0) return;
    allow_descriptor(ruleset, descriptor, rights);
    close(descriptor);
}

#define each(index, list) for (size_t index = 0; index < sizeof(list) / sizeof *(list); index++)

long restrict_files(const cage *cage, int program) {
    long abi = syscall(create_ruleset, NULL, 0, asks_for_version);
    if (abi < 1) {
        report_lacks(cage, "landlock", errno);
        return 0;
    }
    ruleset_attributes attributes = {.files = abi >= 5   ? fs_abi_5
                                              : abi >= 3 ? fs_abi_3
                                              : abi >= 2 ? fs_abi_2
                                                         : fs_abi_1};
    if (abi >= 4) attributes.network = net_abi_4;
    if (abi >= 6) attributes.scope = scope_abi_6;
    // A kernel refuses attributes that are longer than it knows, unless the rest is zero.
    int ruleset = (int)syscall(create_ruleset, &attributes, sizeof attributes, 0);
    if (ruleset < 0 && abi < 6) {
        size_t known = abi >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
        ruleset = (int)syscall(create_ruleset, &attributes, known, 0);
    }
    if (ruleset < 0) report_failed("landlock", errno);

    const uint64_t reading = fs_read_file | fs_read_dir;
    each(index, libraries) allow(ruleset, libraries[index], reading);
    each(index, loaders) allow(ruleset, loaders[index], fs_read_file | fs_execute);
    if (cage->processes > 0) each(index, programs) allow(ruleset, programs[index], reading | fs_execute);
    allow(ruleset, "/dev/null", fs_read_file | fs_write_file);
    if (cage->folder != NULL) allow(ruleset, cage->folder, reading);
    for (size_t index = 0; index < cage->readables; index++) allow(ruleset, cage->readable[index], reading);
    allow_descriptor(ruleset, program, fs_read_file | fs_execute);

    if (syscall(restrict_self, ruleset, 0) != 0) report_failed("landlock", errno);
    close(ruleset);
    report_has("landlock", abi);
    // Without it a plugin that may start processes may also send signals to those of its user.
    if (abi < 6 && cage->processes > 0) report_lacks(cage, "signal-scope", ENOSYS);
    return abi;
}
