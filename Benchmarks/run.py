#!/usr/bin/env python3
"""Measures pejl's load beside Python's csv + sqlite3 and prints Markdown.

Whole processes, one at a time, interleaved, each in a fresh folder; wall time, CPU time and peak memory are the
kernel's account of the child (wait4). Builds nothing: `make bench` does.

Exits 0 when every run came to the same figures, 1 when one did not or failed, 2 on wrong arguments.
"""

import argparse
import datetime
import json
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PEJL, PEER, DECODE, NORMALISE = "pejl", "Python csv + sqlite3", "decode", "decode + normalise"


class BenchmarkFailure(Exception):
    """A run failed, or two runs came to different figures."""


class Run:
    """One finished child: what the kernel counted and the line it printed."""

    def __init__(self, command, limit):
        start = time.perf_counter()
        with tempfile.TemporaryFile() as output:
            child = subprocess.Popen(command, stdout=output)
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
            text = output.read().decode()
        if child.returncode:
            after = f" (the limit is {limit:g} s)" if child.returncode < 0 else ""
            raise BenchmarkFailure(f"{' '.join(command)}: exit code {child.returncode} after {self.wall:.0f} s{after}")
        self.cpu = usage.ru_utime + usage.ru_stime
        # Kilobytes on Linux, bytes on macOS.
        self.peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        self.said = json.loads(text)


def contents(store):
    """Observations, sum and series of a store, and count and sum for each area and period; exact for whole numbers."""
    connection = sqlite3.connect(store)
    try:
        whole = connection.execute(
            "SELECT count(*), sum(value), (SELECT count(*) FROM series), (SELECT count(*) FROM breakdown)"
            " FROM observation"
        ).fetchone()
        parts = connection.execute(
            "SELECT a.code, p.kind, p.code, p.first_day, p.last_day, count(*), sum(o.value)"
            " FROM observation o JOIN series s ON s.id = o.series_id JOIN area a ON a.id = s.area_id"
            " JOIN period p ON p.id = o.period_id GROUP BY a.code, p.code ORDER BY a.code, p.code"
        ).fetchall()
        return whole, parts
    finally:
        connection.close()


def measure(arguments, file, folder):
    """All runs, by name; the order turns round from one round to the next."""
    bench = os.path.abspath(arguments.pejl_bench)
    peer = [sys.executable, os.path.join(HERE, "peer_csv_sqlite3.py")]
    commands = {
        PEJL: lambda store: [bench, "load", file, store],
        PEER: lambda store: [*peer, file, store],
        DECODE: lambda store: [bench, "decode", file],
        NORMALISE: lambda store: [bench, "normalise", file],
    }
    runs = {name: [] for name in commands}
    expected = None
    for number in range(arguments.runs):
        for name in list(commands) if number % 2 == 0 else list(reversed(commands)):
            fresh = tempfile.mkdtemp(dir=folder)
            store = os.path.join(fresh, "work.sqlite")
            run = Run(commands[name](store), arguments.limit)
            runs[name].append(run)
            print(f"round {number + 1}: {name}: {run.wall:.2f} s", file=sys.stderr)
            if os.path.exists(store):
                found = contents(store)
                expected = expected or found
                if found != expected:
                    raise BenchmarkFailure(f"{name}: other figures than the first run: {found[0]}, {expected[0]}")
            if run.said["rows"] != (expected[0][0] if expected else run.said["rows"]):
                raise BenchmarkFailure(f"{name}: {run.said['rows']} rows, the first store holds {expected[0][0]}")
            shutil.rmtree(fresh)
    return runs, expected[0]


def median(runs, of):
    return statistics.median(of(run) for run in runs)


