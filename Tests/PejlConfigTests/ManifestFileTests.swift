import PejlAnalyse
import PejlConfig
import PejlModel
import Testing

/// Mistakes in `plugin.toml`, word for word.
struct ManifestFileTests {
    private static let plain = """
        id = "trend"
        version = "1.0.0"
        kind = "process"
        command = ["trend"]
        title = { da = "Udvikling", en = "Trend" }

        [protocol]
        minimum = 1
        maximum = 2

        [inputs]
        indicators = ["absence"]
        area_kinds = ["municipality", "region"]

        [outputs.trend]
        meaning = { da = "Udvikling", en = "Trend" }
        [outputs.trend.units]
        slope = ["indicator"]

        """

    private static func read(_ text: String) throws -> (manifest: PluginManifest?, problem: String?) {
        let desk = try Desk()
        try desk.write("plugins/benchmark/plugin.toml", text)
        var manifest: PluginManifest?
        let problem = desk.problem { manifest = try ManifestFile.read("\(desk.folder)/plugins/benchmark/plugin.toml") }
        return (manifest, problem?.replacing("plugins/benchmark/", with: ""))
    }

    @Test("a manifest decodes with the default limits")
    func plainManifest() throws {
        let manifest = try #require(try Self.read(Self.plain).manifest)
        #expect(manifest.id == "trend" && manifest.protocolVersions == 1...2)
        #expect(manifest.areaKinds == [.municipality, .region])
        #expect(manifest.limits == PluginLimits())
        #expect(manifest.digest == ContentDigest(of: Self.plain))
    }

    @Test("a manifest names an interpreter, what may be read, and every limit")
    func limits() throws {
        let text =
            Self.plain.replacing(
                "command = [\"trend\"]",
                with: "command = [\"t.py\"]\ninterpreter = \"python3\"\nreads = [\"/x\"]"
            )
                + """
                [limits]
                seconds = 60
                processor_seconds = 30
                memory_bytes = 268435456
                open_files = 32
                processes = 4
                """
        let manifest = try #require(try Self.read(text).manifest)
        #expect(manifest.body == .process(command: ["t.py"], interpreter: "python3") && manifest.reads == ["/x"])
        var limits = PluginLimits()
        (limits.seconds, limits.processorSeconds, limits.memoryBytes) = (60, 30, 268_435_456)
        (limits.openFiles, limits.processes) = (32, 4)
        #expect(manifest.limits == limits)
    }

    private static let statement = """
        id = "mine"
        version = "1.0.0"
        kind = "sql"
        query = "mine.sql"
        title = { da = "Min", en = "Mine" }
        [inputs]
        indicators = ["absence"]
        area_kinds = ["municipality"]
        [outputs.test]
        meaning = { da = "Prøve", en = "Test" }
        [outputs.test.units]
        value = ["indicator"]

        """

    @Test("a manifest of a statement decodes, with limits of its own")
    func statementManifest() throws {
        let plain = try #require(try Self.read(Self.statement).manifest)
        #expect(plain.body == .sql(query: "mine.sql") && plain.reads == [])
        var limits = PluginLimits()
        limits.memoryBytes = 256 << 20
        #expect(plain.limits == limits && limits.rows == 100_000)
        let text = "[limits]\nseconds = 5\nmemory_bytes = 16777216\nrows = 7\noutput_bytes = 4096"
        let narrow = try #require(try Self.read(Self.statement + text).manifest).limits
        (limits.seconds, limits.memoryBytes, limits.rows, limits.outputBytes) = (5, 16 << 20, 7, 4096)
        #expect(narrow == limits)
    }

