import Foundation
import PejlModel
import PejlTestSupport
import Testing

/// `pejl_plugin.py` on both ends: against the host, and line by line.
struct PythonKitTests {
    /// A plugin whose `analyse` has some lines as its body, in a folder of its own with the kit.
    private static func plugin(_ body: String, in folder: TemporaryFolder) throws -> TestPluginRun {
        let lines = body.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        let script = """
            import sys
            from pejl_plugin import *

            def analyse(request, series):
                first = series[0]
            \(lines)

            run(sys.argv[2], analyse)

            """
        try folder.write(script, to: "plugin.py")
        try folder.write(try Repository.text("Sources/pejl/Kit/pejl_plugin.py"), to: "pejl_plugin.py")
        var run = TestPluginRun("python")
        (run.program, run.interpreter, run.folder) = ("plugin.py", "python3", folder.path)
        return run
    }

    private static let finding = """
        for one in series:
            last = one.figures[-1]
            if last.value is not None:
                yield Finding(one, last.period, last.value, statistic="value", unit="%", kind="test",
                              caveats=["one-figure"], text=("tal", "figure"))
        """

    @Test("the findings of a Python plugin are taken, in its cage, with the defaults of the kit")
    func findings() throws {
        let folder = try TemporaryFolder()
        let findings = try Self.plugin(Self.finding, in: folder).run()
        #expect(Set(findings.map(\.area)) == ["615", "766"])
        let own = try #require(findings.first { $0.area == "766" })
        #expect((own.value, own.count, own.group) == (8, 1, "country"))
        #expect(own.inputs == [FindingInput(indicator: "absence", breakdown: .none, period: "2024", areas: ["766"])])
        // The indicator's own, which the plugin did not name.
        #expect(own.caveats == ["covid-19", "one-figure"])
        #expect(own.text == Localised(da: "tal", en: "figure"))
    }

    @Test("figures of many areas are counted and joined by the kit")
    func across() throws {
        let folder = try TemporaryFolder()
        let run = try Self.plugin(
            """
            all_of_them = series.across(first, "2024")
            yield Finding(first, "2024", sum(all_of_them.values()) / len(all_of_them), statistic="value", unit="%",
                          kind="test", caveats=["one-figure"], areas=all_of_them, text=("tal", "figure"))
            """,
            in: folder
        )
        let mean = try #require(try run.run().first)
        #expect((mean.value, mean.count) == (7.5, 2))
        #expect(mean.inputs.first?.areas == ["615", "766"])
    }

    @Test("what a plugin prints, from Python or from C, never gets among the messages")
    func prints() throws {
        let folder = try TemporaryFolder()
        let run = try Self.plugin(
            """
            import os
            print("stray")
            os.write(1, b"strayer\\n")
            progress("half way")
            log("two\\nlines", level="warning")
            \(Self.finding)
            """,
            in: folder
        )
        #expect(try run.run().count == 2)
    }

