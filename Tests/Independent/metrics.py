"""Holds the metrics of a status against prometheus_client's parser.

usage: metrics.py FOLDER_OF_PROGRAMS

pejl-test-control writes the metrics of a status.json that this makes; what the parser reads must be what went in.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile
from datetime import datetime, timezone

from prometheus_client.parser import text_string_to_metric_families

PROGRAM = pathlib.Path(sys.argv[1]).resolve() / "pejl-test-control"
KINDS = ["transient", "config", "contract", "auth", "system"]
NOW = 1767592860
# Identifiers are letters, digits and hyphens; the format must bear any text all the same.
NAMES = ["folk1am", "elevfravær", 'a"b', "a\\b", "a\nb", "\\n", "{x=\"y\"}", "a,b", " ", "😀", "#", "a\tb"]


def moment(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def metrics(status):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "status.json")
        path.write_text(json.dumps(status), "utf-8")
        result = subprocess.run([PROGRAM, "metrics", path, str(NOW)], capture_output=True, text=True, timeout=60, check=True)
    return result.stdout


def check(seed):
    chance = random.Random(seed)
    datasets, plugins, failed = [], [], dict.fromkeys(KINDS, 0)

    def maybe_failure():
        if chance.random() < 0.5:
            return {}
        kind = chance.choice(KINDS)
        failed[kind] += 1
        return {"failure": {"kind": kind, "name": "x", "message": "m"}}

    title = {"da": "t", "en": "t"}
    for name in chance.sample(NAMES, chance.randrange(len(NAMES) + 1)):
        good = {"lastGoodAt": moment(NOW - chance.randrange(-1000, 10**8))} if chance.random() < 0.8 else {}
        datasets.append({"id": name, "title": title, "state": "x"} | good | maybe_failure())
        plugins.append({"id": name, "title": title, "version": "1", "state": chance.choice(["ran", "held"]),
                        "failuresInARow": chance.randrange(9)} | maybe_failure())
    status = {"format": 1, "startedAt": moment(NOW - 60), "finishedAt": moment(NOW), "municipality": "766", "datasets": datasets,
              "plugins": plugins, "publication": {"state": "published", "number": 7}}
    families = list(text_string_to_metric_families(metrics(status)))
    names = [family.name for family in families]
    assert len(names) == len(set(names)), "a family comes twice"
    assert all(family.type in ("gauge", "counter") and family.documentation for family in families)
    samples = [(sample.name, tuple(sorted(sample.labels.items()))) for family in families for sample in family.samples]
    assert len(samples) == len(set(samples)), "a sample comes twice"
    values = {}
    for family in families:
        for sample in family.samples:
            values.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value

    def expect(name, expected):
        assert values.get(name, {}) == expected, f"seed {seed}: {name}: {values.get(name)} instead of {expected}"

    good = {entry["id"]: datetime.fromisoformat(entry["lastGoodAt"]).timestamp() for entry in datasets if "lastGoodAt" in entry}
    expect("pejl_dataset_last_good_timestamp_seconds", {(name,): at for name, at in good.items()})
    expect("pejl_dataset_freshness_seconds", {(name,): NOW - at for name, at in good.items()})
    expect("pejl_dataset_failed", {(entry["id"],): float("failure" in entry) for entry in datasets})
    expect("pejl_plugin_held", {(entry["id"],): float(entry["state"] == "held") for entry in plugins})
    expect("pejl_plugin_failures_in_a_row", {(entry["id"],): float(entry["failuresInARow"]) for entry in plugins})
    expect("pejl_last_run_failures", {(kind,): float(count) for kind, count in failed.items()})
    expect("pejl_last_run_duration_seconds", {(): 60.0})
    return len(samples)


total = sum(check(seed) for seed in range(50))
print(f"metrics: 50 statuses, {total} samples read by prometheus_client as they went in")
