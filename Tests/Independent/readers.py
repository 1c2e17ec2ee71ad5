"""Reads a publication as analysts do while pejld publishes again and again.

Every figure of publication N is the same number, 1000 + N: an answer that mixes two publications shows. The readers:

- python: sqlite3, the file opened anew each time, everything looked at twice in one transaction;
- duckdb: sqlite_scan of DuckDB's SQLite extension, which opens the file anew for each statement, so each is whole for
  itself. (ATTACH reads neither views that speak of a table "fetch", a word of DuckDB's own, nor tables without row ids.)
- duckdb-copy: the same on a copy of the file, two statements that must agree;
- datasette: served as it is; a thread of Datasette stays with the publication that it opened, so answers may be of
  several, each whole;
- datasette-one: one thread, which must stay with one publication, and the present one after a restart.

usage: readers.py PEJLD SECONDS [NAME ...]
"""

import json
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

BASE = 1000
YEARS = range(1964, 2024)
AREAS = ("630", "766")
FIGURES = "SELECT min(value), max(value), count(*) FROM {}"
PUBLICATION = "SELECT number, observations FROM {} ORDER BY number DESC LIMIT 1"

CONFIGURATION = """\
municipality = "766"
contact = "pejl tests"
state_directory = "{folder}/state"
dataset_directory = "datasets"
plugin_directories = []
program_directory = "{programs}"
[drop]
rest_seconds = 0.0
[publication]
minimum_free_mib = 1
"""

RECIPE = pathlib.Path(__file__).resolve().parent.parent / "Recipes/elever.toml"


class Publisher(threading.Thread):
    """Publishes until it is told to stop; every publication holds figures of its own."""

    def __init__(self, folder, pejld):
        super().__init__(daemon=True)
        self.folder = folder
        self.pejld = pathlib.Path(pejld).resolve()
        self.path = folder / "state/published/pejl.sqlite"
        self.number = 0
        self.error = None
        self.stopping = threading.Event()
        (folder / "etc/datasets").mkdir(parents=True)
        (folder / "state/drop/elever").mkdir(parents=True)
        shutil.copy(RECIPE, folder / "etc/datasets/elever.toml")
        text = CONFIGURATION.format(folder=folder, programs=self.pejld.parent)
        (folder / "etc/pejl.toml").write_text(text)
        self.publish()

    def publish(self):
        rows = [f"{area};{year};{BASE + self.number + 1}" for area in AREAS for year in YEARS]
        text = "\n".join(["Kommune;År;Antal", *rows, ""])
        (self.folder / "state/drop/elever/tal.csv").write_text(text)
        run = subprocess.run(
            [self.pejld, "--once", "--config", self.folder / "etc/pejl.toml"], capture_output=True, text=True
        )
        if run.returncode != 0 or f"published number {self.number + 1}," not in run.stderr:
            raise RuntimeError(f"pejld ended with {run.returncode}: {run.stderr}")
        self.number += 1

    def run(self):
        try:
            while not self.stopping.is_set():
                self.publish()
        except Exception as error:
            self.error = error


def whole(figures, publication=None):
    """The number of the publication that an answer is of; an error where it is of two, or of half of one."""
    lowest, highest, count = figures
    assert lowest == highest, f"figures of two publications: {lowest} and {highest}"
    assert count == len(AREAS) * len(YEARS), f"{count} figures"
    number = int(lowest) - BASE
    if publication is not None:
        assert publication == (number, count), f"publication {publication} with figures of {number}"
    return number


class Python:
    def __init__(self, path):
        self.path = path

    def read(self):
        database = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        try:
            database.execute("BEGIN")
            answers = [
                whole(
                    database.execute(FIGURES.format("figures")).fetchone(),
                    database.execute(PUBLICATION.format("publication")).fetchone(),
                )
                for _ in range(2)
            ]
        finally:
            database.close()
        assert answers[0] == answers[1], answers
        return answers[0]

    def end(self):
        return ""


