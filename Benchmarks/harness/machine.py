"""What the figures hold for."""

import datetime
import json
import os
import platform
import sqlite3
import subprocess
from importlib import metadata

PEERS = ["pandas", "pyjstat", "pyaxis", "openpyxl", "python-calamine", "duckdb", "aiohttp"]


def first_line(command):
    """The first line that a command prints, or `unknown`."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout.split("\n")[0]
    except (OSError, subprocess.SubprocessError):
        return "unknown"


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        return names[0] if names else platform.machine()
    except OSError:
        return platform.machine()


def version(package):
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"


def facts(tools, runs, load_before):
    """Lines of Markdown about machine, versions and load."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    pejl_sqlite = json.loads(first_line([tools.bench, "version"]))["sqlite"]
    peers = ", ".join(f"{name} {version(name)}" for name in PEERS)
    return [
        f"- {datetime.date.today()}, medians of {runs} interleaved runs of whole processes, files in the page cache",
        f"- {cores} cores ({processor()}), {memory:.0f} GiB, {platform.system()} {platform.release()}",
        f"- {first_line(['swift', '--version'])}; SQLite {pejl_sqlite}",
        f"- Python {platform.python_version()}; SQLite {sqlite3.sqlite_version}; {peers}",
        f"- {first_line(['curl', '--version'])}",
        f"- load average {load_before:.1f} before and {os.getloadavg()[0]:.1f} after; about 1 is this benchmark's own",
    ]
