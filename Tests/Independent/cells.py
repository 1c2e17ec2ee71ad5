"""The cells of a file as a public library reads them.

Each reader gives a list of tables, a table a list of cells in the file's order. The library finds the cells and their
values; what it throws away on the way (marks, statuses, codes beside labels) is taken from the same file with Python's
own modules.
"""

import collections
import itertools
import json
import pathlib
import re
import sys

import numpy
import pandas
from pyaxis import pyaxis
from pyjstat import pyjstat

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "PejlDecodeTests"))
import independent_reader  # noqa: E402
import px_reader  # noqa: E402

Cell = collections.namedtuple("Cell", "codes measure value status percent")


def number(value):
    """A value as JSON has it: a float, or None where there is none."""
    if value is None or (isinstance(value, float) and numpy.isnan(value)):
        return None
    return float(value) + 0.0


def is_number(text):
    return re.fullmatch(r"-?[0-9.]*[0-9](?:[eE][+-]?[0-9]+)?", text) is not None


# JSON-stat


def json_stat(path):
    document = json.loads(path.read_text("utf-8-sig"), object_pairs_hook=collections.OrderedDict)
    frames = pyjstat.from_json_stat(document, naming="id")
    datasets = [document] if "dimension" in document else [
        member for member in document.values() if isinstance(member, dict) and "dimension" in member
    ]
    assert len(frames) == len(datasets)
    tables = []
    for frame, dataset in zip(frames, datasets):
        statuses = statuses_of(dataset, len(frame))
        names = list(frame.columns[:-1])
        table = []
        for codes, value, status in zip(frame[names].itertuples(index=False), frame["value"], statuses):
            pairs = tuple(zip(names, codes))
            written = None if isinstance(value, str) and not is_number(value) else number(value)
            mark = status or ("" if written is None else None)
            if written is None and isinstance(value, str) and value:
                mark = value
            table.append(Cell(pairs, "value", written, mark, False))
        tables.append(table)
    return tables


def statuses_of(dataset, count):
    """pyjstat reads a status as it reads values: as a list, or as an object by position."""
    if not dataset.get("status"):
        return [None] * count
    if isinstance(dataset["status"], str):
        return [dataset["status"]] * count
    statuses = list(pyjstat.get_values(dataset, value="status"))
    return statuses * count if len(statuses) == 1 else statuses


def own(path):
    """What the readers beside the tests of decoding find."""
    if path.suffix == ".px":
        lines = px_reader.read(path.read_bytes())
    else:
        lines = independent_reader.json_stat(path.read_text("utf-8-sig"))
    tables = []
    names = []
    for line in lines:
        fields = line.split(independent_reader.SEPARATOR)
        if fields[0] == "T" and len(fields) != len(names) + 4:
            names = fields[1:]
            tables.append([])
            continue
        *codes, measure, bits, status, percent = fields
        value = None if bits == "-" else float(numpy.frombuffer(bytes.fromhex(bits), ">f8")[0])
        mark = status[1:] if status else None
        tables[-1].append(Cell(tuple(zip(names, codes)), measure, value, mark, percent == "1"))
    return tables


# PX


def px(path):
    raw = path.read_bytes()
    codec = px_reader.CODECS[px_reader.declared(raw, b"CODEPAGE") or px_reader.declared(raw, b"CHARSET")]
    nothing = r"(?!)"  # keep dots as they stand
    parsed = pyaxis.parse(str(path), encoding=codec, null_values=nothing, sd_values=nothing)
    meta, frame = parsed["METADATA"], parsed["DATA"]
    keywords, _ = px_reader.header_and_data(raw.decode(codec))
    names = list(frame.columns[:-1])
    # pyaxis takes the white space off names; the file has it.
    whole = sum((px_reader.texts(keywords.get((key, ()), "")) for key in ("STUB", "HEADING")), [])
    assert [name.strip() for name in whole] == names
    columns, lookups = [], []
    for name, written in zip(names, whole):
        labels = meta[f"VALUES({name})"]
        codes = meta.get(f"CODES({name})", labels)
        if codes is labels and ("TIMEVAL", (written,)) in keywords:
            codes = px_reader.periods(keywords["TIMEVAL", (written,)])  # pyaxis reads no range of periods
        assert len(codes) == len(labels)
        lookups.append(codes)
        columns.append(meta.get(f"VARIABLECODE({name})", [written])[0])
    # pyaxis has the labels, which need not differ; the cells stand in the order of their product.
    labels = itertools.product(*(meta[f"VALUES({name})"] for name in names))
    table = []
    for codes, row, values in zip(itertools.product(*lookups), labels, frame.itertuples(index=False)):
        assert tuple(values[:-1]) == row
        text = values[-1].strip('"')
        value = number(text) if is_number(text) else None
        table.append(Cell(tuple(zip(columns, codes)), "value", value, None if is_number(text) else text, False))
    assert len(table) == len(frame)
    return [table]


