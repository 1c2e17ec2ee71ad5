import Foundation
import PejlConfig
import PejlModel
import Testing

/// Mistakes in recipes: file, line, key and what is wanted, word for word.
struct RecipeFileTests {
    private static func problem(_ text: String, name: String = "folk.toml") throws -> String? {
        let desk = try Desk()
        try desk.write("datasets/\(name)", text)
        return desk.problem { _ = try RecipeFile.read("\(desk.folder)/datasets/\(name)") }
    }

    private static func recipe(_ text: String) throws -> Recipe {
        let desk = try Desk()
        try desk.write("datasets/folk.toml", text)
        return try RecipeFile.read("\(desk.folder)/datasets/folk.toml")
    }

    @Test("the plain recipe decodes, with or without its optional keys")
    func plain() throws {
        #expect(try Self.problem(RecipeText.plain) == nil)
        #expect(try Self.problem(RecipeText.replacing("language = \"da\"\ncodes = true\n", "")) == nil)
        #expect(try Self.problem(RecipeText.replacing("minimum = 0\n", "maximum = 5.5\ndecimals = 2\n")) == nil)
    }

    @Test(
        "a mistake is named with file, line and key",
        arguments: [
            (
                "table = \"FOLK1AM\"", "tabel = \"FOLK1AM\"",
                "datasets/folk.toml:3: tabel: there is no such key; did you mean table?"
            ),
            (
                "absent = \"nothing\"", "absent = \"nothing\"\nlicense = \"x\"",
                "datasets/folk.toml:8: license: there is no such key; did you mean licence?"
            ),
            (
                "absent = \"nothing\"", "absent = \"nothing\"\nschedule_of_fetches = \"x\"",
                "datasets/folk.toml:8: schedule_of_fetches: there is no such key; known are absent, area, areas, citation, "
                    + "columns, gate, id, indicators, licence, marks, municipality, optional, publisher, request, "
                    + "schedule, table, title"
            ),
            (
                "absent = \"nothing\"", "absent = \"nothing\"\nschedule = \"every day\"",
                "datasets/folk.toml:8: schedule: \"every day\" is not a calendar expression: \"every\" is not understood; "
                    + "examples are \"Mon..Fri 08:05\", \"*-*-11 08:05\" and \"weekly\""
            ),
            (
                "codes = true", "code = true",
                "datasets/folk.toml:12: request.code: there is no such key; did you mean codes?"
            ),
            ("codes = true", "codes = \"yes\"", "datasets/folk.toml:12: request.codes: true or false is wanted"),
            (
                "language = \"da\"", "language = \"dk\"",
                "datasets/folk.toml:11: request.language: \"dk\" is not one of \"da\", \"en\""
            ),
            (
                "format = \"statbank-csv\"", "format = \"csv\"",
                "datasets/folk.toml:10: request.format: \"csv\" is not one of \"statbank-csv\", \"bulk\", \"json-stat\", \"px\""
            ),
            (
                "format = \"statbank-csv\"", "format = \"uddannelsesstatistik\"",
                "datasets/folk.toml:10: request.format: \"uddannelsesstatistik\" is not one of \"statbank-csv\", \"bulk\", "
                    + "\"json-stat\", \"px\""
            ),
            (
                "publisher = \"statbank\"", "publisher = \"dst\"",
                "datasets/folk.toml:2: publisher: \"dst\" is not one of \"statbank\", \"uddannelsesstatistik\", "
                    + "\"ssb\", \"scb\", \"kolada\", \"statbank-formular\", \"noegletal\", \"koef\", \"benchmark\", \"eco\", \"kommunen\", \"pejl\""
            ),
            (
                "publisher = \"statbank\"\n", "",
                "datasets/folk.toml: publisher: it is missing; a text is wanted"
            ),
            ("table = \"FOLK1AM\"", "table = 5", "datasets/folk.toml:3: table: a text in quotes is wanted"),
            (
                "id = \"folk\"", "id = \"Folk 1\"",
                "datasets/folk.toml:1: id: only a–z, 0–9 and \"-\" are allowed, at most 64"
            ),
            ("id = \"folk\"", "id = \"people\"", "datasets/folk.toml:1: id: \"people\" is not the name of the file"),
            (
                "absent = \"nothing\"", "absent = \"gone\"",
                "datasets/folk.toml:7: absent: \"gone\" is not one of \"suppressed\", \"missing\", \"nothing\", \"zero\""
            ),
            (
                "absent = \"nothing\"", "absent = \"zero\"",
                "datasets/folk.toml:7: absent: \"zero\" goes with format = \"bulk\" and with dropped files alone"
            ),
            (
                "role = \"period\"", "role = \"area\"\nareas_by = \"name\"",
                "datasets/folk.toml:22: columns: one area column, one period column and at most four others are wanted"
            ),
            (
                "areas_by = \"code\"", "",
                "datasets/folk.toml:22: columns.areas_by: it is missing; one of \"code\", \"name\", \"institution\" is wanted"
            ),
            (
                "id = \"people\"", "id = \"people-x\"",
                "datasets/folk.toml:32: indicators.id: only a–z, 0–9 and \"_\" are allowed, at most 64"
            ),
            (
                "unit = \"persons\"", "unit = \"people\"",
                "datasets/folk.toml:37: indicators.unit: \"people\" is not one of \"%\", \"per_1000\", \"persons\", "
                    + "\"count\", \"dkk\", \"dkk/inhabitant\", \"dkk/pupil\", \"pupils/class\", \"points\", \"ratio\""
            ),
            (
                "minimum = 0", "minimum = 5\nmaximum = 4",
                "datasets/folk.toml:39: indicators.minimum: it is above maximum"
            ),
            (
                "minimum = 0", "decimals = 7",
                "datasets/folk.toml:39: indicators.decimals: a whole number from 0 to 6 is wanted"
            ),
            (
                "minimum = 0", "decimals = 1.5",
                "datasets/folk.toml:39: indicators.decimals: a whole number from 0 to 6 is wanted"
            ),
            (
                "unit = \"persons\"", "unit = \"%\"\nhide_below = 5",
                "datasets/folk.toml:38: indicators.hide_below: counts are hidden, unit = \"persons\" or \"count\""
            ),
            (
                "minimum = 0", "hide_below = 1",
                "datasets/folk.toml:39: indicators.hide_below: a whole number from 2 to 1000 is wanted"
            ),
            (
                "areas = [\"municipalities\"]", "areas = [\"municipality\"]",
                "datasets/folk.toml:45: gate.areas: there is no area \"municipality\""
            ),
            (
                "areas = [\"municipalities\"]", "areas = []",
                "datasets/folk.toml:45: gate.areas: [\"municipalities\"], [\"institutions\"] or a list of codes is wanted"
            ),
            (
                "areas = [\"municipalities\"]", "areas = \"municipalities\"",
                "datasets/folk.toml:45: gate.areas: a list of texts is wanted"
            ),
            (
                "areas = [\"municipalities\"]", "areas = [\"766\", 615]",
                "datasets/folk.toml:45: gate.areas: a list of texts is wanted"
            ),
            (
                "[gate]\nareas = [\"municipalities\"]", "[gate]\nareas = [\"766\"]\nminimum_rows = 5",
                "datasets/folk.toml:46: gate.minimum_rows: there is no such key; known are areas, ignored, kept_rejected_rows, "
                    + "maximum_absent_percent, maximum_rejected_percent, minimum_rows_percent"
            ),
            (
                "[gate]\nareas = [\"municipalities\"]", "[gate]\nareas = [\"766\"]\nmaximum_rejected_percent = 51",
                "datasets/folk.toml:46: gate.maximum_rejected_percent: a whole number from 0 to 50 is wanted"
            ),
            ("[gate]\nareas = [\"municipalities\"]\n", "", "datasets/folk.toml: gate: the table [gate] is missing"),
        ]
    )
    func mistakes(text: String, other: String, message: String) throws {
        #expect(try Self.problem(RecipeText.replacing(text, other)) == message)
    }

