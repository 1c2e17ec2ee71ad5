#define _GNU_SOURCE
#include "CSpawn.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// One number on every architecture, and newer than some headers.
enum { sys_pidfd_send_signal = 424, sys_pidfd_open = 434 };

int pejl_process_descriptor(pid_t pid) { return (int)syscall(sys_pidfd_open, pid, 0); }

int pejl_signal(pid_t pid, int descriptor, int signal) {
    if (descriptor >= 0) return (int)syscall(sys_pidfd_send_signal, descriptor, signal, NULL, 0);
    return kill(pid, signal);
}

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int pejl_wait(pid_t pid, int descriptor, int milliseconds, int *status, struct rusage *usage) {
    long deadline = now() + milliseconds;
    for (;;) {
        pid_t ended = wait4(pid, status, WNOHANG, usage);
        if (ended == pid) return 1;
        if (ended < 0 && errno != EINTR) return -1;
        long left = milliseconds < 0 ? 1000 : deadline - now();
        if (left <= 0) return 0;
        if (descriptor >= 0) {
            struct pollfd polled = {.fd = descriptor, .events = POLLIN};
            poll(&polled, 1, (int)left);
        } else {
            usleep(2000);
        }
    }
}

int pejl_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

int pejl_mark_tree(void) {
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
    return setrlimit(RLIMIT_FSIZE, &none);
}

// MARK: - Everything below a process

typedef struct {
    pid_t pid;
    pid_t parent;
    bool below;
} process;

/// The parent in `/proc/PID/stat`, or -1: the name before it may hold blanks and parentheses, so the last one counts.
static pid_t parent_of(const char *pid) {
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%s/stat", pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return -1;
    text[count] = 0;
    const char *end = strrchr(text, ')');
    int parent;
    return end != NULL && sscanf(end + 1, " %*c %d", &parent) == 1 ? parent : -1;
}

/// Every process of the machine that may be seen. The caller frees it.
static process *all_processes(size_t *count) {
    *count = 0;
    DIR *folder = opendir("/proc");
    if (folder == NULL) return NULL;
    size_t room = 0;
    process *all = NULL;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (!isdigit((unsigned char)entry->d_name[0])) continue;
        pid_t parent = parent_of(entry->d_name);
        if (parent < 0) continue;
        if (*count == room) {
            process *larger = realloc(all, (room = room * 2 + 256) * sizeof *all);
            if (larger == NULL) break;
            all = larger;
        }
        all[(*count)++] = (process){.pid = atoi(entry->d_name), .parent = parent, .below = false};
    }
    closedir(folder);
    return all;
}

/// Marks what is below `root`.
static void find_below(pid_t root, process *all, size_t count) {
    for (bool found = true; found;) {
        found = false;
        for (size_t index = 0; index < count; index++) {
            if (all[index].below) continue;
            bool is_below = all[index].parent == root;
            for (size_t other = 0; !is_below && other < count; other++) {
                is_below = all[other].below && all[other].pid == all[index].parent;
            }
            if (is_below) found = all[index].below = true;
        }
    }
}

/// Kills everything below `root`. A round cannot be outrun for long: what is killed starts
/// nothing more, and what it had started comes to the subreaper and is found in the next.
static void kill_below(pid_t root) {
    size_t count;
    process *all = all_processes(&count);
    find_below(root, all, count);
    for (size_t index = 0; index < count; index++) {
        if (all[index].below) kill(all[index].pid, SIGKILL);
    }
    free(all);
}

void pejl_end_descendants(void) {
    for (;;) {
        pid_t ended;
        while ((ended = waitpid(-1, NULL, WNOHANG)) > 0) {}
        if (ended < 0 && errno == ECHILD) return;
        kill_below(getpid());
        usleep(500);
    }
}

static bool is_marked(pid_t pid) {
    struct rlimit size;
    return prlimit(pid, RLIMIT_FSIZE, NULL, &size) == 0 && size.rlim_max == 0;
}

static bool is_known(pid_t pid, const pid_t known[], int count) {
    for (int index = 0; index < count; index++) {
        if (known[index] == pid) return true;
    }
    return false;
}

int pejl_end_orphans(const pid_t known[], int count) {
    int ended = 0;
    for (bool found = true; found;) {
        found = false;
        size_t processes;
        process *all = all_processes(&processes);
        for (size_t index = 0; index < processes; index++) {
            pid_t pid = all[index].pid;
            if (all[index].parent != getpid() || is_known(pid, known, count) || !is_marked(pid)) continue;
            kill_below(pid);
            kill(pid, SIGKILL);
            if (waitpid(pid, NULL, 0) == pid) ended++;
            found = true;
        }
        free(all);
    }
    return ended;
}
