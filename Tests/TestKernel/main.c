// A kernel with less in it: takes the calls away that its own name says and becomes pejl-launch.
//
// Started by the name `without-landlock`, `without-seccomp` or `without-both`; pejl-launch lies beside this program.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { landlock_create_ruleset = 444 };

static void without(int call) {
    struct sock_filter code[] = {
        {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr)},
        {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (unsigned)call},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | ENOSYS},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
    };
    struct sock_fprog filter = {.len = sizeof code / sizeof *code, .filter = code};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) _exit(70);
}

int main(int count, char **words) {
    const char *name = count > 0 ? strrchr(words[0], '/') : NULL;
    name = name == NULL ? "" : name + 1;
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - sizeof "pejl-launch");
    if (length <= 0) return 70;
    path[length] = 0;
    strcpy(strrchr(path, '/') + 1, "pejl-launch");
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return 70;
    // The last call that is taken away is the one that takes calls away.
    if (strcmp(name, "without-seccomp") != 0) without(landlock_create_ruleset);
    if (strcmp(name, "without-landlock") != 0) without(__NR_seccomp);
    execv(path, words);
    perror(path);
    return 70;
}
