package import PejlAnalyse
package import PejlModel
import PejlPluginKit
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// One run of `pejl-test-plugin` in one of its manners.
package struct TestPluginRun: Sendable {
    /// What it is to do; see `Tests/TestPlugin`.
    package let manner: String
    /// The identifier it goes by, unlike that of every other run on this machine.
    package let id: String
    /// What a run may cost: short times, so that tests end.
    package var limits = PluginLimits()
    /// A path that an attack is about.
    package var path = ""
    /// How many times its three series are sent.
    package var repeats = 1
    /// The program, the interpreter of a script, the plugin's folder, and the folder of programs.
    package var program = "pejl-test-plugin"
    package var interpreter: String?
    package var folder = "/nonexistent"
    package var programs = Repository.programs
    /// What starts it.
    package var launcher = PluginLauncher(path: Repository.programs + "/pejl-launch")

    private static let runs = Mutex(0)

    package init(_ manner: String) {
        self.manner = manner
        let number = Self.runs.withLock {
            $0 += 1
            return $0
        }
        id = "test-\(getpid())-\(number)"
        limits.seconds = 20
        limits.handshakeSeconds = 5
        limits.outputBytes = 1 << 20
    }

    /// The manifest.
    package var manifest: PluginManifest {
        PluginManifest(
            id: id,
            version: "1.0.0",
            title: Localised(same: "test"),
            protocolVersions: 1...1,
            body: .process(command: [program, manner, id, path], interpreter: interpreter),
            indicators: ["absence"],
            areaKinds: [.municipality],
            outputs: [
                FindingKind(
                    name: "test",
                    meaning: Localised(same: "test"),
                    units: ["value": ["indicator"]],
                    caveats: ["value": ["one-figure"]]
                )
            ],
            settingRules: [
                SettingRule(name: "all", values: .boolean, initial: .boolean(true), meaning: Localised(same: "test")),
                SettingRule(name: "share", values: .number(0...1), initial: .number(0.5), meaning: Localised(same: "")),
            ],
            limits: limits,
            digest: ContentDigest(of: manner),
            folder: folder
        )
    }

    /// Runs it on three municipalities with two years of absence, and an indicator that is not declared.
    ///
    /// - Parameters:
    ///   - beforeStart: Done when the program has been hashed and is not started yet.
    ///   - confinement: Told what of its cage is in force.
    ///   - asked: Told what is asked for, once.
    /// - Returns: Its findings.
    /// - Throws: ``AnalyseError``.
    package func run(
        beforeStart: () throws -> Void = {},
        confinement: (Confinement) -> Void = { _ in },
        asked: ([String], [AreaKind]) -> Void = { _, _ in }
    ) throws -> [Finding] {
        try outcome(beforeStart: beforeStart, confinement: confinement, asked: asked).findings
    }

    /// As ``run(beforeStart:confinement:asked:)``, with what the run took.
    package func outcome(
        beforeStart: () throws -> Void = {},
        confinement: (Confinement) -> Void = { _ in },
        told: @escaping (PluginRemark) -> Void = { _ in },
        asked: ([String], [AreaKind]) -> Void = { _, _ in }
    ) throws -> PluginOutcome {
        let program = try PluginProgram(manifest, programs: programs)
        try beforeStart()
        let denmark = AreaCatalogue.denmark
        guard let hedensted = denmark.area(code: "766") else { throw ProgramError(program: "766", code: ENOENT) }
        let context = AnalysisContext(
            publication: 1,
            municipality: hedensted,
            areas: denmark.areas,
            groups: denmark.comparisonGroups(for: hedensted),
            indicators: ["absence", "grades"].map { Self.indicator($0) },
            clock: UTCInstant(secondsSince1970: 0)
        )
        let host = PluginHost(manifest, context: context, launcher: launcher)
        return try host.run(program, started: confinement, told: told) { indicators, kinds, send in
            asked(indicators, kinds)
            for _ in 0..<repeats {
                for (area, value) in [("615", 7.0), ("630", nil), ("766", 8.0)] {
                    try send(
                        SeriesData(
                            indicator: "absence",
                            area: area,
                            breakdown: [:],
                            breakdownTitle: PluginText(da: "", en: ""),
                            periods: ["2023", "2024"],
                            values: [value, value],
                            statuses: [String](repeating: value == nil ? "Q" : "A", count: 2)
                        )
                    )
                }
            }
        }
    }

    private static func indicator(_ id: String) -> Indicator {
        Indicator(
            id: id,
            measure: id,
            title: Localised(same: id),
            definition: Localised(same: id),
            definitionID: id,
            unit: .percent,
            decimals: 1,
            direction: .neutral,
            caveats: [("covid-19", "2024"), ("strike", "2023")].map {
                IndicatorCaveat(code: $0, periods: [$1], text: Localised(same: $0))
            },
            breaks: ["2017-01-01", "2012-01-01"].compactMap(CalendarDay.init(iso:)).map {
                IndicatorBreak(day: $0, reason: Localised(same: "law"), source: "test")
            }
        )
    }

    /// Processes of this machine whose command line names a text, without reading those that are gone meanwhile.
    package static func processes(naming text: String) -> [Int32] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var found: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let pid = Int32(name), let line = commandLine(pid), line.contains(text) else { continue }
            found.append(pid)
        }
        return found
    }

    /// The arguments of a process, one after the other.
    package static func commandLine(_ pid: Int32) -> String? {
        guard let file = fopen("/proc/\(pid)/cmdline", "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 12)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count].map { $0 == 0 ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }
}
