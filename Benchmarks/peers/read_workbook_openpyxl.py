#!/usr/bin/env python3
"""Reads the workbook with openpyxl, row by row."""

import sys

import openpyxl

from reading import Reading

with Reading() as reading:
    sheet = openpyxl.load_workbook(sys.argv[1], read_only=True)["Data"]
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True)]
values = [value for row in rows for value in row[4:]]
reading.say(len(values), sum(value is not None for value in values), sum(value or 0 for value in values))
