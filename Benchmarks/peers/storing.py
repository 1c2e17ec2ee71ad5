"""What the loaders share: the tables that hold figures, with pejl's own keys, checks and indexes (StoreSchema.swift).

WAL, synchronous=FULL, as few transactions as the library allows. What pejl does besides, no peer does: no gate, no vintages, no provenance, no
comparison with what is held, and the bytes are believed.
"""

import json
import os
import sqlite3
import sys
import time

SCHEMA = """
    CREATE TABLE area (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL) STRICT;
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
MISSING = 5


def open_store(path):
    """A new SQLite store with its tables; the first INSERT begins a transaction."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(SCHEMA)
    return connection


def period_row(number, code):
    """A row of `period` for `2008K1` or `2008/2009`."""
    if "/" in code:
        return number, "school_year", code, f"{code[:4]}-08-01", f"{code[5:]}-07-31"
    quarter = int(code[5])
    return number, "quarter", code, f"{code[:4]}-{quarter * 3 - 2:02}-01", f"{code[:4]}-{LAST_DAYS[quarter]}"


def fill_keys(connection, areas, periods, breakdowns, series):
    """Writes what the observations point at.

    `areas`, `periods` and `breakdowns` give numbers by text; `series` is rows of (id, indicator, area, breakdown).
    """
    connection.executemany(
        "INSERT INTO area (id, code, name) VALUES (?, ?, ?)", ((number, code, code) for code, number in areas.items())
    )
    connection.executemany(
        "INSERT INTO period (id, kind, code, first_day, last_day) VALUES (?, ?, ?, ?, ?)",
        (period_row(number, code) for code, number in periods.items()),
    )
    connection.executemany(
        "INSERT INTO breakdown (id, code) VALUES (?, ?)",
        ((number, ";".join(key) if isinstance(key, tuple) else key) for key, number in breakdowns.items()),
    )
    connection.executemany("INSERT INTO series VALUES (?, 1, ?, ?, ?)", series)


def load_with_duckdb(connection, script, path):
    """Runs a script, whose first statement reads `path`, in one transaction; gives the number of observations."""
    connection.execute("BEGIN")
    first, *others = [statement for statement in script.split(";\n") if statement.strip()]
    connection.execute(first, [path])
    for statement in others:
        connection.execute(statement)
    connection.execute("COMMIT")
    rows = connection.execute("SELECT count(*) FROM observation").fetchone()[0]
    connection.close()
    return rows


def main(load):
    """Runs `load(path, store)`, which gives the number of observations, and prints a line of JSON."""
    if len(sys.argv) != 3:
        raise SystemExit(f"usage: {os.path.basename(sys.argv[0])} FILE STORE")
    path, store = sys.argv[1:]
    if os.path.exists(store):
        raise SystemExit(f"{store} exists; name a new store")
    start = time.perf_counter()
    rows = load(path, store)
    seconds = time.perf_counter() - start
    print(json.dumps({"rows": rows, "seconds": round(seconds, 3), "store_bytes": os.path.getsize(store)}))