    @Test("members of several columns may not make more combinations than can be looked for", arguments: [316, 317])
    func combinations(count: Int) throws {
        let columns = ["Alder", "Uddannelse"].map { code in
            let members = (1...count).map { number in
                #"{ source = "\#(number)", id = "m\#(number)", title = { da = "m\#(number)", en = "M\#(number)" } }"#
            }
            return """
                [[columns]]
                code = "\(code)"
                role = "breakdown"
                dimension = "\(code.lowercased())"
                title = { da = "\(code)", en = "\(code) " }
                members = [\(members.joined(separator: ", "))]

                """
        }
        let text = RecipeText.replacing("[[indicators]]", columns.joined() + "[[indicators]]")
            .replacingOccurrences(of: "statbank-csv", with: "json-stat")
        // 316 × 316 is 99,856 and 317 × 317 is 100,489.
        let problem = try Self.problem(text)?.replacing(#/toml:[0-9]+:/#, with: "toml:")
        let refusal = "datasets/folk.toml: columns: their members make 100489 combinations; at most 100000 are wanted"
        #expect(problem == (count == 316 ? nil : refusal))
    }

    @Test("marks in place of a number, statuses beside one, and a mark that is the number 0")
    func markMeanings() throws {
        let marks = "\"..\" = \"O\"\np = \"P\"\ne = \"E\"\nb = \"B\"\n\"-\" = \"zero\""
        let recipe = try Self.recipe(RecipeText.replacing("\"..\" = \"O\"", marks))
        #expect(recipe.marks == ["..": .missing, "p": .provisional, "e": .estimated, "b": .breakInSeries])
        #expect(recipe.zeros == ["-"])
    }

    @Test("counts below a number are hidden, and their total may not stand beside them")
    func hidden() throws {
        let hiding = RecipeText.replacing("minimum = 0", "hide_below = 5")
            .replacingOccurrences(of: "statbank-csv", with: "json-stat")
        #expect(try Self.recipe(hiding).indicators.map(\.hidesBelow) == [5])
        #expect(try Self.recipe(RecipeText.plain).indicators.map(\.hidesBelow) == [nil])
        func broken(_ total: String) -> String {
            hiding.replacing(
                "[[indicators]]",
                with: """
                    [[columns]]
                    code = "KØN"
                    role = "breakdown"
                    dimension = "sex"
                    title = { da = "Køn", en = "Sex" }
                    members = [{ source = "M", id = "m", title = { da = "m", en = "m" } }, \(total)]

                    [[indicators]]
                    """
            )
        }
        let other = "{ source = \"TOT\", id = \"t\", title = { da = \"t\", en = \"t\" } }"
        #expect(try Self.problem(broken(other)) == nil)
        let problem = try #require(try Self.problem(broken("{ source = \"TOT\", total = true }")))
        #expect(problem.hasSuffix("the total of sex gives away what hide_below hides; add its word to gate.ignored"))
    }

    @Test("letters of names are composed, however the file writes them")
    func composedLetters() throws {
        let recipe = try Self.recipe(RecipeText.replacing("\"..\" = \"O\"", "\"a\u{30A}\" = \"O\""))
        #expect(recipe.marks.keys.map { Array($0.utf8) } == [[0xC3, 0xA5]])
    }

    @Test("zero for what is absent goes with BULK, where zero is a value that may be")
    func zero() throws {
        let bulk = RecipeText.replacing("absent = \"nothing\"", "absent = \"zero\"")
            .replacingOccurrences(of: "\"statbank-csv\"", with: "\"bulk\"")
        #expect(bulk != RecipeText.plain)
        #expect(try Self.problem(bulk) == nil)
        let positive = bulk.replacingOccurrences(of: "minimum = 0", with: "minimum = 1")
        #expect(
            try Self.problem(positive)
                == "datasets/folk.toml:7: absent: \"zero\" is outside minimum and maximum of people"
        )
    }

