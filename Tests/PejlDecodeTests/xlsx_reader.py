"""Reads a worksheet with Python's own zipfile and xml.etree, to check pejl's reader against.

Written from ECMA-376, not from pejl's code, and with another design: all parts are trees in memory, all cells stand in
a dictionary by place.

usage: xlsx_reader.py FILE

Prints for each sheet, in the workbook's order, a line `S` and its name, then a line a row: its cells, each `t` and the
text with line breaks as \\n, `n` and the 16 hex digits of the double, or nothing. Fields are joined with U+001F.
"""

import posixpath
import re
import struct
import sys
import xml.etree.ElementTree as tree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def joined(item):
    runs = item.findall(MAIN + "t") + item.findall(MAIN + "r/" + MAIN + "t")
    return "".join(run.text or "" for run in runs)


def column(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def field(cell, strings):
    kind = cell.get("t", "n")
    value = cell.findtext(MAIN + "v")
    if kind == "inlineStr":
        value = joined(cell.find(MAIN + "is"))
    if value is None:
        return ""
    if kind == "n":
        return "n" + struct.pack(">d", float(value)).hex()
    if kind == "s":
        value = strings[int(value)]
    if kind == "b":
        value = {"0": "FALSE", "1": "TRUE"}[value]
    return "t" + value.replace("\n", "\\n") if value.strip() else ""


def rows(sheet, strings):
    cells = {}
    for cell in sheet.iter(MAIN + "c"):
        letters, row = re.fullmatch("([A-Z]+)([0-9]+)", cell.get("r")).groups()
        cells[int(row), column(letters)] = field(cell, strings)
    filled = [place for place, text in cells.items() if text]
    for row in range(1, max((row for row, _ in filled), default=0) + 1):
        width = max((column for other, column in filled if other == row), default=0)
        yield [cells.get((row, number), "") for number in range(1, width + 1)]


def main(path):
    with zipfile.ZipFile(path) as archive:
        book = tree.fromstring(archive.read("xl/workbook.xml"))
        targets = {
            relation.get("Id"): posixpath.join("xl", relation.get("Target"))
            for relation in tree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        }
        strings = [joined(item) for item in tree.fromstring(archive.read("xl/sharedStrings.xml"))]
        for sheet in book.iter(MAIN + "sheet"):
            print("S\x1f" + sheet.get("name"))
            for row in rows(tree.fromstring(archive.read(targets[sheet.get(RELATION)])), strings):
                print("\x1f".join(row))


sys.stdout.reconfigure(encoding="utf-8", newline="\n")
main(sys.argv[1])
