#!/usr/bin/env python3
"""Writes a JSON-stat answer as StatBank gives it, with generated figures; the same arguments give the same bytes.

JSON-stat 1.x: everything under `dataset`, id and size inside `dimension`. 105 areas x 3 sexes x 127 ages x 50 quarters
is 2,000,250 values, the quarter fastest; a value in 64 is null. One line of JSON says what was written.
"""

import argparse
import json
import sys

from figures import Figures, areas, finish, quarters

SEXES = [("TOT", "I alt"), ("1", "Mænd"), ("2", "Kvinder")]
AGES = [("IALT", "Alder i alt")] + [(str(age), f"{age} år") for age in range(126)]
QUARTERS = 50


def dimension(label, members):
    return {
        "label": label,
        "category": {
            "index": {code: place for place, (code, _) in enumerate(members)},
            "label": dict(members),
        },
    }


def write(path, values):
    """Writes the file and gives its number of values."""
    places = areas()
    ages = AGES[: min(len(AGES), max(1, round(values / (len(places) * len(SEXES) * QUARTERS))))]
    times = [(code, code) for code in quarters(QUARTERS)]
    dimensions = {
        "OMRÅDE": dimension("område", places),
        "KØN": dimension("køn", SEXES),
        "ALDER": dimension("alder", ages),
        "ContentsCode": dimension("Indhold", [("FOLK1A", "Folketal den 1. i kvartalet")]),
        "Tid": dimension("tid", times),
    }
    sizes = [len(each["category"]["index"]) for each in dimensions.values()]
    ids = list(dimensions)
    head = {
        "dataset": {
            "dimension": {
                **dimensions, "id": ids, "size": sizes,
                "role": {"metric": ["ContentsCode"], "geo": ["OMRÅDE"], "time": ["Tid"]},
            },
            "label": "Folketal den 1. i kvartalet", "source": "Danmarks Statistik", "updated": "2024-11-12T07:00:00Z",
        }
    }
    figures = Figures(20_241_123)
    count = len(places) * len(SEXES) * len(ages)
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-2] + ',"value":[')
        for number in range(count):
            series = [str(value) for value in figures.series(QUARTERS)]
            # A figure that StatBank does not have is null.
            for place in range(number % 64, QUARTERS, 64):
                series[place] = "null"
            out.write(",".join(series) + ("" if number == count - 1 else ","))
        out.write("]}}")
    return count * QUARTERS


def main():
    parser = argparse.ArgumentParser(description="Writes a StatBank JSON-stat answer with generated figures.")
    parser.add_argument("file")
    parser.add_argument("--values", type=int, default=2_000_000, help="as near as the variables' product allows")
    arguments = parser.parse_args()
    finish(arguments.file, values=write(arguments.file + ".partial", arguments.values))


if __name__ == "__main__":
    sys.exit(main())
