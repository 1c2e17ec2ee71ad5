#!/usr/bin/env python3
"""Reads the rows of uddannelsesstatistik.dk with pandas; turning their texts into numbers is not timed."""

import sys

import pandas

from reading import Reading

MEASURES = ["Antal elever", "Gennemsnitligt fravær per skoleår"]

with Reading() as reading:
    frame = pandas.read_json(sys.argv[1], dtype=False)
texts = pandas.concat([frame[name] for name in MEASURES])
plain = texts.str.removesuffix(" %").str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
values = pandas.to_numeric(plain)
reading.say(len(values), values.count(), values.sum())
