import Foundation
import PejlFetch
import PejlPipeline
import PejlStandIn
import PejlTestSupport
import Testing

/// A dataset's vintages rebuilt from the archive; the figures of the files are synthetic.
struct ReplayTests {
    /// Pupils in two municipalities, as files are dropped; a dash is a hidden figure.
    static let recipe = DropInstallation.pupils.replacing("[marks]", with: "[marks]\n\"-\" = \"Q\"")

    /// Files in order, each a load: two areas and years, one changed and one hidden, Vejle withdrawn and let in, Vejle
    /// back with another figure, and one more year.
    private static let files: [(text: String, isApproved: Bool)] = [
        ("766;2023;700\r\n766;2024;701\r\n630;2023;900\r\n630;2024;901", false),
        ("766;2023;700\r\n766;2024;711\r\n630;2023;900\r\n630;2024;901", false),
        ("766;2023;700\r\n766;2024;711", true),
        ("766;2023;700\r\n766;2024;711\r\n630;2023;905\r\n630;2024;901", false),
        ("766;2023;700\r\n766;2024;711\r\n766;2025;712\r\n630;2023;905\r\n630;2024;901\r\n630;2025;902", false),
    ]

    /// Every file loaded, those that the gate refuses let in.
    private func loaded() throws -> (DropInstallation, Desk, StoreFile) {
        let installation = try DropInstallation(["elever": Self.recipe])
        let desk = Desk(installation)
        for (number, file) in Self.files.enumerated() {
            let text = "Kommune;År;Antal\r\n\(file.text)\r\n"
            try installation.drop(Array(text.utf8), as: "\(number).csv", in: "elever", age: 100 - number)
            #expect(try desk.pejld().status == (file.isApproved ? 65 : 0))
            guard file.isApproved else { continue }
            let approved = try desk.pejl("dataset", "approve", "elever", "--by", "Test", "--because", "merged")
            #expect(approved.status == 0, "\(approved.errors)")
        }
        return (installation, desk, StoreFile(path: installation.paths.workStore))
    }

    private static let vintages = """
        SELECT area_code, period, value, status, valid_from, valid_to, fetch_id FROM figures_vintages ORDER BY 1, 2, 7
        """

    @Test("figures and vintages are rebuilt byte for byte after changes, withdrawals, approvals and reappearances")
    func rebuilds() throws {
        let (installation, desk, store) = try loaded()
        let good = try store.dump()
        let published = try desk.query(installation.paths.publication, Self.vintages)
        // By hand, from the files: Hedensted 700, 701 and 711, 712; Vejle 900 to 905, 901 twice, 902.
        #expect(
            published.map { $0.split(separator: "|").prefix(3).joined(separator: " ") } == [
                "630 2023 900.0", "630 2023 905.0", "630 2024 901.0", "630 2024 901.0", "630 2025 902.0",
                "766 2023 700.0", "766 2024 701.0", "766 2024 711.0", "766 2025 712.0",
            ]
        )
        let equal = try desk.pejl("replay", "elever", "--lang", "da")
        #expect(equal.status == 0 && equal.output.contains("elever: 5 hentninger læst igen\n"), "\(equal.output)")
        #expect(equal.output.contains("Ens, byte for byte.\n"))
        #expect(try store.dump() == good)

