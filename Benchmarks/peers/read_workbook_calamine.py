#!/usr/bin/env python3
"""Reads the workbook with python-calamine."""

import sys

import python_calamine

from reading import Reading

with Reading() as reading:
    rows = python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_name("Data").to_python()
values = [value for row in rows[1:] for value in row[4:]]
reading.say(len(values), sum(value != "" for value in values), sum(value or 0 for value in values))
