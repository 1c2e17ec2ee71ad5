#!/usr/bin/env bash
# Holds the units of systemd/ against systemd itself, without systemd running: they are understood, they are as closed as we
# say, the instance is the same unit, and everything that a real first run calls is within what the service may call.
#   packaging/check-units.sh [FOLDER]    the folder of the programs: .build/debug
# Skipped, and said so, where systemd-analyze or strace is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
programs=$(realpath "${1:-.build/debug}")
# The exposure that systemd-analyze may find at the most, in tenths.
threshold=15

fail() {
    echo "units: $*" >&2
    exit 1
}

sed -f packaging/instance.sed systemd/pejld.service | cmp -s - systemd/pejld@.service \
    || fail "pejld@.service is not pejld.service as instance.sed changes it:
    sed -f packaging/instance.sed systemd/pejld.service > systemd/pejld@.service"

if ! command -v systemd-analyze >/dev/null 2>&1; then
    echo "units: there is no systemd-analyze here; systemd/*.service is not looked at"
    exit 0
fi
work=$(mktemp -d)
stand_in=
finish() {
    [ -z "$stand_in" ] || kill "$stand_in" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

# Where nothing is installed, the program of the build stands in for the installed one, and the manual is not asked.
for unit in pejld.service pejld@.service; do
    sed "s|/usr/lib/pejl/|$programs/|" "systemd/$unit" > "$work/$unit"
done
cp "$work/pejld@.service" "$work/pejld@test.service"
for unit in pejld.service pejld@test.service; do
    said=$(systemd-analyze verify --man=no "$work/$unit" 2>&1) || fail "$unit: $said"
    [ -z "$said" ] || fail "$unit: $said"
    said=$(systemd-analyze security --offline=true --no-pager --threshold=$threshold "$work/$unit" 2>&1) \
        || fail "$unit is more open than $threshold tenths: $(tail -n 1 <<<"$said")"
    echo "units: $unit is understood;$(tail -n 1 <<<"$said" | sed 's/^→//; s/ *[^ [:alnum:]]*$//')"
done

# The publishers' stand-ins, and a configuration that asks them; then first publications of their own.
"$programs/pejl" demo --serve --lang en --directory "$work/demo" > "$work/demo.out" 2>&1 &
stand_in=$!
for _ in $(seq 240); do
    grep -q "The publishers answer" "$work/demo.out" && break
    kill -0 "$stand_in" 2>/dev/null || fail "pejl demo ended: $(cat "$work/demo.out")"
    sleep 0.5
done
# A first run with another state directory, by a command that goes before pejld.
first_run() {
    local state=$1
    shift
    mkdir -m 0777 "$work/$state"
    sed "s|^state_directory = .*|state_directory = \"$work/$state\"|" "$work/demo/etc/pejl.toml" \
        > "$work/demo/etc/$state.toml"
    chmod a+r "$work"/demo/etc/*
    "$@" "$programs/pejld" --once --config "$work/demo/etc/$state.toml" 2> "$work/run.out" \
        || fail "pejld --once, $state, ended with $?: $(cat "$work/run.out")"
    grep -q "published number 1" "$work/run.out" || fail "nothing was published, $state: $(cat "$work/run.out")"
}
chmod a+rx "$work" "$work/demo"
if python3 -c 'import ctypes; ctypes.CDLL("libseccomp.so.2")' 2>/dev/null; then
    first_run closed python3 -B packaging/as_unit.py systemd/pejld.service
    ! grep "gave its cage no" "$work/run.out" || fail "within what the service may call, cages are not whole"
    echo "units: pejld makes its first publication, and whole cages, within what the service may call"
else
    echo "units: there is no libseccomp here; no run is held within SystemCallFilter="
fi

if ! command -v strace >/dev/null 2>&1; then
    echo "units: there is no strace here; the calls of a run are not compared with SystemCallFilter="
    exit 0
fi
first_run traced strace -f -qq -s 200 -o "$work/trace"
python3 -B packaging/unit_calls.py systemd/pejld.service "$work/trace"
