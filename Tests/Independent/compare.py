"""Compares what `pejl decode --json` finds in recorded files with what public readers find in them, cell by cell.

Readers: pyjstat for JSON-stat, pyaxis for PX, pandas for CSV and for the rows of uddannelsesstatistik.dk, pandas with
openpyxl for XLSX. Where a library is wrong about a file, or cannot read it, OWN says why, and the reader that was
written from the format's description (Tests/PejlDecodeTests/*_reader.py) takes its place. Every file is accounted for:
one that is neither compared nor refused by name fails.

usage: compare.py PEJL DATA
"""

import collections
import json
import pathlib
import subprocess
import sys
import warnings

import cells

HERE = pathlib.Path(__file__).resolve().parent

# Files that a library reads wrongly or not at all, and why.
OWN = {
    "jsonstat/v1_eurostat_status-array.json": "pyjstat does not know the old form of status, {value: [...]}",
    "px/pxR_example4_KEYS.px": "pyaxis does not know KEYS and stops",
}

# Documents that hold no table that pejl reads, and the name each is refused by.
REFUSED = {
    "jsonstat/not-jsonstat.json": "not-json-stat",
    "jsonstat/v1_ons_QS104EW_malformed-size.json": "malformed-json-stat",
    "jsonstat/v2_collection.json": "collection",
    "kolada/v3_municipality.json": "malformed-rows",
    "px/scb_dots-datasymbols_errorCodes.px": "malformed-px",
    "pxweb-v2/config.json": "not-json-stat",
    "pxweb-v2/tables.json": "not-json-stat",
    "pxweb-v2/api_limits_catalogue.json": "not-json-stat",
    "pxweb-v2/metadata_tab001_json-stat2.json": "malformed-json-stat",
    "sdmx/eurostat_compact_2.0.xml": "unknown-format",
    "sdmx/generic_2.0.xml": "unknown-format",
    "sotkanet/regions.json": "malformed-rows",
    "statbank-errors/errors.json": "malformed-rows",
    "statbank-http/exchanges.json": "malformed-rows",
    "statbank-http/tableinfo_STRAF42_en.json": "not-json-stat",
    "statbank-samples/tableinfo_FOLK1A_trimmed_en.json": "not-json-stat",
    "uddannelsesstatistik/request_ELEVEX_example.json": "not-json-stat",
    "uddannelsesstatistik/request_FRAVAAR.json": "not-json-stat",
    "uddannelsesstatistik/request_TRIVIND.json": "not-json-stat",
}
REFUSED_KINDS = [
    ("statbank-http/subjects_*.json", "malformed-rows"),
    ("statbank-http/tables_*.json", "malformed-rows"),
    ("statbank-samples/subjects_*.json", "malformed-rows"),
    ("statbank-samples/tables_*.json", "malformed-rows"),
]

# How each other file is read, the first pattern that fits. A layout is a file in Tests/PejlDecodeTests/Layouts.
COMPARED = [
    ("jsonstat/*.json", cells.json_stat, None),
    ("statbank-http/data_*.json", cells.json_stat, None),
    ("statbank-samples/data_*.json", cells.json_stat, None),
    ("px/*.px", cells.px, None),
    ("statbank-csv/*.csv", cells.statbank_csv, None),
    ("statbank-http/data_*.csv", cells.statbank_csv, None),
    ("uddannelsesstatistik/response_*.json", cells.uddannelsesstatistik, None),
    ("kolada/v3_data_*.json", cells.kolada, None),
    ("noegletal/*.csv", cells.noegletal, "noegletal"),
    ("statbank-web-matrix/matrix1_*.csv", cells.matrix, "matrix1"),
    ("statbank-web-matrix/matrix2_*.csv", cells.matrix, "matrix2"),
    ("statbank-web-matrix/matrix3_*.csv", cells.matrix, "matrix3"),
    ("municipalities/komgrp_dst_*.csv", cells.municipality_groups, "komgrp"),
    ("municipalities/kommune-region_*.csv", cells.regions, "regions"),
    ("municipalities/lau1_iso3166-2.csv", cells.lau, "lau"),
    ("uddannelsesstatistik/trivsel_fravaer*.csv", cells.absence, "fravaer"),
    ("sotkanet/json_indicator-127_*.json", cells.sotkanet, "sotkanet_count"),
    ("sotkanet/json_*.json", cells.sotkanet, "sotkanet"),
    ("sotkanet/sotkanet_hyvinvointialueet.csv", cells.welfare_counties, "hyvinvointialueet"),
    ("sdmx/eurostat_error_mapping.csv", cells.fault_codes, "faultcodes"),
    ("xlsx/*.xlsx", cells.sheets, None),
]


