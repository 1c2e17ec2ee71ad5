#define _GNU_SOURCE
#include "CSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <unistd.h>

static void close_all(const int *descriptors, int count) {
    for (int index = 0; index < count; index++) {
        if (descriptors[index] >= 0) close(descriptors[index]);
    }
}

int pejl_spawn(pejl_child *child, int program, char *const arguments[], char *const environment[]) {
    // ends[2n] reads, ends[2n + 1] writes; of standard input the child reads, of the others it writes.
    int ends[6] = {-1, -1, -1, -1, -1, -1};
    for (int stream = 0; stream < 3; stream++) {
        if (pipe2(ends + 2 * stream, O_CLOEXEC) != 0) {
            int code = errno;
            close_all(ends, 6);
            return code;
        }
    }

    // Libraries open descriptors of their own, libcurl's sockets among them, and not all are close-on-exec.
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0);
    posix_spawn_file_actions_adddup2(&actions, ends[3], 1);
    posix_spawn_file_actions_adddup2(&actions, ends[5], 2);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t signals;
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);

    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", program);
    int code = posix_spawn(&child->pid, path, &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);

    close(ends[0]);
    close(ends[3]);
    close(ends[5]);
    child->input = ends[1];
    child->output = ends[2];
    child->errors = ends[4];
    if (code != 0) {
        close(ends[1]);
        close(ends[2]);
        close(ends[4]);
        return code;
    }
    fcntl(child->input, F_SETFL, O_NONBLOCK);
    fcntl(child->output, F_SETFL, O_NONBLOCK);
    fcntl(child->errors, F_SETFL, O_NONBLOCK);
    return 0;
}
