"""Runs a command with the rights that a unit leaves it, as far as that can be had without systemd: its SystemCallFilter= and
MemoryDenyWriteExecute=, no way to more rights, and, for root, as a user who has none.

    as_unit.py UNIT COMMAND [ARGUMENT]…

systemd itself sets more (files, devices, addresses). A trace tells what was called; this tells whether the program, and
the cages it makes, do without what is refused.
"""

import ctypes
import errno
import os
import sys

from unit_calls import allowed

NOBODY = 65534
SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO = 0x7FFF0000, 0x00050000
PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP, PR_SET_MDWE, MDWE_REFUSE_EXEC_GAIN = 38, 24, 65, 1


def need(name, result):
    if result != 0:
        sys.exit(f"as_unit: {name} failed: {result} {os.strerror(ctypes.get_errno())}")


def main(unit, command):
    calls = allowed(unit)
    libc = ctypes.CDLL(None, use_errno=True)
    seccomp = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    seccomp.seccomp_init.restype = ctypes.c_void_p
    if os.getuid() == 0:
        for capability in range(64):
            libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    need("no_new_privs", libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    # Since Linux 6.3; before, systemd's own filter is what does it.
    if libc.prctl(PR_SET_MDWE, MDWE_REFUSE_EXEC_GAIN, 0, 0, 0) != 0:
        print("units: this kernel has no MemoryDenyWriteExecute= of its own; it is not tried", file=sys.stderr)
    context = ctypes.c_void_p(seccomp.seccomp_init(SECCOMP_RET_ERRNO | errno.EPERM))
    added = 0
    for name in sorted(calls):
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        # Calls of other machines have no number here.
        if number >= 0:
            need(name, seccomp.seccomp_rule_add(context, SECCOMP_RET_ALLOW, number, 0))
            added += 1
    if added < 200:
        sys.exit(f"as_unit: only {added} calls are allowed; is {unit} read as it was meant?")
    need("the filter", seccomp.seccomp_load(context))
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
