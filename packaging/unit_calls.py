"""Holds a trace of pejld (strace -f) against what its unit leaves it: SystemCallFilter=, RestrictAddressFamilies=,
MemoryDenyWriteExecute= and ProcSubset=pid.

    unit_calls.py UNIT TRACE

A call that fails is no matter: the filter makes it fail, too. One that succeeded and would not have is told, and the
status is 1.
"""

import re
import subprocess
import sys

CALL = re.compile(r"^\d+ +(?:<\.\.\. )?([a-z][a-z0-9_]*)(?:\((.*)| resumed>(.*))$")
# getaddrinfo(3) asks the kernel for the machine's addresses and does without where it may not.
DISPENSABLE_FAMILIES = {"AF_NETLINK"}
# libdispatch asks for the priority of its own threads, and goes on with the one they have.
DISPENSABLE_CALLS = {"setpriority(PRIO_PROCESS, 0, "}
# glibc sizes its arenas and thread pools by it, and falls back on sched_getaffinity(2).
DISPENSABLE_FILES = {"/proc/stat", "/proc/cpuinfo", "/proc/sys/vm/overcommit_memory"}


def settings(unit, name):
    """The values of one setting, in the order of the unit."""
    with open(unit, encoding="utf-8") as lines:
        return [line.split("=", 1)[1].split() for line in lines if line.startswith(name + "=")]


def groups():
    """What systemd knows of system calls: the members of each group, groups within groups included."""
    text = subprocess.run(
        ["systemd-analyze", "--no-pager", "syscall-filter"], capture_output=True, text=True, check=True
    ).stdout
    members = {}
    for line in text.splitlines():
        word = line.strip()
        if line.startswith("@"):
            members[word] = current = []
        elif word and not word.startswith("#"):
            current.append(word)

    def expand(word):
        return set().union(*map(expand, members[word])) if word.startswith("@") else {word}

    return {name: expand(name) for name in members}


def allowed(unit):
    """The calls that the filter lets through. The first line makes it a list of what is allowed."""
    known = groups()
    calls = set(known["@default"])
    for words in settings(unit, "SystemCallFilter"):
        takes_away = words[0].startswith("~")
        words[0] = words[0].removeprefix("~")
        listed = set().union(*(known.get(word, {word}) for word in words))
        calls = calls - listed if takes_away else calls | listed
    return calls


def main(unit, trace):
    may = allowed(unit)
    families = set(settings(unit, "RestrictAddressFamilies")[0]) | DISPENSABLE_FAMILIES
    seen, outside = {}, {}

    def tell(what, line):
        outside.setdefault(what, line.strip()[:160])

    begun = {}
    with open(trace, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            match = CALL.match(line)
            if not match:
                continue
            thread, name = line.split(" ", 1)[0], match.group(1)
            if line.rstrip().endswith("<unfinished ...>"):
                begun[thread] = line
                continue
            if match.group(2) is None:
                line = begun.pop(thread, "").replace("<unfinished ...>", "").rstrip() + " … " + match.group(3)
            seen[name] = seen.get(name, 0) + 1
            result = re.search(r"= (-?\w+)[^=]*$", line)
            if result and result.group(1) == "-1":
                continue
            if name not in may and not any(call in line for call in DISPENSABLE_CALLS):
                tell(f"call {name}", line)
            if name == "socket" and (family := re.search(r"\((AF_\w+)", line)) and family.group(1) not in families:
                tell(f"family {family.group(1)}", line)
            if name in ("mmap", "mprotect", "pkey_mprotect") and "PROT_EXEC" in line:
                if name != "mmap" or "PROT_WRITE" in line:
                    tell(f"{name} of what can be written and executed", line)
            if name in ("open", "openat") and (path := re.search(r'"(/proc/[^0-9"][^"]*)"', line)):
                if not path.group(1).startswith(("/proc/self", "/proc/thread-self")):
                    if path.group(1) not in DISPENSABLE_FILES:
                        tell(f"file {path.group(1)}", line)
    # A trace of nothing would hold every promise.
    for name in ("execveat", "memfd_create", "seccomp", "landlock_restrict_self", "socket", "renameat2", "rename"):
        if name not in seen and not (name.startswith("rename") and {"rename", "renameat", "renameat2"} & set(seen)):
            print(f"units: the trace has no {name}; is it a first run with plugins?", file=sys.stderr)
            return 1
    for what, line in sorted(outside.items()):
        print(f"units: the service may not: {what}: {line}", file=sys.stderr)
    print(
        f"units: {sum(seen.values())} calls of {len(seen)} kinds were traced, {len(outside)} of what they need is outside "
        f"the unit ({len(may)} calls are allowed)"
    )
    return 1 if outside else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
