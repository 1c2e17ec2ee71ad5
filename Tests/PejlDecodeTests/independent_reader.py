"""Reads statistics documents with Python's own csv and json, to check pejl's reader against.

Written from the definitions of the formats (RFC 4180; json-stat.org/format; the Danish number format), not from
pejl's code, and with another design: everything is held in memory, cells are looked up one by one.

usage: independent_reader.py FORMAT FILE

Prints for each table one line `T` and its dimensions, then a line a cell: the codes, the measure, the value as the 16
hex digits of the double (`-` where there is none), the mark in its place with `-` before it or the status beside it with
`+` before it, 1 where a percent sign followed. Fields are joined with U+001F.
"""

import csv
import io
import itertools
import json
import re
import struct
import sys

SEPARATOR = "\x1f"


def bits(number):
    return struct.pack(">d", number + 0.0).hex()


def cell(codes, measure, number, mark, percent=False):
    value = "-" if number is None else bits(number)
    status = "-" + mark if number is None else "+" + mark if mark else ""
    return SEPARATOR.join([*codes, measure, value, status, "1" if percent else "0"])


def refuse_twice(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError("a key stands twice")
    return dict(pairs)


def statbank_csv(text):
    """One value column, INDHOLD; a decimal comma or point; anything else stands in place of a number."""
    lines = io.StringIO(text, newline="")
    rows = csv.reader(lines, delimiter=";", doublequote=True, strict=True)
    header = next(rows)
    yield SEPARATOR.join(["T", *header[:-1]])
    for row in rows:
        assert len(row) == len(header), row
        written = row[-1].replace("\u2212", "-")
        try:
            number = float(written.replace(",", "."))
        except ValueError:
            yield cell(row[:-1], header[-1], None, row[-1])
        else:
            yield cell(row[:-1], header[-1], number, "")


def codes_of(dimension, size):
    category = dimension["category"]
    index = category.get("index")
    if index is None:
        (code,) = category["label"]
        codes = [code]
    elif isinstance(index, dict):
        codes = sorted(index, key=index.get)
    else:
        codes = index
    assert len(codes) == size
    return codes


def at(container, position):
    """The entry of an array, or of an object keyed by position, or one for all."""
    if isinstance(container, dict):
        if "value" in container:
            return at(container["value"], position)
        return container.get(str(position))
    if isinstance(container, list):
        return container[0] if len(container) == 1 else container[position]
    return container


def number_of(value):
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return float(value)


def json_stat_dataset(dataset):
    dimension = dataset["dimension"]
    ids = dataset.get("id", dimension.get("id"))
    sizes = dataset.get("size", dimension.get("size"))
    assert len(ids) == len(sizes)
    yield SEPARATOR.join(["T", *ids])
    axes = [codes_of(dimension[name], size) for name, size in zip(ids, sizes)]
    # A value array of one entry is one value, not one for all: only the status may be shortened.
    values = dataset["value"]
    for position, codes in enumerate(itertools.product(*axes)):
        value = values.get(str(position)) if isinstance(values, dict) else values[position]
        number = number_of(value)
        status = at(dataset.get("status"), position) or ""
        mark = value if number is None and isinstance(value, str) and value else status
        yield cell(codes, "value", number, mark)


def json_stat(text):
    document = json.loads(text, object_pairs_hook=refuse_twice)
    if "dimension" in document:
        yield from json_stat_dataset(document)
        return
    for member in document.values():
        if isinstance(member, dict) and "dimension" in member:
            yield from json_stat_dataset(member)


DANISH = re.compile(r"(-|\u2212)?(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?\s*(%)?", re.ASCII)


def uddannelsesstatistik(text):
    rows = json.loads(text, object_pairs_hook=refuse_twice)
    if isinstance(rows, str):
        rows = json.loads(rows, object_pairs_hook=refuse_twice)
    dimensions = [key for key in rows[0] if key.startswith("[")]
    measures = [key for key in rows[0] if not key.startswith("[")]
    yield SEPARATOR.join(["T", *dimensions])
    for row in rows:
        assert set(row) == set(rows[0])
        for measure in measures:
            value = row[measure]
            codes = [row[key] for key in dimensions]
            if isinstance(value, (int, float)):
                yield cell(codes, measure, float(value), "")
                continue
            text = (value or "").replace("\u00a0", " ").strip()
            match = DANISH.fullmatch(text)
            if match is None:
                yield cell(codes, measure, None, text)
                continue
            minus, whole, fraction, percent = match.groups(default="")
            number = float(("-" if minus else "") + whole.replace(".", "") + fraction.replace(",", "."))
            yield cell(codes, measure, number, "", bool(percent))


def kolada(text):
    """A row an indicator, area and period; in it a value a gender. Nothing else of the answer is a cell."""
    rows = json.loads(text, object_pairs_hook=refuse_twice)["values"]
    area = "ou" if "ou" in rows[0] else "municipality"
    yield SEPARATOR.join(["T", "kpi", area, "period", "gender"])
    for row in rows:
        for inner in row["values"]:
            codes = [row["kpi"], row[area], str(row["period"]), inner["gender"]]
            if inner.get("isdeleted") or inner.get("is_deleted"):
                yield cell(codes, "value", None, "isdeleted")
            elif inner["value"] is None:
                yield cell(codes, "value", None, inner.get("status") or "")
            else:
                yield cell(codes, "value", float(inner["value"]), "")


READERS = {
    "statbank-csv": statbank_csv,
    "json-stat": json_stat,
    "uddannelsesstatistik": uddannelsesstatistik,
    "kolada": kolada,
}

if __name__ == "__main__":
    reader = READERS[sys.argv[1]]
    with open(sys.argv[2], encoding="utf-8-sig", newline="") as file:
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        for line in reader(file.read()):
            print(line)