        let damages = [
            "DELETE FROM observation", "DELETE FROM observation_vintage",
            "UPDATE observation SET value = value + 1",
            "DELETE FROM observation; DELETE FROM observation_vintage;",
            "UPDATE observation_vintage SET to_fetch_id = to_fetch_id + 1",
            "INSERT INTO observation_vintage SELECT series_id, period_id, 1, 2, 5.0, 0 FROM observation WHERE fetch_id = 6",
        ]
        for damage in damages {
            try store.execute(damage)
            #expect(try store.dump() != good, "\(damage)")
            let damaged = try store.dump()
            let checked = try desk.pejl("replay", "elever", "--check")
            #expect(checked.status == 65 && checked.output.hasSuffix("Nothing was changed.\n"), "\(damage)")
            #expect(try store.dump() == damaged)
            let json = try desk.json(["replay", "elever"])
            #expect(json["equal"] as? Bool == false && json["written"] as? Bool == true, "\(damage)")
            #expect(try store.dump() == good, "\(damage)")
        }
        #expect(try desk.query(installation.paths.publication, Self.vintages) == published)
        let actors = try desk.query(
            installation.paths.publication,
            "SELECT DISTINCT verb, subject FROM event WHERE verb <> 'verify' ORDER BY 1"
        )
        #expect(actors == ["dataset approve|elever", "replay|elever"])
    }

    @Test("another recipe does not change the history unless that is asked for")
    func otherRecipe() throws {
        let (installation, desk, store) = try loaded()
        let good = try store.dump()
        let other = Self.recipe.replacing("minimum = 0", with: "minimum = 0\nscale = 10")
        try installation.folder.write(other, to: "etc/datasets/elever.toml")
        let refused = try desk.pejl("replay", "elever", "--lang", "da")
        #expect(refused.status == 65, "\(refused.output) \(refused.errors)")
        #expect(refused.output.contains("Læst med en anden opskrift eller afkoder dengang: hentning 1, 2, 4, 5, 6.\n"))
        #expect(refused.output.hasSuffix("Intet er ændret.\n"))
        #expect(try store.dump() == good)
        let rewritten = try desk.pejl("replay", "elever", "--rewrite")
        #expect(rewritten.status == 0, "\(rewritten.errors)")
        let values = try desk.query(
            installation.paths.publication,
            "SELECT value FROM figures_vintages WHERE area_code = '766' ORDER BY period, valid_from"
        )
        #expect(values == ["7000.0", "7010.0", "7110.0", "7120.0"])
        // A recipe that only reads the same otherwise leaves everything as it was.
        try installation.folder.write(other + "\n# a remark\n", to: "etc/datasets/elever.toml")
        let same = try desk.pejl("replay", "elever")
        #expect(same.status == 0 && same.output.contains("Equal, byte for byte."))
        #expect(try desk.pejl("replay", "elever", "--check", "--rewrite").status == 64)
    }

    @Test("a document that is missing or damaged is named, and nothing is changed")
    func archive() throws {
        let (installation, desk, store) = try loaded()
        let document = try #require(
            try desk.query(
                installation.paths.publication,
                "SELECT document_sha256 FROM fetches WHERE fetch_id = 4"
            ).first
        )
        let path = "\(installation.paths.archive)/\(document.prefix(2))/\(document.dropFirst(2))"
        let bytes = try #require(FileManager.default.contents(atPath: path))
        try store.execute("DELETE FROM observation")
        let before = try store.dump()

        try Data(bytes.dropLast()).write(to: URL(fileURLWithPath: path))
        let damaged = try desk.pejl("replay", "elever")
        #expect(damaged.status == 71, "\(damaged.errors)")
        #expect(
            damaged.errors
                == "pejl: archive-corrupt: elever, fetch 4: archive: the document \(document) no longer has its "
                + "digest; restore it from a backup\n"
        )
        #expect(try store.dump() == before)
        try FileManager.default.removeItem(atPath: path)
        let missing = try desk.pejl("replay", "elever")
        #expect(missing.status == 71)
        #expect(
            missing.errors == "pejl: archive-missing: elever, fetch 4: archive: the document \(document) is missing; "
                + "restore it from a backup\n"
        )
        #expect(try store.dump() == before)
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(try desk.pejl("replay", "elever").status == 0)
    }

    @Test(
        "killed at any moment, the old or the rebuilt figures stand, and what is published follows",
        .timeLimit(.minutes(10))
    )
    func kills() throws {
        let (installation, desk, store) = try loaded()
        let good = try store.dump()
        let published = try desk.query(installation.paths.publication, Self.vintages)
        let damage = "UPDATE observation SET value = value + 1; DELETE FROM observation_vintage;"
        try store.execute(damage)
        let damaged = try store.dump()
        let started = DispatchTime.now().uptimeNanoseconds
        #expect(try desk.pejl("replay", "elever").status == 0)
        var horizon = Double(DispatchTime.now().uptimeNanoseconds - started) / 1000
        var random = SeededRandom(state: 20_261_127)
        var states: [Bool: Int] = [:]
        let kills = Repository.isNightly ? 200 : 12
        var kill = 0
        // As many more as it takes to meet both states.
        while kill < kills || (states.count < 2 && kill < 60) {
            kill += 1
            try store.execute(damage)
            let program = try Program("pejl", ["replay", "elever", "--config", desk.config])
            usleep(UInt32(Double.random(in: 0..<horizon, using: &random)))
            if program.hasEnded() { horizon *= 0.94 } else { horizon *= 1.03 }
            program.end()
            let now = try store.dump()
            #expect(now == good || now == damaged, "kill \(kill)")
            states[now == good, default: 0] += 1
            // Whatever was killed between rebuilding and publishing is published by the next run.
            if now == good {
                #expect(try desk.pejld().status == 0)
                #expect(try desk.query(installation.paths.publication, Self.vintages) == published, "kill \(kill)")
            }
            #expect(try desk.pejl("replay", "elever").status == 0)
            #expect(try store.dump() == good)
        }
        #expect(states.values.allSatisfy { $0 > 0 } && states.count == 2, "\(states)")
    }

    @Test("what StatBank sent in several parts is rebuilt, asking nobody")
    func parts() async throws {
        let installation = try TestInstallation(datasets: ["folk1am"])
        let desk = Desk(installation)
        for persons in [47_001, 47_002] {
            try installation.standIn.revise(.population(area: "766", period: "2024M04", persons: persons))
            _ = try await installation.run { $0.fetch.limits.statBankCells = 1000 }
        }
        let store = StoreFile(path: installation.paths.workStore)
        let good = try store.dump()
        let parts = try desk.query(
            installation.paths.publication,
            "SELECT count(*) FROM fetches WHERE fetch_id = 1 AND method = 'POST'"
        )
        #expect((parts.first.flatMap { Int($0) } ?? 0) > 2, "\(parts)")
        try store.execute("DELETE FROM observation; DELETE FROM observation_vintage;")
        let requests = installation.standIn.requests.count
        let result = try desk.pejl("replay", "folk1am")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try store.dump() == good)
        #expect(installation.standIn.requests.count == requests)
    }
}
