import Foundation
import PejlPipeline
import PejlStandIn
import PejlTestSupport
import Testing

/// Rows that could not be understood: listed, shown where they stand, and read again by a recipe that was mended.
struct RejectedTests {
    /// Absence, loaded once and then with Hedensted under another name; it has 2 stages × 6 school years.
    private func refused() throws -> (TestInstallation, Desk) {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        let desk = Desk(installation)
        #expect(try desk.pejld().status == 0)
        installation.standIn.misbehave(
            .unknownMunicipality(replacing: "Hedensted", with: "Hedenstad"),
            on: "/Api/v1/statistik"
        )
        #expect(try desk.pejld("--insist").status == 65)
        return (installation, desk)
    }

    private func list(_ desk: Desk, _ arguments: String...) throws -> [[String: Any]] {
        let result = try Program.run("pejl", ["rejected", "list", "--json", "--config", desk.config] + arguments)
        #expect(result.status == 0, "\(result.errors)")
        return try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]] ?? []
    }

    @Test("rejected rows are listed with rule, row and what they say, by dataset, fetch and rule")
    func list() throws {
        let (_, desk) = try refused()
        let rows = try list(desk)
        #expect(rows.count == 12)
        for row in rows {
            #expect(row["dataset"] as? String == "elevfravaer" && row["fetch"] as? Int == 2)
            #expect(row["rule"] as? String == "unknown-area" && row["outcome"] as? String == "refused")
            #expect((row["content"] as? String)?.hasSuffix(" = Hedenstad") == true)
        }
        #expect(Set(rows.compactMap { $0["row"] as? Int }).count == 12)
        #expect(try list(desk, "elevfravaer", "--fetch", "2", "--rule", "unknown-area").count == 12)
        #expect(try list(desk, "--fetch", "1").isEmpty && list(desk, "--rule", "unknown-period").isEmpty)
        let danish = try desk.pejl("rejected", "list", "--rows", "5", "--lang", "da")
        #expect(danish.output.contains("ukendt område") && danish.output.contains("12 i alt; vis flere med --rows"))
    }

    @Test("a row is shown with the publisher's own text around it")
    func show() throws {
        let (installation, desk) = try refused()
        let row = try #require(list(desk).first)
        let id = try #require(row["id"] as? Int)
        let shown = try desk.pejl("rejected", "show", "\(id)", "--lang", "da")
        #expect(shown.status == 0)
        #expect(shown.output.hasPrefix("elevfravaer, hentning 2 af "))
        #expect(shown.output.contains("ukendt område (unknown-area): "))
        let json = try desk.json(["rejected", "show", "\(id)", "--context", "1"])
        let pieces = try #require(json["text"] as? [[String: Any]])
        #expect(pieces.count == 3 && pieces.filter { $0["found"] as? Bool == true }.count == 1)
        let text = try #require(pieces[1]["text"] as? String)
        #expect(text.contains("Hedenstad") && text.hasSuffix("}"))
        // It is the publisher's, byte for byte: the archived document has it.
        let path = try #require(json["document"] as? String)
        #expect(path.hasPrefix(installation.paths.archive))
        let document = try String(contentsOfFile: path, encoding: .utf8)
        #expect(document.contains(text.drop { $0 == "," }))
        let cells = try #require(json["cells"] as? [[String: Any]])
        #expect(cells.compactMap { $0["row"] as? Int } == (0...2).map { $0 + (row["row"] as? Int ?? 0) - 1 })
        let none = try desk.pejl("rejected", "show", "999999", "--lang", "da")
        #expect(none.status == 65 && none.errors.hasPrefix("pejl: no-such-row: der er ingen afvist række 999999"))
    }

    @Test("lines of a file are shown as they stand in it, in whatever charset")
    func lines() throws {
        let recipe = ReplayTests.recipe.replacing("utf-8", with: "windows-1252")
        let installation = try DropInstallation(["elever": recipe])
        let desk = Desk(installation)
        // Å and æ in Windows-1252.
        let bytes: [UInt8] =
            Array("Kommune;".utf8) + [0xC5] + Array("r;Antal\r\n766;2024;700\r\ns".utf8) + [0xE6]
            + Array("r;2024;5\r\n630;2024;1\r\n".utf8)
        try installation.drop(bytes, as: "a.csv", in: "elever")
        #expect(try desk.pejld().status == 65)
        let result = try Program.run("pejl", ["rejected", "list", "--json", "--config", desk.config])
        let rows = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
        let id = try #require(rows?.first?["id"] as? Int)
        let json = try desk.json(["rejected", "show", "\(id)", "--context", "1"])
        let pieces = try #require(json["text"] as? [[String: Any]])
        #expect(pieces.compactMap { $0["text"] as? String } == ["766;2024;700", "sær;2024;5", "630;2024;1"])
        #expect(pieces.compactMap { $0["number"] as? Int } == [2, 3, 4])
    }

    @Test("read again by a mended recipe, the rows that are understood now are told and loaded through the gate")
    func replay() throws {
        let (installation, desk) = try refused()
        try installation.standIn.revise(
            .absence(municipality: "766", stage: "Udskoling", schoolYear: "2024/2025", tenths: 12)
        )
        let sql = "SELECT * FROM figures WHERE vintage_at = (SELECT min(vintage_at) FROM figures)"
        let before = try desk.query(installation.paths.publication, sql)
        let requests = installation.standIn.requests.count
        let same = try desk.json(["rejected", "replay", "elevfravaer"])
        #expect(same["understoodCount"] as? Int == 0 && same["remainingCount"] as? Int == 12)

        let path = "etc/datasets/elevfravaer.toml"
        let recipe = try String(contentsOfFile: installation.folder.file(path), encoding: .utf8)
        let mended = recipe.replacing(
            "areas_by = \"name\"",
            with: "areas_by = \"name\"\naliases = { \"Hedenstad\" = \"Hedensted\" }"
        )
        #expect(mended != recipe)
        try installation.folder.write(mended, to: path)
        let result = try desk.pejl("rejected", "replay", "elevfravaer", "--rows", "3", "--lang", "da")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("12 rækker forstås nu:\n"), "\(result.output)")
        #expect(result.output.contains("0 rækker forstås ikke\n"))
        #expect(result.output.contains("elevfravaer: indlæst (0 nye, 0 ændrede, 0 trukket tilbage)\n"))
        // The archived documents were read, not those of today; nobody was asked.
        #expect(installation.standIn.requests.count == requests)
        #expect(try desk.query(installation.paths.publication, sql) == before)
        let again = try desk.pejl("rejected", "replay", "elevfravaer", "--lang", "da")
        #expect(again.status == 0 && again.output.contains("elevfravaer: uændret\n"), "\(again.output)")
        let events = try desk.query(
            installation.paths.publication,
            "SELECT verb, subject, detail FROM event WHERE verb <> 'verify'"
        )
        #expect(events.isEmpty || events == ["rejected replay|elevfravaer|fetch 3 read again"])
    }

    @Test("beyond the rows that are kept, those known are told apart all the same")
    func manyRows() throws {
        let recipe = ReplayTests.recipe.replacing("[gate]", with: "[gate]\nkept_rejected_rows = 3")
        let installation = try DropInstallation(["elever": recipe])
        let desk = Desk(installation)
        let rows = (1...6).map { "99\($0);2024;1" }
        let text = ["Kommune;År;Antal"] + rows + ["766;2024;700", "630;2024;1"]
        try installation.drop(Array((text.joined(separator: "\r\n") + "\r\n").utf8), as: "a.csv", in: "elever")
        #expect(try desk.pejld().status == 65)
        // Rows 1 and 3 of those kept are understood now; 2, 4, 5 and 6 are not.
        let mended = recipe.replacing(
            "areas_by = \"code\"",
            with: "areas_by = \"code\"\naliases = { \"991\" = \"101\", \"993\" = \"147\" }"
        )
        try installation.folder.write(mended, to: "etc/datasets/elever.toml")
        let json = try desk.json(["rejected", "replay", "elever"])
        #expect((json["understood"] as? [[String: Any]])?.compactMap { $0["row"] as? Int } == [1, 3])
        #expect(json["remainingCount"] as? Int == 4)
    }
}