# StatBank


def statbank_csv(path):
    options = dict(sep=";", encoding="utf-8-sig", keep_default_na=False)
    texts = pandas.read_csv(path, dtype=str, **options)
    options |= dict(na_values={"INDHOLD": ["..", ".", ":", "-"]}, decimal=",", float_precision="round_trip")
    numbers = pandas.read_csv(path, dtype={name: str for name in texts.columns[:-1]}, **options)
    names = list(texts.columns[:-1])
    return [
        [
            Cell(
                tuple(zip(names, codes)), "INDHOLD", number(value), None if number(value) is not None else text, False
            )
            for codes, text, value in zip(
                texts[names].itertuples(index=False, name=None), texts["INDHOLD"], numbers["INDHOLD"]
            )
        ]
    ]


# uddannelsesstatistik.dk


def uddannelsesstatistik(path):
    frame = pandas.DataFrame(json.loads(path.read_text("utf-8-sig")), dtype=str)
    dimensions = [name for name in frame.columns if name.startswith("[")]
    measures = [name for name in frame.columns if not name.startswith("[")]
    plain = {}
    for name in measures:
        # pandas reads a Danish number once the points between thousands are gone.
        text = frame[name].str.replace("\u00a0", " ").str.strip()
        digits = text.str.replace(r"\s*%$", "", regex=True).str.replace(".", "").str.replace(",", ".")
        plain[name] = (text, pandas.to_numeric(digits, errors="coerce"), text.str.endswith("%"))
    table = []
    for row, codes in enumerate(frame[dimensions].itertuples(index=False, name=None)):
        for name in measures:
            text, values, percents = (series.iloc[row] for series in plain[name])
            value = number(float(values))
            mark = None if value is not None else text
            table.append(Cell(tuple(zip(dimensions, codes)), name, value, mark, bool(percents and value is not None)))
    return [table]


# Kolada


def kolada(path):
    rows = json.loads(path.read_text("utf-8-sig"))["values"]
    names = ["kpi", "municipality", "period"]
    frame = pandas.json_normalize(rows, record_path="values", meta=names)
    table = []
    for _, row in frame.iterrows():
        pairs = tuple((name, str(row[name])) for name in [*names, "gender"])
        value = None if row["isdeleted"] else number(row["value"])
        mark = None if value is not None else "isdeleted" if row["isdeleted"] else row["status"] or ""
        table.append(Cell(pairs, "value", value, mark, False))
    return [table]


# Delimited files by layout


def melted(frame, dimensions, code, measure, missing=()):
    """The value columns of `frame`, a dimension of their own, row by row."""
    table = []
    others = [name for name in frame.columns if name not in dimensions]
    for _, row in frame.iterrows():
        for name in others:
            text = row[name]
            value = None if text in missing else float(text.replace(",", "."))
            pairs = [(dimension, row[dimension]) for dimension in dimensions]
            pairs += [(code, name)] if code else []
            mark = text if value is None else None
            table.append(Cell(tuple(pairs), measure or name, value, mark, False))
    return [table]


def texts(path, **options):
    return pandas.read_csv(path, dtype=str, keep_default_na=False, **options)


