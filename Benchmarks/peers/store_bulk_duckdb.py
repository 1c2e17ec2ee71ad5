#!/usr/bin/env python3
"""Loads the BULK file with DuckDB into its own file: the same tables, without any index."""

import duckdb

import storing

SCRIPT = """
    CREATE TEMP TABLE raw AS
        SELECT "OMRÅDE" AS area, "KØN" || ';' || "ALDER" || ';' || "CIVILSTAND" AS breakdown, "TID" AS period,
            CASE "INDHOLD" WHEN '..' THEN NULL ELSE CAST(replace("INDHOLD", ',', '.') AS DOUBLE) END AS value
        FROM read_csv(?, delim = ';', header = true, all_varchar = true);
    CREATE TABLE area AS SELECT row_number() OVER () AS id, area AS code, area AS name
        FROM (SELECT DISTINCT area FROM raw);
    CREATE TABLE period AS
        SELECT row_number() OVER () AS id, 'quarter' AS kind, period AS code,
            make_date(CAST(left(period, 4) AS INTEGER), CAST(right(period, 1) AS INTEGER) * 3 - 2, 1) AS first_day,
            last_day(make_date(CAST(left(period, 4) AS INTEGER), CAST(right(period, 1) AS INTEGER) * 3, 1)) AS last_day
        FROM (SELECT DISTINCT period FROM raw);
    CREATE TABLE breakdown AS SELECT row_number() OVER () AS id, breakdown AS code
        FROM (SELECT DISTINCT breakdown FROM raw);
    CREATE TABLE series AS
        SELECT row_number() OVER () AS id, 1 AS dataset_id, 1 AS indicator_id, a.id AS area_id, b.id AS breakdown_id
        FROM (SELECT DISTINCT area, breakdown FROM raw) r JOIN area a ON a.code = r.area
            JOIN breakdown b ON b.code = r.breakdown;
    CREATE TABLE observation AS
        SELECT s.id AS series_id, p.id AS period_id, r.value, CASE WHEN r.value IS NULL THEN 5 ELSE 0 END AS status,
            1 AS fetch_id
        FROM raw r JOIN area a ON a.code = r.area JOIN breakdown b ON b.code = r.breakdown
            JOIN period p ON p.code = r.period JOIN series s ON s.area_id = a.id AND s.breakdown_id = b.id;
"""


def load(path, store):
    """Fills `store` from `path` and gives the number of observations."""
    return storing.load_with_duckdb(duckdb.connect(store), SCRIPT, path)


if __name__ == "__main__":
    storing.main(load)
