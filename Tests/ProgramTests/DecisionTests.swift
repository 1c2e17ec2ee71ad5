import Foundation
import PejlPipeline
import PejlStandIn
import PejlTestSupport
import Testing

/// What a person decides on a load that was refused, through the programs and against the stand-in publishers.
struct DecisionTests {
    private static let statBank = "/v1/data"
    private static let education = "/Api/v1/statistik"
    private static let who = ["--by", "Anne Holm", "--because", "the three were closed"]

    /// Population, loaded once and then without the last three municipalities of the stand-in, so that it is refused.
    private func refused() throws -> (TestInstallation, Desk) {
        let installation = try TestInstallation(datasets: ["folk1am"])
        let desk = Desk(installation)
        #expect(try desk.pejld().status == 0)
        installation.standIn.misbehave(.missingMunicipalities(3), on: Self.statBank)
        #expect(try desk.pejld("--insist").status == 65)
        return (installation, desk)
    }

    private func areas(_ desk: Desk, _ installation: TestInstallation) throws -> [String] {
        try desk.query(
            installation.paths.publication,
            "SELECT count(DISTINCT area_code) FROM figures WHERE area_kind = 'municipality'"
        )
    }

    @Test("a refused load is shown in Danish, in English and as JSON, and showing it changes nothing")
    func diff() throws {
        let (installation, desk) = try refused()
        let store = StoreFile(path: installation.paths.workStore)
        let before = try store.dump()
        let danish = try desk.pejl("dataset", "diff", "folk1am", "--lang", "da")
        #expect(danish.status == 0 && danish.errors.isEmpty)
        for text in [
            "hentning 2 af ", "blev afvist\n", "områder mangler (areas-missing):\n",
            "  3 af de ventede områder har slet ingen rækker: ", "kode i OMRÅDE forsvundet: ", "forsvundet  population",
            "Luk den ind: pejl dataset approve folk1am --fetch 2 --by \"…\" --because \"…\"",
        ] { #expect(danish.output.contains(text), "\(text) in \(danish.output)") }
        let english = try desk.pejl("dataset", "diff", "folk1am", "--lang", "en")
        for text in [
            "fetch 2 of ", "was refused\n", "3 of the expected areas have no row at all: ", "member of OMRÅDE gone: ",
            "Let it in: pejl dataset approve folk1am --fetch 2",
        ] { #expect(english.output.contains(text), "\(text) in \(english.output)") }

        let json = try desk.json(["dataset", "diff", "folk1am"])
        #expect(json["approvable"] as? Bool == true && json["fetch"] as? Int == 2)
        let counts = try #require(json["counts"] as? [String: Int])
        let held = try desk.query(
            installation.paths.publication,
            "SELECT count(*), count(DISTINCT period) FROM figures"
        )
        let (figures, periods) = try #require(Self.pair(held.first))
        #expect(counts["before"] == figures && counts["withdrawn"] == 3 * periods)
        #expect(counts["now"] == figures - 3 * periods && counts["added"] == 0 && counts["changed"] == 0)
        let rules = try #require(json["rules"] as? [[String: Any]])
        #expect(rules.compactMap { $0["rule"] as? String } == ["areas-missing", "keys-lost"])
        let schema = try #require(json["schema"] as? [[String: String]])
        #expect(schema.count == 3 && schema.allSatisfy { $0["kind"] == "lost" && $0["part"] == "member" })
        #expect(try store.dump() == before)
    }

    private static func pair(_ text: String?) -> (Int, Int)? {
        let numbers = (text ?? "").split(separator: "|").compactMap { Int($0) }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }

    @Test("an approved load is let in with who and why; the same again is unchanged, and another is not approved by it")
    func approve() throws {
        let (installation, desk) = try refused()
        #expect(try areas(desk, installation) == ["98"])
        let approved = try Program.run(
            "pejl",
            ["dataset", "approve", "folk1am", "--lang", "da", "--config", desk.config] + Self.who
        )
        #expect(approved.status == 0, "\(approved.errors)")
        #expect(approved.output.contains("folk1am: indlæst (0 nye, 0 ændrede, "))
        #expect(approved.output.contains("Udgivelse 2 er lavet"))
        #expect(try areas(desk, installation) == ["95"])
        let approvals = try desk.query(
            installation.paths.publication,
            "SELECT dataset, fetch_id, refused_fetch_id, actor, reason FROM approvals"
        )
        #expect(approvals.count == 1)
        #expect(approvals[0].hasPrefix("folk1am|3|2|Anne Holm, as "))
        #expect(approvals[0].hasSuffix("|the three were closed"))
        let events = try desk.query(
            installation.paths.publication,
            "SELECT verb, subject, detail FROM event WHERE verb <> 'verify'"
        )
        #expect(events == ["dataset approve|folk1am|refused fetch 2 let in as fetch 3: the three were closed"])

        #expect(try desk.pejld("--insist").status == 0)
        #expect(try desk.pejl("dataset", "diff", "folk1am").status == 65)

        installation.standIn.behave()
        installation.standIn.misbehave(.missingMunicipalities(5), on: Self.statBank)
        let other = try desk.pejld("--insist")
        #expect(other.status == 65)
        #expect(try areas(desk, installation) == ["95"])
    }

    @Test("where other documents were refused since, the fetch that was looked at must be named, and be the last")
    func severalRefused() throws {
        let (installation, desk) = try refused()
        installation.standIn.behave()
        installation.standIn.misbehave(.missingMunicipalities(5), on: Self.statBank)
        #expect(try desk.pejld("--insist").status == 65)
        let store = StoreFile(path: installation.paths.workStore)
        let before = try store.dump()
        func approve(_ fetch: String...) throws -> ProgramResult {
            try Program.run("pejl", ["dataset", "approve", "folk1am", "--config", desk.config] + Self.who + fetch)
        }
        let cases: [([String], String)] = [
            ([], "several-refused"), (["--fetch", "2"], "overtaken"), (["--fetch", "99"], "not-pending"),
            (["--fetch", "1"], "not-pending"),
        ]
        for (fetch, name) in cases {
            let result = try Program.run(
                "pejl",
                ["dataset", "approve", "folk1am", "--config", desk.config] + Self.who + fetch
            )
            #expect(result.status == 65 && result.errors.hasPrefix("pejl: \(name): folk1am: "), "\(result.errors)")
            #expect(try store.dump() == before)
        }
        #expect(try approve("--fetch", "3").status == 0)
        #expect(try areas(desk, installation) == ["93"])
    }

    @Test("a load that the same documents were refused in twice needs no number")
    func refusedTwice() throws {
        let (installation, desk) = try refused()
        #expect(try desk.pejld("--insist").status == 65)
        let result = try Program.run("pejl", ["dataset", "approve", "folk1am", "--config", desk.config] + Self.who)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try areas(desk, installation) == ["95"])
    }

    @Test("rows that cannot be understood are never waived, and the program says so")
    func notWaivable() throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        let desk = Desk(installation)
        #expect(try desk.pejld().status == 0)
        installation.standIn.misbehave(
            .unknownMunicipality(replacing: "Hedensted", with: "Hedenstad"),
            on: Self.education
        )
        #expect(try desk.pejld("--insist").status == 65)
        let diff = try desk.pejl("dataset", "diff", "elevfravaer", "--lang", "da")
        #expect(diff.output.contains("Den regel kan ingen se bort fra."))
        #expect(diff.output.contains("måske omdøbt: Hedensted → Hedenstad\n"), "\(diff.output)")
        #expect(diff.output.hasSuffix("pejl rejected replay elevfravaer\n"))
        let store = StoreFile(path: installation.paths.workStore)
        let before = try store.dump()
        let refusal = try Program.run(
            "pejl",
            ["dataset", "approve", "elevfravaer", "--lang", "da", "--config", desk.config] + Self.who
        )
        #expect(refusal.status == 65 && refusal.output.isEmpty)
        #expect(refusal.errors.hasPrefix("pejl: not-waivable: elevfravaer: hentning 2 kan ikke lukkes ind"))
        #expect(try store.dump() == before)
    }

