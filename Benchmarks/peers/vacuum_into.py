#!/usr/bin/env python3
"""Copies a store with `VACUUM INTO` and syncs the copy: what a publication costs at the least."""

import json
import os
import sqlite3
import sys
import time


def sync(path, flags=os.O_RDONLY):
    descriptor = os.open(path, flags)
    os.fsync(descriptor)
    os.close(descriptor)


def main():
    store, copy = sys.argv[1:]
    start = time.perf_counter()
    connection = sqlite3.connect(store)
    connection.execute("VACUUM INTO ?", (copy,))
    sync(copy)
    sync(os.path.dirname(copy) or ".", os.O_RDONLY | os.O_DIRECTORY)
    seconds = time.perf_counter() - start
    rows = connection.execute("SELECT count(*) FROM observation").fetchone()[0]
    print(json.dumps({"rows": rows, "seconds": round(seconds, 4), "store_bytes": os.path.getsize(copy)}))


if __name__ == "__main__":
    main()
