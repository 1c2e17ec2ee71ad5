#!/usr/bin/env python3
"""Writes a report as noegletal.dk exports it, with generated figures; the same arguments give the same bytes.

ISO 8859-1: a title, a header of years, then a block a key figure under a row with its name, 98 municipalities x 18
years, thousands points, decimal comma, `M` where a figure is missing, notes at the end. 3,000 key figures are
5,292,000 cells. One line of JSON says what was written.
"""

import argparse
import sys

from figures import Figures, areas, finish

YEARS = range(2007, 2025)
EMPTY = ";" * (len(YEARS) + 1) + "\n"


def number(value):
    """Tenths in the publisher's spelling: 12.345,6."""
    return f"{value // 10:,}".replace(",", ".") + f",{value % 10}"


def write(path, blocks):
    """Writes the file and gives its number of cells."""
    municipalities = areas("municipality")
    figures = Figures(20_241_127)
    with open(path, "w", encoding="iso-8859-1", newline="") as out:
        out.write("De Kommunale Nøgletal" + EMPTY + EMPTY)
        out.write(";Kom.nr;" + ";".join(str(year) for year in YEARS) + "\n" + EMPTY)
        for block in range(blocks):
            out.write(f"Nøgletal {block + 1}, kroner pr. indbygger" + EMPTY)
            for code, name in municipalities:
                values = [number(value * 7) for value in figures.series(len(YEARS))]
                if block % 8 == 0:
                    values[-1] = "M"
                out.write(f"{name} Kommune;{code};" + ";".join(values) + "\n")
            out.write(EMPTY)
        out.write("Tegnforklaring:" + EMPTY + "M  Det pågældende nøgletal mangler for året." + EMPTY)
    return blocks * len(municipalities) * len(YEARS)


def main():
    parser = argparse.ArgumentParser(description="Writes a noegletal.dk report with generated figures.")
    parser.add_argument("file")
    parser.add_argument("--blocks", type=int, default=3_000, help="key figures")
    arguments = parser.parse_args()
    finish(arguments.file, cells=write(arguments.file + ".partial", arguments.blocks))


if __name__ == "__main__":
    sys.exit(main())
