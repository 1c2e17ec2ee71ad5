"""Holds manifests against docs/plugin.schema.json and findings against the schemas that pejl writes, by jsonschema.

usage: schemas.py FOLDER_OF_PROGRAMS

What pejl accepts the schema must accept, and what pejl refuses it must refuse, where a schema can say so.
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
MANIFEST = jsonschema.Draft202012Validator(json.loads((ROOT / "docs/plugin.schema.json").read_text("utf-8")))
failures = 0


def check(name, holds):
    global failures
    failures += not holds
    if not holds:
        print(f"FAILED: {name}")


def pejl(*arguments):
    return subprocess.run([PROGRAMS / "pejl", *arguments], capture_output=True, text=True, timeout=60)


def toml(value):
    """TOML of what tomllib reads; enough for manifests."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def accepted(manifest, folder):
    """Whether pejl reads the manifest."""
    (folder / "plugins/one").mkdir(parents=True, exist_ok=True)
    (folder / "datasets").mkdir(exist_ok=True)
    lines = [f"{json.dumps(key)} = {toml(value)}" for key, value in manifest.items()]
    (folder / "plugins/one/plugin.toml").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "pejl.toml").write_text(
        'municipality = "766"\ncontact = "x"\nplugin_directories = ["plugins"]\ndataset_directory = "datasets"\n')
    return pejl("plugin", "list", "--config", str(folder / "pejl.toml")).returncode == 0


def spoilt(manifest):
    """Copies of a manifest with one fault each, and its name."""
    def change(name, body):
        other = copy.deepcopy(manifest)
        body(other)
        return name, other

    kind = next(iter(manifest["outputs"]))
    yield change("an unknown key", lambda m: m.update(colour="red"))
    for key in ("id", "version", "title", "kind", "inputs", "outputs"):
        yield change(f"no {key}", lambda m: m.pop(key))
    yield change("a bad id", lambda m: m.update(id="Bad"))
    yield change("another kind", lambda m: m.update(kind="wasm"))
    yield change("not deterministic", lambda m: m.update(deterministic=False))
    yield change("one language", lambda m: m["title"].pop("en"))
    yield change("no indicators", lambda m: m["inputs"].update(indicators=[]))
    yield change("a kind of area that is none", lambda m: m["inputs"].update(area_kinds=["town"]))
    yield change("no kinds of finding", lambda m: m.update(outputs={}))
    yield change("a kind of finding with a bad name", lambda m: m["outputs"].update(Bad=m["outputs"][kind]))
    yield change("a kind without units", lambda m: m["outputs"][kind].pop("units"))
    yield change("a statistic without units", lambda m: m["outputs"][kind]["units"].update(none=[]))
    yield change("an unknown limit", lambda m: m.update(limits={"hours": 1}))
    yield change("a limit of nothing", lambda m: m.update(limits={"seconds": 0}))
    for name, setting in {
        "of no type": {"type": "date", "default": "x", "meaning": {"da": "a", "en": "b"}},
        "of another type": {"type": "integer", "default": "5", "meaning": {"da": "a", "en": "b"}},
        "without default": {"type": "boolean", "meaning": {"da": "a", "en": "b"}},
        "without meaning": {"type": "boolean", "default": True},
        "of one choice": {"type": "choice", "choices": ["a"], "default": "a", "meaning": {"da": "a", "en": "b"}},
    }.items():
        yield change(f"a setting {name}", lambda m: m.update(settings={"one": setting}))
    yield change("a setting named enabled", lambda m: m.update(
        settings={"enabled": {"type": "boolean", "default": True, "meaning": {"da": "a", "en": "b"}}}))
    if manifest["kind"] == "sql":
        yield change("a statement elsewhere", lambda m: m.update(query="../x.sql"))
        yield change("a statement with a command", lambda m: m.update(command=["x"]))
        yield change("a statement that wants findings", lambda m: m["inputs"].update(findings=["x"]))
    else:
        yield change("no command", lambda m: m.pop("command"))
        yield change("a command elsewhere", lambda m: m.update(command=["/bin/sh"]))
        yield change("a command that is an option", lambda m: m.update(command=["-x"]))
        yield change("no protocol", lambda m: m.pop("protocol"))
        yield change("a relative path to read", lambda m: m.update(reads=["data"]))
        yield change("a process with a query", lambda m: m.update(query="x.sql"))


