#!/usr/bin/env python3
"""Loads the file of generate_bulk.py with `csv` and `sqlite3`, the way an analyst would write it for speed.

The tables that hold figures are pejl's own (StoreSchema.swift), with their keys, checks and indexes; WAL,
synchronous=FULL, one transaction, executemany over a generator. What pejl does besides, this does not do: no gate, no
vintages, no staging, no foreign keys, no check that the bytes are UTF-8 and the table complete.
"""

import csv
import json
import os
import sqlite3
import sys
import time

SCHEMA = """
    CREATE TABLE area (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE period (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, code TEXT NOT NULL, first_day TEXT NOT NULL,
        last_day TEXT NOT NULL, UNIQUE (kind, code)
    ) STRICT;
    CREATE TABLE breakdown (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE series (
        id INTEGER PRIMARY KEY, dataset_id INTEGER NOT NULL, indicator_id INTEGER NOT NULL,
        area_id INTEGER NOT NULL REFERENCES area(id), breakdown_id INTEGER NOT NULL REFERENCES breakdown(id),
        UNIQUE (indicator_id, breakdown_id, area_id)
    ) STRICT;
    CREATE INDEX series_dataset ON series (dataset_id);
    CREATE INDEX series_area ON series (area_id);
    CREATE TABLE observation (
        series_id INTEGER NOT NULL REFERENCES series(id), period_id INTEGER NOT NULL REFERENCES period(id),
        value REAL, status INTEGER NOT NULL, fetch_id INTEGER NOT NULL,
        PRIMARY KEY (series_id, period_id), CHECK ((value IS NULL) = (status >= 4))
    ) STRICT, WITHOUT ROWID;
"""
LAST_DAYS = {1: "03-31", 2: "06-30", 3: "09-30", 4: "12-31"}


def load(path, store):
    """Fills `store` from `path` and gives the number of observations."""
    connection = sqlite3.connect(store, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(SCHEMA)
    areas, periods, breakdowns, series = {}, {}, {}, {}

    def observations(reader):
        for area, sex, age, civil_state, period, value in reader:
            key = (area, sex, age, civil_state)
            series_id = series.get(key)
            if series_id is None:
                series_id = series[key] = len(series) + 1
                areas.setdefault(area, len(areas) + 1)
                breakdowns.setdefault(key[1:], len(breakdowns) + 1)
            period_id = periods.get(period)
            if period_id is None:
                period_id = periods[period] = len(periods) + 1
            if value == "..":
                yield series_id, period_id, None, 5
            else:
                yield series_id, period_id, float(value.replace(",", ".")), 0

    connection.execute("BEGIN IMMEDIATE")
    with open(path, encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, delimiter=";")
        header = next(reader)
        if header != ["OMRÅDE", "KØN", "ALDER", "CIVILSTAND", "TID", "INDHOLD"]:
            raise SystemExit(f"{path}: other columns than expected: {header}")
        insert = "INSERT INTO observation VALUES (?, ?, ?, ?, 1)"
        rows = connection.executemany(insert, observations(reader)).rowcount
    connection.executemany("INSERT INTO area (code, id) VALUES (?, ?)", areas.items())
    connection.executemany(
        "INSERT INTO period (id, kind, code, first_day, last_day) VALUES (?, 'quarter', ?, ?, ?)",
        (
            (number, code, f"{code[:4]}-{int(code[5]) * 3 - 2:02}-01", f"{code[:4]}-{LAST_DAYS[int(code[5])]}")
            for code, number in periods.items()
        ),
    )
    connection.executemany(
        "INSERT INTO breakdown (id, code) VALUES (?, ?)",
        ((number, f"age={key[1]};civil-status={key[2]};sex={key[0]}") for key, number in breakdowns.items()),
    )
    connection.executemany(
        "INSERT INTO series VALUES (?, 1, 1, ?, ?)",
        ((number, areas[key[0]], breakdowns[key[1:]]) for key, number in series.items()),
    )
    connection.execute("COMMIT")
    connection.close()
    return rows


def main():
    if len(sys.argv) != 3:
        raise SystemExit("usage: peer_csv_sqlite3.py FILE STORE")
    path, store = sys.argv[1:]
    if os.path.exists(store):
        raise SystemExit(f"{store} exists; name a new store")
    start = time.perf_counter()
    rows = load(path, store)
    seconds = time.perf_counter() - start
    print(json.dumps({"rows": rows, "seconds": round(seconds, 3), "store_bytes": os.path.getsize(store)}))


if __name__ == "__main__":
    main()