    @Test(
        "a mistake in the manifest of a statement is named with file, line and key",
        arguments: [
            ("query = \"mine.sql\"", "", "plugin.toml: query: it is missing; a text is wanted"),
            (
                "mine.sql", "../mine.sql",
                "plugin.toml:4: query: a file name that ends in .sql is wanted, without a folder"
            ),
            (
                "mine.sql", "/etc/mine.sql",
                "plugin.toml:4: query: a file name that ends in .sql is wanted, without a folder"
            ),
            ("mine.sql", ".sql", "plugin.toml:4: query: a file name that ends in .sql is wanted, without a folder"),
            ("mine.sql", "mine.py", "plugin.toml:4: query: a file name that ends in .sql is wanted, without a folder"),
            ("[inputs]", "command = [\"sh\"]\n[inputs]", "plugin.toml:6: command: there is no such key"),
            ("[inputs]", "reads = [\"/etc\"]\n[inputs]", "plugin.toml:6: reads: there is no such key"),
            ("[inputs]", "[protocol]\nminimum = 1\n[inputs]", "plugin.toml:6: protocol: there is no such key"),
            ("[inputs]", "[limits]\nprocesses = 1\n[inputs]", "plugin.toml:7: limits.processes: there is no such key"),
            (
                "[inputs]",
                "[settings.clock]\ntype = \"boolean\"\ndefault = true\nmeaning = { da = \"a\", en = \"b\" }\n[inputs]",
                "plugin.toml:6: settings.clock: a statement has :clock already"
            ),
        ]
    )
    func statementMistakes(_ text: String, _ mistake: String, _ message: String) throws {
        // Which keys there are is told behind it.
        let problem = try Self.read(Self.statement.replacing(text, with: mistake)).problem
        #expect(problem?.hasPrefix(message) == true, "\(problem ?? "accepted")")
    }

    @Test(
        "a mistake is named with file, line and key",
        arguments: [
            (
                "id = \"trend\"", "id = \"Trend\"",
                "plugin.toml:1: id: a letter a–z, then up to 31 of a–z, 0–9 and \"-\" are wanted"
            ),
            (
                "id = \"trend\"", "id = \"1trend\"",
                "plugin.toml:1: id: a letter a–z, then up to 31 of a–z, 0–9 and \"-\" are wanted"
            ),
            (
                "id = \"trend\"", "id = \"../x\"",
                "plugin.toml:1: id: a letter a–z, then up to 31 of a–z, 0–9 and \"-\" are wanted"
            ),
            (
                "kind = \"process\"", "kind = \"library\"",
                "plugin.toml:3: kind: \"process\" or \"sql\" is wanted"
            ),
            (
                "version = \"1.0.0\"", "version = \"1.0.0\"\ndeterministic = false",
                "plugin.toml:3: deterministic: only deterministic plugins can be run by this version"
            ),
            (
                "command = [\"trend\"]", "command = [\"/bin/sh\", \"-c\"]",
                "plugin.toml:4: command: a list is wanted that begins with a file name, without a folder"
            ),
            (
                "command = [\"trend\"]", "command = []",
                "plugin.toml:4: command: a list is wanted that begins with a file name, without a folder"
            ),
            (
                "command = [\"trend\"]", "command = [\"-x\"]",
                "plugin.toml:4: command: a list is wanted that begins with a file name, without a folder"
            ),
            ("command = [\"trend\"]", "command = \"trend\"", "plugin.toml:4: command: a list of texts is wanted"),
            (
                "command = [\"trend\"]", "command = [\"trend\"]\ninterpreter = \"/bin/sh\"",
                "plugin.toml:5: interpreter: a file name without a folder is wanted, such as \"python3\""
            ),
            (
                "command = [\"trend\"]", "command = [\"trend\"]\nreads = [\"data\"]",
                "plugin.toml:5: reads: absolute paths are wanted; the plugin's own folder it may read anyway"
            ),
            ("maximum = 2", "maximum = 0", "plugin.toml:9: protocol.maximum: a whole number from 1 to 1000 is wanted"),
            ("minimum = 1", "minimum = 3", "plugin.toml:8: protocol.minimum: it is above maximum"),
            ("\"region\"", "\"town\"", "plugin.toml:13: inputs.area_kinds: \"town\" is not a kind of area"),
            (
                "indicators = [\"absence\"]", "indicators = []",
                "plugin.toml:12: inputs.indicators: indicators and area_kinds must name what the plugin may see"
            ),
            (
                "slope = [\"indicator\"]\n", "",
                "plugin.toml:17: outputs.trend.units: at least one statistic with its units is wanted"
            ),
            (
                "slope = [\"indicator\"]", "slope = []",
                "plugin.toml:18: outputs.trend.units.slope: at least one unit is wanted"
            ),
            (
                "[outputs.trend.units]", "[outputs.trend.unit]",
                "plugin.toml:17: outputs.trend.unit: there is no such key; did you mean units?"
            ),
            (
                "outputs.trend", "outputs.Trend",
                "plugin.toml:15: outputs.Trend: a letter a–z, then up to 31 of a–z, 0–9 and \"-\" are wanted"
            ),
            (
                "slope = [\"indicator\"]\n",
                "slope = [\"indicator\"]\n[outputs.trend.caveats]\nslop = [\"few-years\"]\n",
                "plugin.toml:20: outputs.trend.caveats.slop: there is no such statistic under units"
            ),
            (
                "slope = [\"indicator\"]\n", "slope = [\"indicator\"]\n[limits]\nsecond = 5\n",
                "plugin.toml:20: limits.second: there is no such key; did you mean seconds?"
            ),
            (
                "slope = [\"indicator\"]\n", "slope = [\"indicator\"]\n[limits]\nseconds = 0\n",
                "plugin.toml:20: limits.seconds: a whole number from 1 to 86400 is wanted"
            ),
        ]
    )
    func mistakes(text: String, other: String, message: String) throws {
        let spoilt = Self.plain.replacing(text, with: other)
        #expect(spoilt != Self.plain)
        #expect(try Self.read(spoilt).problem == message)
    }

