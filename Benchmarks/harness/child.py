"""One measured process."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time


class BenchmarkFailure(Exception):
    """A run failed, or two runs came to different figures."""


class Run:
    """One finished child: what the kernel counted (wait4) and the line of JSON it printed."""

    def __init__(self, command, limit, cwd=None):
        start = time.perf_counter()
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            child = subprocess.Popen(command, stdout=output, stderr=errors, cwd=cwd)
            killer = threading.Timer(limit, child.kill)
            killer.start()
            try:
                _, status, usage = os.wait4(child.pid, 0)
            except BaseException:
                child.kill()
                raise
            finally:
                killer.cancel()
            self.wall = time.perf_counter() - start
            child.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            errors.seek(0)
            text, complaint = output.read().decode(), errors.read().decode(errors="replace")
        if child.returncode:
            after = f" (the limit is {limit:g} s)" if child.returncode < 0 else ""
            raise BenchmarkFailure(
                f"{' '.join(command)}: exit code {child.returncode} after {self.wall:.0f} s{after}\n{complaint[-2000:]}"
            )
        self.cpu = usage.ru_utime + usage.ru_stime
        # Kilobytes on Linux, bytes on macOS.
        self.peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        self.said = json.loads(text) if text.strip() else {}


class Rounds:
    """Runs of several programs in turn; the order turns round from one round to the next.

    Medians of interleaved runs: what else the machine does then hits all of them alike.
    """

    def __init__(self, count, limit):
        self.count = count
        self.limit = limit

    def measure(self, commands, check=lambda name, run: None):
        """The runs of each command by its name; `check` sees each and may raise.

        A command is a list of words, or makes one anew for each run.
        """
        runs = {name: [] for name in commands}
        for number in range(self.count):
            for name in list(commands) if number % 2 == 0 else list(reversed(commands)):
                command = commands[name]
                run = Run(command() if callable(command) else command, self.limit)
                runs[name].append(run)
                print(f"round {number + 1}: {name}: {run.wall:.2f} s", file=sys.stderr)
                check(name, run)
        return runs


def wall(runs):
    """Median of the wall time, start-up included."""
    return statistics.median(run.wall for run in runs)


def cpu(runs):
    """Median of user and system time."""
    return statistics.median(run.cpu for run in runs)


def own(runs, name="seconds"):
    """Median of what the program measured itself, without start-up."""
    return statistics.median(run.said[name] for run in runs)


def peak(runs):
    """Median of the peak memory in MiB."""
    return statistics.median(run.peak for run in runs) / 2**20
