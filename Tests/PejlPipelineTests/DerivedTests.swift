import Foundation
import PejlConfig
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Computed datasets from dropped files to the publication; the figures are synthetic.
struct DerivedTests {
    // MARK: - Recipes

    private static func dropped(_ id: String, _ indicator: String, unit: String, decimals: Int) -> String {
        DropTests.recipe.replacing("id = \"elever\"", with: "id = \"\(id)\"")
            .replacing("id = \"pupils\"", with: "id = \"\(indicator)\"")
            .replacing("test-pupils", with: "test-\(indicator)")
            .replacing("unit = \"persons\"", with: "unit = \"\(unit)\"\ndecimals = \(decimals)")
    }

    private static func computed(_ id: String, unit: String, decimals: Int = 1, _ derivation: String) -> String {
        """
        id = "\(id)"
        publisher = "pejl"
        title = { da = "Beregnet", en = "Computed" }
        licence = "intern"
        citation = { da = "syntetisk", en = "synthetic" }
        [derivation]
        \(derivation)
        [[indicators]]
        id = "\(id.replacing("-", with: "_"))"
        title = { da = "Beregnet", en = "Computed" }
        definition = { da = "Beregnet.", en = "Computed." }
        definition_id = "test-\(id)"
        unit = "\(unit)"
        decimals = \(decimals)
        direction = "neutral"
        minimum = 0
        [gate]
        areas = ["630", "766"]
        """
    }

    private static let segregation = computed(
        "segregering",
        unit: "%",
        "formula = \"complement\"\nof = { indicator = \"inclusion\", definition_id = \"test-inclusion\" }"
    )

    /// Reads a computed one, and comes before it in the alphabet.
    private static let again = computed(
        "igen",
        unit: "%",
        "formula = \"complement\"\nof = { indicator = \"segregering\", definition_id = \"test-segregering\" }"
    )

    private static let cost = computed(
        "udgift",
        unit: "dkk/pupil",
        decimals: 2,
        """
        formula = "bridged-ratio"
        numerator = { indicator = "money", definition_id = "test-money" }
        denominator = { indicator = "pupils", definition_id = "test-pupils" }
        """
    )

    private static let recipes = [
        "inklusion": dropped("inklusion", "inclusion", unit: "%", decimals: 1), "segregering": segregation,
        "igen": again,
    ]

    private static func file(_ rows: [(String, String, String)]) -> [UInt8] {
        Array(("Kommune;År;Antal\n" + rows.map { "\($0.0);\($0.1);\($0.2)\n" }.joined()).utf8)
    }

    private static func inclusion(_ hedensted: String, _ vejle: String = "95,0") -> [UInt8] {
        file([("766", "2023/2024", hedensted), ("630", "2023/2024", vejle)])
    }

    private func rows(_ installation: DropInstallation, _ sql: String) throws -> [[QueryValue]] {
        try Rows(path: installation.paths.publication, sql).all
    }

    private func values(_ installation: DropInstallation, of indicator: String) throws -> [QueryValue] {
        try rows(
            installation,
            "SELECT value FROM figures_vintages WHERE indicator = '\(indicator)' AND area_code = '766' ORDER BY valid_from"
        ).map { $0[0] }
    }

    private func outcome(_ summary: RefreshSummary, _ dataset: String) throws -> RefreshOutcome {
        try #require(summary.datasets.first { $0.id == dataset }).outcome
    }

    // MARK: - Loads