def table(runs, rows):
    """pejl beside its peer, the ratio last."""
    figures = {
        name: [
            median(runs[name], lambda run: run.wall),
            rows / median(runs[name], lambda run: run.wall),
            median(runs[name], lambda run: run.cpu),
            median(runs[name], lambda run: run.peak) / 2**20,
            median(runs[name], lambda run: run.said["store_bytes"]) / 1e6,
        ]
        for name in (PEJL, PEER)
    }
    lines = ["| | wall s | rows/s | CPU s | peak MiB | store MB |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for name, (wall, speed, cpu, peak, size) in figures.items():
        lines.append(f"| {name} | {wall:.2f} | {speed:,.0f} | {cpu:.2f} | {peak:.0f} | {size:.1f} |")
    ratios = [f"{ours / peer:.2f}" for ours, peer in zip(figures[PEJL], figures[PEER])]
    lines.append(f"| pejl / Python | {' | '.join(ratios)} |")
    spread = "; ".join(f"{name} {', '.join(f'{run.wall:.2f}' for run in runs[name])}" for name in (PEJL, PEER))
    return lines + ["", f"Wall seconds of each run, in order: {spread}."]


def split(runs):
    """Where the time of a load goes: what the shorter ways cost, then the laps of the load itself."""

    def lap(name):
        return median(runs[PEJL], lambda run: run.said[f"{name}_seconds"])

    decode = median(runs[DECODE], lambda run: run.said["seconds"])
    normalise = median(runs[NORMALISE], lambda run: run.said["seconds"])
    parts = [
        ("decode", decode),
        ("normalise (`normalise` less `decode`)", normalise - decode),
        ("stage: keys and `temp.incoming` (the lap less both)", lap("stage") - normalise),
        ("difference with what is held", lap("difference")),
        ("gate, merge into `observation`, commit", lap("merge")),
        ("close", lap("close")),
    ]
    whole = median(runs[PEJL], lambda run: run.said["seconds"])
    lines = ["| part of a load | wall s | share |", "| --- | ---: | ---: |"]
    lines += [f"| {name} | {seconds:.2f} | {seconds / whole:.0%} |" for name, seconds in parts]
    memory = ", ".join(
        f"{name} {median(runs[name], lambda run: run.peak) / 2**20:.0f} MiB" for name in (DECODE, NORMALISE)
    )
    return lines + ["", f"Peak memory of the shorter ways: {memory}."]


def first_line(command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout.split("\n")[0]
    except (OSError, subprocess.SubprocessError):
        return "unknown"


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        return names[0] if names else platform.machine()
    except OSError:
        return platform.machine()


def facts(arguments, file, rows, load_before):
    """What the figures hold for."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    pejl_sqlite = json.loads(first_line([os.path.abspath(arguments.pejl_bench), "version"]))["sqlite"]
    return [
        f"- {datetime.date.today()}, {rows:,} rows, {os.path.getsize(file) / 1e6:.0f} MB, medians of {arguments.runs}"
        " interleaved runs of whole processes, the file in the page cache",
        f"- {cores} cores ({processor()}), {memory:.0f} GiB, {platform.system()} {platform.release()}",
        f"- Swift: {first_line(['swift', '--version'])}; SQLite {pejl_sqlite}",
        f"- Python {platform.python_version()}; SQLite {sqlite3.sqlite_version}",
        f"- load average {load_before:.1f} before and {os.getloadavg()[0]:.1f} after; about 1 is this benchmark's own",
    ]


def prepared(arguments, folder):
    """Path of the file: a given one, or one made now; read once, so that the first run finds it cached."""
    file = os.path.abspath(arguments.file or os.path.join(folder, f"bulk-{arguments.rows}.csv"))
    if not os.path.exists(file):
        generator = os.path.join(HERE, "generate_bulk.py")
        Run([sys.executable, generator, file, "--rows", str(arguments.rows)], arguments.limit)
    with open(file, "rb") as document:
        while document.read(1 << 20):
            pass
    return file


def main():
    parser = argparse.ArgumentParser(description="Measures pejl's load beside Python's csv + sqlite3.")
    parser.add_argument("pejl_bench", help="path of the built pejl-bench, release mode")
    parser.add_argument("--rows", type=int, default=5_000_000, help="rows of a generated file (default 5,000,000)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each (default 3)")
    parser.add_argument("--file", help="this file of generate_bulk.py; made if missing, never removed")
    parser.add_argument("--folder", help="where to work, on the disk that is to be measured (default: TMPDIR)")
    parser.add_argument("--keep", action="store_true", help="keep the generated file")
    parser.add_argument("--limit", type=float, default=300, help="seconds a child may take (default 300)")
    arguments = parser.parse_args()
    if arguments.runs < 1 or arguments.rows < 1 or arguments.limit <= 0:
        parser.error("--runs, --rows and --limit are positive")
    if not os.access(arguments.pejl_bench, os.X_OK):
        parser.error(f"{arguments.pejl_bench} is no program; swift build -c release --product pejl-bench")
    folder = tempfile.mkdtemp(prefix="pejl-bench-", dir=arguments.folder)
    try:
        load_before = os.getloadavg()[0]
        file = prepared(arguments, folder)
        runs, (rows, total, series, _) = measure(arguments, file, folder)
        print("\n".join(table(runs, rows) + [""] + split(runs) + [""] + facts(arguments, file, rows, load_before)))
        print(f"- every store holds {rows:,} observations of {series:,} series, their sum {total:,.0f}")
    except BenchmarkFailure as failure:
        print(f"run.py: {failure}", file=sys.stderr)
        return 1
    finally:
        if arguments.keep and not arguments.file:
            print(f"kept: {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
