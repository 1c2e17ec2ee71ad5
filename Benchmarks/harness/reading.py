"""Decoders beside the readers that Python users pick, and beside simdjson and memchr."""

import math

from harness.child import BenchmarkFailure, cpu, own, peak, wall
from harness.documents import peer

PEJL = "pejl"
MEMORY_MIB = 48
CSV_SECONDS_PER_ROW = 0.6 / 5_000_000


def measure(document, file, tools, rounds):
    """Runs pejl's decoder, its peers and its probe on one file; all must have read the same figures."""
    commands = {PEJL: [tools.bench, "decode", document.kind, file]}
    commands |= {name: [*peer(script), file] for name, script in document.readers.items()}
    if document.probe:
        commands[document.probe] = [tools.probe(document.probe), file]
    first = {}

    def check(name, run):
        if name == document.probe:
            return
        said = run.said
        first.setdefault("said", said)
        wanted = first["said"]
        same = said["rows"] == wanted["rows"] and said["numbers"] == wanted["numbers"]
        # Decimal fractions are summed in different orders.
        if not same or not math.isclose(said["sum"], wanted["sum"], rel_tol=1e-9):
            raise BenchmarkFailure(f"{document.name}: {name} read {said}, pejl {wanted}")

    return rounds.measure(commands, check)


def table(results):
    """A row for each program and document."""
    lines = [
        "| document | read by | wall s | CPU s | own s | peak MiB | pejl is faster |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for document, _, runs in results:
        for name, these in runs.items():
            ratio = "" if name in (PEJL, document.probe) else f"{wall(these) / wall(runs[PEJL]):.1f} times"
            lines.append(
                f"| {document.title if name == PEJL else ''} | {name} | {wall(these):.2f} | {cpu(these):.2f}"
                f" | {own(these):.3f} | {peak(these):.0f} | {ratio} |"
            )
    return lines


def judge(results, aims):
    """Holds the decoders against their aims."""
    for document, byte_count, runs in results:
        ours = runs[PEJL]
        first = next(iter(document.readers))
        aims.faster(f"read {document.title}", first, 10, wall(ours), wall(runs[first]))
        if document.probe == "simdjson-walk":
            limit = 1.5 * own(runs[document.probe])
            aims.at_most(f"read {document.title}, own time", "1.5 times simdjson's", own(ours), limit, "s")
        elif document.probe:
            limit = own(runs[document.probe]) + CSV_SECONDS_PER_ROW * ours[0].said["rows"]
            aims.at_most(
                f"read {document.title}, own time", "memchr's + 0.6 s for 5 million cells", own(ours), limit, "s"
            )
        limit = byte_count / 2**20 + MEMORY_MIB
        aims.at_most(f"read {document.title}, memory", f"document + {MEMORY_MIB} MiB", peak(ours), limit, "MiB")
