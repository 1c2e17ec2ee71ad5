#!/usr/bin/env python3
"""Loads the rows of uddannelsesstatistik.dk with DuckDB into its own file: the same tables, without any index."""

import duckdb

import storing

SCRIPT = """
    CREATE TEMP TABLE raw AS
        SELECT "[Institution].[Beliggenhedskommune].[Beliggenhedskommune]" AS area,
            "[Klassetrin].[Klassetrin].[Klassetrin]" || ';' || "[Elev].[Køn].[Køn]" || ';'
                || "[Elev].[Herkomst].[Herkomst]" AS breakdown,
            "[Tid].[Skoleår].[Skoleår]" AS period,
            CAST(replace(replace("Antal elever", '.', ''), ',', '.') AS DOUBLE) AS pupils,
            CAST(replace(replace(rtrim("Gennemsnitligt fravær per skoleår", ' %'), '.', ''), ',', '.') AS DOUBLE)
                AS absence
        FROM read_json(?, format = 'array', columns = {
            '[Institution].[Beliggenhedskommune].[Beliggenhedskommune]': 'VARCHAR',
            '[Klassetrin].[Klassetrin].[Klassetrin]': 'VARCHAR', '[Elev].[Køn].[Køn]': 'VARCHAR',
            '[Elev].[Herkomst].[Herkomst]': 'VARCHAR', '[Tid].[Skoleår].[Skoleår]': 'VARCHAR',
            'Antal elever': 'VARCHAR', 'Gennemsnitligt fravær per skoleår': 'VARCHAR'
        });
    CREATE TABLE area AS SELECT row_number() OVER () AS id, area AS code, area AS name
        FROM (SELECT DISTINCT area FROM raw);
    CREATE TABLE period AS
        SELECT row_number() OVER () AS id, 'school_year' AS kind, period AS code,
            left(period, 4) || '-08-01' AS first_day, right(period, 4) || '-07-31' AS last_day
        FROM (SELECT DISTINCT period FROM raw);
    CREATE TABLE breakdown AS SELECT row_number() OVER () AS id, breakdown AS code
        FROM (SELECT DISTINCT breakdown FROM raw);
    CREATE TABLE series AS
        SELECT row_number() OVER () AS id, 1 AS dataset_id, i.id AS indicator_id, a.id AS area_id,
            b.id AS breakdown_id
        FROM (SELECT DISTINCT area, breakdown FROM raw) r JOIN area a ON a.code = r.area
            JOIN breakdown b ON b.code = r.breakdown, (VALUES (1), (2)) i(id);
    CREATE TABLE observation AS
        SELECT s.id AS series_id, p.id AS period_id,
            CASE s.indicator_id WHEN 1 THEN r.pupils ELSE r.absence END AS value, 0 AS status, 1 AS fetch_id
        FROM raw r JOIN area a ON a.code = r.area JOIN breakdown b ON b.code = r.breakdown
            JOIN period p ON p.code = r.period JOIN series s ON s.area_id = a.id AND s.breakdown_id = b.id;
"""


def load(path, store):
    """Fills `store` from `path` and gives the number of observations."""
    return storing.load_with_duckdb(duckdb.connect(store), SCRIPT, path)


if __name__ == "__main__":
    storing.main(load)
