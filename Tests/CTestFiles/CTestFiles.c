#define _GNU_SOURCE
#include "CTestFiles.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { most_files = 4096, most_kinds = 9 };

enum kind { k_open, k_write, k_truncate, k_sync, k_datasync, k_rename, k_unlink, k_mkdir, k_say };
static const char *const kind_names[most_kinds] = {
    "open", "write", "truncate", "sync", "datasync", "rename", "unlink", "mkdir", "say",
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/// Path below the folder by descriptor, for files and folders below it that are open.
static char *paths[most_files];
static long calls, counts[most_kinds];
static int log_file = -1;

static struct {
    char under[1024];
    size_t under_length;
    long kill_at;
    int kill_half;
    long fail_at;
    int fail_code;
    int fail_always;
    long long space;
    int has_space;
} settings;

#define REAL(type, name, ...)                                                                                          \
    static type (*real)(__VA_ARGS__);                                                                                  \
    if (real == NULL) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int real_open(const char *path, int flags, mode_t mode) {
    REAL(int, "open", const char *, int, ...);
    return real(path, flags, mode);
}

static ssize_t real_write(int file, const void *bytes, size_t count) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return real(file, bytes, count);
}

static ssize_t real_pwrite(int file, const void *bytes, size_t count, off_t offset) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
    return real(file, bytes, count, offset);
}

