#!/usr/bin/env python3
"""Writes an answer as uddannelsesstatistik.dk gives it, with generated figures; the same arguments give the same bytes.

98 municipalities x 17 grades x 3 sexes x 4 origins x 25 school years is 499,800 objects of two measures: numbers of
pupils with thousands points, absence with decimal comma and percent sign. One line of JSON says what was written.
"""

import argparse
import json
import sys

from figures import Figures, areas, finish

GRADES = [f"{grade}. klasse" for grade in range(11)] + [
    "Indskoling", "Mellemtrin", "Udskoling", "10. klasse mv.", "Specialklasse", "I alt",
]
SEXES = ["Dreng", "Pige", "I alt"]
ORIGINS = ["Dansk oprindelse", "Efterkommer", "Indvandrer", "I alt"]
YEARS = [f"{year}/{year + 1}" for year in range(2000, 2025)]


def write(path, objects):
    """Writes the file and gives its number of objects."""
    names = [name for _, name in areas("municipality")]
    group = len(names) * len(SEXES) * len(ORIGINS) * len(YEARS)
    grades = GRADES[: min(len(GRADES), max(1, round(objects / group)))]
    figures = Figures(20_241_124)
    count = 0
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write("[")
        for name in names:
            for grade in grades:
                for sex in SEXES:
                    for origin in ORIGINS:
                        for year, pupils in zip(YEARS, figures.series(len(YEARS))):
                            absence = figures.draw(400)
                            row = {
                                "[Institution].[Beliggenhedskommune].[Beliggenhedskommune]": name,
                                "[Klassetrin].[Klassetrin].[Klassetrin]": grade,
                                "[Elev].[Køn].[Køn]": sex,
                                "[Elev].[Herkomst].[Herkomst]": origin,
                                "[Tid].[Skoleår].[Skoleår]": year,
                                "Antal elever": f"{pupils:,}".replace(",", "."),
                                "Gennemsnitligt fravær per skoleår": f"{absence // 10},{absence % 10} %",
                            }
                            out.write(("," if count else "") + json.dumps(row, ensure_ascii=False))
                            count += 1
        out.write("]")
    return count


def main():
    parser = argparse.ArgumentParser(description="Writes an uddannelsesstatistik.dk answer with generated figures.")
    parser.add_argument("file")
    parser.add_argument("--objects", type=int, default=500_000, help="as near as the dimensions' product allows")
    arguments = parser.parse_args()
    finish(arguments.file, objects=write(arguments.file + ".partial", arguments.objects))


if __name__ == "__main__":
    sys.exit(main())