    @Test("what is computed comes with its inputs in one run, inputs first, and traces to the documents' bytes")
    func chain() async throws {
        let installation = try DropInstallation(Self.recipes)
        try installation.drop(Self.inclusion("92,9"), as: "a.csv", in: "inklusion")
        let summary = try await installation.run()
        #expect(summary.failures == [])
        #expect(try outcome(summary, "segregering") == .loaded(LoadDifference(firstLoadOf: 2)))
        #expect(
            try rows(
                installation,
                "SELECT indicator, area_code, period, value, status, publisher FROM figures ORDER BY 1, 2"
            )
                == [
                    [.text("igen"), .text("630"), .text("2023/2024"), .real(95), .text("A"), .text("pejl")],
                    [.text("igen"), .text("766"), .text("2023/2024"), .real(92.9), .text("A"), .text("pejl")],
                    [.text("inclusion"), .text("630"), .text("2023/2024"), .real(95), .text("A"), .text("kommunen")],
                    [.text("inclusion"), .text("766"), .text("2023/2024"), .real(92.9), .text("A"), .text("kommunen")],
                    [.text("segregering"), .text("630"), .text("2023/2024"), .real(5), .text("A"), .text("pejl")],
                    [.text("segregering"), .text("766"), .text("2023/2024"), .real(7.1), .text("A"), .text("pejl")],
                ]
        )
        #expect(
            try rows(installation, "SELECT indicator, formula, flags FROM indicators ORDER BY 1") == [
                [.text("igen"), .text("100 − segregering"), .text("")], [.text("inclusion"), .null, .text("")],
                [.text("segregering"), .text("100 − inclusion"), .text("")],
            ]
        )

        let publication = try Publication(path: installation.paths.publication)
        let key = SeriesKey(indicator: "igen", area: "766", breakdown: .none)
        let (figure, fetches) = try #require(try publication.chain(figure: key, period: "2023/2024"))
        #expect(figure.value == 92.9 && figure.formula == "100 − segregering")
        let input = try #require(figure.inputs.first)
        #expect(
            input.series.description == "segregering 766" && input.value == 7.1 && input.formula == "100 − inclusion"
        )
        let source = try #require(input.inputs.first)
        #expect(source.series.description == "inclusion 766" && source.value == 92.9 && source.formula == nil)
        #expect(fetches.map(\.dataset) == ["inklusion", "segregering", "igen"])
        #expect(fetches[0].exchanges.map(\.document) == [ContentDigest(of: Self.inclusion("92,9")).hex])
        #expect(fetches[1].exchanges.isEmpty && fetches[1].formula == "100 − inclusion")
        let sources = try publication.sources()
        #expect(sources.first { $0.dataset == "igen" }?.documents == fetches[0].exchanges.map(\.document))

        let told = try Program.run(
            "pejl",
            ["explain", "segregering", "766", "2023/2024", "--lang", "en", "--directory", installation.paths.directory]
        )
        #expect(told.status == 0 && told.output.contains("figure       segregering 766 2023/2024 = 7.1 % (A)\n"))
        #expect(told.output.contains("formula      100 − inclusion\n"))
        #expect(told.output.contains("from         inclusion 766 2023/2024 = 92.9 % (A), fetch 1\n"))
        #expect(told.output.contains(ContentDigest(of: Self.inclusion("92,9")).hex))
    }

    @Test("a revision gives a vintage to what follows from it and to nothing else; without a change nothing is written")
    func revision() async throws {
        let installation = try DropInstallation(Self.recipes)
        try installation.drop(Self.inclusion("92,9"), as: "a.csv", in: "inklusion", age: 2)
        _ = try await installation.run()
        #expect(try outcome(try await installation.run(), "segregering") == .unchanged)
        try installation.drop(Self.inclusion("93,4"), as: "b.csv", in: "inklusion", age: 1)
        guard case .loaded(let difference) = try outcome(try await installation.run(), "segregering") else {
            Issue.record("not computed")
            return
        }
        #expect(difference.added == 0 && difference.changed == 1 && difference.withdrawn == 0)
        #expect(try values(installation, of: "segregering") == [.real(7.1), .real(6.6)])
        #expect(try values(installation, of: "igen") == [.real(92.9), .real(93.4)])
        // Input and result change at the same moment: no reading as of a moment sees them disagree.
        #expect(
            try rows(
                installation,
                """
                SELECT DISTINCT a.valid_from = b.valid_from, a.valid_to IS b.valid_to, round(a.value + b.value, 9)
                FROM figures_vintages a JOIN figures_vintages b USING (area_code, period, valid_from)
                WHERE a.indicator = 'inclusion' AND b.indicator = 'segregering'
                """
            ) == [[.integer(1), .integer(1), .real(100)]]
        )
        // Vejle's figure did not change and still traces to the first file.
        let lineage = """
            SELECT count(*) FROM derived_input d JOIN observation o
            ON o.series_id = d.series_id AND o.period_id = d.period_id AND o.fetch_id = d.fetch_id
            """
        #expect(try rows(installation, lineage) == [[.integer(4)]])
    }

    @Test("a hidden input hides what is computed from it")
    func suppressed() async throws {
        var recipes = Self.recipes
        recipes["inklusion"] = recipes["inklusion"]?.replacing("[marks]\n", with: "[marks]\n\"*\" = \"Q\"\n")
            .replacing("decimal = \",\"\n", with: "decimal = \",\"\nmarks = [\"*\"]\n")
        let installation = try DropInstallation(recipes)
        try installation.drop(Self.inclusion("*"), as: "a.csv", in: "inklusion")
        #expect(try await installation.run().failures == [])
        #expect(
            try rows(
                installation,
                "SELECT value, status, confidentiality FROM figures WHERE indicator = 'segregering' AND area_code = '766'"
            ) == [[.null, .text("Q"), .text("C")]]
        )
    }

    @Test("calendar and school years are bridged, the figures say so, and so do the findings on them and the report")
    func bridge() async throws {
        let recipes = [
            "regnskab": Self.dropped("regnskab", "money", unit: "dkk", decimals: 0), "elever": DropTests.recipe,
            "udgift": Self.cost,
        ]
        let installation = try DropInstallation(recipes, plugins: ["benchmark"])
        let pupils = [("2022/2023", "6.100"), ("2023/2024", "5.950")].flatMap { year, count in
            [("766", year, count), ("630", year, "12.000")]
        }
        try installation.drop(Self.file(pupils), as: "e.csv", in: "elever")
        #expect(try outcome(try await installation.run(), "udgift") == .notDue(nil))
        let money = [("766", "2023", "512.345.000"), ("630", "2023", "900.000.000")]
        try installation.drop(Self.file(money), as: "r.csv", in: "regnskab")
        #expect(try await installation.run().failures == [])
        // 512,345,000 ÷ 6,037.5 and 900,000,000 ÷ 12,000.
        #expect(
            try rows(
                installation,
                "SELECT area_code, period, value, unit, flags FROM figures WHERE publisher = 'pejl' ORDER BY 1"
            ) == [
                [.text("630"), .text("2023"), .real(75_000), .text("dkk/pupil"), .text("bridged")],
                [.text("766"), .text("2023"), .real(84_860.46), .text("dkk/pupil"), .text("bridged")],
            ]
        )
        let caveats = try rows(
            installation,
            "SELECT DISTINCT ',' || caveats || ',' LIKE '%,bridged,%' FROM findings WHERE indicator = 'udgift'"
        )
        #expect(caveats == [[.integer(1)]])
        let report = try String(contentsOfFile: installation.paths.report, encoding: .utf8)
        #expect(report.contains("Tælleren er fra et kalenderår og nævneren fra skoleår"))
    }

    // MARK: - Recipes that change, and refusals

    @Test("a changed recipe is computed at the next run; another formula needs another indicator")
    func changedRecipe() async throws {
        let installation = try DropInstallation(Self.recipes)
        try installation.drop(Self.inclusion("92,9"), as: "a.csv", in: "inklusion")
        _ = try await installation.run()
        let whole = Self.segregation.replacing("decimals = 1", with: "decimals = 0")
        try installation.folder.write(whole, to: "etc/datasets/segregering.toml")
        _ = try await installation.run()
        #expect(try values(installation, of: "segregering") == [.real(7.1), .real(7)])
        // What reads it follows in the same run.
        #expect(try values(installation, of: "igen") == [.real(92.9), .real(93)])

        let ratio = """
            formula = "ratio"
            factor = 100
            numerator = { indicator = "inclusion", definition_id = "test-inclusion" }
            denominator = { indicator = "inclusion", definition_id = "test-inclusion" }
            """
        let other = Self.computed("segregering", unit: "%", ratio)
        try installation.folder.write(other, to: "etc/datasets/segregering.toml")
        let failure = try #require(try await installation.run().failures.first)
        #expect(
            failure.name == "definition-changed"
                && failure.message.contains("its formula from 100 − inclusion to 100 × inclusion ÷ inclusion")
        )
        #expect(try values(installation, of: "segregering") == [.real(7.1), .real(7)])
    }

    @Test(
        "a refused computation leaves the last good figures, says why, and is not tried again until something changes"
    )
    func refused() async throws {
        let installation = try DropInstallation(Self.recipes)
        try installation.drop(Self.inclusion("92,9"), as: "a.csv", in: "inklusion", age: 3)
        _ = try await installation.run()
        try installation.drop(Self.inclusion("101,5"), as: "b.csv", in: "inklusion", age: 2)
        let summary = try await installation.run()
        let failure = try #require(summary.failures.first)
        #expect(failure.kind == .contract && failure.name == "out-of-bounds")
        #expect(
            failure.message.hasPrefix("segregering: 1 row cannot be understood (out-of-bounds): row 2: segregering 766")
        )
        #expect(try outcome(summary, "inklusion") != .unchanged && summary.failures.count == 1)
        #expect(try values(installation, of: "segregering") == [.real(7.1)])
        #expect(try values(installation, of: "inclusion") == [.real(92.9), .real(101.5)])

        #expect(try outcome(try await installation.run(), "segregering") == .notDue(failure))
        let refused = "SELECT count(DISTINCT fetch_id) FROM refusals WHERE dataset = 'segregering'"
        try installation.drop(Self.inclusion("94"), as: "c.csv", in: "inklusion", age: 1)
        #expect(try await installation.run().failures == [])
        #expect(try rows(installation, refused) == [[.integer(1)]])
        #expect(try values(installation, of: "segregering") == [.real(7.1), .real(6)])
    }

    @Test("figures that a person lets go are let go in what is computed from them")
    func approved() async throws {
        let installation = try DropInstallation(Self.recipes)
        try installation.drop(
            Self.file(
                [("766", "2022/2023", "92,9"), ("630", "2022/2023", "95")] + [
                    ("766", "2023/2024", "93"), ("630", "2023/2024", "94"),
                ]
            ),
            as: "a.csv",
            in: "inklusion",
            age: 2
        )
        _ = try await installation.run()
        try installation.drop(Self.inclusion("93", "94"), as: "b.csv", in: "inklusion", age: 1)
        #expect(try await installation.run().failures.map(\.name) == ["rows-lost"])
        #expect(
            try rows(installation, "SELECT count(*) FROM figures WHERE indicator = 'segregering'") == [[.integer(4)]]
        )
        let options = try Configuration(path: installation.configurationPath).pipeline
        let clock = installation.clock
        let pipeline = try RefreshPipeline(options, now: { clock.now })
        let summary = try pipeline.approve("inklusion", fetch: nil, actor: "test", reason: "one year only")
        #expect(summary.failures == [])
        #expect(
            try rows(installation, "SELECT count(*) FROM figures WHERE indicator = 'segregering'") == [[.integer(2)]]
        )
        let failure = #expect(throws: Failure.self) { try pipeline.replay("segregering", mode: .check, actor: "test") }
        #expect(
            failure?.message == "segregering: it is computed from inclusion, not read; replay the datasets of those"
        )
    }

    // MARK: - Kills

    // Few random kills fall between two commits; `DerivationTests` holds that there is one.

    @Test(
        "a pejld that is killed never leaves computed figures that disagree with their inputs",
        .timeLimit(.minutes(5))
    )
    func kills() async throws {
        let installation = try DropInstallation(Self.recipes)
        try installation.drop(Self.inclusion("90,0"), as: "first.csv", in: "inklusion")
        _ = try await installation.run()
        var random = SeededRandom(state: 20_261_127)
        var unfinished = 0
        for kill in 0..<30 {
            let tenths = 900 + kill
            let file = Self.inclusion("\(tenths / 10),\(tenths % 10)", "\(tenths / 10 - 1),\(tenths % 10)")
            try installation.drop(file, as: "\(kill).csv", in: "inklusion")
            let program = try Program("pejld", ["--once", "--config", installation.configurationPath])
            usleep(UInt32.random(in: 0..<120_000, using: &random))
            if !program.hasEnded() { unfinished += 1 }
            program.end()
            let store = try Store(path: installation.paths.workStore, now: installation.clock.now)
            let copy = installation.folder.file("copy.sqlite")
            try store.makeCandidate(at: copy)
            let sums = try Rows(
                path: copy,
                """
                SELECT count(*), sum(abs(a.value + b.value - 100) > 1e-9), sum(abs(a.value - c.value) > 1e-9)
                FROM figures a JOIN figures b USING (area_code, period) JOIN figures c USING (area_code, period)
                WHERE a.indicator = 'inclusion' AND b.indicator = 'segregering' AND c.indicator = 'igen'
                """
            )
            #expect(sums.all == [[.integer(2), .integer(0), .integer(0)]], "kill \(kill)")
        }
        #expect(unfinished > 5, "the kills came too late to tell anything")
    }
}
