"""Reads PX files with Python's standard library, to check pejl's reader against.

Written from the format's description (Statistics Sweden, PX-file format specification 2013), not from pejl's code,
and with another design: the whole file is decoded first, keywords are cut out with regular expressions, and the cells
are looked up in the product of the values.

usage: px_reader.py FILE

Prints the lines that independent_reader.py prints: `T` and the columns, then a line a cell.
"""

import itertools
import re
import sys

from independent_reader import SEPARATOR, cell

CODECS = {
    "windows-1252": "cp1252", "iso-8859-1": "latin-1", "iso-8859-15": "iso8859-15", "utf-8": "utf-8",
    "ansi": "cp1252", "oem": "cp850",
}
STATEMENT = re.compile(r'((?:"[^"]*"|[^";])*);')
PARTS = re.compile(
    r'\s*(?P<keyword>[A-Z][A-Z0-9.\-]*)(?:\[(?P<language>\w+)\])?(?:\((?P<keys>(?:"[^"]*"|[^")])*)\))?'
    r"\s*=\s*(?P<value>.*?)\s*",
    re.DOTALL,
)
DATA = re.compile(r"\s*DATA\s*=")
TEXT = re.compile(r'"[^"]*"(?:\s*\n\s*"[^"]*")*')
CELL = re.compile(r'"[^"]*"|[^\s;,"]+')
NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")


def declared(raw, keyword):
    found = re.search(rb"(?:^|[\r\n;])" + keyword + rb'="([^"]*)"', raw)
    return found and found.group(1).decode("ascii").lower()


def texts(value):
    return ["".join(re.findall(r'"([^"]*)"', group)) for group in TEXT.findall(value)]


def header_and_data(text):
    """The keywords of the main language by name and subkeys, and the text behind DATA."""
    keywords = {}
    place = 0
    while not DATA.match(text, place):
        statement = STATEMENT.match(text, place)
        place = statement.end()
        parts = PARTS.fullmatch(statement.group(1))
        if parts["language"] is None:
            keywords[parts["keyword"], tuple(texts(parts["keys"] or ""))] = parts["value"]
    return keywords, text[DATA.match(text, place).end():]


def periods(value):
    scale = re.search(r"TLIST\(\s*(\w)1", value).group(1)
    ends = re.search(r'"(\d+)"\s*-\s*"(\d+)"', value)
    if ends is None:
        codes = texts(value)
    else:
        parts = {"A": [""], "H": "12", "Q": "1234", "M": [f"{month:02}" for month in range(1, 13)]}[scale]
        years = range(int(ends[1][:4]), int(ends[2][:4]) + 1)
        codes = [f"{year}{part}" for year in years for part in parts if ends[1] <= f"{year}{part}" <= ends[2]]
    # Digits are a period only together with the scale: 20231 is written as Statistics Denmark writes it, 2023K1.
    letter = {"A": "", "H": "H", "T": "T", "Q": "K", "M": "M", "W": "U"}[scale]
    return [code[:4] + letter + code[4:] if code.isdigit() else code for code in codes]


def number_or_mark(codes, token):
    if NUMBER.fullmatch(token):
        return cell(codes, "value", float(token), "")
    return cell(codes, "value", None, token.strip('"'))


def read(raw):
    codec = CODECS[declared(raw, b"CODEPAGE") or declared(raw, b"CHARSET")]
    keywords, data = header_and_data(raw.decode(codec))
    # Statistics Sweden and INE sometimes leave the last semicolon out; the cells are counted below.
    assert data.rstrip().endswith(";") or data.endswith("\n")
    stub, heading = (texts(keywords.get((name, ()), "")) for name in ("STUB", "HEADING"))
    variables = stub + heading
    values = [texts(keywords["VALUES", (name,)]) for name in variables]
    axes = []
    for name, labels in zip(variables, values):
        codes = labels
        if ("CODES", (name,)) in keywords:
            codes = texts(keywords["CODES", (name,)])
        elif ("TIMEVAL", (name,)) in keywords:
            codes = periods(keywords["TIMEVAL", (name,)])
        assert len(codes) == len(labels) == len(set(codes)), name
        axes.append(codes)
    columns = [(texts(keywords.get(("VARIABLECODE", (name,)), "")) or [name])[0] for name in variables]
    yield SEPARATOR.join(["T", *columns])
    tokens = CELL.findall(data)
    if any(keyword == "KEYS" for keyword, _ in keywords):
        kinds = [keywords["KEYS", (name,)] for name in stub]
        lookup = [
            dict(zip(axis if kind == "CODES" else labels, axis)) for kind, axis, labels in zip(kinds, axes, values)
        ]
        crosses = list(itertools.product(*axes[len(stub):]))
        width = len(stub) + len(crosses)
        assert len(tokens) % width == 0
        for start in range(0, len(tokens), width):
            row = tokens[start:start + width]
            codes = [names[token.strip('"')] for names, token in zip(lookup, row)]
            for cross, token in zip(crosses, row[len(stub):]):
                yield number_or_mark([*codes, *cross], token)
        return
    cubes = list(itertools.product(*axes))
    assert len(cubes) == len(tokens)
    for codes, token in zip(cubes, tokens):
        yield number_or_mark(codes, token)


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        for line in read(file.read()):
            print(line)
