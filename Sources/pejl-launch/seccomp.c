#define _GNU_SOURCE
#include "cage.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Two ways were weighed.
// - A list of what is allowed. It is the tighter one and ages badly: a new glibc, Swift or Python asks for a call that
//   is not on it, and an analysis that ran last month is killed in its first second on the customer's machine.
// - A list of what is denied, which this is. Files are Landlock's matter, there are no capabilities and no descriptors
//   beyond the pipes, so what is left to deny is known: sockets, everything that reaches another process or outlives
//   this one, namespaces and mounts, and the kernel's interfaces with the worst record. io_uring is among them because
//   it opens sockets behind a filter's back.
// Denied calls fail with EPERM rather than kill: runtimes probe for sockets and such and do well without them, and what
// a plugin makes of it is judged by what it then says. Calls of another architecture kill, for no runtime makes those.

#if defined(__x86_64__)
enum { this_architecture = AUDIT_ARCH_X86_64 };
#elif defined(__aarch64__)
enum { this_architecture = AUDIT_ARCH_AARCH64 };
#else
enum { this_architecture = 0 };
#endif

/// Calls newer than some headers; from 424 on they have one number on every architecture.
enum {
    call_pidfd_send_signal = 424, call_io_uring_setup = 425, call_io_uring_enter = 426, call_io_uring_register = 427,
    call_open_tree = 428, call_move_mount = 429, call_fsopen = 430, call_fsconfig = 431, call_fsmount = 432,
    call_fspick = 433, call_pidfd_open = 434, call_clone3 = 435, call_pidfd_getfd = 438, call_process_madvise = 440,
    call_mount_setattr = 442, call_memfd_secret = 447, call_process_mrelease = 448, call_set_mempolicy_home_node = 450,
};

static const int denied[] = {
    // sockets
    __NR_socket, __NR_socketpair, __NR_connect, __NR_bind, __NR_listen, __NR_accept, __NR_accept4, __NR_sendto,
    __NR_sendmsg, __NR_sendmmsg, __NR_recvfrom, __NR_recvmsg, __NR_recvmmsg,
    call_io_uring_setup, call_io_uring_enter, call_io_uring_register,
    // other processes
    __NR_ptrace, __NR_process_vm_readv, __NR_process_vm_writev, __NR_kcmp, __NR_migrate_pages, __NR_move_pages,
    __NR_setpriority, __NR_ioprio_set, call_pidfd_send_signal, call_pidfd_open, call_pidfd_getfd, call_process_madvise,
    call_process_mrelease,
    // what outlives the process
    __NR_shmget, __NR_shmat, __NR_shmctl, __NR_semget, __NR_semop, __NR_semtimedop, __NR_semctl, __NR_msgget,
    __NR_msgsnd, __NR_msgrcv, __NR_msgctl, __NR_mq_open, __NR_mq_unlink,
    // mounts and namespaces
    __NR_mount, __NR_umount2, __NR_pivot_root, __NR_chroot, __NR_unshare, __NR_setns, call_open_tree, call_move_mount,
    call_fsopen, call_fsconfig, call_fsmount, call_fspick, call_mount_setattr, __NR_open_by_handle_at,
    __NR_name_to_handle_at, __NR_fanotify_init,
    // the machine
    __NR_bpf, __NR_perf_event_open, __NR_userfaultfd, __NR_add_key, __NR_request_key, __NR_keyctl, __NR_init_module,
    __NR_finit_module, __NR_delete_module, __NR_kexec_load, __NR_reboot, __NR_swapon, __NR_swapoff, __NR_syslog,
    __NR_acct, __NR_quotactl, __NR_settimeofday, __NR_clock_settime, __NR_adjtimex, __NR_clock_adjtime,
    __NR_sethostname, __NR_setdomainname, __NR_vhangup, __NR_personality, __NR_lookup_dcookie, call_memfd_secret,
    call_set_mempolicy_home_node,
#ifdef __NR_kexec_file_load
    __NR_kexec_file_load,
#endif
#ifdef __NR_iopl
    __NR_iopl, __NR_ioperm, __NR_modify_ldt,
#endif
};

/// Calls that name a process, and may name the caller only; 0 stands for the caller in all but the first.
static const int own_only[] = {
    __NR_prlimit64, __NR_sched_setaffinity, __NR_sched_setscheduler, __NR_sched_setparam, __NR_sched_setattr,
};

