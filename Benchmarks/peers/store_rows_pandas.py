#!/usr/bin/env python3
"""Loads the rows of uddannelsesstatistik.dk with pandas."""

import pandas

import frames
import storing

AREA = "[Institution].[Beliggenhedskommune].[Beliggenhedskommune]"
BREAKDOWN = ["[Klassetrin].[Klassetrin].[Klassetrin]", "[Elev].[Køn].[Køn]", "[Elev].[Herkomst].[Herkomst]"]
PERIOD = "[Tid].[Skoleår].[Skoleår]"
MEASURES = ["Antal elever", "Gennemsnitligt fravær per skoleår"]


def load(path, store):
    """Fills `store` from `path` and gives the number of observations."""
    frame = pandas.read_json(path, dtype=False)
    for measure in MEASURES:
        plain = frame[measure].str.removesuffix(" %").str.replace(".", "", regex=False)
        frame[measure] = pandas.to_numeric(plain.str.replace(",", ".", regex=False))
    return frames.store(frame, AREA, BREAKDOWN, PERIOD, MEASURES, store)


if __name__ == "__main__":
    storing.main(load)
