#!/usr/bin/env python3
"""Reads the BULK file with pandas; codes stay texts, since 000 and 084 are not numbers."""

import sys

import pandas

from reading import Reading

CODES = {name: str for name in ("OMRÅDE", "KØN", "ALDER", "CIVILSTAND", "TID")}

with Reading() as reading:
    frame = pandas.read_csv(sys.argv[1], sep=";", decimal=",", dtype=CODES, na_values=[".."], encoding="utf-8-sig")
values = frame["INDHOLD"]
reading.say(len(values), values.count(), values.sum())
