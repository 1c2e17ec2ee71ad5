#!/usr/bin/env python3
"""Reads the PX file with pyaxis; turning its texts into numbers is not timed."""

import sys

import pandas
from pyaxis import pyaxis

from reading import Reading

with Reading() as reading:
    frame = pyaxis.parse(uri=sys.argv[1], encoding="windows-1252")["DATA"]
values = pandas.to_numeric(frame["DATA"].str.strip('"'), errors="coerce")
reading.say(len(values), values.count(), values.sum())
