"""Figures to a plugin and findings back, beside a plugin that reads the same rows from SQLite itself; and a plugin's start.

Two ways were weighed for the peer: Python's sqlite3, which an author would use, and C's API of SQLite from Swift with the
plugin's own code after it, which differs from the streamed plugin in nothing but the stream. The latter was chosen.
"""

import os

from harness.child import BenchmarkFailure, Run, cpu, own, wall
from harness.documents import Document

STREAM, ALONE = "streamed by pejl", "reads SQLite itself"
START = "start"
YEARS = 20
INDICATORS = Document("indicators", "indicators", ".csv", "indicators", 300, {})


def measure(tools, rounds, folder):
    """The runs by name."""
    programs = os.path.dirname(tools.bench)
    plugin = os.path.join(programs, "pejl-bench-plugin")
    if not os.access(plugin, os.X_OK):
        raise BenchmarkFailure(f"{plugin} is no program; swift build -c release --product pejl-bench-plugin")
    file = INDICATORS.make(folder, 1)
    store, publication = os.path.join(folder, "indicators"), os.path.join(folder, "publication")
    rows = Run([tools.bench, "load", INDICATORS.kind, file, store], rounds.limit).said["rows"]
    Run([tools.bench, "publish", store, publication], rounds.limit)
    # The rows are municipalities x indicators x years; a finding for each series, and two for each indicator.
    wanted = (rows, rows // YEARS + 2 * INDICATORS.size)
    sums = set()

    def check(name, run):
        if name == START:
            return
        found = (run.said["rows"], run.said["numbers"])
        sums.add(run.said["sum"])
        if found != wanted or len(sums) != 1:
            raise BenchmarkFailure(f"{name}: {found} figures and findings instead of {wanted}, sums {sums}")

    runs = rounds.measure(
        {
            STREAM: [tools.bench, "stream", publication, programs],
            ALONE: [plugin, publication],
            START: [tools.bench, "start", publication, programs],
        },
        check,
    )
    for path in (file, store, publication):
        os.remove(path)
    return runs


def mebibytes(runs, name):
    return own(runs, name) / 2**20


def table(runs):
    """A row for each side of the stream, and one for the peer."""
    stream, alone = runs[STREAM], runs[ALONE]
    said = alone[0].said
    return [
        f"{said['rows']:,} figures, {said['numbers']:,} findings.",
        "",
        "| | wall s | own s | CPU s | peak MiB | pejl needs |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        f"| {STREAM} | {wall(stream):.2f} | {own(stream):.2f} | {cpu(stream):.2f} | | "
        f"{wall(stream) / wall(alone):.2f} times the peer's time |",
        f"| its host | | | {own(stream, 'host_cpu_seconds'):.2f} | {mebibytes(stream, 'host_bytes'):.0f} | |",
        f"| its plugin | | | {own(stream, 'plugin_cpu_seconds'):.2f} | {mebibytes(stream, 'plugin_bytes'):.0f} | |",
        f"| {ALONE} | {wall(alone):.2f} | {own(alone):.2f} | {cpu(alone):.2f} | "
        f"{sorted(run.peak for run in alone)[len(alone) // 2] / 2**20:.0f} | |",
        f"| the reading of it | | {own(alone, 'read_seconds'):.2f} | | | |",
    ]


def start_table(runs):
    """The start of the built-in plugin."""
    start = runs[START]
    lacking = start[0].said["lacking"]
    return [
        "| `pejl-plugins benchmark`, medians of 21 starts | ms |",
        "| --- | ---: |",
        f"| opened, copied and hashed | {1000 * own(start, 'open_seconds'):.1f} |",
        f"| cage, handshake, asked for an analysis | {1000 * own(start, 'start_seconds'):.1f} |",
        "",
        f"Parts of the cage that this machine lacked: {', '.join(lacking) or 'none'}.",
    ]


def judge(runs, aims):
    """Holds stream and start against their aims."""
    aims.at_most("stream to a plugin", "1.5 times what a plugin needs that reads SQLite itself", wall(runs[STREAM]), 1.5 * wall(runs[ALONE]), "s")
    aims.at_most("start of a plugin", "at once", 1000 * own(runs[START], "start_seconds"), 20, "ms")
