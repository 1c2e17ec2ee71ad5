#!/usr/bin/env python3
"""Writes a BULK-like StatBank CSV with generated figures; the same arguments give the same bytes.

The shape is FOLK1A's with every variable kept: 105 areas x 3 sexes x 127 ages x 5 civil states x 25 quarters is
5,000,625 rows. A variable after the other varies, the quarter fastest. One line of JSON says what was written.
"""

import argparse
import sys

from figures import Figures, areas, finish, quarters

SEXES = ["TOT", "1", "2"]
AGES = ["IALT"] + [str(age) for age in range(126)]
CIVIL_STATES = ["TOT", "U", "G", "E", "F"]
QUARTERS = 25


def shape(rows, area_count):
    """Ages and quarters whose product comes nearest to `rows`: 25 quarters, unless all ages need more of them."""
    group = area_count * len(SEXES) * len(CIVIL_STATES)
    ages = min(len(AGES), max(1, round(rows / (group * QUARTERS))))
    return ages, max(1, round(rows / (group * ages)))


def write(path, rows, revised=0):
    """Writes the file and gives its number of rows; one figure in every `revised` is 1 larger than without it."""
    codes = [code for code, _ in areas()]
    age_count, quarter_count = shape(rows, len(codes))
    periods = quarters(quarter_count)
    figures = Figures(20_241_122)
    number = 0
    with open(path, "w", encoding="utf-8-sig", newline="") as out:
        out.write("OMRÅDE;KØN;ALDER;CIVILSTAND;TID;INDHOLD\r\n")
        for area in codes:
            for sex in SEXES:
                lines = []
                for age in AGES[:age_count]:
                    for civil_state in CIVIL_STATES:
                        prefix = f"{area};{sex};{age};{civil_state};"
                        for period, value in zip(periods, figures.series(quarter_count)):
                            number += 1
                            if revised and number % revised == 0:
                                value += 1
                            lines.append(f"{prefix}{period};{value}\r\n")
                out.write("".join(lines))
    return len(codes) * len(SEXES) * len(CIVIL_STATES) * age_count * quarter_count


def main():
    parser = argparse.ArgumentParser(description="Writes a BULK-like StatBank CSV with generated figures.")
    parser.add_argument("file")
    parser.add_argument("--rows", type=int, default=5_000_000, help="as near as the variables' product allows")
    parser.add_argument("--revised", type=int, default=0, help="one figure in so many differs (default none)")
    arguments = parser.parse_args()
    finish(arguments.file, rows=write(arguments.file + ".partial", arguments.rows, arguments.revised))


if __name__ == "__main__":
    sys.exit(main())
