import PejlAnalyse
import PejlModel
import PejlPipeline
import PejlStore

#if canImport(Glibc)
import Glibc
#endif

/// Plugins, as `PluginRunner` runs them, on a publication of 300 indicators: in the cage, by ``PluginHost``.
struct PluginRun {
    private static let rounds = 21

    private let programs: String
    private let figures: AnalysisFigures
    private let observations: Int

    /// - Parameters:
    ///   - path: A publication.
    ///   - programs: The folder of `pejl-launch` and of the plugins.
    /// - Throws: `StoreError`, or ``BenchmarkError`` where the catalogue lacks the municipality.
    init(_ path: String, programs: String) throws {
        self.programs = programs
        let publication = try Publication(path: path)
        observations = publication.observations
        guard let municipality = AreaCatalogue.denmark.area(code: "766") else { throw BenchmarkError.unreadable(path) }
        figures = try AnalysisFigures(
            publication,
            number: 1,
            municipality: municipality,
            recipeAreas: [],
            clock: UTCInstant(secondsSince1970: 0)
        )
    }

    /// Sends every figure to `pejl-bench-plugin` and takes its findings.
    ///
    /// `rows` and `sum` are of what the plugin says that it was sent, `numbers` is the number of its findings;
    /// `seconds` runs from opening the program to the sorted findings, `start_seconds` ends where the first series is
    /// asked for. CPU time is that of this process and of the plugin with its supervisor.
    func stream() throws -> Measurement {
        var said = ""
        var lacking: [String] = []
        let clock = Stopwatch()
        var started = 0.0
        let manifest = manifest("bench", "pejl-bench-plugin", [])
        let host = PluginHost(manifest, context: figures.context, launcher: PluginLauncher(programs: programs))
        let outcome = try host.run(
            try PluginProgram(manifest, programs: programs),
            started: { lacking = $0.lacking.map(\.name) },
            told: { said = $0.message }
        ) { indicators, kinds, send in
            started = clock.seconds
            try figures.series(indicators, kinds, send)
        }
        let seconds = clock.seconds
        let words = said.split(separator: " ")
        guard words.count == 2, let count = Int(words[0]), let sum = Double(words[1]) else {
            throw BenchmarkError.silent
        }
        guard count == observations else { throw BenchmarkError.otherRows(count, observations) }
        let own = usage(RUSAGE_SELF)
        return Measurement(
            rows: count,
            numbers: outcome.findings.count,
            sum: sum,
            laps: [
                ("start_seconds", started), ("host_cpu_seconds", own.seconds),
                ("plugin_cpu_seconds", usage(RUSAGE_CHILDREN).seconds), ("seconds", seconds),
            ],
            peakBytes: (own.bytes, outcome.peakBytes),
            lacking: lacking
        )
    }

    /// Starts the built-in plugin ``rounds`` times without figures; the laps are medians in seconds.
    ///
    /// `open_seconds`: the program is opened, copied and hashed. `start_seconds`: from there, cage and handshake, until
    /// it has been asked for an analysis, which is a little more than until it is ready.
    func start() throws -> Measurement {
        let manifest = manifest("benchmark", "pejl-plugins", ["benchmark"])
        var opened: [Double] = []
        var ready: [Double] = []
        var lacking: [String] = []
        for _ in 0..<Self.rounds {
            let clock = Stopwatch()
            let program = try PluginProgram(manifest, programs: programs)
            let open = clock.seconds
            let host = PluginHost(manifest, context: figures.context, launcher: PluginLauncher(programs: programs))
            _ = try host.run(program, started: { lacking = $0.lacking.map(\.name) }) { _, _, _ in
                ready.append(clock.seconds - open)
            }
            opened.append(open)
        }
        return Measurement(
            rows: ready.count,
            laps: [
                ("open_seconds", opened.sorted()[Self.rounds / 2]), ("start_seconds", ready.sorted()[Self.rounds / 2]),
            ],
            lacking: lacking
        )
    }

    private func manifest(_ id: String, _ program: String, _ arguments: [String]) -> PluginManifest {
        PluginManifest(
            id: id,
            version: "1.0.0",
            title: Localised(same: id),
            protocolVersions: 1...1,
            body: .process(command: [program] + arguments, interpreter: nil),
            indicators: ["*"],
            areaKinds: [.municipality],
            outputs: [
                FindingKind(
                    name: "change",
                    meaning: Localised(same: "change"),
                    units: ["change": ["indicator-difference"], "median": ["indicator"]]
                )
            ],
            limits: PluginLimits(),
            digest: ContentDigest(of: id),
            folder: programs
        )
    }

    /// Processor time in seconds and peak memory in bytes; of children, all together and the largest.
    private func usage(_ whose: __rusage_who) -> (seconds: Double, bytes: Int) {
        var usage = rusage()
        getrusage(__rusage_who_t(whose.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return (seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss * 1024)
    }
}
