#!/usr/bin/env bash
# Compares `pejl decode` with public readers on the recorded files beside the repository, where there are any.
# The readers are installed once, into a virtual environment under .build; that needs the Python package index.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=../shared/data
if [ ! -d "$data" ]; then
    echo "no recorded files: $data is not beside the repository; nothing is compared with public readers"
    exit 0
fi
venv=.build/independent
if ! cmp -s Tests/Independent/requirements.txt "$venv/requirements.txt"; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement Tests/Independent/requirements.txt
    cp Tests/Independent/requirements.txt "$venv/requirements.txt"
fi
exec "$venv/bin/python" -B Tests/Independent/compare.py .build/debug/pejl "$data"
