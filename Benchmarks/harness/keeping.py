"""What a store does after its first load: a load again with 1 % revised, a publication, and answers."""

import os
import shutil
import tempfile

from harness.child import BenchmarkFailure, Run, own, peak
from harness.documents import DOCUMENTS, peer

FIRST, AGAIN, BARE = "first load", "load again, 1 % revised", "bare table insert"
PUBLISH, COPY, ASK = "publication", "VACUUM INTO + fsync", "answers"
REVISED = 100
PERIODS = 25
MEMORY_MIB = 96
BYTES_PER_OBSERVATION = 24


def measure(tools, rounds, scale, folder):
    """Runs the BULK document through a store's life; gives the runs by name."""
    bulk = next(document for document in DOCUMENTS if document.kind == "bulk")
    file = bulk.make(folder, scale)
    revised = bulk.make(folder, scale, ".revised", ["--revised", str(REVISED)])
    kept, publication = os.path.join(folder, "kept"), os.path.join(folder, "publication")
    rows = Run([tools.bench, "load", "bulk", file, kept], rounds.limit).said["rows"]
    made = []

    def fresh(command, *arguments, copies=False):
        def make():
            for old in made:
                shutil.rmtree(os.path.dirname(old), ignore_errors=True)
            made[:] = [os.path.join(tempfile.mkdtemp(dir=folder), "store")]
            if copies:
                shutil.copy(kept, made[0])
                # What is copied is written back before a run, not during it.
                os.sync()
            return [word if word is not None else made[0] for word in [*command, *arguments]]

        return make

    loads = rounds.measure(
        {
            FIRST: fresh([tools.bench, "load", "bulk", file, None]),
            AGAIN: fresh([tools.bench, "again", "bulk", revised, None], copies=True),
            BARE: fresh([tools.probe("table-insert"), str(rows // PERIODS), str(PERIODS), None]),
        }
    )
    changed = loads[AGAIN][0].said["rows"]
    if changed != rows // REVISED:
        raise BenchmarkFailure(f"{changed} figures were revised, {rows // REVISED} should have been")
    Run([tools.bench, "again", "bulk", revised, kept], rounds.limit)
    copies = rounds.measure(
        {
            PUBLISH: fresh([tools.bench, "publish", kept, publication]),
            COPY: fresh([*peer("vacuum_into.py"), kept, None]),
        }
    )
    answers = rounds.measure({ASK: [tools.bench, "query", publication]})
    for path in (file, revised, kept, publication, *map(os.path.dirname, made)):
        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    return loads | copies | answers


def table(runs):
    """A row for each step."""
    lines = ["| | own s | peak MiB |", "| --- | ---: | ---: |"]
    lines += [f"| {name} | {own(runs[name]):.2f} | {peak(runs[name]):.0f} |" for name in (FIRST, AGAIN, BARE, PUBLISH, COPY)]
    for name, title in (
        ("ranked", "one indicator, one period, municipalities ranked"),
        ("area", f"{runs[ASK][0].said['rows']:,} figures of one municipality"),
        ("as_of", "the same as of the first load"),
    ):
        lines.append(f"| {title} | {own(runs[ASK], name + '_seconds'):.4f} | |")
    return lines


def judge(runs, aims):
    """Holds the steps against their aims."""
    first = own(runs[FIRST])
    aims.at_most("first load", "1.3 times the bare table insert", first, 1.3 * own(runs[BARE]), "s")
    aims.at_most(AGAIN, "half of the first load", own(runs[AGAIN]), first / 2, "s")
    aims.at_most("memory of loads", "flat", max(peak(runs[FIRST]), peak(runs[AGAIN])), MEMORY_MIB, "MiB")
    said = runs[FIRST][0].said
    disk = said["store_bytes"] / said["rows"]
    aims.at_most("disk for an observation", "indexes included", disk, BYTES_PER_OBSERVATION, "bytes")
    aims.at_most(PUBLISH, f"1.3 times {COPY}", own(runs[PUBLISH]), 1.3 * own(runs[COPY]), "s")
    ranked, area, then = (1000 * own(runs[ASK], f"{name}_seconds") for name in ("ranked", "area", "as_of"))
    aims.at_most("municipalities ranked", "at once", ranked, 1, "ms")
    aims.at_most("one municipality", "at once", area, 10, "ms")
    aims.at_most("as of the first load", "twice the present", then, 2 * area, "ms")
