#!/usr/bin/env python3
"""Loads the workbook with python-calamine and `sqlite3`, the way an analyst would write it for speed."""

import python_calamine

import storing


def load(path, store):
    """Fills `store` from `path` and gives the number of observations."""
    connection = storing.open_store(store)
    areas, periods, breakdowns, series = {}, {}, {}, {}

    def observations(rows):
        for area, grade, sex, period, *values in rows:
            breakdown = (grade, sex)
            area_id = areas.setdefault(area, len(areas) + 1)
            period_id = periods.setdefault(period, len(periods) + 1)
            breakdown_id = breakdowns.setdefault(breakdown, len(breakdowns) + 1)
            for indicator, value in enumerate(values, start=1):
                series_id = series.setdefault((indicator, area_id, breakdown_id), len(series) + 1)
                yield series_id, period_id, value, 0

    rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name("Data").to_python()
    count = connection.executemany("INSERT INTO observation VALUES (?, ?, ?, ?, 1)", observations(rows[1:])).rowcount
    storing.fill_keys(
        connection, areas, periods, breakdowns, ((number, *key) for key, number in series.items())
    )
    connection.commit()
    connection.close()
    return count


if __name__ == "__main__":
    storing.main(load)
