#!/usr/bin/env python3
"""Writes a wide table of many indicators, with generated figures; the same arguments give the same bytes.

ISO 8859-1: a header, then a row a municipality and year, a column an indicator, one decimal after a comma. 300
indicators are 98 x 20 x 300 = 588,000 cells. One line of JSON says what was written.
"""

import argparse
import sys

from figures import Figures, areas, finish

YEARS = range(2005, 2025)


def write(path, indicators):
    """Writes the file and gives its number of cells."""
    municipalities = areas("municipality")
    figures = Figures(20_241_128)
    series = {code: [figures.series(len(YEARS)) for _ in range(indicators)] for code, _ in municipalities}
    with open(path, "w", encoding="iso-8859-1", newline="") as out:
        out.write("Kom.nr;År;" + ";".join(f"i{number}" for number in range(1, indicators + 1)) + "\n")
        for code, _ in municipalities:
            for place, year in enumerate(YEARS):
                values = (one[place] for one in series[code])
                out.write(f"{code};{year};" + ";".join(f"{value // 10},{value % 10}" for value in values) + "\n")
    return indicators * len(municipalities) * len(YEARS)


def main():
    parser = argparse.ArgumentParser(description="Writes a table of many indicators with generated figures.")
    parser.add_argument("file")
    parser.add_argument("--indicators", type=int, default=300, help="indicators, 300 at the most")
    arguments = parser.parse_args()
    finish(arguments.file, cells=write(arguments.file + ".partial", arguments.indicators))


if __name__ == "__main__":
    sys.exit(main())
