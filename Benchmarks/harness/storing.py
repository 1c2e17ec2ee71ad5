"""Decode, normalise, gate and store beside what an analyst would write."""

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile

from harness.child import BenchmarkFailure, cpu, own, peak, wall
from harness.documents import peer

PEJL, DECODE, NORMALISE = "pejl", "decode", "decode + normalise"
MEMORY_MIB = 48

# What each store must be at least so many times as fast as.
FACTORS = {"pyjstat + pandas": 10, "pandas": 4, "DuckDB": 1, "python-calamine + sqlite3": 5}

CONTENTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "contents.py")


def contents(path, area):
    """Observations, sum, series and breakdowns of a store, then count and sum for each area and period."""
    command = [sys.executable, CONTENTS, path, area]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def differs(first, second):
    """Whether two stores hold other figures; decimal fractions are summed in different orders."""

    def other(one, two):
        if isinstance(one, float) or isinstance(two, float):
            return one is None or two is None or not math.isclose(one, two, rel_tol=1e-9, abs_tol=1e-6)
        return one != two

    return len(first) != len(second) or any(any(map(other, a, b)) for a, b in zip(first, second))


def measure(document, file, tools, rounds, folder):
    """Runs pejl and its peers on one file, each into a fresh store; all stores must hold the same figures."""
    made = []

    def storing(command):
        def make():
            made.append(os.path.join(tempfile.mkdtemp(dir=folder), "store"))
            return [*command, file, made[-1]]

        return make

    commands = {PEJL: storing([tools.bench, "load", document.kind])}
    commands |= {name: storing(peer(script)) for name, script in document.loaders.items()}
    commands[DECODE] = [tools.bench, "decode", document.kind, file]
    commands[NORMALISE] = [tools.bench, "normalise", document.kind, file]
    first = {}

    def check(name, run):
        if name in (DECODE, NORMALISE):
            return
        found = contents(made[-1], document.area)
        shutil.rmtree(os.path.dirname(made[-1]))
        first.setdefault("found", found)
        if differs(found, first["found"]):
            raise BenchmarkFailure(f"{document.name}: {name} stored {found[0]}, pejl {first['found'][0]}")

    return rounds.measure(commands, check), first["found"][0]


def table(results):
    """A row for each program and document."""
    lines = [
        "| document | stored by | wall s | CPU s | observations/s | peak MiB | store MB | pejl is faster |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for document, _, runs, whole in results:
        for name in (PEJL, *document.loaders):
            these = runs[name]
            ratio = "" if name == PEJL else f"{wall(these) / wall(runs[PEJL]):.1f} times"
            size = these[0].said["store_bytes"] / 1e6
            lines.append(
                f"| {document.title if name == PEJL else ''} | {name} | {wall(these):.2f} | {cpu(these):.2f}"
                f" | {whole[0] / wall(these):,.0f} | {peak(these):.0f} | {size:.1f} | {ratio} |"
            )
    return lines


def split(results):
    """Where the time of a load goes: what the shorter ways cost, then the laps of the load itself."""
    lines = [
        "| document | decode | normalise | store | difference | gate, merge, commit | close | all |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for document, _, runs, _ in results:
        decode, normalise = own(runs[DECODE]), own(runs[NORMALISE])
        laps = [own(runs[PEJL], f"{name}_seconds") for name in ("stage", "difference", "merge", "close")]
        parts = [decode, normalise - decode, laps[0] - normalise, *laps[1:], own(runs[PEJL])]
        lines.append(f"| {document.title} | {' | '.join(f'{part:.2f}' for part in parts)} |")
    return lines


def judge(results, aims):
    """Holds the loads against their aims."""
    for document, byte_count, runs, _ in results:
        for name in document.loaders:
            if name in FACTORS:
                aims.faster(f"store {document.title}", name, FACTORS[name], wall(runs[PEJL]), wall(runs[name]))
        limit = byte_count / 2**20 + MEMORY_MIB
        aims.at_most(f"store {document.title}, memory", f"document + {MEMORY_MIB} MiB", peak(runs[PEJL]), limit, "MiB")
