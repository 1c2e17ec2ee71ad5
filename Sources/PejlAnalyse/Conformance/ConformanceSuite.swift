package import PejlModel
import PejlPluginKit

/// The contract of plugins as cases that each plugin must pass: `pejl plugin test`.
///
/// Every case is a process of its own in the cage. What is decided here, and why:
/// - Series always come in the order of indicator, breakdown and area, and a plugin may rely on it; another order is not
///   tried. A sum of floating-point numbers may differ with the order of its terms, and no finding is worse for it.
/// - A declared bound of a setting is a promise: an analysis at the bound must succeed.
/// - Input that makes no sense may be answered with an error or by ending, never by waiting or with findings.
package struct ConformanceSuite {
    let manifest: PluginManifest
    let programs: String
    let launcher: PluginLauncher
    let fixture: PluginFixture
    let golden: GoldenFindings?
    /// Milliseconds that an answer may take which needs no analysis.
    let patience: Int
    /// Makes a candidate of figures, for a statement to read.
    let candidate: ((PluginFixture) throws -> String)?
    private let clock = ContinuousClock()

    /// - Parameters:
    ///   - manifest: The plugin.
    ///   - programs: The folder of installed programs.
    ///   - launcher: What starts it.
    ///   - fixture: The figures it is tried on.
    ///   - golden: The findings it is known to make on them.
    ///   - patience: Seconds that an answer may take which needs no analysis.
    ///   - candidate: Makes a candidate of figures and says where it is; wanted for a statement.
    /// - Throws: ``Failure`` of the kind config where there are no figures that the plugin may see.
    package init(
        _ manifest: PluginManifest,
        programs: String,
        launcher: PluginLauncher,
        fixture: PluginFixture,
        golden: GoldenFindings?,
        patience: Int = 10,
        candidate: ((PluginFixture) throws -> String)? = nil
    ) throws {
        self.manifest = manifest
        self.programs = programs
        self.launcher = launcher
        self.fixture = fixture
        self.golden = golden
        self.patience = patience * 1000
        self.candidate = candidate
        guard try !seen(fixture).isEmpty else {
            let wanted = manifest.indicators.joined(separator: ", ")
            throw PluginFixture.failure(
                "the figures have none that plugin \(manifest.id) may see (\(wanted)); take some of a publication with "
                    + "`pejl plugin run --write-figures`"
            )
        }
    }

    private typealias Case = (name: String, body: @Sendable (ConformanceSuite, [Finding]) throws -> String)

    /// Those that need no findings to compare with.
    private static let conversation: [Case] = [
        ("handshake", { suite, _ in try suite.handshake() }),
        ("refuses-versions", { suite, _ in try suite.refusesVersions() }),
        ("unknown-method", { suite, _ in try suite.unknownMethod() }),
        ("shutdown", { suite, _ in try suite.shutsDown() }),
        ("end-of-input", { suite, _ in try suite.endOfInput() }),
        ("cancel", { suite, _ in try suite.cancels() }),
        ("malformed-input", { suite, _ in try suite.malformedInput() }),
        ("lost-series", { suite, _ in try suite.lostSeries() }),
        ("killed", { suite, _ in try suite.killed() }),
    ]

    private static let analysis: [Case] = [
        ("slow-input", { try $0.slowInput($1) }),
        ("huge-input", { suite, _ in try suite.hugeInput() }),
        ("no-figures", { suite, _ in try suite.noFigures() }),
        ("suppressed-figures", { suite, _ in try suite.suppressedFigures() }),
        ("unicode", { try $0.unicode($1) }),
        ("determinism", { try $0.determinism($1) }),
        ("settings", { suite, _ in try suite.settings() }),
        ("golden-findings", { try $0.goldenFindings($1) }),
    ]

    /// The names of the cases, in their order.
    package static var names: [String] { conversation.map(\.name) + ["findings"] + analysis.map(\.name) }

    /// Runs the cases, one after the other.
    ///
    /// - Parameters:
    ///   - names: Only these; all where empty.
    ///   - told: Told of each case when it has ended.
    /// - Returns: The result of each case.
    package func run(
        only names: Set<String> = [],
        _ told: (ConformanceResult) -> Void = { _ in }
    ) -> [ConformanceResult] {
        var results: [ConformanceResult] = []
        func take(_ name: String, _ body: () throws -> String) {
            guard names.isEmpty || names.contains(name) else { return }
            let result = result(name, body)
            results.append(result)
            told(result)
        }
        for one in Self.conversation {
            take(one.name) {
                try skipForStatement()
                return try one.body(self, [])
            }
        }
        // What the rest is compared with; where it fails, the rest cannot be judged.
        let ordinary = Result { try self.findings() }
        take("findings") {
            let count = try ordinary.get().count
            return "\(count) findings, sound by the host's rules"
        }
        for one in Self.analysis {
            take(one.name) {
                guard case .success(let findings) = ordinary else {
                    throw ConformanceEnd.skipped("there are no sound findings")
                }
                return try one.body(self, findings)
            }
        }
        return results
    }

    /// What speaks for a statement is a program of pejl's own, which has tests of its own.
    func skipForStatement() throws {
        if manifest.body.isStatement { throw ConformanceEnd.skipped("pejl-sql speaks for a statement") }
    }

    private func result(_ name: String, _ body: () throws -> String) -> ConformanceResult {
        let started = clock.now
        let outcome: ConformanceResult.Outcome
        do {
            outcome = .passed(try body())
        } catch ConformanceEnd.failed(let reason) {
            outcome = .failed(reason)
        } catch ConformanceEnd.skipped(let reason) {
            outcome = .skipped(reason)
        } catch {
            outcome = .failed(Failure(error).message)
        }
        let took = started.duration(to: clock.now)
        return ConformanceResult(name: name, outcome: outcome, milliseconds: Int(took / .milliseconds(1)))
    }

    // MARK: - Runs

    /// The findings of a run as pejl makes it.
    ///
    /// - Throws: ``AnalyseError``.
    package func findings() throws -> [Finding] { try findings(fixture) }

    func findings(_ fixture: PluginFixture, _ settings: [String: PluginSetting] = [:]) throws -> [Finding] {
        var manifest = manifest
        manifest.settings.merge(settings) { $1 }
        let program = try PluginProgram(manifest, programs: programs)
        var launcher = launcher
        if manifest.body.isStatement, let candidate { launcher.candidate = try candidate(fixture) }
        let host = PluginHost(manifest, context: try fixture.context(), launcher: launcher)
        return try host.run(program, series: fixture.delivery()).findings
    }

    /// The figures that the plugin may see, in the order they are sent.
    func seen(_ fixture: PluginFixture) throws -> [SeriesData] {
        let conversation = HostConversation(manifest, try fixture.context())
        var seen: [SeriesData] = []
        try fixture.delivery()(conversation.declaredIndicators, manifest.areaKinds) { seen.append($0) }
        return seen
    }

    func start() throws -> RawPlugin {
        try RawPlugin(manifest, programs: programs, launcher, patience: patience)
    }
}