    @Test("a manifest without outputs says so")
    func noOutputs() throws {
        let end = try #require(Self.plain.firstRange(of: "[outputs.trend]"))
        let text = String(Self.plain[..<end.lowerBound])
        #expect(try Self.read(text).problem == "plugin.toml: outputs: the table [outputs] is missing")
        #expect(
            try Self.read(text + "[outputs]\n").problem
                == "plugin.toml:15: outputs: at least one kind of finding is wanted"
        )
    }
}

/// `plugins.lock`.
struct PluginLockTests {
    @Test("what is written is read back, in the order of names, and a second write replaces the first")
    func roundTrip() throws {
        let desk = try Desk()
        let path = "\(desk.folder)/plugins.lock"
        #expect(try PluginLock(path: path) == PluginLock())
        var lock = PluginLock()
        try lock.write(to: path)
        #expect(try PluginLock(path: path) == lock)
        lock.pins = [
            "trend": PluginPins(program: ContentDigest(of: "a"), files: ["plugin.toml": ContentDigest(of: "b")]),
            "a-1": PluginPins(
                program: nil,
                files: [
                    "plugin.toml": ContentDigest(of: "c"), "æ ø/å.py": ContentDigest(of: "d"),
                    "a \"b\" \\ #\n\u{7f}=.py": ContentDigest(of: "e"),
                ]
            ),
        ]
        try lock.write(to: path)
        #expect(try PluginLock(path: path) == lock)
        lock.pins["trend"] = nil
        try lock.write(to: path)
        #expect(try PluginLock(path: path) == lock)
    }

    @Test(
        "a digest that is none is told with its line",
        arguments: ["abc", String(repeating: "g", count: 64), String(repeating: "0", count: 63)]
    )
    func badDigest(digest: String) throws {
        let desk = try Desk()
        try desk.write("plugins.lock", "[benchmark]\n[benchmark.files]\n\"plugin.toml\" = \"\(digest)\"\n")
        let problem = "plugins.lock:3: benchmark.files.plugin.toml: 64 hexadecimal digits are wanted"
        #expect(desk.problem { _ = try PluginLock(path: "\(desk.folder)/plugins.lock") } == problem)
        #expect(desk.problem { _ = try desk.configuration() } == problem)
    }

    @Test("a digest of all files that is not that of the files is told")
    func wrongSum() throws {
        let desk = try Desk()
        let digest = ContentDigest(of: "x")
        try desk.write("plugins.lock", "[trend]\nsha256 = \"\(digest)\"\n[trend.files]\na = \"\(digest)\"\n")
        #expect(
            desk.problem { _ = try PluginLock(path: "\(desk.folder)/plugins.lock") }
                == "plugins.lock:2: trend.sha256: "
                + "it is not that of the files below; take the table out, look at the plugin and trust it again"
        )
    }

    @Test("a lock that is no text, no TOML or cannot be written is told")
    func unreadable() throws {
        let desk = try Desk()
        try desk.write("plugins.lock", "benchmark = 5\n")
        #expect(
            desk.problem { _ = try PluginLock(path: "\(desk.folder)/plugins.lock") }
                == "plugins.lock:1: benchmark: a table is wanted"
        )
        try desk.write("plugins.lock", "benchmark\n")
        #expect(
            desk.problem { _ = try PluginLock(path: "\(desk.folder)/plugins.lock") }?
                .hasPrefix("plugins.lock:1: it is not TOML: ") == true
        )
        #expect(
            desk.problem { try PluginLock().write(to: "\(desk.folder)/none/plugins.lock") }?
                .hasPrefix("none/plugins.lock: it cannot be written: ") == true
        )
    }
}
