#!/usr/bin/env python3
"""Prints what a store holds as JSON: the whole, then count and sum for each area and period.

A program of its own, because DuckDB's module needs more memory than most of what is measured, and a child is charged
with what its parent held when it was started.
"""

import json
import sqlite3
import sys

WHOLE = (
    "SELECT count(*), sum(value), (SELECT count(*) FROM series), (SELECT count(DISTINCT breakdown_id) FROM series)"
    " FROM observation"
)
PARTS = (
    "SELECT a.{area}, p.kind, p.code, CAST(p.first_day AS TEXT), CAST(p.last_day AS TEXT), count(o.value), sum(o.value)"
    " FROM observation o JOIN series s ON s.id = o.series_id JOIN area a ON a.id = s.area_id"
    " JOIN period p ON p.id = o.period_id GROUP BY 1, 2, 3, 4, 5"
)


def main():
    path, area = sys.argv[1:]
    with open(path, "rb") as file:
        is_sqlite = file.read(15) == b"SQLite format 3"
    if is_sqlite:
        connection = sqlite3.connect(path)
    else:
        import duckdb

        connection = duckdb.connect(path, read_only=True)
    whole = connection.execute(WHOLE).fetchone()
    parts = connection.execute(PARTS.format(area=area)).fetchall()
    connection.close()
    print(json.dumps([whole, *sorted(parts)]))


if __name__ == "__main__":
    main()
