import PejlConfig
import PejlDecode
import PejlModel
import Testing

/// Rows of members and numbers that are read from their bytes are the rows that are read cell by cell.
struct PlainRowsTests {
    private static let dimensions = """
        [[layout.dimensions]]
        code = "område"
        header = "A"
        [[layout.dimensions]]
        code = "køn"
        header = "B"

        """
    private static let ignored = "[[layout.ignored]]\nheader = \"X\"\n"
    private static let measures = """
        [[layout.values]]
        measure = "v"
        header = "V"
        [[layout.values]]
        measure = "w"
        header = "W"

        """
    private static let melt = "[layout.melt]\ncode = \"år\"\nmeasure = \"v\"\nfrom = 4\n"
    private static let heading = "[layout.heading]\ncode = \"blok\"\ncolumn = 1\n"
    private static let repeated = dimensions.replacing("header = \"A\"", with: "header = \"A\"\nrepeats_above = true")
    private static let danish = "decimal = \",\"\nthousands = \".\"\n"

    /// Layouts with something that a row of data could be mistaken for.
    static let layouts: [(separator: String, keys: String, columns: String)] = [
        (
            ";", danish + #"marks = ["", "..", "–", "M"]"# + "\n" + #"skip = ["I alt", "e\u0301"]"#,
            dimensions + ignored + measures
        ),
        (
            ";", danish + #"marks = [""]"# + "\nend = \"text\"\nend_text = \"Slut\"\nrows_after_end = true",
            dimensions + ignored + melt
        ),
        (
            ";",
            danish + #"marks = ["-"]"# + "\nend = \"prefix\"\nend_text = \"2\"\nrows_after_end = true\npercent = true",
            dimensions + ignored + measures
        ),
        (";", danish + #"marks = [""]"# + "\nend = \"empty-row\"\nshort_rows = true", dimensions + ignored + measures),
        (";", danish + #"marks = ["", ".."]"#, heading + dimensions + ignored + measures),
        (
            ";", "decimal = \"none\"\nthousands = \"none\"\n" + #"marks = ["", ".."]"#,
            heading + repeated + ignored + melt
        ),
        ("\\t", "decimal = \".\"\nthousands = \",\"\n" + #"marks = [".."]"#, dimensions + measures + ignored),
        (",", "decimal = \".\"\nthousands = \"space\"\n" + #"marks = [".."]"#, repeated + ignored + measures),
    ]

    private static let names = [
        "Ærø", "101", "Abc", "766", "2024", "M", "K", "en lang tekst med mere end seksten byte", "é", "I alt",
        "e\u{301}", "Slut", "Slutning", " Abc", "Abc ", " ", "\u{A0}", "", "\u{A0}Slut", "\u{1}", "\"Abc\"", "A\"c",
        "\u{0}",
    ]
    private static let numbers = [
        "1", "-2", "14,4", "1.234", "1,234", "0", "-0", "007", "14.4", "0.351", "1.234.567,5", "1 234",
        "123456789012345",
        "1234567890123456", "12345,6789012345", "–5", "−5", "", "..", "–", "M", "-", " 7", "7 ", "14,4 %", "1,", ",5",
        "x",
        "1.23", "12.345.67", " ", "\u{A0}", "\"5\"", "--1", "1e3",
    ]
    private static let notes = ["", "", "n", "æ", "note", " ", "\u{A0}", "Slut", "I alt", "e\u{301}", "\u{81}"]

    @Test("random rows in eight layouts and three charsets", arguments: layouts.indices)
    func rows(number: Int) throws {
        let (separator, keys, columns) = Self.layouts[number]
        var random = SeededGenerator(UInt64(number) + 8_001)
        var tally = Tally()
        for round in 0..<900 {
            let charset = ["utf-8", "windows-1252", "iso-8859-1"][round % 3]
            let layout = try layout("charset = \"\(charset)\"\nseparator = \"\(separator)\"\n\(keys)", columns)
            let oddity = [60, 400, 4_000].randomElement(using: &random) ?? 60
            let first = columns.hasPrefix(Self.heading) ? "Blok" : nil
            let last = keys.contains("Slut") ? "Slut" : keys.contains("prefix") ? "2 noter" : nil
            let text = Self.text(separator == "\\t" ? "\t" : separator, oddity, first, last, &random)
            var bytes =
                charset == "utf-8" ? Array(text.utf8) : text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            if round % 4 == 3 { damage(&bytes, &random) }
            tally.compare(bytes, layout, pieceSize: Int.random(in: 1...1_500, using: &random))
        }
        #expect(tally.read > 100)
        #expect(!tally.refusals.isEmpty)
    }

    /// Lines whose cells are mostly the first of their pools.
    private static func text(
        _ separator: String,
        _ oddity: Int,
        _ first: String?,
        _ last: String?,
        _ random: inout SeededGenerator
    ) -> String {
        let feed = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
        func pick(_ pool: [String], _ usual: Int) -> String {
            let isOdd = Int.random(in: 0..<oddity, using: &random) == 0
            return pool[Int.random(in: 0..<(isOdd ? pool.count : usual), using: &random)]
        }
        var text = ["A", "B", "X", "V", "W"].joined(separator: separator) + feed
        func title(_ text: String?) -> String {
            text.map { ([$0] + ["", "", "", ""]).joined(separator: separator) + feed } ?? ""
        }
        text += title(first)
        for _ in 0..<Int.random(in: 1...60, using: &random) {
            var cells = [pick(names, 6), pick(names, 6), pick(notes, 5), pick(numbers, 2), pick(numbers, 2)]
            switch Int.random(in: 0..<oddity * 3, using: &random) {
            case 0: cells.removeLast()
            case 1: cells.append("")
            case 2: cells = [names.randomElement(using: &random) ?? "", "", "", "", ""]
            case 3: cells = [names.randomElement(using: &random) ?? "", "", " ", "", ""]
            case 4: cells = ["", "", "", "", ""]
            case 5: cells = []
            default: break
            }
            text += cells.joined(separator: separator) + feed
        }
        return text + title(last)
    }

    @Test("a long file of plain rows gives what is written, whole chunks of it")
    func longFile() throws {
        let layout = try layout("marks = [\"..\"]", Self.dimensions + Self.ignored + Self.measures)
        var text = "A;B;X;V;W\n"
        var cells: [Cell] = []
        for row in 0..<50_000 {
            let codes = ["område \(row % 98)", row % 2 == 0 ? "M" : "K"]
            text += "\(codes[0]);\(codes[1]);;\(row),5;\(row % 7 == 0 ? ".." : "-\(row)")\n"
            cells.append(Cell(codes, Double(row) + 0.5, measure: "v"))
            let isMissing = row % 7 == 0
            cells.append(Cell(codes, isMissing ? nil : Double(-row), mark: isMissing ? ".." : nil, measure: "w"))
        }
        #expect(try laidOut(text, layout) == cells)
    }
}

extension Tally {
    /// Compares reading by a layout with shortcuts to reading without.
    mutating func compare(_ bytes: [UInt8], _ layout: TableLayout, pieceSize: Int) {
        func read(_ takesShortcuts: Bool) -> String {
            outcome {
                let collector = CellCollector()
                try bytes.withUnsafeBytes {
                    try LayoutDecoder.decode(
                        bytes: $0,
                        layout: layout,
                        pieceSize: pieceSize,
                        takesShortcuts: takesShortcuts,
                        into: collector
                    )
                }
                return collector.tables
            }
        }
        compare(read(true), read(false), "\(layout.rows) \(String(decoding: bytes, as: UTF8.self))")
    }
}