    @Test("a mark's meaning is one of the letters, or zero", arguments: ["F", "missing", "X", "0"])
    func markLetter(letter: String) throws {
        let message = try #require(try Self.problem(RecipeText.replacing("\"..\" = \"O\"", "\"..\" = \"\(letter)\"")))
        #expect(message.contains("\"\(letter)\" is not one of O (missing), Q (suppressed), M (cannot exist), zero "))
        #expect(message.hasPrefix("datasets/folk.toml:"))
    }

    @Test(
        "a mistake in the second of two tables is found on its own line"
    )
    func secondTable() throws {
        let text = RecipeText.replacing("code = \"Tid\"\nvalues = [\"*\"]", "code = \"Tid\"\nvalues = \"*\"")
        #expect(try Self.problem(text) == "datasets/folk.toml:20: request.variables.values: a list of texts is wanted")
    }

    @Test("rows can be set aside only where a row that is not there means nothing")
    func setAside() throws {
        let gate = "areas = [\"municipalities\"]\nmaximum_rejected_percent = 5\nkept_rejected_rows = 10\n"
        let text = RecipeText.replacing("areas = [\"municipalities\"]\n", gate)
        #expect(try Self.problem(text) == nil)
        #expect(
            try Self.problem(text.replacingOccurrences(of: "absent = \"nothing\"", with: "absent = \"missing\""))
                == "datasets/folk.toml:46: gate.maximum_rejected_percent: rows can be set aside only where absent = "
                + "\"nothing\"; elsewhere they would look hidden or missing"
        )
    }

    @Test("a mark is found on its own line")
    func markLine() throws {
        let message = try Self.problem(RecipeText.replacing("\"..\" = \"O\"", "\"..\" = \"X\""))
        #expect(message?.hasPrefix("datasets/folk.toml:42: ") == true)
    }

    @Test(
        "a text in one language only is found on the line of its key"
    )
    func inlineTable() throws {
        let text = RecipeText.replacing("citation = { da = \"DST\", en = \"DST\" }", "citation = { da = \"DST\" }")
        #expect(try Self.problem(text) == "datasets/folk.toml:6: citation.en: it is missing; a text is wanted")
    }

    @Test("a key that is missing in a table is looked for where the table begins")
    func missingInTable() throws {
        let text = RecipeText.replacing("format = \"statbank-csv\"\n", "")
        #expect(try Self.problem(text)?.hasPrefix("datasets/folk.toml:9: request.format: it is missing") == true)
    }

    @Test(
        "an identifier has letters without accents only",
        arguments: ["b\u{308}", "1\u{20e3}", "å", "é", "А", "１"]
    )
    func identifierLetters(id: String) throws {
        #expect(
            try Self.problem(RecipeText.named("folk", indicator: id))
                == "datasets/folk.toml:32: indicators.id: only a–z, 0–9 and \"_\" are allowed, at most 64"
        )
    }

    @Test(
        "two indicators may not share a measure, nor two members an id or source"
    )
    func sharedMeasure() throws {
        let second = """
            [[indicators]]
            id = "persons"
            measure = "INDHOLD"
            title = { da = "Folk", en = "People" }
            definition = { da = "Folk", en = "People" }
            definition_id = "dst-persons"
            unit = "persons"
            direction = "neutral"

            [marks]
            """
        #expect(try Self.problem(RecipeText.replacing("[marks]", second)) != nil)
    }

    @Test("what is not TOML is named with its line")
    func notTOML() throws {
        let message = try #require(try Self.problem("id = \"folk\"\npublisher = \n"))
        #expect(message.hasPrefix("datasets/folk.toml:2: it is not TOML: "))
        let twice = try #require(try Self.problem("id = \"folk\"\ntable = \"a\"\ntable = \"b\"\n"))
        #expect(twice.hasPrefix("datasets/folk.toml:3: it is not TOML: "))
    }

    @Test("a file that is not there, and one over 1 MiB, are told")
    func files() throws {
        let desk = try Desk()
        let missing = desk.problem { _ = try RecipeFile.read("\(desk.folder)/datasets/none.toml") }
        #expect(missing == "datasets/none.toml: it is missing or may not be read")
        #expect(
            try Self.problem("# " + String(repeating: "x", count: 1 << 20)) == "datasets/folk.toml: it is over 1 MiB"
        )
    }

    @Test("a changed recipe has another digest, a comment counts")
    func digest() throws {
        let desk = try Desk()
        var digests: Set<ContentDigest> = []
        for text in [
            RecipeText.plain, RecipeText.plain + "# x\n", RecipeText.replacing("codes = true", "codes = false"),
        ] {
            try desk.write("datasets/folk.toml", text)
            let recipe = try RecipeFile.read("\(desk.folder)/datasets/folk.toml")
            #expect(recipe.digest == ContentDigest(of: text))
            digests.insert(recipe.digest)
        }
        #expect(digests.count == 3)
    }

    @Test("a file that is not UTF-8 is refused, not repaired")
    func latin1() throws {
        let desk = try Desk()
        let path = "\(desk.folder)/datasets/folk.toml"
        let bytes = RecipeText.plain.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(desk.problem { _ = try RecipeFile.read(path) } != nil)
    }
}
