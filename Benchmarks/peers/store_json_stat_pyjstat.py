#!/usr/bin/env python3
"""Loads the JSON-stat answer with pyjstat and pandas."""

import json
from collections import OrderedDict

from pyjstat import pyjstat

import frames
import storing


def load(path, store):
    """Fills `store` from `path` and gives the number of observations."""
    with open(path, encoding="utf-8") as document:
        frame = pyjstat.from_json_stat(json.load(document, object_pairs_hook=OrderedDict), naming="id")[0]
    return frames.store(frame, "OMRÅDE", ["KØN", "ALDER"], "Tid", ["value"], store)


if __name__ == "__main__":
    storing.main(load)