    @Test(
        "what a plugin must not say is refused at once, and the message says which finding and why",
        arguments: [
            ("value=float('nan')", "value is nan; a finite number is wanted"),
            ("value=-float('inf')", "value is -inf; a finite number is wanted"),
            ("value=None", "value is None; a number is wanted"),
            ("upper=float('inf')", "upper is inf; a finite number is wanted"),
            ("rank=1.5", "rank is 1.5; a whole number is wanted"),
            ("text=('tal', ' ')", "the English sentence is missing"),
            ("text=(None, 'figure')", "the Danish sentence is missing"),
            ("text='tal'", "text is a pair of sentences, Danish and English"),
            ("text=('\\ud800', 'figure')", "the Danish sentence holds half a character"),
            ("periods=['2022']", "its input absence 2022 was not sent"),
            ("periods=[], inputs=[]", "it has no inputs; name the figures it was computed from"),
            ("areas=['615', '766']", "count is missing: how many of the areas have a value"),
        ]
    )
    func refuses(change: String, problem: String) throws {
        let folder = try TemporaryFolder()
        let run = try Self.plugin(
            """
            said = dict(value=1, statistic="value", unit="%", text=("tal", "figure"))
            said.update(\(change))
            yield Finding(first, "2024", **said)
            """,
            in: folder
        )
        let failure = #expect(throws: (any Error).self) { try run.run() }.map(Failure.init)
        #expect(
            failure?.message
                == "plugin \(run.id): FindingError: finding 'value' on absence 615 2024: \(problem)"
        )
    }

    @Test(
        "a failure of the author's code reaches the host with its kind",
        arguments: [
            ("raise ConfigFailure('no threshold')", FailureKind.config, "no threshold"),
            ("raise TransientFailure('later')", .transient, "later"),
            ("raise SystemFailure('broken')", .system, "broken"),
            ("1 / 0", .system, "ZeroDivisionError: division by zero"),
            ("return [1]", .system, "FindingError: analyse yields int; Finding is wanted"),
            (
                "yield Finding(first, '2024', 1, statistic='x' * (1 << 20), unit='%', text=('a', 'b'))", .system,
                "a message of 1048"
            ),
        ]
    )
    func fails(body: String, kind: FailureKind, message: String) throws {
        let folder = try TemporaryFolder()
        let run = try Self.plugin(body, in: folder)
        let failure = #expect(throws: (any Error).self) { try run.run() }.map(Failure.init)
        #expect(failure?.kind == kind)
        #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "")")
    }

    // MARK: - Line by line

    /// Starts a script with some lines on its standard input, and prints what it wrote and how it ended.
    private static let driver = """
        import subprocess, sys
        done = subprocess.run([sys.executable, sys.argv[1], "by-hand", "test"], capture_output=True,
                              input=sys.argv[2].encode("utf-8", "surrogateescape"), timeout=60)
        sys.stdout.write(done.stdout.decode() + f"exit {done.returncode}\\n")
        sys.stderr.write(done.stderr.decode())
        """

    private static func talk(_ lines: [String], body: String = finding) throws -> ProgramResult {
        let folder = try TemporaryFolder()
        _ = try plugin(body, in: folder)
        return try Program.python(driver, [folder.file("plugin.py"), lines.map { $0 + "\n" }.joined()])
    }

    private static func initialize(_ minimum: Int, _ maximum: Int) -> String {
        #"{"id":1,"jsonrpc":"2.0","method":"initialize","params":{"host":"h","minimum":\#(minimum),"maximum":\#(maximum)}}"#
    }

    private static let analyse = #"""
        {"id":2,"jsonrpc":"2.0","method":"analyse","params":{"publication":1,"municipality":"766","areas":[{"code":"766",\#
        "name":"Hedensted"}],"groups":[],"indicators":[{"id":"absence","title":{"da":"F","en":"A"},"unit":"%","decimals":1,\#
        "direction":"neutral","definition":"d","caveats":{"covid-19":["2020"]},"breaks":["2022-01-01"]}],"settings":{},\#
        "clock":"2026-01-05T06:01:00Z","seed":0}}
        """#
    private static let series = #"""
        {"jsonrpc":"2.0","method":"data/series","params":{"indicator":"absence","area":"766","breakdown":{},\#
        "breakdownTitle":{"da":"","en":""},"periods":["2019","2020","2021","2022","2023","2024"],\#
        "values":[1,2,null,4,5,6],"statuses":["A","A","Q","B","P","A"]}}
        """#
    private static let end = #"{"jsonrpc":"2.0","method":"data/end","params":{"series":1}}"#
    private static let cancel = #"{"jsonrpc":"2.0","method":"cancel","params":{}}"#
    private static let shutdown = #"{"id":3,"jsonrpc":"2.0","method":"shutdown","params":{}}"#
    private static let ready = #"{"id":1,"jsonrpc":"2.0","result":{"plugin":"test","version":1}}"#
    private static let over = #"{"id":3,"jsonrpc":"2.0","result":{}}"# + "\nexit 0\n"

    @Test(
        "a version is negotiated over ranges",
        arguments: [(1, 1, true), (0, 1, true), (1, 999, true), (0, 0, false), (2, 2, false), (2, 999, false)]
    )
    func negotiates(minimum: Int, maximum: Int, isSpoken: Bool) throws {
        let said = try Self.talk([Self.initialize(minimum, maximum), Self.shutdown]).output
        let refusal =
            #"{"error":{"code":-32000,"message":"the host speaks versions \#(minimum) to \#(maximum), this plugin 1"},"#
            + #""id":1,"jsonrpc":"2.0"}"#
        #expect(said == (isSpoken ? Self.ready : refusal) + "\n" + Self.over)
    }

    @Test("an analysis that is cancelled is answered, gives no finding, and another may follow")
    func cancels() throws {
        let start = [Self.initialize(1, 1), Self.analyse, Self.series, Self.cancel, Self.end]
        let again = [Self.analyse.replacing("\"id\":2", with: "\"id\":4"), Self.series, Self.end, Self.shutdown]
        let said = try Self.talk(start + again).output.split(separator: "\n")
        #expect(said.count == 6)
        #expect(said[1] == #"{"error":{"code":-32001,"message":"cancelled"},"id":2,"jsonrpc":"2.0"}"#)
        #expect(said[2].contains(#""method":"finding""#))
        #expect(said[3] == #"{"id":4,"jsonrpc":"2.0","result":{"findings":1}}"#)
    }

    @Test("cancel is seen between two findings")
    func cancelsMidway() throws {
        // The lines lie in the pipe before the analysis begins.
        let lines = [Self.initialize(1, 1), Self.analyse, Self.series, Self.end, Self.cancel, Self.shutdown]
        let said = try Self.talk(lines).output
        #expect(!said.contains("finding"))
        #expect(said.contains(#""message":"cancelled""#) && said.hasSuffix(Self.over))
    }

    @Test("an unknown method is an error, an unknown notification is passed over")
    func unknownMethods() throws {
        let lines = [
            #"{"id":9,"jsonrpc":"2.0","method":"dance"}"#, #"{"jsonrpc":"2.0","method":"rain"}"#, Self.shutdown,
        ]
        #expect(
            try Self.talk(lines).output
                == #"{"error":{"code":-32601,"message":"unknown method dance"},"id":9,"jsonrpc":"2.0"}"# + "\n"
                + Self.over
        )
    }

    @Test("series that were lost on the way are noticed")
    func lostSeries() throws {
        let end = Self.end.replacing("1", with: "2")
        let said = try Self.talk([Self.initialize(1, 1), Self.analyse, Self.series, end]).output
        #expect(said.contains(#""code":-32002,"message":"1 series came, the host sent 2""#))
    }

    @Test(
        "a host that makes no sense ends the plugin with status 70 and a reason",
        arguments: [
            ("hello", "not JSON in UTF-8"),
            (#"{"jsonrpc":"2.0","method":"initialize"}"#, "initialize: KeyError 'params'"),
            (#"{"jsonrpc":"1.0","method":"shutdown"}"#, "not a message of JSON-RPC 2.0"), ("[]", "not a message of"),
            (String(repeating: "[", count: 100_000), "not JSON in UTF-8"),
            (#"{"jsonrpc":"2.0","method":"x","params":NaN}"#, "NaN is not JSON"),
        ]
    )
    func senseless(line: String, reason: String) throws {
        let said = try Self.talk([line, Self.shutdown])
        #expect(said.output == "exit 70\n", "\(said.output)")
        #expect(said.errors.contains(reason), "\(said.errors)")
    }

    @Test("columns of different length, a series of nothing known and a line without end are senseless too")
    func senselessData() throws {
        let start = [Self.initialize(1, 1), Self.analyse]
        for (line, reason) in [
            (Self.series.replacing(",6]", with: "]"), "differ in length"),
            (Self.series.replacing(",6]", with: ",\"6\"]"), "the value '6' of absence 766 is not a number"),
            (Self.series.replacing(",6]", with: ",1e999]"), "the value inf of absence 766 is not a number"),
            (Self.series.replacing("\"absence\"", with: "\"other\""), "not among the indicators"),
            (Self.series.replacing("\"766\"", with: "\"\(String(repeating: "7", count: 100_000))\""), "exit 0"),
        ] {
            let said = try Self.talk(start + [line, Self.end, Self.shutdown])
            #expect((said.output + said.errors).contains(reason), "\(said.errors)")
        }
    }

    @Test("figures are cut at breaks, those of both sides belong to neither, and the caveats travel")
    func pieces() throws {
        let body = """
            told = [[(one.period, one.value) for one in piece] for piece in first.pieces()]
            yield Finding(first, "2024", 1, statistic="x", unit="%", periods=["2020", "2023"], text=(str(told), "-"))
            """
        let said = try Self.talk(
            [Self.initialize(1, 1), Self.analyse, Self.series, Self.end, Self.shutdown],
            body: body
        )
        #expect(
            said.output.contains("[[('2019', 1), ('2020', 2), ('2021', None)], [('2023', 5), ('2024', 6)]]"),
            "\(said.output)"
        )
        #expect(said.output.contains(#""caveats":["covid-19","provisional-values"]"#))
    }

    @Test("a person who starts it on a terminal is told what to do")
    func byHand() throws {
        let folder = try TemporaryFolder()
        _ = try Self.plugin(Self.finding, in: folder)
        let terminal = """
            import os, pty, subprocess, sys
            ours, theirs = pty.openpty()
            done = subprocess.run([sys.executable, sys.argv[1], "x", "mine"], stdin=theirs, capture_output=True)
            print(done.returncode, done.stderr.decode(), done.stdout.decode())
            """
        let said = try Program.python(terminal, [folder.file("plugin.py")]).output
        #expect(said.hasPrefix("64 mine is a plugin of pejl"))
        #expect(said.contains("pejl plugin test ."))
    }

    @Test("it imports nothing but the standard library, and is understood by Python 3.9")
    func standsAlone() throws {
        let check = """
            import ast, sys
            tree = ast.parse(open(sys.argv[1], encoding="utf-8").read(), feature_version=(3, 9))
            names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
            assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
            print(sorted(set(names) - sys.stdlib_module_names))
            """
        #expect(try Program.python(check, ["\(Repository.root)/Sources/pejl/Kit/pejl_plugin.py"]).output == "[]\n")
    }

    @Test("the digits of a number and the first day of a period")
    func helpers() throws {
        let calls = [
            ("danish(-1234.56, 1)", "\u{2212}1.234,6"), ("english(1234567, 2)", "1,234,567.00"),
            ("english(-0.04, 1)", "0.0"),
            ("english(7.4 - 7.25, 1)", "0.2"), ("rounded(100 - 92.9, 1)", "7.1"), ("rounded(-0.04, 1)", "0.0"),
            ("first_day('2023/2024')", "2023-08-01"), ("first_day('2024K3')", "2024-07-01"),
            ("first_day('2024H2')", "2024-07-01"), ("first_day('2024M04')", "2024-04-01"),
            ("first_day('2024U01')", "2024-01-01"), ("first_day('2024M01D15')", "2024-01-15"),
            ("first_day('2014U30-41')", "2014-07-21"), ("first_day('2021:2022')", "2021-01-01"),
        ]
        let script =
            "import sys; sys.dont_write_bytecode = True; sys.path.insert(0, sys.argv[1]); from pejl_plugin import *\n"
        let asked = calls.map { "print(\($0.0))" }.joined(separator: "\n")
        let said = try Program.python(script + asked, ["\(Repository.root)/Sources/pejl/Kit"]).output
        #expect(said.split(separator: "\n").map(String.init) == calls.map(\.1))
    }
}
