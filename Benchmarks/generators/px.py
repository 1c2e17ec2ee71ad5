#!/usr/bin/env python3
"""Writes a PX file with generated figures; the same arguments give the same bytes.

105 areas x 3 sexes x 127 ages x 50 quarters is 2,000,250 cells, a row of quarters to a line, a cell in 64 two dots.
One line of JSON says what was written.
"""

import argparse
import sys

from figures import Figures, areas, finish, quarters
from json_stat import AGES, QUARTERS, SEXES


def listed(words):
    return ",".join(f'"{word}"' for word in words)


def write(path, cells):
    """Writes the file and gives its number of cells."""
    places = areas()
    periods = quarters(QUARTERS)
    ages = AGES[: min(len(AGES), max(1, round(cells / (len(places) * len(SEXES) * QUARTERS))))]
    variables = {"område": places, "køn": SEXES, "alder": ages, "tid": [(code, code) for code in periods]}
    figures = Figures(20_241_126)
    count = len(places) * len(SEXES) * len(ages)
    with open(path, "w", encoding="windows-1252", newline="") as out:
        out.write('CHARSET="ANSI";\r\nAXIS-VERSION="2006";\r\nCODEPAGE="Windows-1252";\r\nLANGUAGE="da";\r\n')
        out.write('CREATION-DATE="20241112 08:00";\r\nDECIMALS=0;\r\nSHOWDECIMALS=0;\r\nMATRIX="FOLK1A";\r\n')
        out.write('SUBJECT-AREA="Befolkning";\r\nSUBJECT-CODE="02";\r\nUNITS="antal";\r\nCONTENTS="Folketal";\r\n')
        out.write('TITLE="Folketal efter område, køn, alder og tid";\r\n')
        out.write('STUB="område","køn","alder";\r\nHEADING="tid";\r\n')
        for name, members in variables.items():
            out.write(f'VALUES("{name}")={listed(title for _, title in members)};\r\n')
        for name, members in variables.items():
            out.write(f'CODES("{name}")={listed(code for code, _ in members)};\r\n')
        out.write("DATA=\r\n")
        for number in range(count):
            series = [str(value) for value in figures.series(QUARTERS)]
            for place in range(number % 64, QUARTERS, 64):
                series[place] = '".."'
            out.write(" ".join(series) + (";\r\n" if number == count - 1 else "\r\n"))
    return count * QUARTERS


def main():
    parser = argparse.ArgumentParser(description="Writes a PX file with generated figures.")
    parser.add_argument("file")
    parser.add_argument("--cells", type=int, default=2_000_000, help="as near as the variables' product allows")
    arguments = parser.parse_args()
    finish(arguments.file, cells=write(arguments.file + ".partial", arguments.cells))


if __name__ == "__main__":
    sys.exit(main())
