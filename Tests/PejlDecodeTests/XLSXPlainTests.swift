import PejlDecode
import Testing

/// Cells that are written as spreadsheet programs write them, and read at once, are the cells that an XML reader finds.
struct XLSXPlainTests {
    /// A cell with its place in apostrophes is never read at once, and takes as many bytes.
    @Test("random cells, odd ones among them", arguments: 0..<6)
    func cells(seed: Int) throws {
        var random = SeededGenerator(UInt64(seed) + 9_001)
        var tally = Tally()
        for _ in 0..<60 {
            let oddity = [30, 300, 3_000].randomElement(using: &random) ?? 300
            var rows = ""
            for row in 1...Int.random(in: 1...30, using: &random) {
                rows += "<row r=\"\(row)\">"
                for column in ["A", "B", "C", "AA", "AB"] where Int.random(in: 0..<8, using: &random) > 0 {
                    rows += Self.cell(column, row, oddity, &random)
                }
                rows += Int.random(in: 0..<oddity, using: &random) == 0 ? "<x/></row>" : "</row>"
            }
            let inApostrophes = rows.replacing(/<c r="([A-Za-z0-9]*)"/) { "<c r='\($0.1)'" }
            tally.compare(try Self.read(rows), try Self.read(inApostrophes), rows)
        }
        #expect(tally.read > 10)
        #expect(!tally.refusals.isEmpty)
    }

    private static func cell(_ column: String, _ row: Int, _ oddity: Int, _ random: inout SeededGenerator) -> String {
        func isOdd() -> Bool { Int.random(in: 0..<oddity, using: &random) == 0 }
        let values = [
            "0", "1", "-0", "2.5", "1e3", " 1 ", "", "01", "x", "1e999", "0.1", "12345678901234567890", "1&#50;",
            "1<!-- -->2",
        ]
        let strings = ["0", "1", " 1", "01", "2", "-1", "x"]
        let styles = ["", "", " s=\"0\"", " s=\"1\"", " s=\"2\"", " s=\"3\"", " s=\"01\"", " s=\"9\"", " s=\"\""]
        let style = styles[Int.random(in: 0..<(isOdd() ? styles.count : 5), using: &random)]
        let odd = ["\(column)\(row + 1)", "A\(row)", "\(column)0\(row)", "\(column.lowercased())\(row)"]
        let place = isOdd() ? odd.randomElement(using: &random) ?? "" : "\(column)\(row)"
        if isOdd() { return "<c r=\"\(place)\"\(style)/>" }
        if isOdd() { return "<c r=\"\(place)\"\(style)><f>1</f><v>1</v></c>" }
        if Bool.random(using: &random) {
            let value = strings[Int.random(in: 0..<(isOdd() ? strings.count : 2), using: &random)]
            return "<c r=\"\(place)\"\(style) t=\"s\"><v>\(value)</v></c>"
        }
        let value = values[Int.random(in: 0..<(isOdd() ? values.count : 5), using: &random)]
        return "<c r=\"\(place)\"\(style)><v>\(value)</v></c>"
    }

    /// The rows as they are printed, or `error` and the refusal.
    private static func read(_ rows: String) throws -> String {
        var workbook = TestWorkbook(rows)
        workbook.styles = ["0", "0", "10", "14"]
        do {
            return "\(try sheetRows(workbook.bytes))"
        } catch let error as DecodeError {
            return "error \(error.failure)"
        }
    }
}
