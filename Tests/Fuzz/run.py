"""Runs fuzz targets that are built, two at a time, and prints a line for each; Tests/Fuzz/run.sh calls it.

usage: run.py SCRATCH SECONDS [TARGET ...]
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import time

# Longest document libFuzzer makes, in bytes.
LENGTH = {"zip": 16384, "gzip": 8192, "number": 64, "period": 40, "redirect": 512}
SANITIZER = "quarantine_size_mb=8:malloc_context_size=8:detect_leaks=1:allocator_release_to_os_interval_ms=500"
# A corpus that has grown over this is reduced to what its coverage needs.
MAXIMUM_FILES = 2000


def libfuzzer(scratch, target, *arguments, limit):
    program = str(scratch / "release/pejl-fuzz")
    # Swift's own report of a crash does not end beside the sanitizer's.
    environment = os.environ | {"ASAN_OPTIONS": SANITIZER, "SWIFT_BACKTRACE": "enable=no"}
    return subprocess.run(
        [program, target, *arguments], capture_output=True, text=True, errors="replace", env=environment, timeout=limit
    )


def reduce(scratch, target, corpus):
    """Keeps of a corpus only what its coverage needs."""
    if sum(1 for _ in corpus.iterdir()) <= MAXIMUM_FILES:
        return
    fresh = corpus.with_name(target + ".new")
    fresh.mkdir(exist_ok=True)
    if libfuzzer(scratch, target, "-merge=1", str(fresh), str(corpus), limit=1800).returncode == 0:
        for old in corpus.iterdir():
            old.unlink()
        for kept in fresh.iterdir():
            kept.rename(corpus / kept.name)


def run(scratch, target, seconds):
    """A line about the target's run, and whether it found nothing."""
    corpus, artifacts = scratch / "corpus" / target, scratch / "artifacts" / target
    corpus.mkdir(parents=True, exist_ok=True)
    artifacts.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    try:
        reduce(scratch, target, corpus)
        # The target itself counts the processor's time; the clock of a busy machine is only a last resort.
        result = libfuzzer(
            scratch, target, f"-max_total_time={seconds}", "-timeout=60", "-rss_limit_mb=256", "-print_final_stats=1",
            f"-max_len={LENGTH.get(target, 4096)}", f"-dict={scratch / 'seeds' / (target + '.dict')}",
            f"-artifact_prefix={artifacts}/", str(corpus), str(scratch / "seeds" / target),
            limit=seconds + 300,
        )
    except subprocess.TimeoutExpired:
        return f"{target}: did not end 300 s after its time", False
    output = result.stderr
    stats = dict(re.findall(r"stat::(\w+):\s+(\d+)", output))
    coverage = re.findall(r"cov: (\d+)", output)
    line = (
        f"{target}: {stats.get('number_of_executed_units', '?')} runs in {time.monotonic() - started:.0f} s, "
        f"{coverage[-1] if coverage else '?'} edges, {stats.get('peak_rss_mb', '?')} MiB"
    )
    if result.returncode == 0:
        return line, True
    kept = re.findall(r"Test unit written to (\S+)", output)
    reasons = [text for text in output.splitlines() if "pejl-fuzz: " in text or "ERROR:" in text or "Fatal error" in text]
    return "\n    ".join([f"{line}; FAILED with {result.returncode}", *reasons[:4], *kept, *output.splitlines()[-12:]]), False


def main(scratch, seconds, wanted):
    targets = subprocess.run(
        [str(scratch / "release/pejl-fuzz")], capture_output=True, text=True, check=True
    ).stdout.split()
    unknown = set(wanted) - set(targets)
    if unknown:
        sys.exit(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(targets)}")
    targets = wanted or targets
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for line, is_well in pool.map(lambda target: run(scratch, target, seconds), targets):
            failed += not is_well
            print(("  " if is_well else "! ") + line, flush=True)
    print(f"{len(targets) - failed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(1 if main(pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]) else 0)
