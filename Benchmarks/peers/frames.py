"""Writes a data frame into the normalised tables with `to_sql`, which commits after each call."""

import pandas

import storing


def store(frame, area, breakdown, period, measures, path):
    """Stores one observation for each row and measure of `frame`; gives their number.

    `area`, `period` and the list `breakdown` name its columns; `measures` are columns of numbers.
    """
    connection = storing.open_store(path)
    area_ids, areas = pandas.factorize(frame[area])
    period_ids, periods = pandas.factorize(frame[period])
    breakdown_ids = frame.groupby(breakdown, sort=False).ngroup().to_numpy()
    breakdowns = frame[breakdown].drop_duplicates().agg(";".join, axis=1)
    series_ids, series = pandas.factorize(breakdown_ids * len(areas) + area_ids)
    keys, rows = [], 0
    for number, measure in enumerate(measures):
        first = number * len(series) + 1
        keys += [
            (first + place, number + 1, int(key % len(areas)) + 1, int(key // len(areas)) + 1)
            for place, key in enumerate(series)
        ]
        values = frame[measure]
        observations = pandas.DataFrame(
            {
                "series_id": series_ids + first, "period_id": period_ids + 1, "value": values,
                "status": values.isna() * storing.MISSING, "fetch_id": 1,
            }
        )
        observations.to_sql("observation", connection, if_exists="append", index=False)
        rows += len(observations)
    storing.fill_keys(
        connection,
        {code: number + 1 for number, code in enumerate(areas)},
        {code: number + 1 for number, code in enumerate(periods)},
        {code: number + 1 for number, code in enumerate(breakdowns)},
        keys,
    )
    connection.commit()
    connection.close()
    return rows
