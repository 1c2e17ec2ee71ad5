#define _GNU_SOURCE
#include "CAttack.h"

#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

pid_t attack_fork(void) { return fork(); }

bool attack_limits_of(pid_t pid) {
    struct rlimit limit;
    return prlimit(pid, RLIMIT_NOFILE, NULL, &limit) == 0;
}

bool attack_death_signal(void) { return prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0) == 0; }

bool attack_may_gain_privileges(void) { return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1; }

bool attack_ring(void) {
    char parameters[120] = {0};
    return syscall(425, 1, parameters) >= 0;
}