/// Calls that send a signal; the process they name is the first argument.
static const int signals[] = {
    __NR_kill, __NR_tkill, __NR_tgkill, __NR_rt_sigqueueinfo, __NR_rt_tgsigqueueinfo,
};

enum { room = 512, no_such_call = SECCOMP_RET_ERRNO | ENOSYS, not_permitted = SECCOMP_RET_ERRNO | EPERM };
enum { namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID
           | CLONE_NEWNET | 0x80 /* CLONE_NEWTIME */ };

typedef struct {
    struct sock_filter code[room];
    unsigned short length;
} program;

static void add(program *filter, unsigned short operation, unsigned value, unsigned char yes, unsigned char no) {
    filter->code[filter->length++] = (struct sock_filter){operation, yes, no, value};
}

static void load(program *filter, size_t offset) { add(filter, BPF_LD | BPF_W | BPF_ABS, (unsigned)offset, 0, 0); }
static void load_call(program *filter) { load(filter, offsetof(struct seccomp_data, nr)); }
static void answer(program *filter, unsigned value) { add(filter, BPF_RET | BPF_K, value, 0, 0); }

/// The low half of the first argument; process numbers, options and flags of these calls are in it.
static void load_first_argument(program *filter) {
    size_t half = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0;
    load(filter, offsetof(struct seccomp_data, args) + half);
}

static void deny(program *filter, int call, unsigned how) {
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 1);
    answer(filter, how);
}

/// Allows a call where its first argument is `value`, and denies it otherwise, or the other way round.
static void on_first_argument(program *filter, int call, unsigned value, bool allows) {
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 4);
    load_first_argument(filter);
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
    answer(filter, allows ? SECCOMP_RET_ALLOW : (unsigned)not_permitted);
    answer(filter, allows ? (unsigned)not_permitted : SECCOMP_RET_ALLOW);
}

/// A new thread may be; a new process where the cage permits some; a namespace never.
static void on_clone(program *filter, bool permits_processes) {
    add(filter, BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, permits_processes ? 4 : 6);
    load_first_argument(filter);
    add(filter, BPF_JMP | BPF_JSET | BPF_K, namespaces, 0, 1);
    answer(filter, not_permitted);
    if (!permits_processes) {
        add(filter, BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0);
        answer(filter, not_permitted);
    }
    answer(filter, SECCOMP_RET_ALLOW);
    // Its flags lie in memory, where a filter cannot look; who is told that it is not there takes clone instead.
    deny(filter, call_clone3, no_such_call);
}

#define each(index, list) for (size_t index = 0; index < sizeof(list) / sizeof *(list); index++)

void restrict_calls(const cage *cage) {
    if (this_architecture == 0) {
        report_lacks(cage, "seccomp", ENOSYS);
        return;
    }
    program filter = {.length = 0};
    load(&filter, offsetof(struct seccomp_data, arch));
    add(&filter, BPF_JMP | BPF_JEQ | BPF_K, this_architecture, 1, 0);
    answer(&filter, SECCOMP_RET_KILL_PROCESS);
    load_call(&filter);
#if defined(__x86_64__)
    // The calls of x32 have numbers of their own under the same architecture.
    add(&filter, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
    answer(&filter, SECCOMP_RET_KILL_PROCESS);
#endif
    each(index, denied) deny(&filter, denied[index], not_permitted);
    bool permits_processes = cage->processes > 0;
#ifdef __NR_fork
    if (!permits_processes) {
        deny(&filter, __NR_fork, not_permitted);
        deny(&filter, __NR_vfork, not_permitted);
    }
#endif
    on_clone(&filter, permits_processes);
    each(index, own_only) on_first_argument(&filter, own_only[index], 0, true);
    if (!permits_processes) {
        // The number stays the same through the execution that follows.
        each(index, signals) on_first_argument(&filter, signals[index], (unsigned)getpid(), true);
    }
    // It shall not survive its supervisor.
    on_first_argument(&filter, __NR_prctl, PR_SET_PDEATHSIG, false);
    answer(&filter, SECCOMP_RET_ALLOW);

    struct sock_fprog whole = {.len = filter.length, .filter = filter.code};
    if (syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &whole) != 0) {
        report_lacks(cage, "seccomp", errno);
        return;
    }
    report_has("seccomp", filter.length);
}
