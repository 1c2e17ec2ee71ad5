import Foundation
import PejlConfig
import PejlDecode
import PejlModel
import Testing

/// Layouts over the sheets of workbooks.
struct LayoutWorkbookTests {
    private let toml = """
        [layout]
        sheet = "Data"
        header_row = 2
        decimal = ","
        thousands = "."
        marks = ["..", ""]
        [[layout.dimensions]]
        code = "skole"
        header = "Skole"
        repeats_above = true
        [[layout.dimensions]]
        code = "nr"
        header = "Nr"
        [layout.melt]
        code = "år"
        measure = "elever"
        from = 3
        """

    private func refusal(_ rows: String) throws -> String {
        do {
            _ = try read(rows)
            return "read"
        } catch let error as DecodeError {
            return "\(error.failure)"
        }
    }

    private func read(_ rows: String, percent: Bool = false) throws -> [Cell] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("pejl-layout-\(UUID().uuidString)")
        var book = TestWorkbook(rows)
        book.styles = ["0", "10"]
        try Data(book.bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let collector = CellCollector()
        let toml = percent ? toml.replacing("marks =", with: "percent = true\nmarks =") : toml
        let layout = try LayoutFile.parse(toml, path: "x.toml")
        try LayoutDecoder.decode(path: file.path, layout: layout, into: collector)
        return collector.tables.flatMap(\.cells)
    }

    private let header = row(2, ["Skole", "Nr", 2023, 2024])

    @Test("typed numbers pass as they are, texts follow the number rule, rows may be short")
    func numbers() throws {
        let rows =
            header + row(3, ["Nord", 101, 2.351, "2.351"]) + row(4, [nil, 102, -0.0, ".."]) + row(5, ["Syd", 103, 7])
        #expect(
            try read(rows) == [
                Cell(["Nord", "101", "2023"], 2.351, measure: "elever"),
                Cell(["Nord", "101", "2024"], 2351, measure: "elever"),
                Cell(["Nord", "102", "2023"], 0, measure: "elever"),
                Cell(["Nord", "102", "2024"], nil, mark: "..", measure: "elever"),
                Cell(["Syd", "103", "2023"], 7, measure: "elever"),
                Cell(["Syd", "103", "2024"], nil, mark: "", measure: "elever"),
            ]
        )
    }

    @Test("0.071 shown as 7,10 % is 7.1 and a percentage where the layout allows one, and refused where it does not")
    func percentages() throws {
        let shown = "<c r=\"C3\" s=\"1\"><v>0.071</v></c><c r=\"D3\" t=\"inlineStr\"><is><t>6,9 %</t></is></c></row>"
        let rows = header + row(3, ["Nord", 101]).replacing("</row>", with: shown)
        #expect(
            try read(rows, percent: true) == [
                Cell(["Nord", "101", "2023"], 7.1, measure: "elever", percent: true),
                Cell(["Nord", "101", "2024"], 6.9, measure: "elever", percent: true),
            ]
        )
        #expect(
            try refusal(rows)
                == "unreadable-value: row 3, column 3 (\"2023\"): \"7.1 %\" is neither a number nor a mark"
        )
        let code = row(3, ["Nord"]).replacing("</row>", with: "<c r=\"B3\" s=\"1\"><v>0.5</v></c></row>")
        #expect(
            try refusal(header + code)
                == "malformed-table: row 3, column 2 (\"Nr\"): a number that is not whole, or a percentage, is no name"
        )
    }

    @Test("a number that is not whole is no name, and an undeclared number is refused")
    func faults() throws {
        #expect(
            try refusal(header + row(3, ["Nord", 1.5, 1, 2]))
                == "malformed-table: row 3, column 2 (\"Nr\"): a number that is not whole, or a percentage, is no name"
        )
        #expect(
            try refusal(header + row(3, ["Nord", 1, 1, 2, 0.5]))
                == "malformed-table: row 3, column 5: 0.5 stands where the layout has no column"
        )
        #expect(
            try refusal(header + row(3, ["Nord", 1, "2,351.0", 2]))
                == "unreadable-value: row 3, column 3 (\"2023\"): \"2,351.0\" is neither a number nor a mark"
        )
    }
}

/// A row of a sheet: texts, numbers, and nothing.
func row(_ number: Int, _ cells: [Any?]) -> String {
    let letters = ["A", "B", "C", "D", "E"]
    let inner = zip(letters, cells).map { letter, cell in
        switch cell {
        case nil: ""
        case let text as String: "<c r=\"\(letter)\(number)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
        case let value?: "<c r=\"\(letter)\(number)\"><v>\(value)</v></c>"
        }
    }
    return "<row r=\"\(number)\">\(inner.joined())</row>"
}