def noegletal(path):
    frame = texts(path, sep=";", encoding="latin-1", skiprows=2, skip_blank_lines=False)
    frame = frame.rename(columns={frame.columns[0]: "kommune", "Kom.nr": "kom.nr"})
    frame = frame[: list(frame["kommune"]).index("Tegnforklaring:")]
    frame.insert(0, "nøgletal", frame["kommune"].where(frame["kom.nr"] == "").replace("", None).ffill())
    frame = frame[frame["kom.nr"] != ""]
    return melted(frame, ["nøgletal", "kommune", "kom.nr"], "år", "værdi", missing=["M", "U", "-"])


MATRICES = {
    "matrix1": (["oprindelse", "tid", "område"], ["i alt", "fuldført", "i gang", "afbrudt", "ingen"]),
    "matrix2": (["område", "tid", "status"], ["a", "b", "c"]),
    "matrix3": (["oprindelse", "område", "tid", "status"], ["mænd", "kvinder"]),
}


def matrix(path):
    dimensions, members = MATRICES[path.name.split("_")[0]]
    frame = texts(path, encoding="latin-1", header=None, names=dimensions + members, index_col=False)
    return melted(frame, dimensions, "felt", "antal")


def municipality_groups(path):
    frame = texts(path, sep=";", encoding="utf-8-sig")
    frame = frame[["KODE", "NIVEAU", "TITEL", "SEKVENS"]]
    frame.columns = ["kode", "niveau", "titel", "sekvens"]
    return melted(frame, ["kode", "niveau", "titel"], None, None)


def regions(path):
    frame = texts(path, encoding="latin-1")
    return [
        [Cell((("kommune", name),), "region", None, region, False)
         for name, region in frame.itertuples(index=False, name=None)]
    ]


def lau(path):
    frame = texts(path, encoding="utf-8")
    return [
        [Cell(tuple(zip(["navn", "dansk", "iso"], row[1:])), "lau1", float(row[0]), None, False)
         for row in frame.itertuples(index=False, name=None)]
    ]


def absence(path):
    return melted(texts(path, encoding="utf-8"), ["kommune", "klassetrin", "skoleår"], None, None, missing=[""])


def sotkanet(path):
    frame = pandas.read_json(path, dtype={"value": float, "absValue": float})
    names = ["indicator", "region", "year", "gender"]
    measures = [name for name in frame.columns if name not in names]
    table = []
    for _, row in frame.iterrows():
        pairs = tuple((name, str(row[name])) for name in names)
        table += [Cell(pairs, name, float(row[name]), None, False) for name in measures]
    return [table]


def welfare_counties(path):
    frame = texts(path, encoding="utf-8")[["nimi", "uusi_code", "uusi_id", "vanha_id"]]
    return melted(frame, ["nimi", "uusi_code"], None, None, missing=[""])


def fault_codes(path):
    frame = texts(path, sep=";", encoding="utf-8-sig")
    names = ["type", "sdmx.faultcode", "sdmx.faultstring", "http.status_code.label", "detail"]
    frame = frame[[*names, "http.status_code"]].rename(columns=dict(zip(names[1:], CODES_OF_FAULTS)))
    return melted(frame, ["type", *CODES_OF_FAULTS], None, None)


CODES_OF_FAULTS = ["faultcode", "faultstring", "label", "detail"]


# Workbooks


def sheets(path):
    """The rows of each sheet as lists of texts, numbers and None, without empty cells and rows at the end."""
    found = {}
    for name, frame in pandas.read_excel(path, sheet_name=None, header=None, dtype=object, engine="openpyxl").items():
        rows = []
        for row in frame.itertuples(index=False, name=None):
            row = [None if pandas.isna(cell) or cell == "" else cell for cell in row]
            row = [str(cell).upper() if isinstance(cell, bool) else cell for cell in row]
            row = [cell if isinstance(cell, str) or cell is None else float(cell) for cell in row]
            while row and row[-1] is None:
                row.pop()
            rows.append(row)
        while rows and not rows[-1]:
            rows.pop()
        found[name] = rows
    return found


LIBRARY = {json_stat: "pyjstat", px: "pyaxis"}
LIBRARY |= {
    reader: "pandas"
    for reader in [
        statbank_csv, uddannelsesstatistik, kolada, noegletal, matrix, municipality_groups, regions, lau, absence, sheets, sotkanet,
        welfare_counties, fault_codes,
    ]
}
