#define _GNU_SOURCE
#include "cage.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void limit(__rlimit_resource_t resource, const char *name, unsigned long soft, unsigned long hard) {
    struct rlimit present;
    if (getrlimit(resource, &present) != 0) report_failed(name, errno);
    // Never above what the host itself was given: without privilege that is refused.
    struct rlimit wanted = {.rlim_cur = soft, .rlim_max = hard};
    if (wanted.rlim_max > present.rlim_max) wanted.rlim_max = present.rlim_max;
    if (wanted.rlim_cur > wanted.rlim_max) wanted.rlim_cur = wanted.rlim_max;
    if (setrlimit(resource, &wanted) != 0) report_failed(name, errno);
}

/// Threads that this user has now: the limit on processes counts all of a user's, not those of one plugin.
static unsigned long threads_of_user(void) {
    unsigned long threads = 0;
    DIR *folder = opendir("/proc");
    if (folder == NULL) return 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[280];
        struct stat status;
        if (!isdigit((unsigned char)entry->d_name[0])) continue;
        snprintf(path, sizeof path, "/proc/%.20s/task", entry->d_name);
        if (stat(path, &status) != 0 || status.st_uid != getuid()) continue;
        // A folder has two links besides those of its folders.
        threads += status.st_nlink > 2 ? status.st_nlink - 2 : 1;
    }
    closedir(folder);
    return threads;
}

void limit_resources(const cage *cage) {
    // SIGXCPU says which limit it was; a second later nothing is said any more.
    limit(RLIMIT_CPU, "cpu", cage->cpu, cage->cpu + 1);
    limit(RLIMIT_AS, "memory", cage->memory, cage->memory);
    limit(RLIMIT_NOFILE, "files", cage->files, cage->files);
    limit(RLIMIT_MEMLOCK, "locked-memory", 0, 0);
    limit(RLIMIT_MSGQUEUE, "queues", 0, 0);
    // Room for its threads; that it starts no process is for seccomp, because a limit per user is no limit per plugin.
    unsigned long most = threads_of_user() + 64 + cage->processes;
    limit(RLIMIT_NPROC, "processes", most, most);
    report_has("limits", 0);
    // Root is exempt from the limit on processes.
    if (getuid() == 0 && cage->processes > 0) report_lacks(cage, "process-limit", EPERM);
}

void drop_capabilities(void) {
    // No header of libcap is needed: the calls are the kernel's, in its version 3 of two words.
    struct {
        unsigned version;
        int pid;
    } head = {0x20080522, 0};
    struct {
        unsigned effective, permitted, inheritable;
    } none[2] = {{0, 0, 0}, {0, 0, 0}};
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    // Refused to those who have none, who need it least.
    for (int capability = 0; capability < 64; capability++) prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    if (syscall(SYS_capset, &head, none) != 0) report_failed("capabilities", errno);
    report_has("no-capabilities", 0);
}