def pejl(program, *arguments):
    """The lines that `pejl decode --json` prints, or the name it refuses by."""
    run = subprocess.run([program, "decode", "--json", *arguments], capture_output=True, text=True, encoding="utf-8")
    if run.returncode == 0:
        return [json.loads(line) for line in run.stdout.splitlines()], None
    assert run.returncode == 65 and run.stdout == "", run
    return None, run.stderr.split(": ")[1]


def ours(program, path, layout):
    arguments = ["--layout", str(HERE.parent / "PejlDecodeTests/Layouts" / (layout + ".toml"))] if layout else []
    lines, refusal = pejl(program, *arguments, path)
    if refusal:
        return None, refusal
    tables = collections.defaultdict(list)
    for line in lines:
        codes = tuple(line["codes"].items())
        tables[line["table"]].append(
            cells.Cell(codes, line["measure"], line["value"], line["status"], line["percent"])
        )
    return list(tables.values()), None


def first_difference(found, expected):
    if len(found) != len(expected):
        return f"{len(found)} tables where {len(expected)} are expected"
    for number, (one, other) in enumerate(zip(found, expected), 1):
        if len(one) != len(other):
            return f"table {number}: {len(one)} cells where {len(other)} are expected"
        for place, (cell, wanted) in enumerate(zip(one, other), 1):
            if cell != wanted:
                return f"table {number}, cell {place}: {cell} where {wanted} is expected"
    return None


def compare_sheets(program, path):
    """Every sheet of a workbook, row by row; the number of its filled cells."""
    count = 0
    for name, expected in cells.sheets(path).items():
        rows, refusal = pejl(program, "--sheet", name, path)
        if refusal:
            return 0, f"sheet {name}: {refusal}"
        for row, (one, other) in enumerate(zip(rows + [[]] * len(expected), expected + [[]] * len(rows)), 1):
            if one != other:
                return 0, f"sheet {name}, row {row}: {one} where {other} is expected"
        count += sum(cell is not None for row in expected for cell in row)
    return count, None


def compare(program, data, name):
    """What is printed of a file, and whether all is well."""
    path = data / name
    refusal = REFUSED.get(name) or next((code for kind, code in REFUSED_KINDS if path.match(kind)), None)
    if refusal:
        _, found = ours(program, path, None)
        return f"refused: {found}" + ("" if found == refusal else f", expected {refusal}"), found == refusal
    _, read, layout = next((entry for entry in COMPARED if path.match(entry[0])), (None, None, None))
    if read is None:
        return "not accounted for", False
    if read is cells.sheets:
        count, difference = compare_sheets(program, path)
        return difference or f"{count} cells as pandas with openpyxl reads them", difference is None
    found, refused = ours(program, path, layout)
    if refused:
        return f"refused: {refused}", False
    reader = cells.own if name in OWN else read
    expected = reader(path)
    difference = first_difference(found, expected)
    count = sum(map(len, expected))
    who = f"our own reader finds them ({OWN[name]})" if name in OWN else f"{cells.LIBRARY[read]} reads them"
    return difference or f"{count} cells as {who}", difference is None and count > 0


def main(program, data):
    warnings.simplefilter("ignore")
    names = sorted(str(path.relative_to(data)) for path in data.rglob("*") if path.is_file())
    verdicts = collections.Counter()
    for name in names:
        if name == "INDEX.md":
            continue
        text, is_well = compare(program, data, name)
        verdicts[is_well] += 1
        print(f"{'  ' if is_well else '! '}{name}: {text}")
    print(f"{verdicts[True]} passed, {verdicts[False]} failed")
    return verdicts[False]


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1], pathlib.Path(sys.argv[2]).resolve()) else 0)