def findings_of_benchmark():
    """What the benchmark finds in the figures of the conformance suite, with this script as its host."""
    fixture = json.loads((ROOT / "Sources/PejlAnalyse/Conformance/figures.json").read_text("utf-8"))
    areas = sorted({one["area"] for one in fixture["series"]})
    request = {
        "publication": 1, "municipality": fixture["municipality"], "areas": [{"code": a, "name": a} for a in areas],
        "groups": [{"id": "country", "title": {"da": "landet", "en": "the country"}, "members": areas}],
        "indicators": fixture["indicators"], "settings": {}, "clock": fixture["clock"], "seed": 0,
    }
    messages = [
        {"id": 1, "method": "initialize", "params": {"minimum": 1, "maximum": 1, "host": "a test"}},
        {"id": 2, "method": "analyse", "params": request},
        *({"method": "data/series", "params": one} for one in fixture["series"]),
        {"method": "data/end", "params": {"series": len(fixture["series"])}},
        {"id": 3, "method": "shutdown", "params": {}},
    ]
    text = "".join(json.dumps({"jsonrpc": "2.0", **one}) + "\n" for one in messages)
    result = subprocess.run(
        [PROGRAMS / "pejl-plugins", "benchmark"], input=text, capture_output=True, text=True, timeout=60)
    said = [json.loads(line) for line in result.stdout.splitlines()]
    return [one["params"] for one in said if one.get("method") == "finding"]


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        manifests = [tomllib.loads(path.read_text("utf-8")) for path in sorted(ROOT.glob("Plugins/*/plugin.toml"))]
        pejl("plugin", "new", "mine", "--in", name)
        manifests.append(tomllib.loads((folder / "mine/plugin.toml").read_text("utf-8")))
        for manifest in manifests:
            check(f"{manifest['id']} is refused by the schema", MANIFEST.is_valid(manifest))
            check(f"{manifest['id']} is refused by pejl", accepted(manifest, folder))
            for fault, other in spoilt(manifest):
                check(f"{manifest['id']} with {fault} is accepted by the schema", not MANIFEST.is_valid(other))
                check(f"{manifest['id']} with {fault} is accepted by pejl", not accepted(other, folder))
        accepted(next(one for one in manifests if one["id"] == "benchmark"), folder)
        text = pejl("plugin", "show", "benchmark", "--schema", "benchmark", "--config", str(folder / "pejl.toml")).stdout
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    findings = findings_of_benchmark()
    check("the benchmark found nothing", len(findings) >= 50)
    for finding in findings:
        check(f"a sound finding is refused: {finding['statistic']}", validator.is_valid(finding))
    for name, change in {
        "another kind": {"kind": "trend"}, "an unknown statistic": {"statistic": "mode"}, "no sentence": {"text": {"da": "", "en": ""}},
        "no inputs": {"inputs": []}, "a negative count": {"count": -1}, "a text for a value": {"value": "7"},
    }.items():
        check(f"a finding with {name} is accepted", not any(validator.is_valid({**one, **change}) for one in findings))
    ranks = [one for one in findings if one["statistic"] == "rank"]
    check("a rank without its caveat is accepted", not any(validator.is_valid({**one, "caveats": []}) for one in ranks))
    check("a rank in per cent is accepted", not any(validator.is_valid({**one, "unit": "%"}) for one in ranks))
    print(f"{len(manifests)} manifests and {len(findings)} findings held against their schemas, {failures} failed")
    sys.exit(failures > 0)


main()