__attribute__((constructor)) static void begin(void) {
    const char *under = getenv("PEJL_FILES_UNDER");
    if (under == NULL) return;
    snprintf(settings.under, sizeof settings.under, "%s", under);
    settings.under_length = strlen(settings.under);
    const char *text = getenv("PEJL_FILES_KILL");
    if (text) {
        settings.kill_at = atol(text);
        settings.kill_half = strstr(text, ".5") != NULL;
    }
    text = getenv("PEJL_FILES_FAIL");
    if (text) {
        char always[16] = "";
        sscanf(text, "%ld %d %15s", &settings.fail_at, &settings.fail_code, always);
        settings.fail_always = always[0] != 0;
    }
    text = getenv("PEJL_FILES_SPACE");
    if (text) {
        settings.has_space = 1;
        settings.space = atoll(text);
    }
    text = getenv("PEJL_FILES_LOG");
    if (text) log_file = real_open(text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

__attribute__((destructor)) static void finish(void) {
    const char *text = getenv("PEJL_FILES_COUNT");
    if (text == NULL || settings.under_length == 0) return;
    int file = real_open(text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return;
    char line[64];
    int length = snprintf(line, sizeof line, "calls %ld\n", calls);
    if (real_write(file, line, (size_t)length) < 0) return;
    for (int kind = 0; kind < most_kinds; kind++) {
        length = snprintf(line, sizeof line, "%s %ld\n", kind_names[kind], counts[kind]);
        if (real_write(file, line, (size_t)length) < 0) return;
    }
    length = snprintf(line, sizeof line, "memory %ld\n", pejl_test_memory_requests());
    if (real_write(file, line, (size_t)length) < 0) return;
}

/// The path below the folder, or NULL where it is not below it.
static const char *below(const char *path) {
    if (settings.under_length == 0 || strncmp(path, settings.under, settings.under_length) != 0) return NULL;
    const char *rest = path + settings.under_length;
    if (*rest == 0) return ".";
    return *rest == '/' ? rest + 1 : NULL;
}

static char *path_of(int file) { return file >= 0 && file < most_files ? paths[file] : NULL; }

/// Notes a call that is about to be made; -1 with errno where it must fail. `half` asks for half of the bytes, then a kill.
static int meet(enum kind kind, int *half) {
    calls++;
    counts[kind]++;
    if (half) *half = 0;
    if (settings.kill_at == calls) {
        if (settings.kill_half && kind == k_write && half) *half = 1;
        else raise(SIGKILL);
    }
    if (settings.fail_at == 0 || calls < settings.fail_at) return 0;
    if (calls > settings.fail_at) {
        if (!settings.fail_always) return 0;
        // A full disk still removes, renames and syncs what is there.
        int grows = kind == k_write || kind == k_open || kind == k_mkdir;
        if (settings.fail_code == ENOSPC && !grows) return 0;
    }
    errno = settings.fail_code;
    return -1;
}

static void note(enum kind kind, const char *path, const char *more, const void *bytes, size_t count) {
    if (log_file < 0) return;
    char line[2400];
    int length = snprintf(line, sizeof line, "%ld\t%s\t%s\t%s\n", calls, kind_names[kind], path, more);
    if (real_write(log_file, line, (size_t)length) != length) abort();
    if (count > 0 && real_write(log_file, bytes, count) != (ssize_t)count) abort();
}

// MARK: - Descriptors

static void remember(int file, const char *path) {
    if (file < 0 || file >= most_files) return;
    free(paths[file]);
    paths[file] = strdup(path);
}

static int open_below(const char *path, int flags, mode_t mode) {
    const char *name = below(path);
    if (name == NULL) return real_open(path, flags, mode);
    pthread_mutex_lock(&lock);
    int file = -1;
    const int writes = (flags & O_ACCMODE) != O_RDONLY;
    struct stat found;
    const int makes = (flags & O_CREAT) && stat(path, &found) != 0;
    const int empties = (flags & O_TRUNC) != 0 && !makes;
    // An open that changes nothing is no place where anything could be lost.
    const int counted = writes && (makes || empties);
    if (!counted || meet(k_open, NULL) == 0) {
        file = real_open(path, flags, mode);
        if (file >= 0) {
            remember(file, name);
            if (counted) note(k_open, name, empties ? "empty" : "new", NULL, 0);
        }
    }
    const int code = errno;
    pthread_mutex_unlock(&lock);
    errno = code;
    return file;
}

int open(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
    va_end(list);
    return open_below(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
    va_end(list);
    return open_below(path, flags, mode);
}

int close(int file) {
    REAL(int, "close", int);
    if (path_of(file)) {
        pthread_mutex_lock(&lock);
        free(paths[file]);
        paths[file] = NULL;
        pthread_mutex_unlock(&lock);
    }
    return real(file);
}

/// The whole path of a name in an open folder, in `room`; the name itself where that cannot be told.
static const char *whole(int folder, const char *path, char *room, size_t size) {
    if (path[0] == '/' || folder == AT_FDCWD) return path;
    char link[64], found[1024];
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    const ssize_t length = readlink(link, found, sizeof found - 1);
    if (length < 0) return path;
    found[length] = 0;
    snprintf(room, size, "%s/%s", found, path);
    return room;
}

int openat(int folder, const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
    va_end(list);
    char room[2048];
    path = whole(folder, path, room, sizeof room);
    if (below(path)) return open_below(path, flags, mode);
    REAL(int, "openat", int, const char *, int, ...);
    return real(folder, path, flags, mode);
}

// MARK: - Contents

/// Whether `count` more bytes fit behind `end`; what lies before the file's end takes no space.
static int fits(int file, off_t offset, size_t count) {
    if (!settings.has_space) return 1;
    struct stat found;
    if (fstat(file, &found) != 0) return 1;
    long long growth = (long long)offset + (long long)count - (long long)found.st_size;
    if (growth <= 0) return 1;
    if (growth > settings.space) return 0;
    settings.space -= growth;
    return 1;
}

static ssize_t write_below(int file, const void *bytes, size_t count, off_t offset, int is_placed) {
    pthread_mutex_lock(&lock);
    int half = 0;
    ssize_t done = -1;
    if (meet(k_write, &half) == 0) {
        if (!is_placed) {
            offset = lseek(file, 0, SEEK_CUR);
            if (fcntl(file, F_GETFL) & O_APPEND) offset = lseek(file, 0, SEEK_END);
        }
        if (half) {
            ssize_t ignored = real_pwrite(file, bytes, count / 2, offset);
            (void)ignored;
            raise(SIGKILL);
        }
        if (!fits(file, offset, count)) errno = ENOSPC;
        else done = is_placed ? real_pwrite(file, bytes, count, offset) : real_write(file, bytes, count);
        if (done > 0) {
            char more[64];
            snprintf(more, sizeof more, "%lld %zd", (long long)offset, done);
            note(k_write, path_of(file), more, bytes, (size_t)done);
        }
    }
    const int code = errno;
    pthread_mutex_unlock(&lock);
    errno = code;
    return done;
}

ssize_t write(int file, const void *bytes, size_t count) {
    if (path_of(file)) return write_below(file, bytes, count, 0, 0);
    if (file == STDERR_FILENO && log_file >= 0) {
        pthread_mutex_lock(&lock);
        char more[32];
        snprintf(more, sizeof more, "0 %zu", count);
        note(k_say, "-", more, bytes, count);
        pthread_mutex_unlock(&lock);
    }
    return real_write(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    return path_of(file) ? write_below(file, bytes, count, offset, 1) : real_pwrite(file, bytes, count, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    return path_of(file) ? write_below(file, bytes, count, offset, 1) : real_pwrite(file, bytes, count, offset);
}

static int truncate_below(int file, off_t size) {
    REAL(int, "ftruncate64", int, off_t);
    if (path_of(file) == NULL) return real(file, size);
    pthread_mutex_lock(&lock);
    int result = -1;
    if (meet(k_truncate, NULL) == 0) {
        struct stat found;
        if (settings.has_space && fstat(file, &found) == 0 && found.st_size > size) settings.space += found.st_size - size;
        result = real(file, size);
        if (result == 0) {
            char more[32];
            snprintf(more, sizeof more, "%lld", (long long)size);
            note(k_truncate, path_of(file), more, NULL, 0);
        }
    }
    const int code = errno;
    pthread_mutex_unlock(&lock);
    errno = code;
    return result;
}

int ftruncate(int file, off_t size) { return truncate_below(file, size); }
int ftruncate64(int file, off64_t size) { return truncate_below(file, size); }

// MARK: - Durability

static int sync_below(int file, enum kind kind, int (*real)(int)) {
    if (path_of(file) == NULL) return real(file);
    pthread_mutex_lock(&lock);
    int result = -1;
    if (meet(kind, NULL) == 0) {
        // What a power cut leaves is made from the log; waiting for the disk would only take time.
        result = log_file >= 0 ? 0 : real(file);
        note(kind, path_of(file), "", NULL, 0);
    }
    const int code = errno;
    pthread_mutex_unlock(&lock);
    errno = code;
    return result;
}

int fsync(int file) {
    REAL(int, "fsync", int);
    return sync_below(file, k_sync, real);
}

int fdatasync(int file) {
    REAL(int, "fdatasync", int);
    return sync_below(file, k_datasync, real);
}

// MARK: - Names

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    const char *name = below(from);
    const char *target = below(to);
    if (name == NULL || target == NULL) return real(from, to);
    pthread_mutex_lock(&lock);
    int result = -1;
    if (meet(k_rename, NULL) == 0) {
        result = real(from, to);
        if (result == 0) note(k_rename, name, target, NULL, 0);
    }
    const int code = errno;
    pthread_mutex_unlock(&lock);
    errno = code;
    return result;
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    const char *name = below(path);
    struct stat found;
    if (name == NULL || lstat(path, &found) != 0) return real(path);
    pthread_mutex_lock(&lock);
    int result = -1;
    if (meet(k_unlink, NULL) == 0) {
        if (settings.has_space) settings.space += found.st_size;
        result = real(path);
        if (result == 0) note(k_unlink, name, "", NULL, 0);
    }
    const int code = errno;
    pthread_mutex_unlock(&lock);
    errno = code;
    return result;
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    const char *name = below(path);
    struct stat found;
    if (name == NULL || stat(path, &found) == 0) return real(path, mode);
    pthread_mutex_lock(&lock);
    int result = -1;
    if (meet(k_mkdir, NULL) == 0) {
        result = real(path, mode);
        if (result == 0) note(k_mkdir, name, "", NULL, 0);
    }
    const int code = errno;
    pthread_mutex_unlock(&lock);
    errno = code;
    return result;
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    char from_room[2048], to_room[2048];
    return rename(whole(from_folder, from, from_room, sizeof from_room), whole(to_folder, to, to_room, sizeof to_room));
}

int unlinkat(int folder, const char *path, int flags) {
    char room[2048];
    const char *full = whole(folder, path, room, sizeof room);
    if (below(full) && (flags & AT_REMOVEDIR) == 0) return unlink(full);
    REAL(int, "unlinkat", int, const char *, int);
    return real(folder, path, flags);
}

int mkdirat(int folder, const char *path, mode_t mode) {
    char room[2048];
    return mkdir(whole(folder, path, room, sizeof room), mode);
}
