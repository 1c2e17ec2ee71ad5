"""The generated documents and what is measured with each."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field

HERE = os.path.dirname(os.path.abspath(__file__))
BENCHMARKS = os.path.dirname(HERE)


@dataclass(frozen=True)
class Document:
    """One kind of document; the name is also its generator's and pejl-bench's."""

    name: str
    title: str
    suffix: str
    # The generator's option for its size, and the full size.
    option: str
    size: int
    # Script by name of the Python reader; the first is what users pick today.
    readers: dict
    # Script by name of what loads it into a store.
    loaders: dict = field(default_factory=dict)
    # The program that the decoder's own time is held against.
    probe: str = ""
    # The area's column that all stores of it share.
    area: str = "code"

    @property
    def kind(self):
        return self.name.replace("_", "-")

    def path(self, folder):
        return os.path.join(folder, f"{self.name}{self.suffix}")

    def make(self, folder, scale, suffix="", options=()):
        """Generates the document and reads it once, so that the first run finds it cached; gives its path."""
        path = self.path(folder) + suffix
        size = max(1, round(self.size * scale))
        script = os.path.join(BENCHMARKS, "generators", f"{self.name}.py")
        command = [sys.executable, script, path, f"--{self.option}", str(size), *options]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        print(f"{self.name}: {json.loads(said)}", file=sys.stderr)
        with open(path, "rb") as written:
            while written.read(1 << 20):
                pass
        return path


DOCUMENTS = [
    Document(
        "bulk", "StatBank BULK", ".csv", "rows", 5_000_000,
        {"pandas": "read_bulk_pandas.py"}, {"Python csv + sqlite3": "store_bulk_sqlite3.py", "DuckDB": "store_bulk_duckdb.py"}, probe="line-scan",
    ),
    Document(
        "json_stat", "StatBank JSON-stat", ".json", "values", 2_000_000,
        {"pyjstat": "read_json_stat_pyjstat.py"}, {"pyjstat + pandas": "store_json_stat_pyjstat.py"},
        probe="simdjson-walk",
    ),
    Document(
        "rows", "uddannelsesstatistik.dk", ".json", "objects", 500_000,
        {"pandas": "read_rows_pandas.py"},
        {"pandas": "store_rows_pandas.py", "DuckDB": "store_rows_duckdb.py"}, probe="simdjson-walk", area="name",
    ),
    Document(
        "workbook", "XLSX", ".xlsx", "rows", 100_000,
        {"openpyxl": "read_workbook_openpyxl.py", "python-calamine": "read_workbook_calamine.py"},
        {"python-calamine + sqlite3": "store_workbook_calamine.py"}, area="name",
    ),
    Document("px", "PX", ".px", "cells", 2_000_000, {"pyaxis": "read_px_pyaxis.py"}),
    Document(
        "key_figures", "noegletal.dk", ".csv", "blocks", 3_000, {"pandas": "read_key_figures_pandas.py"},
        probe="line-scan",
    ),
]


def peer(script):
    """The command of a peer, without its arguments."""
    return [sys.executable, os.path.join(BENCHMARKS, "peers", script)]
