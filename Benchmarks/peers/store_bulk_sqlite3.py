#!/usr/bin/env python3
"""Loads the BULK file with `csv` and `sqlite3`, the way an analyst would write it for speed."""

import csv

import storing


def load(path, store):
    """Fills `store` from `path` and gives the number of observations."""
    connection = storing.open_store(store)
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
                yield series_id, period_id, None, storing.MISSING
            else:
                yield series_id, period_id, float(value.replace(",", ".")), 0

    with open(path, encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, delimiter=";")
        header = next(reader)
        if header != ["OMRÅDE", "KØN", "ALDER", "CIVILSTAND", "TID", "INDHOLD"]:
            raise SystemExit(f"{path}: other columns than expected: {header}")
        insert = "INSERT INTO observation VALUES (?, ?, ?, ?, 1)"
        rows = connection.executemany(insert, observations(reader)).rowcount
    storing.fill_keys(
        connection,
        areas,
        periods,
        breakdowns,
        ((number, 1, areas[key[0]], breakdowns[key[1:]]) for key, number in series.items()),
    )
    connection.commit()
    connection.close()
    return rows


if __name__ == "__main__":
    storing.main(load)
