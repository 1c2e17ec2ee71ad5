"""What the plugin should find in a publication, computed apart from it: rows of JSON, in order.

    python3 stale.py PUBLICATION CLOCK MONTHS MUNICIPALITY

From the base tables, with Python's calendar.
"""
import datetime
import json
import sqlite3
import sys

path, clock, months, municipality = sys.argv[1:]
today = datetime.date.fromisoformat(clock[:10])
lengths = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "school_year": 12}


def later(day, months):
    """The first day of the month that is so many months after the day's."""
    count = day.year * 12 + day.month - 1 + months
    return datetime.date(count // 12, count % 12 + 1, 1)


figures = sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute(
    """
    SELECT d.code, i.code, b.code, a.code, a.kind, t.kind, t.code, t.last_day, c.sdmx
    FROM observation o JOIN series s ON s.id = o.series_id JOIN dataset d ON d.id = s.dataset_id
        JOIN indicator i ON i.id = s.indicator_id JOIN breakdown b ON b.id = s.breakdown_id
        JOIN area a ON a.id = s.area_id JOIN period t ON t.id = o.period_id
        JOIN observation_status c ON c.code = o.status
    """
).fetchall()
own, all_of = {}, {}
for dataset, indicator, breakdown, area, area_kind, kind, period, last, status in figures:
    if kind not in lengths or status in "OM" or area_kind != "municipality":
        continue
    day = datetime.date.fromisoformat(last)
    all_of[dataset, kind] = max(all_of.get((dataset, kind), day), day)
    if area == municipality:
        key = (dataset, indicator, breakdown, kind)
        own[key] = max(own.get(key, (day, period)), (day, period))
found = []
for (dataset, indicator, breakdown, kind), (day, period) in own.items():
    after = day + datetime.timedelta(days=1)
    due = later(after, lengths[kind] + int(months)) - datetime.timedelta(days=1)
    if due < today:
        age = (today.year - after.year) * 12 + today.month - after.month
        found.append([indicator, breakdown, period, "age-of-newest", age])
    best = all_of[dataset, kind]
    if best > day:
        behind = (best.year - day.year) * 12 + best.month - day.month
        found.append([indicator, breakdown, period, "behind-dataset", behind])
for row in sorted(found):
    print(json.dumps(row, ensure_ascii=False))
