import Foundation
import PejlTestSupport
import Testing

/// `pejl plugin test`: sound plugins pass, and each bad one fails the case that is about its fault.
struct PluginConformanceTests {
    private struct Result: Decodable, Equatable {
        let name, result, detail: String
    }

    private static func test(_ folder: String, _ arguments: [String] = []) throws -> (status: Int32, results: [Result])
    {
        let run = try Program.run("pejl", ["plugin", "test", folder, "--json"] + arguments)
        let results = try JSONDecoder().decode([Result].self, from: Data(run.output.utf8))
        return (run.status, results)
    }

    /// A new plugin, with one text of one of its files replaced.
    private static func plugin(
        in folder: TemporaryFolder,
        _ file: String = "",
        _ text: String = "",
        _ replacement: String = ""
    ) throws -> String {
        let made = try Program.run("pejl", ["plugin", "new", "changes", "--in", folder.path])
        #expect(made.status == 0, "\(made.errors)")
        if !file.isEmpty {
            let path = "changes/\(file)"
            let before = try String(contentsOfFile: folder.file(path), encoding: .utf8)
            #expect(before.contains(text), "\(file) has no \(text)")
            try folder.write(before.replacing(text, with: replacement), to: path)
        }
        return folder.file("changes")
    }

    @Test("a new plugin passes as it is")
    func newPlugin() throws {
        let folder = try TemporaryFolder()
        let (status, results) = try Self.test(try Self.plugin(in: folder))
        #expect(status == 0)
        #expect(results.filter { $0.result != "passed" } == [])
        #expect(results.count >= 18)
    }

    private static func statement(in folder: TemporaryFolder) throws -> String {
        let made = try Program.run("pejl", ["plugin", "new", "changes", "--lang", "sql", "--in", folder.path])
        #expect(made.status == 0, "\(made.errors)")
        return folder.file("changes")
    }

