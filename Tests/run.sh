#!/usr/bin/env bash
# Runs tests and, where some fail, says once more at the end which: what a machine keeps of a long log is its end.
#
# usage: run.sh [ARGUMENT OF swift test ...]
set -uo pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift test --skip-build "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
if [ "$status" -ne 0 ]; then
    printf '\nwhat failed:\n'
    grep -E 'recorded an issue|^✘ |error:' "$log" | tail -n 40 | cut -c 1-1000
fi
exit "$status"
