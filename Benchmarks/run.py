#!/usr/bin/env python3
"""Measures pejl beside its peers and prints Markdown.

Whole processes, one at a time, interleaved; wall time, CPU time and peak memory are the kernel's account of the child
(wait4). Builds nothing: `make bench` does.

Exits 0 when every run came to the same figures, 1 when one did not or failed, 2 on wrong arguments. A missed aim is
printed and changes no exit code: seconds depend on the machine and on what else it does.
"""

import argparse
import os
import shutil
import sys
import tempfile

from harness import fetching, keeping, machine, plugins, reading, storing
from harness.aims import Aims
from harness.child import BenchmarkFailure, Rounds, Run, peak
from harness.documents import DOCUMENTS

PARTS = ["reading", "storing", "keeping", "plugins", "fetching"]


class Tools:
    """The built programs."""

    def __init__(self, bench, probes):
        self.bench = os.path.abspath(bench)
        self.probes = os.path.abspath(probes)

    def probe(self, name):
        return os.path.join(self.probes, name)


def headed(title, lines):
    print("\n".join([f"### {title}", "", *lines, ""]), flush=True)


def read_and_store(arguments, tools, rounds, folder, aims):
    """The tables about documents."""
    readings, storings = [], []
    for document in DOCUMENTS:
        if arguments.documents and document.kind not in arguments.documents:
            continue
        file = document.make(folder, arguments.scale)
        size = os.path.getsize(file)
        if "reading" in arguments.parts:
            readings.append((document, size, reading.measure(document, file, tools, rounds)))
        if "storing" in arguments.parts and document.loaders:
            storings.append((document, size, *storing.measure(document, file, tools, rounds, folder)))
        if document.kind == "bulk" and "reading" in arguments.parts:
            judge_flatness(document, readings[-1], arguments, tools, folder, aims)
        os.remove(file)
    if readings:
        headed("Reading", reading.table(readings))
        reading.judge(readings, aims)
    if storings:
        headed("Storing", storing.table(storings))
        headed("Where the time of a load goes, seconds", storing.split(storings))
        storing.judge(storings, aims)


def judge_flatness(document, measured, arguments, tools, folder, aims):
    """Memory must not follow the size of a CSV: a tenth of the document needs as much."""
    file = document.make(folder, arguments.scale / 10, ".tenth")
    small = peak([Run([tools.bench, "decode", document.kind, file], arguments.limit)])
    os.remove(file)
    whole = peak(measured[2][reading.PEJL])
    wanted = "flat: 4 MiB more than for a tenth of it at the most"
    aims.at_most(f"read {document.title}, memory", wanted, whole, small + 4, "MiB")


def fetch(arguments, tools, rounds, folder, aims):
    """The tables about small answers from a server."""
    if not fetching.nginx():
        headed("Fetching", ["Not measured: nginx is not installed (`apt-get install nginx-light`)."])
        return
    results = fetching.measure(tools, rounds, folder)
    headed(f"Fetching {fetching.COUNT} small answers, {fetching.AT_ONCE} at once", fetching.table(results))
    fetching.judge(results, aims)


def main():
    parser = argparse.ArgumentParser(description="Measures pejl beside its peers.")
    parser.add_argument("pejl_bench", help="path of the built pejl-bench, release mode")
    parser.add_argument("probes", help="folder of the built probes")
    parser.add_argument("--runs", type=int, default=3, help="runs of each (default 3)")
    parser.add_argument("--scale", type=float, default=1, help="size of the documents, 1 for the published figures")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure (default all)")
    parser.add_argument("--documents", nargs="+", choices=[each.kind for each in DOCUMENTS], help="default all")
    parser.add_argument("--folder", help="where to work, on the disk that is to be measured (default: TMPDIR)")
    parser.add_argument("--limit", type=float, default=300, help="seconds a child may take (default 300)")
    arguments = parser.parse_args()
    if arguments.runs < 1 or arguments.scale <= 0 or arguments.limit <= 0:
        parser.error("--runs, --scale and --limit are positive")
    if not os.access(arguments.pejl_bench, os.X_OK):
        parser.error(f"{arguments.pejl_bench} is no program; swift build -c release --product pejl-bench")
    tools = Tools(arguments.pejl_bench, arguments.probes)
    rounds = Rounds(arguments.runs, arguments.limit)
    aims = Aims()
    folder = tempfile.mkdtemp(prefix="pejl-bench-", dir=arguments.folder)
    try:
        load_before = os.getloadavg()[0]
        if set(arguments.parts) & {"reading", "storing"}:
            read_and_store(arguments, tools, rounds, folder, aims)
        if "keeping" in arguments.parts:
            runs = keeping.measure(tools, rounds, arguments.scale, folder)
            headed("Keeping", keeping.table(runs))
            keeping.judge(runs, aims)
        if "plugins" in arguments.parts:
            runs = plugins.measure(tools, rounds, folder)
            headed("Figures to a plugin and findings back", plugins.table(runs))
            headed("Starting a plugin", plugins.start_table(runs))
            plugins.judge(runs, aims)
        if "fetching" in arguments.parts:
            fetch(arguments, tools, rounds, folder, aims)
        headed("Aims", aims.table())
        headed("Measured", machine.facts(tools, arguments.runs, load_before))
    except BenchmarkFailure as failure:
        print(f"run.py: {failure}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
