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

enum { most_passed = 8, first_passed = 3, out_of_the_way = 16 };

int pejl_spawn(pejl_child *child, int program, char *const arguments[], char *const environment[]) {
    return pejl_spawn_passing(child, program, arguments, environment, NULL, 0);
}

int pejl_spawn_passing(
    pejl_child *child, int program, char *const arguments[], char *const environment[], const int passed[], int count) {
    if (count < 0 || count > most_passed) return EINVAL;
    // ends[2n] reads, ends[2n + 1] writes; of standard input the child reads, of the others it writes.
    int ends[6] = {-1, -1, -1, -1, -1, -1};
    for (int stream = 0; stream < 3; stream++) {
        if (pipe2(ends + 2 * stream, O_CLOEXEC) != 0) {
            int code = errno;
            close_all(ends, 6);
            return code;
        }
    }

    // A descriptor may have the number that another one is to get, the program's too, so each is first put out of the
    // way.
    int aside[most_passed + 1];
    for (int index = 0; index <= count; index++) {
        aside[index] = fcntl(index < count ? passed[index] : program, F_DUPFD_CLOEXEC, out_of_the_way);
        if (aside[index] < 0) {
            int code = errno;
            close_all(aside, index);
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
    for (int index = 0; index < count; index++) {
        posix_spawn_file_actions_adddup2(&actions, aside[index], first_passed + index);
    }
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
    snprintf(path, sizeof path, "/proc/self/fd/%d", aside[count]);
    int code = posix_spawn(&child->pid, path, &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);

    close_all(aside, count + 1);
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

int pejl_report_pipe(int ends[2]) {
    if (pipe2(ends, O_CLOEXEC) != 0) return errno;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return 0;
}
