#!/usr/bin/env python3
"""Reads the JSON-stat answer with pyjstat into a data frame."""

import json
import sys
from collections import OrderedDict

from pyjstat import pyjstat

from reading import Reading

with Reading() as reading:
    with open(sys.argv[1], encoding="utf-8") as document:
        frame = pyjstat.from_json_stat(json.load(document, object_pairs_hook=OrderedDict))[0]
values = frame["value"]
reading.say(len(values), values.count(), values.sum())
