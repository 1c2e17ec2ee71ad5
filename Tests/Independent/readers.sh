#!/usr/bin/env bash
# Lets Python, DuckDB and Datasette read a publication while pejld publishes again and again: readers.sh [SECONDS] [NAME ...]
# DuckDB and Datasette are installed once, into a virtual environment under .build; that needs the Python package index.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=.build/readers
if ! cmp -s Tests/Independent/readers.txt "$venv/readers.txt"; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    if ! "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement Tests/Independent/readers.txt; then
        echo "DuckDB and Datasette are not at hand (see above); publications were not read with them"
        exit 0
    fi
    cp Tests/Independent/readers.txt "$venv/readers.txt"
fi
seconds=${1:-120}
exec "$venv/bin/python" -B Tests/Independent/readers.py .build/debug/pejld "$seconds" "${@:2}"