class DuckDB:
    copies = False

    def __init__(self, path):
        import duckdb
        import duckdb_extension_sqlite_scanner as package

        self.path = path
        self.moved = 0
        self.database = duckdb.connect()
        extension = next(pathlib.Path(package.__file__).parent.rglob("sqlite_scanner.duckdb_extension"))
        self.database.execute(f"LOAD '{extension}'")

    def read(self):
        path = self.path
        if self.copies:
            path = self.path.parents[2] / "copy.sqlite"
            shutil.copyfile(self.path, path)
        first = whole(self.database.execute(FIGURES.format(f"sqlite_scan('{path}', 'figures')")).fetchone())
        number, count = self.database.execute(PUBLICATION.format(f"sqlite_scan('{path}', 'publication')")).fetchone()
        assert count == len(AREAS) * len(YEARS), count
        assert number >= first, f"publication {number} after figures of {first}"
        if number > first:
            assert not self.copies, f"a copy has publication {number} and figures of {first}"
            self.moved += 1
        return number

    def end(self):
        return "" if self.copies else f", {self.moved} times the second statement met a later publication than the first"


class DuckDBCopy(DuckDB):
    copies = True


class Datasette:
    threads = 3

    def __init__(self, path):
        self.path = path
        self.last = 0
        self.older = 0
        self.seen = set()
        self.start()

    def start(self):
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        command = [sys.executable, "-m", "datasette", "serve", self.path, "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--setting", "num_sql_threads", str(self.threads)]
        self.server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                assert self.server.poll() is None, self.server.stderr.read()
                time.sleep(0.1)
        raise AssertionError("Datasette does not answer")

    def stop(self):
        self.server.terminate()
        self.server.wait(30)

    def answer(self):
        sql = (
            "SELECT min(value), max(value), count(*), (SELECT max(number) FROM publication), "
            "(SELECT observations FROM publication ORDER BY number DESC LIMIT 1) FROM figures"
        )
        query = urllib.parse.urlencode({"sql": sql, "_shape": "arrays"})
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/pejl.json?{query}", timeout=30) as response:
            row = json.load(response)["rows"][0]
        return whole(row[:3], tuple(row[3:]))

    def read(self):
        number = self.answer()
        self.older += number < self.last
        self.last = number
        self.seen.add(number)
        # Answers may go back here; the caller must not hold them against each other.
        return None

    def end(self):
        self.stop()
        return f", of publications {sorted(self.seen)}, {self.older} times an older one than before"


class DatasetteOne(Datasette):
    threads = 1

    def end(self):
        assert len(self.seen) == 1, f"one thread saw publications {self.seen}"
        self.stop()
        self.start()
        restarted = self.answer()
        assert restarted > max(self.seen), f"after a restart it shows {restarted}, before {self.seen}"
        self.stop()
        return f", all of publication {min(self.seen)}; after a restart of {restarted}"


READERS = {
    "python": Python,
    "duckdb": DuckDB,
    "duckdb-copy": DuckDBCopy,
    "datasette": Datasette,
    "datasette-one": DatasetteOne,
}


def watch(name, pejld, seconds):
    with tempfile.TemporaryDirectory(prefix="pejl-readers-") as folder:
        publisher = Publisher(pathlib.Path(folder), pejld)
        reader = READERS[name](publisher.path)
        first = publisher.number
        publisher.start()
        reads = last = 0
        end = time.monotonic() + seconds
        while time.monotonic() < end and publisher.error is None:
            number = reader.read()
            if number is not None:
                assert number >= last, f"publication {number} after {last}"
                last = number
            reads += 1
        publisher.stopping.set()
        publisher.join(60)
        if publisher.error is not None:
            raise publisher.error
        published = publisher.number - first
        more = reader.end()
        assert published > seconds / 10, f"only {published} publications in {seconds} s"
        assert reads > seconds, f"only {reads} reads in {seconds} s"
        print(f"{name}: {reads} reads in {seconds} s beside {published} publications, none failed or mixed{more}", flush=True)


def main():
    pejld, seconds, *names = sys.argv[1:]
    for name in names or READERS:
        watch(name, pejld, int(seconds))


main()