    @Test(
        "a column or measure that has another name is shown as perhaps renamed",
        arguments: [
            ("folketal-katalog", statBank, "kolonne måske omdøbt: OMRÅDE → OMRÅDE_NY\n", "lost-column"),
            (
                "elevfravaer", education,
                "nøgletal måske omdøbt: Gennemsnitligt fravær per skoleår → Gennemsnitligt fravær per skoleår (ny)\n",
                "lost-measure"
            ),
        ]
    )
    func drift(dataset: String, path: String, line: String, rule: String) throws {
        let installation = try TestInstallation(datasets: [dataset])
        let desk = Desk(installation)
        #expect(try desk.pejld().status == 0)
        installation.standIn.misbehave(.renamedColumn, on: path)
        #expect(try desk.pejld("--insist").status == 65)
        let diff = try desk.pejl("dataset", "diff", dataset, "--lang", "da")
        #expect(diff.status == 0)
        #expect(diff.output.contains(line), "\(diff.output)")
        #expect(diff.output.contains("(\(rule)):\n"))
        let json = try desk.json(["dataset", "diff", dataset])
        #expect(json["approvable"] as? Bool == false)
        #expect((json["schema"] as? [[String: String]])?.first?["kind"] == "renamed")
    }

    @Test("an answer that was stopped before it could be kept is told of, and is nothing to decide on")
    func stoppedEarlier() throws {
        let installation = try TestInstallation(datasets: ["folk1am"])
        let desk = Desk(installation)
        #expect(try desk.pejld().status == 0)
        installation.standIn.misbehave(.renamedColumn, on: Self.statBank)
        #expect(try desk.pejld("--insist").status == 65)
        let diff = try desk.pejl("dataset", "diff", "folk1am", "--lang", "da")
        let start =
            "pejl: nothing-refused: folk1am: der er intet at tage stilling til, for det seneste forsøg bragte ingen tal"
        #expect(diff.status == 65 && diff.errors.hasPrefix("\(start): lost-column: "), "\(diff.errors)")
    }

