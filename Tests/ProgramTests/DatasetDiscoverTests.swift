import Foundation
import PejlModel
import PejlStandIn
import PejlTestSupport
import Testing

/// What a newcomer does who wants a table that nobody has a recipe for.
struct DatasetDiscoverTests {
    private func discover(_ installation: TestInstallation, _ arguments: [String]) throws -> String {
        let all = ["dataset", "discover", "statbank"] + arguments + ["--config", installation.configurationPath]
        let result = try Program.run("pejl", all)
        #expect(result.status == 0, "\(result.errors)")
        return result.output
    }

    private static let draft = ["SYNT1", "--draft"]

    @Test("Subjects, tables and a table are shown in both languages")
    func shows() throws {
        let installation = try TestInstallation(datasets: ["inklusion-katalog"])
        #expect(try discover(installation, ["--lang", "da"]) == "1  Borgere\n  3401  Befolkning\n")
        #expect(
            try discover(installation, ["--match", "synt", "--closed", "--lang", "en"]) == """
                SYNT1  Synthetic table for tests (-), 2020–2024: region, series, time
                SYNT2  Synthetic closed table (Number), 2018Q1–2018Q2: region, time  [closed]
                2 tables

                """
        )
        #expect(
            try discover(installation, ["synt1", "--values", "2", "--lang", "da"]) == """
                SYNT1  Syntetisk tabel til prøver (-)
                  opdateret 2025-08-20T08:00:00 dansk tid
                  note (skal vises): SYNTETISK: intet tal i tabellen er virkeligt. Serie C sluttede i 2022.
                  det, som BULK udelader, står for "0"
                  hele tabellen: 7840 celler
                  OMRÅDE  område: 98 værdier, geografi (Denmark_municipality_07), kan udelades
                      101  København
                      147  Frederiksberg
                      og 96 til; --values 0 viser alle
                  SERIE  serie: 4 værdier, skal vælges
                      A  Alle
                      B  Spredt
                      og 2 til; --values 0 viser alle
                  Tid  tid: 5 værdier, tiden
                      og 3 til; --values 0 viser alle
                      2023
                      2024

                """
        )
        let closed = try discover(installation, ["SYNT2", "--lang", "en"])
        #expect(closed.contains("  CLOSED by the publisher, still answers; updated 2020-03-02T08:00:00\n"))
    }

    @Test("JSON holds the same under stable names")
    func json() throws {
        let installation = try TestInstallation(datasets: ["inklusion-katalog"])
        func read(_ arguments: [String]) throws -> Any {
            try JSONSerialization.jsonObject(with: Data(try discover(installation, arguments + ["--json"]).utf8))
        }
        let table = try #require(try read(["SYNT1"]) as? [String: Any])
        #expect(
            Set(table.keys) == [
                "id", "title", "unit", "updated", "active", "suppressed_data_value", "notes", "variables",
            ]
        )
        let variables = try #require(table["variables"] as? [[String: Any]])
        #expect(variables.map { $0["id"] as? String } == ["OMRÅDE", "SERIE", "Tid"])
        #expect(variables.map { ($0["values"] as? [Any])?.count } == [98, 4, 5])
        #expect(
            (try read(["--match", "folk1am"]) as? [[String: Any]])?.first?["periods"] as? String == "2021M10–2025M01"
        )
        #expect((try read([]) as? [[String: Any]])?.first?["id"] as? String == "1")
    }

    @Test("the example of a draft stands on one line and writes over no recipe that ships")
    func draftExample() throws {
        let help = try Program.run("pejl", ["dataset", "discover", "--help"]).output
        let example = try #require(help.firstMatch(of: #/\n +pejl dataset discover statbank \w+ --draft > (\S+)\n/#)?.1)
        #expect(!FileManager.default.fileExists(atPath: "\(Repository.root)/etc/pejl/datasets/\(example)"))
    }

    @Test("one is not many")
    func singular() throws {
        let installation = try TestInstallation(datasets: ["inklusion-katalog"])
        let table = try discover(installation, ["FOLK1AM", "--lang", "en"])
        #expect(table.contains("  KØN  sex: 1 value, may be left out\n"), "\(table)")
        let danish = try discover(installation, ["FOLK1AM", "--lang", "da"])
        #expect(danish.contains("  KØN  køn: 1 værdi, kan udelades\n"))
        #expect(try discover(installation, ["--match", "SYNT1", "--lang", "en"]).hasSuffix("\n1 table\n"))
    }

    @Test("What cannot be asked is named")
    func refused() throws {
        let installation = try TestInstallation(datasets: ["inklusion-katalog"])
        func result(_ arguments: [String]) throws -> ProgramResult {
            try Program.run(
                "pejl",
                ["dataset", "discover"] + arguments + ["--config", installation.configurationPath]
            )
        }
        let unknown = try result(["statbank", "NOPE"])
        #expect(unknown.status == 65)
        #expect(
            unknown.errors == "pejl: no-such-table: \(installation.standIn.statBankURL)/tableinfo: the publisher has "
                + "no such table: \"Tabel findes ikke: NOPE\"; look for one with `pejl dataset discover statbank "
                + "--match WORD`\n"
        )
        #expect(try result(["noegletal"]).status == 64)
        #expect(try result(["statbank", "--draft"]).status == 64)
        #expect(try result(["statbank", "SYNT1", "--match", "x"]).status == 64)
    }

    @Test("A draft is fetched by as it is: a newcomer's table is published with its note")
    func newcomer() async throws {
        let installation = try TestInstallation(datasets: ["inklusion-katalog"])
        try installation.folder.write(try discover(installation, Self.draft), to: "etc/datasets/synt1.toml")
        let run = try Program.run("pejld", ["--once", "--config", installation.configurationPath])
        #expect(run.status == 0, "\(run.errors)")
        func rows(_ sql: String) throws -> String {
            try Program.run("pejl", ["query", sql, "--format", "csv", "--directory", installation.folder.path]).output
        }
        #expect(
            try rows(
                "SELECT breakdown, value, status FROM figures WHERE indicator = 'synt1' AND area_code = '766' "
                    + "AND period = '2023' ORDER BY breakdown"
            ) == "breakdown,value,status\nseries=alle,2789,A\nseries=ophoert,,O\nseries=skjult,2789,A\n"
                + "series=spredt,0,A\n"
        )
        #expect(
            try rows("SELECT dataset, kind, mandatory, text FROM dataset_notes")
                == "dataset,kind,mandatory,text\n"
                + "synt1,footnote,1,SYNTETISK: intet tal i tabellen er virkeligt. Serie C sluttede i 2022.\n"
        )
        let before = installation.standIn.requests.count
        let again = try Program.run("pejld", ["--once", "--config", installation.configurationPath])
        #expect(again.status == 0 && again.errors.contains("pejld: synt1: unchanged\n"))
        // Nothing of StatBank's but its list of changes.
        let asked = installation.standIn.requests.dropFirst(before).map(\.path).filter { $0.hasPrefix("/v1/") }
        #expect(asked.count == 1 && asked[0].hasPrefix("/v1/tables?pastdays="), "\(asked)")
    }

    /// The forms differ in how they name columns and values, and in what they leave out; never in the figures.
    @Test("CSV, BULK with its gaps as zeros, JSON-stat and PX bring the same figures")
    func forms() async throws {
        let installation = try TestInstallation(datasets: ["inklusion-katalog"])
        let draft = try discover(installation, Self.draft)
        let changes: [(String, [(String, String)])] = [
            ("csv", []),
            (
                "bulk",
                [
                    ("\"statbank-csv\"", "\"bulk\""), ("\"nothing\"", "\"zero\""),
                    ("[gate]", "[gate]\nmaximum_absent_percent = 100"),
                ]
            ),
            (
                "json-stat",
                [
                    ("\"statbank-csv\"", "\"json-stat\""), ("\"TID\"", "\"Tid\""), ("\"INDHOLD\"", "\"value\""),
                    ("\"..\" = \"O\"", "\"\" = \"O\""),
                    (
                        "[[indicators]]",
                        "[[columns]]\ncode = \"ContentsCode\"\nrole = \"constant\"\nvalue = \"SYNT1\"\n\n[[indicators]]"
                    ),
                ]
            ),
            (
                "px",
                [("\"statbank-csv\"", "\"px\""), ("\"TID\"", "\"Tid\""), ("\"INDHOLD\"", "\"value\"")]
            ),
        ]
        for (name, replacements) in changes {
            var text = draft.replacingOccurrences(of: "id = \"synt1\"", with: "id = \"\(name)\"", range: nil)
            for (old, new) in replacements {
                #expect(text.contains(old), "\(old)")
                text = text.replacingOccurrences(of: old, with: new)
            }
            // The dataset and the indicator have the same name in a draft; an indicator has no hyphen.
            text = text.replacingOccurrences(
                of: "[[indicators]]\nid = \"\(name)\"",
                with: "[[indicators]]\nid = \"\(name.filter { $0 != "-" })\""
            )
            try installation.folder.write(text, to: "etc/datasets/\(name).toml")
        }
        let summary = try await installation.run()
        #expect(summary.failures == [])
        func figures(_ indicator: String) throws -> String {
            let sql = """
                SELECT area_code, period, breakdown, value, status FROM figures WHERE indicator = '\(indicator)'
                ORDER BY area_code, period, breakdown
                """
            return try Program.run(
                "pejl",
                ["query", sql, "--format", "csv", "--directory", installation.folder.path]
            ).output
        }
        let csv = try figures("csv")
        let lines = csv.split(separator: "\n").count
        #expect(lines == 98 * 4 * 5 + 1)
        #expect(csv.contains("766,2023,series=spredt,0,A\n") && csv.contains("766,2022,series=spredt,2788,A\n"))
        for other in ["bulk", "jsonstat", "px"] { #expect(try figures(other) == csv, "\(other)") }
    }
}
