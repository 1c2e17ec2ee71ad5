import Foundation
import PejlConfig
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Testing

/// Templates for workbooks that nobody here has seen: refused as they are, and recipes once they are filled in.
struct TemplateTests {
    private static let folder = "\(Repository.root)/etc/pejl/templates"

    /// What somebody fills in, below each line that asks for it; headers and figures of the workbook are made up.
    private static let filled: [String: [(String, String)]] = [
        "koef": [
            ("# table = \"…\"", "table = \"Ark\""), ("# licence = \"…\"", "licence = \"abonnement\""),
            ("# headers = [\"…\"]", "headers = [\"2023\", \"2024\"]"),
        ],
        "bench-diagnoser": [
            ("# table = \"…\"", "table = \"Bilag\""), ("# licence = \"…\"", "licence = \"kildeangivelse\""),
            ("# headers = [\"…\"]", "headers = [\"2023\", \"2024\"]"),
        ],
        "eco-folkeskolen": [
            ("# licence = \"…\"", "licence = \"abonnement\""), ("# member = \"…\"", "member = \"2024\""),
            ("# header = \"…\"\n\n[[columns]]", "header = \"2024\"\n\n[[columns]]"),
            ("# ignored = [{ header = \"…\" }]", "ignored = [{ header = \"2023\" }]"),
        ],
    ]

    /// What every template asks for.
    private static let common: [(String, String)] = [
        ("# sheet = \"…\"", "sheet = \"Ark1\""), ("# header_row = 1", "header_row = 2"),
        ("# marks = [\"\"]", "marks = [\"-\"]"),
        (
            "# expect = [{ row = 1, column = 1, text = \"…\" }]",
            "expect = [{ row = 1, column = 1, text = \"Opdigtet\" }]"
        ),
        ("# header = \"…\"", "header = \"Sted\""), ("# areas_by = \"code\"", "areas_by = \"name\""),
        ("# definition_id = ", "definition_id = "), ("# da = \"…\"", "da = \"Opdigtet.\""),
        ("# en = \"…\"", "en = \"Made up.\""),
        ("# \"\" = \"O\"", "\"-\" = \"O\""), ("# ignored = [\"…\"]", "ignored = [\"Landet\"]"),
    ]

    private static func text(_ id: String) throws -> String { try Repository.text("etc/pejl/templates/\(id).toml") }

    private static func filledIn(_ id: String) throws -> String {
        var text = try text(id)
        for (from, to) in (filled[id] ?? []) + common {
            let place = try #require(text.range(of: from), "\(id): \(from)")
            text.replaceSubrange(place, with: to)
        }
        return text
    }

    @Test("the templates are these, not among the recipes, and coverage.md and drop-folder.md say so")
    func shipped() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
        #expect(names == ["bench-diagnoser.toml", "eco-folkeskolen.toml", "koef.toml"])
        let page = try Repository.text("docs/coverage.md")
        for name in names {
            #expect(!FileManager.default.fileExists(atPath: "\(Repository.root)/etc/pejl/datasets/\(name)"))
            #expect(page.contains("`\(name)`"))
        }
        #expect(try Repository.text("docs/drop-folder.md").contains("etc/pejl/templates"))
    }

    @Test("a template is refused as it is, and with any one of its places left open", arguments: filled.keys.sorted())
    func open(id: String) throws {
        let folder = try TemporaryFolder()
        func isRefused(_ text: String) throws -> Bool {
            let path = try folder.write(text, to: "\(id).toml")
            do {
                _ = try RecipeFile.read(path)
                return false
            } catch { return true }
        }
        #expect(try isRefused(Self.text(id)))
        let whole = try Self.filledIn(id)
        #expect(try !isRefused(whole))
        // What a recipe may do without is left to the file, which is then refused.
        let needed = ["table", "licence", "sheet", "header_row", "areas_by", "definition_id", "da", "en"]
        for key in needed {
            let open = try Self.text(id).split(separator: "\n").first { $0.hasPrefix("# \(key) = ") }
            guard let line = open else { continue }
            let filled = try #require(whole.split(separator: "\n").last { $0.hasPrefix("\(key) = ") })
            #expect(try isRefused(whole.replacing("\(filled)\n", with: "\(line)\n")), "\(key)")
        }
    }

    @Test("a template filled in reads its workbook to the last figure", arguments: filled.keys.sorted())
    func loads(id: String) async throws {
        let installation = try DropInstallation([id: try Self.filledIn(id)])
        var rows: [[Any]] = [["Opdigtet"], ["Sted", "2023", "2024"], ["Landet", 7.0, 8.5]]
        for (number, area) in AreaCatalogue.denmark.municipalities.enumerated() {
            rows.append([area.name, Double(number) + 0.5, area.code == "766" ? "-" : Double(number)])
        }
        try installation.drop(Workbook.bytes(sheet: "Ark1", rows), as: "ark.xlsx", in: id)
        let summary = try await installation.run()
        #expect(summary.failures == [])
        var figures: [String: String] = [:]
        let columns = "area_code, period, value, status"
        try Query(path: installation.paths.publication).run("SELECT \(columns) FROM figures", header: { _ in }) { row in
            guard case .text(let area) = row[0], case .text(let period) = row[1], case .text(let status) = row[3] else {
                return
            }
            let value: String? = if case .real(let value) = row[2] { "\(value)" } else { nil }
            figures["\(area) \(period)"] = value ?? status
        }
        var expected: [String: String] = [:]
        for (number, area) in AreaCatalogue.denmark.municipalities.enumerated() {
            if id != "eco-folkeskolen" { expected["\(area.code) 2023"] = "\(Double(number) + 0.5)" }
            expected["\(area.code) 2024"] = area.code == "766" ? "O" : "\(Double(number))"
        }
        #expect(figures == expected)
    }
}