    @Test("a new statement passes as it is; what is said in the protocol is skipped")
    func newStatement() throws {
        let folder = try TemporaryFolder()
        let (status, results) = try Self.test(try Self.statement(in: folder))
        #expect(status == 0, "\(results)")
        let passed = results.filter { $0.result == "passed" }.map(\.name)
        #expect(
            passed == [
                "findings", "huge-input", "no-figures", "suppressed-figures", "unicode", "determinism", "settings",
                "golden-findings",
            ],
            "\(results)"
        )
        #expect(results.filter { $0.result == "failed" } == [])
    }

    @Test(
        "a statement with a fault fails the case that is about it",
        arguments: [
            ("change AS value", "nullif(change, -0.2) AS value", "findings", "column value"),
            (
                "round(value - value_before, decimals)", "round(value + value_before, decimals)", "golden-findings",
                "missing"
            ),
            ("FROM changes\n", "FROM changes, observation\n", "findings", "no such table"),
            ("'rose '", "random()", "findings", "random"),
            // A function that fails, and only at the bound.
            (
                "abs(change) >= :at_least", "CASE WHEN :at_least = 100 THEN json('x') ELSE 1 END", "settings",
                "at_least = 100.0"
            ),
        ]
    )
    func badStatement(text: String, replacement: String, name: String, detail: String) throws {
        let folder = try TemporaryFolder()
        let plugin = try Self.statement(in: folder)
        let before = try String(contentsOfFile: "\(plugin)/changes.sql", encoding: .utf8)
        #expect(before.contains(text))
        try folder.write(before.replacing(text, with: replacement), to: "changes/changes.sql")
        let (status, results) = try Self.test(plugin, ["--only", name])
        #expect(status == 65)
        #expect(results.map(\.result) == ["failed"])
        #expect(results.first?.detail.contains(detail) == true, "\(results)")
    }

    @Test(
        "the golden findings of a new plugin are what the publisher's figures say",
        arguments: ["new-findings.jsonl", "sql-findings.jsonl"]
    )
    func goldenByHand(file: String) throws {
        struct Line: Decodable {
            let breakdown, period: String
            let value: Double
        }
        // Hedensted, absence in per cent, 2021/2022 to 2024/2025, as in fravaer.txt.
        let printed = ["mellemtrin": [66, 70, 73, 71], "udskoling": [76, 86, 84, 80]]
        let years = ["2021/2022", "2022/2023", "2023/2024", "2024/2025"]
        let text = try Repository.text("Sources/pejl/Kit/\(file)")
        let lines = try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        #expect(lines.count == 6)
        for (stage, tenths) in printed {
            for index in 1...3 {
                let line = lines.first { $0.breakdown == "stage=\(stage)" && $0.period == years[index] }
                #expect(line?.value == Double(tenths[index] - tenths[index - 1]) / 10)
            }
        }
    }

    @Test("the built-in plugin passes, and has no golden findings and no settings")
    func benchmark() throws {
        let (status, results) = try Self.test("\(Repository.root)/Plugins/Benchmark")
        #expect(status == 0)
        #expect(results.filter { $0.result == "failed" } == [])
        #expect(results.filter { $0.result == "skipped" }.map(\.name) == ["settings", "golden-findings"])
    }

    @Test(
        "a plugin with one fault fails the case that is about it",
        arguments: [
            (
                "handshake", "pejl_plugin.py", #""plugin": self._identifier"#, #""plugin": "other""#,
                "it calls itself other"
            ),
            (
                "refuses-versions", "pejl_plugin.py", "if not low <= PROTOCOL_VERSION <= high:", "if False:",
                "versions 0 to 0: it chose 1"
            ),
            ("unknown-method", "pejl_plugin.py", "-32601", "-32000", "the error -32601"),
            (
                "shutdown", "pejl_plugin.py", "            self._answer(identifier, {})\n            return False",
                "            self._answer(identifier, {})\n            return True", "still there 3 s after shutdown"
            ),
            (
                "end-of-input", "pejl_plugin.py", "            if line is None or not",
                "            while line is None: select.select([], [], [], 1)\n            if not",
                "still there two seconds after"
            ),
            (
                "cancel", "pejl_plugin.py", #"            self._fail(self._id, TransientFailure.code, "cancelled")"#,
                "            pass", "analyse that was cancelled is answered with an error"
            ),
            (
                "malformed-input", "pejl_plugin.py", "if len({len(column) for column in columns}) != 1:", "if False:",
                "after fewer values than periods"
            ),
            (
                "malformed-input", "pejl_plugin.py",
                #"raise _BadMessage(f"not JSON in UTF-8 ({problem})") from problem"#, "_hang(problem)",
                "it hung after text that is not JSON"
            ),
            (
                "lost-series", "pejl_plugin.py", "if expected != len(self._series):", "if False:",
                "findings although a series was lost"
            ),
            ("findings", "changes.py", #"kind="change""#, #"kind="other""#, "kind other is not declared"),
            (
                "slow-input", "pejl_plugin.py", "self._pending += read",
                #"self._pending += read if b"\n" in read else b"""#,
                "exit status 70"
            ),
            (
                "huge-input", "changes.py", "    for one in series.of",
                "    assert len(series) < 1000, 'too many'\n    for one in series.of", "AssertionError: too many"
            ),
            (
                "no-figures", "changes.py", "    for one in series.of", "    series[0]\n    for one in series.of",
                "IndexError"
            ),
            (
                "suppressed-figures", "changes.py",
                "if before.value is None or now.value is None:\n                    continue",
                "before.value, now.value = before.value or 0, now.value or 0", "where every figure is hidden"
            ),
            (
                "unicode", "pejl_plugin.py", #"line = text.encode("utf-8")"#,
                #"line = text.encode("ascii", "replace")"#, "a title came back changed"
            ),
            (
                "determinism", "changes.py", "change = rounded(", "change = __import__('random').random() + rounded(",
                "other findings the second time"
            ),
            (
                "settings", "changes.py", "    for one in series.of",
                "    assert request.settings['at_least'] < 100\n    for one in series.of", "at_least = 100.0: "
            ),
            ("golden-findings", "changes.py", #""rose""#, #""went up""#, "went up"),
        ]
    )
    func fault(name: String, file: String, text: String, replacement: String, reason: String) throws {
        let folder = try TemporaryFolder()
        let path = try Self.plugin(in: folder, file, text, replacement)
        if replacement.contains("_hang") {
            let kit = try String(contentsOfFile: "\(path)/pejl_plugin.py", encoding: .utf8)
            let hang = "\ndef _hang(_):\n    while True: select.select([], [], [], 1)\n\n\nclass _Lines:"
            try folder.write(kit.replacing("\nclass _Lines:", with: hang), to: "changes/pejl_plugin.py")
        }
        let (status, results) = try Self.test(path, ["--only", name, "--patience", "3"])
        #expect(status == 65)
        #expect(results.map(\.name) == [name])
        #expect(results.first?.result == "failed")
        #expect(results.first?.detail.contains(reason) == true, "\(results)")
    }

    @Test("golden findings are written when asked for, and compared with")
    func writesGolden() throws {
        let folder = try TemporaryFolder()
        let path = try Self.plugin(in: folder, "changes.py", #""rose""#, #""went up""#)
        #expect(try Self.test(path, ["--only", "golden-findings"]).status == 65)
        let before = try String(contentsOfFile: "\(path)/golden/findings.jsonl", encoding: .utf8)
        #expect(try Self.test(path, ["--only", "golden-findings", "--write-golden"]).status == 0)
        let after = try String(contentsOfFile: "\(path)/golden/findings.jsonl", encoding: .utf8)
        #expect(after == before.replacing("rose", with: "went up"))
    }

    @Test("a plugin that may see none of the figures is not passed by chance")
    func noFigures() throws {
        let folder = try TemporaryFolder()
        let path = try Self.plugin(in: folder, "plugin.toml", #"["absence"]"#, #"["grades"]"#)
        let run = try Program.run("pejl", ["plugin", "test", path])
        #expect(run.status == 78)
        #expect(run.errors.contains("bad-figures: the figures have none that plugin changes may see (grades)"))
    }
}
