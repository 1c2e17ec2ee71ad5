#!/usr/bin/env bash
# Holds manifests and findings of plugins against their JSON Schemas and metrics against Prometheus's parser, and compares `pejl decode` with public readers on the
# recorded files beside the repository, where there are any. Judge and readers are installed once, into virtual environments
# under .build; that needs the Python package index.
set -euo pipefail
cd "$(dirname "$0")/../.."
judge=.build/schemas
if ! cmp -s Tests/Independent/schemas.txt "$judge/schemas.txt"; then
    rm -rf "$judge"
    python3 -m venv "$judge"
    "$judge/bin/pip" install --quiet --disable-pip-version-check --requirement Tests/Independent/schemas.txt
    cp Tests/Independent/schemas.txt "$judge/schemas.txt"
fi
"$judge/bin/python" -B Tests/Independent/schemas.py .build/debug
"$judge/bin/python" -B Tests/Independent/metrics.py .build/debug
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