    @Test("figures 1,000 times what they were are shown before and after, and can be let in")
    func jump() throws {
        let installation = try TestInstallation(datasets: ["folk1am"])
        let desk = Desk(installation)
        #expect(try desk.pejld().status == 0)
        let sql = "SELECT value FROM figures WHERE area_code = '766' AND period = '2024M04'"
        let before = try desk.query(installation.paths.publication, sql)
        installation.standIn.misbehave(.swappedValue(factor: 1000), on: Self.statBank)
        #expect(try desk.pejld("--insist").status == 65)
        let json = try desk.json(["dataset", "diff", "folk1am", "--examples", "10000"])
        let changes = try #require(json["changes"] as? [[String: Any]])
        let one = try #require(
            changes.first { $0["area"] as? String == "766" && $0["period"] as? String == "2024M04" }
        )
        let (was, now) = try #require(
            (one["valueBefore"] as? Double).flatMap { was in
                (one["valueNow"] as? Double).map { (was, $0) }
            }
        )
        #expect(one["kind"] as? String == "jumped" && now == 1000 * was && before == ["\(was)"])
        #expect((json["rules"] as? [[String: Any]])?.map { $0["rule"] as? String } == ["unit-jump"])
        let result = try Program.run("pejl", ["dataset", "approve", "folk1am", "--config", desk.config] + Self.who)
        #expect(result.status == 0)
        #expect(try desk.query(installation.paths.publication, sql) == ["\(now)"])
    }

    @Test("a load refused by another recipe is read again before it can be let in")
    func recipeChanged() throws {
        let (installation, desk) = try refused()
        let recipe = try String(contentsOfFile: installation.folder.file("etc/datasets/folk1am.toml"), encoding: .utf8)
        try installation.folder.write(recipe + "\n# put right\n", to: "etc/datasets/folk1am.toml")
        let arguments = ["dataset", "approve", "folk1am", "--config", desk.config] + Self.who
        let early = try Program.run("pejl", arguments)
        #expect(early.status == 65 && early.errors.hasPrefix("pejl: recipe-changed: folk1am: "), "\(early.errors)")
        #expect(try desk.json(["dataset", "diff", "folk1am"])["recipeChanged"] as? Bool == true)
        #expect(try areas(desk, installation) == ["98"])
        let again = try desk.pejl("rejected", "replay", "folk1am", "--lang", "da")
        #expect(again.status == 65)
        #expect(again.output.contains("folk1am: ikke indlæst (områder mangler); de sidste gode tal står\n"))
        #expect(try Program.run("pejl", arguments).status == 0)
        #expect(try areas(desk, installation) == ["95"])
    }

    @Test("what the publisher changed between a fetch and its approval is not missed")
    func updatedMeanwhile() throws {
        let (installation, desk) = try refused()
        installation.standIn.behave()
        try installation.standIn.revise(.population(area: "766", period: "2024M04", persons: 47_001))
        #expect(
            try Program.run("pejl", ["dataset", "approve", "folk1am", "--config", desk.config] + Self.who).status == 0
        )
        #expect(try desk.pejld().status == 0)
        let sql = "SELECT value FROM figures WHERE area_code = '766' AND period = '2024M04'"
        #expect(try desk.query(installation.paths.publication, sql) == ["47001.0"])
        #expect(try areas(desk, installation) == ["98"])
    }

    @Test("wrong words are told before anything is opened; a held store is status 75, and a foreign owner nobody's")
    func usage() throws {
        let installation = try TestInstallation(datasets: ["folk1am"])
        let desk = Desk(installation)
        for arguments in [
            ["folk1am"], ["folk1am", "--by", "Anne"], ["folk1am", "--because", "so"],
            ["folk1am", "--by", " ", "--because", "so"], ["folk1am", "--by", "A", "--because", "two\nlines"],
            ["folk1am", "--by", "A", "--because", "about 010203-1234"],
            ["folk1am", "--by", "A", "--because", "\u{1b}[2J"],
        ] {
            let result = try Program.run("pejl", ["dataset", "approve", "--config", desk.config] + arguments)
            #expect(result.status == 64, "\(arguments): \(result.errors)")
        }
        let never = try desk.pejl("dataset", "diff", "folk1am")
        #expect(never.status == 69 && never.errors.hasPrefix("pejl: never-run: "))
        #expect(try desk.pejld().status == 0)
        let unknown = try desk.pejl("dataset", "diff", "nowhere")
        #expect(unknown.status == 78 && unknown.errors.hasPrefix("pejl: no-such-dataset: "))
        let nothing = try desk.pejl("dataset", "diff", "folk1am", "--lang", "da")
        #expect(nothing.status == 65)
        #expect(
            nothing.errors
                == "pejl: nothing-refused: folk1am: den seneste hentning blev ikke afvist, så der er intet at "
                + "tage stilling til\n"
        )
    }

    @Test("every command that a message names is one, and shows examples")
    func namedCommands() throws {
        let sources = ["Sources/PejlModel/LoadRefusal.swift", "Sources/PejlPipeline/DecisionError.swift"]
        var named: Set<String> = []
        for source in sources {
            for match in try Repository.text(source).matches(of: #/`pejl ([a-z ]+)/#) {
                named.insert(match.1.trimmingCharacters(in: .whitespaces))
            }
        }
        #expect(named == ["dataset diff", "dataset approve", "rejected list", "rejected replay"])
        for command in named.union(["replay", "rejected show"]) {
            let help = try Program.run("pejl", command.split(separator: " ").map(String.init) + ["--help"])
            #expect(help.status == 0 && help.output.contains("  pejl \(command)"), "\(command): \(help.output)")
        }
    }
}
