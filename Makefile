# The commands of README.md and .ci/run. Each installs what is missing, builds and runs.

# Warnings are errors in our own builds; see Package.swift.
export PEJL_STRICT = 1
build_flags = --explicit-target-dependency-import-check error
# Tests whose bounds are times, and those that start hundreds of programs, run one after the other: beside hundreds of
# others a clock measures the machine.
timed = ^(PejlFetchTests|PejlDaemonTests|StorageFaultTests|PejlControlTests\.ControlFloodTests)
swift_folders = Package.swift Sources Plugins Tests Benchmarks/Sources Benchmarks/Plugin

.PHONY: demo test test-nightly fuzz independent readers units bench build release install deb trial lint prepare clean

# The whole line once, against stand-in publishers on this machine: .demo/report/index.html.
demo: build
	.build/debug/pejl demo --directory .demo

# Format, imports, repository rules, all tests, recorded files beside public readers, and half a minute of fuzzing a target.
test: prepare lint
	swift build --build-tests $(build_flags)
	@Tests/run.sh $(build_flags) --skip '$(timed)'
	@Tests/run.sh $(build_flags) --no-parallel --filter '$(timed)'
	@Tests/Independent/run.sh
	@packaging/check-units.sh
	@Tests/Fuzz/run.sh 30

# The same with the long tiers.
test-nightly: prepare lint
	swift build --build-tests $(build_flags)
	@PEJL_NIGHTLY=1 Tests/run.sh $(build_flags) --skip '$(timed)'
	@PEJL_NIGHTLY=1 Tests/run.sh $(build_flags) --no-parallel --filter '$(timed)'
	@Tests/Independent/run.sh
	@Tests/Independent/readers.sh
	@packaging/check-units.sh
	@Tests/Fuzz/run.sh 900
	$(MAKE) trial

# libFuzzer over everything that reads bytes from outside: make fuzz SECONDS=300 TARGETS="px zip"
SECONDS = 30
fuzz: prepare
	@Tests/Fuzz/run.sh $(SECONDS) $(TARGETS)

# Manifests and findings beside jsonschema; metrics beside prometheus_client; what pejl decodes from recorded files beside pyjstat, pyaxis, pandas and openpyxl.
independent: build
	@Tests/Independent/run.sh

# Python, DuckDB and Datasette read while pejld publishes, two minutes each.
readers: build
	@Tests/Independent/readers.sh

# The units beside systemd-analyze, and what they leave a run beside what a traced run calls.
units: build
	@packaging/check-units.sh

# Programs for other machines. What they are linked to at the end is looked for where they will lie, and nowhere else.
PREFIX = /usr/local
programs = pejl pejld pejl-plugins pejl-sql pejl-launch
release_flags = --scratch-path .build-release --disable-local-rpath -Xswiftc -no-toolchain-stdlib-rpath \
	-Xlinker -rpath -Xlinker $(PREFIX)/lib/pejl
release: prepare
	for program in $(programs); do \
		swift build -c release --product $$program $(release_flags) $(build_flags) || exit 1; \
	done

# What a machine needs, where it needs it: make install DESTDIR=/tmp/root PREFIX=/usr; docs/install.md.
install: release
	DESTDIR=$(DESTDIR) PREFIX=$(PREFIX) packaging/install.sh .build-release/release

# .build-deb/pejl_VERSION_ARCHITECTURE.deb, without a complaint of lintian's that is an error.
deb:
	$(MAKE) release PREFIX=/usr
	@packaging/deb.sh

# The package on a Debian of its own: installed, used, upgraded, removed and purged. Needs root and a Debian mirror.
trial: deb
	@packaging/trial.sh

# Speed and memory beside peers, in release mode; the peers are installed into .build-bench.
bench: prepare .build-bench/peers .build-bench/line-scan .build-bench/simdjson-walk .build-bench/table-insert
	for program in pejl-bench pejl-bench-plugin pejl-launch pejl-plugins; do \
		swift build -c release --product $$program $(build_flags) || exit 1; \
	done
	.build-bench/venv/bin/python Benchmarks/run.py .build/release/pejl-bench .build-bench

.build-bench/peers: Benchmarks/requirements.txt
	python3 -m venv .build-bench/venv
	.build-bench/venv/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

.build-bench/line-scan: Benchmarks/probes/line_scan.c
	mkdir -p $(@D)
	cc -std=c11 -O3 $< -o $@

.build-bench/simdjson-walk: Benchmarks/probes/simdjson_walk.cpp
	mkdir -p $(@D)
	c++ -std=c++17 -O3 -DNDEBUG $< -lsimdjson -o $@

.build-bench/table-insert: Benchmarks/probes/table_insert.c Sources/CRows/CRows.c
	mkdir -p $(@D)
	cc -std=c11 -O3 -ISources/CRows/include $^ -lsqlite3 -o $@

build: prepare
	swift build $(build_flags)

lint: prepare
	swift format lint --strict --recursive --parallel $(swift_folders)

prepare:
	@packaging/prepare.sh

clean:
	rm -rf .build .build-bench .build-deb .build-fuzz .build-release .demo