/// A workbook of one sheet, stored without compression.
private enum Workbook {
    static func bytes(sheet: String, _ rows: [[Any]]) -> [UInt8] {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
        let space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let package = "http://schemas.openxmlformats.org/package/2006"
        let data = rows.enumerated().map { number, cells in
            "<row r=\"\(number + 1)\">"
                + cells.enumerated().map { column, cell in
                    let place = "\(["A", "B", "C"][column])\(number + 1)"
                    return if let text = cell as? String {
                        "<c r=\"\(place)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
                    } else { "<c r=\"\(place)\"><v>\(cell)</v></c>" }
                }.joined() + "</row>"
        }.joined()
        func relations(_ type: String, _ target: String) -> String {
            "\(head)<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"rId1\" "
                + "Type=\"\(office)/\(type)\" Target=\"\(target)\"/></Relationships>"
        }
        let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        return archive([
            (
                "[Content_Types].xml",
                "\(head)<Types xmlns=\"\(package)/content-types\"><Default Extension=\"rels\" "
                    + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override "
                    + "PartName=\"/xl/workbook.xml\" ContentType=\"\(types).sheet.main+xml\"/><Override "
                    + "PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"\(types).worksheet+xml\"/></Types>"
            ),
            ("_rels/.rels", relations("officeDocument", "xl/workbook.xml")),
            (
                "xl/workbook.xml",
                "\(head)<workbook \(space) xmlns:r=\"\(office)\"><sheets><sheet name=\"\(sheet)\" sheetId=\"1\" "
                    + "r:id=\"rId1\"/></sheets></workbook>"
            ),
            ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml")),
            ("xl/worksheets/sheet1.xml", "\(head)<worksheet \(space)><sheetData>\(data)</sheetData></worksheet>"),
        ])
    }

    private static func archive(_ entries: [(name: String, text: String)]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for (name, text) in entries {
            let bytes = Array(text.utf8)
            let size = UInt32(bytes.count)
            let common =
                shorts(20, 0, 0, 0, 0) + words(checksum(bytes), size, size) + shorts(UInt16(name.utf8.count), 0)
            directory += words(0x0201_4B50) + shorts(20) + common + shorts(0, 0, 0)
            directory += words(0, UInt32(file.count)) + name.utf8
            file += words(0x0403_4B50) + common + name.utf8 + bytes
        }
        let count = UInt16(entries.count)
        return file + directory + words(0x0605_4B50) + shorts(0, 0, count, count)
            + words(UInt32(directory.count), UInt32(file.count)) + shorts(0)
    }

    private static func shorts(_ numbers: UInt16...) -> [UInt8] {
        numbers.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }

    private static func words(_ numbers: UInt32...) -> [UInt8] {
        numbers.flatMap { shorts(UInt16(truncatingIfNeeded: $0), UInt16($0 >> 16)) }
    }

    /// CRC-32, bit by bit.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB8_8320 }
        }
        return ~sum
    }
}
