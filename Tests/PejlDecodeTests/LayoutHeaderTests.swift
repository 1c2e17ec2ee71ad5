import Foundation
import PejlConfig
import PejlDecode
import PejlModel
import Testing

/// Headers of two rows, sheets of one workbook that are laid out alike, and ends that are only known by their beginning.
struct LayoutHeaderTests {
    /// Years over sexes, as merged cells stand in a file: only the first cell of a group is filled.
    private let text = """
        Titel;;;;;
        ;;2023;;2024;
        Kommune;Nr;Drenge;Piger;Drenge;Piger
        Hedensted;766;1;2;3;4
        Vejle;630;5;6;7;8

        """

    private let dimensions = """
        [[layout.dimensions]]
        code = "kommune"
        header = "Kommune"
        [[layout.ignored]]
        header = "Nr"

        """

    private func twoRows(_ keys: String = "", _ rest: String) throws -> TableLayout {
        try layout("upper_header_row = 2\nheader_row = 3\n\(keys)", header: false, dimensions + rest)
    }

    private let melt = """
        [layout.melt]
        code = "køn"
        upper_code = "år"
        measure = "antal"
        from = 3
        """

    @Test("columns under an upper header are melted into two dimensions")
    func melted() throws {
        let tables = try laidOut(Array(text.utf8), twoRows("", melt))
        #expect(tables.map(\.columns) == [["kommune", "år", "køn"]])
        #expect(
            tables[0].cells == [
                Cell(["Hedensted", "2023", "Drenge"], 1, measure: "antal"),
                Cell(["Hedensted", "2023", "Piger"], 2, measure: "antal"),
                Cell(["Hedensted", "2024", "Drenge"], 3, measure: "antal"),
                Cell(["Hedensted", "2024", "Piger"], 4, measure: "antal"),
                Cell(["Vejle", "2023", "Drenge"], 5, measure: "antal"),
                Cell(["Vejle", "2023", "Piger"], 6, measure: "antal"),
                Cell(["Vejle", "2024", "Drenge"], 7, measure: "antal"),
                Cell(["Vejle", "2024", "Piger"], 8, measure: "antal"),
            ]
        )
    }

    @Test("a column is told by its header and the one it stands under")
    func named() throws {
        let values = """
            [[layout.values]]
            measure = "piger"
            header = "Piger"
            upper = "2024"
            """
        let ignored = [("Drenge", "2023"), ("Piger", "2023"), ("Drenge", "2024")].map {
            "[[layout.ignored]]\nheader = \"\($0)\"\nupper = \"\($1)\"\n"
        }.joined()
        #expect(try laidOut(text, twoRows("", ignored + values)).map(\.value) == [4, 8])
        let ambiguous = values.replacing("upper = \"2024\"", with: "")
        #expect(
            try refusal(text, twoRows("", ignored + ambiguous))
                == "malformed-table: row 3: two columns are named \"Piger\""
        )
        let absent = values.replacing("2024", with: "2025")
        #expect(
            try refusal(text, twoRows("", ignored + absent)).hasPrefix(
                "malformed-table: row 3: no column is named \"Piger\" under \"2025\"; there are \"Kommune\", \"Nr\", "
            )
        )
        let placed = values.replacing("2024\"", with: "2023\"\ncolumn = 6")
        #expect(
            try refusal(text, twoRows("", ignored + placed))
                == "changed-header: above row 3, column 6: \"2023\" is expected, \"2024\" stands there"
        )
    }

    @Test("a column named in the upper row only has that name, and lends it to none")
    func single() throws {
        let text = "Titel\n;;2023;;I alt;x\nKommune;Nr;Drenge;Piger;;Drenge\nHedensted;766;1;2;3;4\n"
        #expect(
            try refusal(text, twoRows("", melt.replacing("from = 3", with: "from = 3\nthrough = 5")))
                == "malformed-table: row 3: nothing stands above column 5"
        )
        let values = """
            [layout.melt]
            code = "køn"
            upper_code = "år"
            measure = "antal"
            from = 3
            through = 4
            [[layout.ignored]]
            header = "I alt"
            [[layout.ignored]]
            header = "Drenge"
            upper = "x"
            """
        #expect(try laidOut(text, twoRows("", values)).map(\.value) == [1, 2])
        let spread = "Titel\n;;I alt;;\nKommune;Nr;;Drenge;Piger\nHedensted;766;1;2;3\n"
        #expect(
            try refusal(
                spread,
                twoRows("", "[[layout.ignored]]\nheader = \"I alt\"\n" + melt.replacing("3", with: "4"))
            )
                == "malformed-table: row 3: nothing stands above column 4"
        )
    }

    @Test("a title that moved over another column is another table, and twice the same is refused")
    func moved() throws {
        let twice = text.replacing("2024", with: "2023")
        #expect(
            try refusal(twice, twoRows("", melt))
                == "malformed-table: row 3: two columns are named \"Drenge\" under \"2023\""
        )
        let unclear = text.replacing(";;2023;;2024;", with: ";;;2023;2024;")
        #expect(try refusal(unclear, twoRows("", melt)) == "malformed-table: row 3: nothing stands above column 3")
    }

    @Test("the data may end at a row that is only known by its beginning")
    func prefix() throws {
        let text = "Kommune;Antal\nA;1\nKilde: KL den 3. marts 2026;\n"
        #expect(try laidOut(text, layout("end = \"prefix\"\nend_text = \"Kilde:\"", oneColumn)).count == 1)
        #expect(
            try refusal("Kommune;Antal\nA;1\n", layout("end = \"prefix\"\nend_text = \"Kilde:\"", oneColumn))
                == "truncated: the document is cut off: no row begins with \"Kilde:\", which ends the data"
        )
    }

    @Test("the sheets of a workbook are one table after the other, each with its name as a member")
    func sheets() throws {
        let toml = """
            [layout]
            sheets = ["2023", "2024"]
            sheet_code = "år"
            header_row = 1
            decimal = "none"
            thousands = "none"
            dimensions = [{ code = "kommune", header = "Kommune" }]
            values = [{ measure = "antal", header = "Antal" }]
            """
        var book = TestWorkbook(row(1, ["Kommune", "Antal"]) + row(2, ["Vejle", 5]))
        book.sheets = #"<sheet name="2023" sheetId="1" r:id="rId1"/><sheet name="2024" sheetId="2" r:id="rId2"/>"#
        var entries = book.entries
        let other = TestWorkbook(row(1, ["Kommune", "Antal"]) + row(2, ["Vejle", 6]) + row(3, ["Hedensted", 7]))
        for index in entries.indices where entries[index].name == "xl/worksheets/s2.xml" {
            entries[index].bytes = other.entries.first { $0.name == "xl/worksheets/sheet1.xml" }?.bytes ?? []
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("pejl-layout-\(UUID().uuidString)")
        try Data(TestZip(entries).bytes()).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }

        let collector = CellCollector()
        try LayoutDecoder.decode(path: file.path, layout: LayoutFile.parse(toml, path: "x.toml"), into: collector)
        #expect(collector.tables.map(\.columns) == [["år", "kommune"], ["år", "kommune"]])
        #expect(
            collector.tables.flatMap(\.cells) == [
                Cell(["2023", "Vejle"], 5, measure: "antal"), Cell(["2024", "Vejle"], 6, measure: "antal"),
                Cell(["2024", "Hedensted"], 7, measure: "antal"),
            ]
        )
        let lost = try LayoutFile.parse(toml.replacing("\"2024\"]", with: "\"2025\"]"), path: "x.toml")
        #expect(throws: DecodeError.noSheet(name: "2025", found: ["2023", "2024"])) {
            try LayoutDecoder.decode(path: file.path, layout: lost, into: CellCollector())
        }
    }

    @Test(
        "what does not agree in such a layout is named",
        arguments: [
            ("upper_header_row = 3\n", "", "x.toml:5: layout.upper_header_row: row 3 is not above a header"),
            (
                "header_row = 3\nupper_header_row = 3\n", "",
                "x.toml:6: layout.upper_header_row: row 3 is not above a header"
            ),
            (
                "header_row = 3\n", "[layout.melt]\ncode = \"a\"\nupper_code = \"b\"\nmeasure = \"m\"\nfrom = 2\n",
                "x.toml:9: layout.melt: upper_code is used with upper_header_row only"
            ),
            (
                "header_row = 3\nupper_header_row = 2\n",
                "[layout.melt]\ncode = \"a\"\nupper_code = \"b\"\nmeasure = \"m\"\nheaders = [\"x\"]\n",
                "x.toml:10: layout.melt: with upper_code the columns are given by from and through"
            ),
            (
                "header_row = 3\n", "[[layout.values]]\nmeasure = \"m\"\nheader = \"x\"\nupper = \"y\"\n",
                "x.toml:9: layout.values: upper is used with a header, and with upper_header_row only"
            ),
            ("sheet_code = \"k\"\n", "", "x.toml:5: layout.sheet_code: it is used with sheets only"),
            (
                "sheets = [\"a\", \"a\"]\nsheet_code = \"k\"\n", "",
                "x.toml:4: layout.sheets: the sheets must be named, each once"
            ),
            ("sheets = [\"a\"]\n", "", "x.toml:1: layout.sheet_code: it is missing; a text is wanted"),
            ("end = \"prefix\"\nend_text = \"\"\n", "", "x.toml:6: layout.end_text: an empty text ends nothing"),
        ]
    )
    func contradictions(keys: String, rest: String, message: String) throws {
        let sheet = keys.contains("sheets") ? "" : "sheet = \"S\"\n"
        let values = rest.isEmpty ? "[[layout.values]]\nmeasure = \"m\"\ncolumn = 2\n" : rest
        let text =
            "[layout]\ndecimal = \",\"\nthousands = \"none\"\n\(sheet)\(keys)"
            + "[[layout.dimensions]]\ncode = \"d\"\ncolumn = 1\n\(values)"
        let error = #expect(throws: ConfigurationError.self) { try LayoutFile.parse(text, path: "x.toml") }
        #expect(error?.description == message)
    }
}
