#!/usr/bin/env bash
# Builds the fuzz targets with libFuzzer and AddressSanitizer and runs each for SECONDS, two at a time.
#
# usage: run.sh SECONDS [TARGET ...]
#
# A crash, a leak, more than a second of the processor or 256 MiB fail; the input is kept in
# .build-fuzz/artifacts/TARGET. What coverage grew by is kept in .build-fuzz/corpus/TARGET.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:?how many seconds a target}
shift
scratch=.build-fuzz
# The manifest has no dependencies in this build, and the file that pins them must not follow.
mkdir -p "$scratch"
if [ -f Package.resolved ]; then
    cp -p Package.resolved "$scratch/Package.resolved"
    trap 'cp -p "$scratch/Package.resolved" Package.resolved' EXIT
fi
# gold, the toolchain's usual linker, fails on what the sanitizers add.
PEJL_FUZZ=1 swift build -c release --scratch-path "$scratch" --product pejl-fuzz \
    -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld \
    -Xcc -fsanitize=fuzzer-no-link,address -Xcxx -fsanitize=fuzzer-no-link,address
python3 -B Tests/Fuzz/seeds.py "$scratch/seeds"
python3 -B Tests/Fuzz/run.py "$scratch" "$seconds" "$@"
