import PejlConfig
import PejlModel
import Testing

struct LayoutFileTests {
    private static let whole = """
        [layout]
        charset = "windows-1252"
        separator = "\\t"
        header_row = 3
        first_row = 5
        end = "text"
        end_text = "Tegnforklaring:"
        rows_after_end = true
        short_rows = true
        open_end = true
        skip = ["Hele landet"]
        decimal = ","
        thousands = "."
        percent = true
        marks = ["M", ""]
        expect = [{ row = 1, column = 1, text = "Titel" }]

        [[layout.constants]]
        code = "område"
        member = "766"

        [layout.heading]
        code = "nøgletal"
        column = 1

        [[layout.dimensions]]
        code = "kommune"
        column = 1
        header = ""

        [[layout.dimensions]]
        code = "nr"
        header = "Kom.nr"

        [[layout.ignored]]
        column = 3

        [layout.melt]
        code = "år"
        measure = "værdi"
        from = 4
        through = 9
        """

    @Test("rows of JSON have neither charset nor separator nor sheet")
    func jsonRows() throws {
        let rest = """

            header_row = 1
            decimal = "none"
            thousands = "none"
            dimensions = [{ code = "a", header = "a" }]
            values = [{ measure = "m", header = "m" }]
            """
        #expect(try LayoutFile.parse("[layout]\nrows = \"json\"" + rest, path: "x.toml").source == .jsonRows)
        for (keys, message) in [
            ("rows = \"xml\"", "x.toml:2: layout.rows: \"xml\" is not \"json\""),
            (
                "sheet = \"a\"\nrows = \"json\"",
                "x.toml:3: layout.rows: rows of JSON have no charset, no separator and no sheet"
            ),
        ] {
            let error = #expect(throws: ConfigurationError.self) {
                try LayoutFile.parse("[layout]\n\(keys)\(rest)", path: "x.toml")
            }
            #expect(error?.description == message)
        }
    }

    @Test("every key becomes its part of the layout")
    func readsWhole() throws {
        let expected = try TableLayout(
            source: .delimited(DelimitedForm(charset: .windows1252, separator: .tab)),
            rows: RowRule(
                header: 3,
                first: 5,
                end: .text(["Tegnforklaring:"]),
                allowsRowsAfterEnd: true,
                allowsShortRows: true,
                allowsOpenEnd: true,
                skipped: ["Hele landet"]
            ),
            expected: [ExpectedText(row: 1, column: 1, text: "Titel")],
            constants: [ConstantDimension(code: "område", member: "766")],
            heading: HeadingRule(code: "nøgletal", column: 1),
            dimensions: [
                DimensionColumn(code: "kommune", place: ColumnPlace(header: "", position: 1)),
                DimensionColumn(code: "nr", place: ColumnPlace(header: "Kom.nr")),
            ],
            values: .melted(code: "år", measure: "værdi", .range(from: 4, through: 9)),
            ignored: [ColumnPlace(position: 3)],
            numbers: NumberRule(decimal: .comma, thousands: .point, allowsPercent: true, marks: ["M", ""])
        )
        #expect(try LayoutFile.parse(Self.whole, path: "x.toml") == expected)
        #expect(expected.codes == ["område", "nøgletal", "kommune", "nr", "år"])
    }

    @Test(
        "a fault names file, line and key",
        arguments: [
            (
                "charset = \"windows-1252\"", "charset = \"latin1\"",
                #"x.toml:2: layout.charset: "latin1" is not one of "utf-8", "windows-1252", "iso-8859-1""#
            ),
            (
                "charset = \"windows-1252\"\n", "",
                "x.toml:1: layout.charset: it is missing; charset and separator, or sheet for a workbook, are wanted"
            ),
            (
                "separator = \"\\t\"", "separator = \"|\"",
                #"x.toml:3: layout.separator: "|" is not one of ";", ",", "\t""#
            ),
            (
                "header_row = 3", "header_row = 0",
                "x.toml:4: layout.header_row: a whole number from 1 to 1048576 is wanted"
            ),
            ("first_row = 5", "first_row = 3", "x.toml:5: layout.first_row: row 3 is not below the header"),
            ("end_text = \"Tegnforklaring:\"\n", "", "x.toml:1: layout.end_text: it is missing; a text is wanted"),
            (
                "end = \"text\"", "end = \"file\"",
                "x.toml:7: layout.end_text: it is used with end = \"text\" and end = \"prefix\" only"
            ),
            ("decimal = \",\"\n", "", #"x.toml:1: layout.decimal: it is missing; one of ",", ".", "none" is wanted"#),
            (
                "thousands = \".\"", "thousands = \",\"",
                #"x.toml:13: layout.thousands: "," cannot be the decimal sign as well"#
            ),
            (
                "thousands = \".\"\n", "",
                #"x.toml:1: layout.thousands: it is missing; one of "none", ".", ",", "space" is wanted"#
            ),
            ("\"M\", \"\"", "\"M\", \"0\"", #"x.toml:15: layout.marks: "0" has a digit; a number is never a mark"#),
            (
                "percent = true", "procent = true",
                "x.toml:14: layout.procent: there is no such key; did you mean percent?"
            ),
            (
                "code = \"nr\"", "code = \"kommune\"",
                #"x.toml:26: layout.dimensions: two dimensions have the code "kommune""#
            ),
            ("column = 3", "column = 1", "x.toml:35: layout.ignored: column 1 is declared twice"),
            ("header = \"Kom.nr\"", "", "x.toml:31: layout.dimensions.column: header, column or both are wanted"),
            (
                "header_row = 3\n", "",
                #"x.toml:25: layout.dimensions: the header "" is named where no header row is declared"#
            ),
            (
                "from = 4", "from = 4\nheaders = [\"2024\"]",
                "x.toml:41: layout.melt.from: headers, or from, or from and members are wanted"
            ),
            ("header = \"Kom.nr\"", "header = 7", "x.toml:33: layout.dimensions.header: a text in quotes is wanted"),
            ("through = 9", "through = 2", "x.toml:38: layout.melt: it ends before it begins"),
        ]
    )
    func faults(old: String, new: String, message: String) throws {
        let text = Self.whole.replacing(old, with: new)
        #expect(text != Self.whole)
        let error = #expect(throws: ConfigurationError.self) { try LayoutFile.parse(text, path: "x.toml") }
        #expect(error?.description == message)
    }

    @Test("a layout that cannot tell headings from data, or has no values, is refused")
    func contradictions() {
        let start = "[layout]\nsheet = \"S\"\ndecimal = \",\"\nthousands = \"none\"\n"
        let dimension = "[[layout.dimensions]]\ncode = \"a\"\ncolumn = 1\n"
        for (rest, message) in [
            (dimension, "x.toml:1: layout.values: [[layout.values]] or [layout.melt] is wanted"),
            (
                dimension
                    + "[layout.heading]\ncode = \"h\"\ncolumn = 1\n[[layout.values]]\nmeasure = \"m\"\ncolumn = 2\n",
                "x.toml:8: layout.heading: rows of data must be told from headings: a dimension in a column other than "
                    + "1 is wanted, by its position or by a header besides \"\""
            ),
            (
                dimension + "[layout.melt]\ncode = \"b\"\nmeasure = \"m\"\nfrom = 2\n",
                "x.toml:8: layout.melt: without a header row the members must be listed"
            ),
            ("[[layout.values]]\nmeasure = \"m\"\ncolumn = 2\n", "x.toml:1: layout.dimensions: there is no dimension"),
        ] {
            let error = #expect(throws: ConfigurationError.self) { try LayoutFile.parse(start + rest, path: "x.toml") }
            #expect(error?.description == message)
        }
        let missing = #expect(throws: ConfigurationError.self) { try LayoutFile.parse("a = 1", path: "x.toml") }
        #expect(missing?.description == "x.toml: layout: the table [layout] is missing")
    }
}
