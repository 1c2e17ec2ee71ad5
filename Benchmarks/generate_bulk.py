#!/usr/bin/env python3
"""Writes a BULK-like StatBank CSV with generated figures; the same arguments give the same bytes.

The shape is FOLK1A's with every variable kept: 105 areas x 3 sexes x 127 ages x 5 civil states x 25 quarters is
5,000,625 rows. A variable after the other varies, the quarter fastest. One line of JSON says what was written.
"""

import argparse
import json
import os
import sys

AREAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Sources/PejlModel/Areas/areas.txt")
SEXES = ["TOT", "1", "2"]
AGES = ["IALT"] + [str(age) for age in range(126)]
CIVIL_STATES = ["TOT", "U", "G", "E", "F"]
QUARTERS = 25
FIRST_YEAR = 2008


def area_codes(path):
    """The codes of pejl's own catalogue; others would be refused."""
    with open(path, encoding="utf-8") as lines:
        return [line.split(" ", 2)[1] for line in lines if line.strip() and not line.startswith("#")]


def shape(rows, areas):
    """Ages and quarters whose product comes nearest to `rows`: 25 quarters, unless all ages need more of them."""
    group = areas * len(SEXES) * len(CIVIL_STATES)
    ages = min(len(AGES), max(1, round(rows / (group * QUARTERS))))
    return ages, max(1, round(rows / (group * ages)))


def write(path, rows, areas):
    """Writes the file and gives its number of rows."""
    age_count, quarter_count = shape(rows, len(areas))
    quarters = [f"{FIRST_YEAR + number // 4}K{number % 4 + 1}" for number in range(quarter_count)]
    state = 20_241_122
    with open(path, "w", encoding="utf-8-sig", newline="") as out:
        out.write("OMRÅDE;KØN;ALDER;CIVILSTAND;TID;INDHOLD\r\n")
        for area in areas:
            for sex in SEXES:
                lines = []
                for age in AGES[:age_count]:
                    for civil_state in CIVIL_STATES:
                        prefix = f"{area};{sex};{age};{civil_state};"
                        # One series: a level between 0 and 262,143, mostly small, and a step for each quarter.
                        state = (state * 1_103_515_245 + 12_345) & 0x7FFF_FFFF
                        level = (state >> 13) >> (state >> 9 & 15)
                        for quarter in quarters:
                            state = (state * 1_103_515_245 + 12_345) & 0x7FFF_FFFF
                            value = level + (state >> 16) % 25 - 12
                            lines.append(f"{prefix}{quarter};{value if value > 0 else 0}\r\n")
                out.write("".join(lines))
    return len(areas) * len(SEXES) * len(CIVIL_STATES) * age_count * quarter_count


def main():
    parser = argparse.ArgumentParser(description="Writes a BULK-like StatBank CSV with generated figures.")
    parser.add_argument("file")
    parser.add_argument("--rows", type=int, default=5_000_000, help="as near as the variables' product allows")
    parser.add_argument("--areas", default=AREAS, help="pejl's list of areas")
    arguments = parser.parse_args()
    partial = arguments.file + ".partial"
    rows = write(partial, arguments.rows, area_codes(arguments.areas))
    os.replace(partial, arguments.file)
    print(json.dumps({"rows": rows, "bytes": os.path.getsize(arguments.file)}))


if __name__ == "__main__":
    sys.exit(main())
