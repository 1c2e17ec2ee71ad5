import CZlib
import Foundation
import PejlDecode

/// Writes ZIP archives, well formed or with one thing wrong.
struct TestZip {
    struct Entry {
        var name: String
        var bytes: [UInt8]
        var isDeflated = true
        var flags: UInt16 = 0x800
        var hasDescriptor = false
        /// What the directory and the entry's header say instead of the truth.
        var method: UInt16?
        var checksum: UInt32?
        var size: UInt32?
        var packedSize: UInt32?
        var offset: UInt32?
        var headerSize: UInt32?
        var headerName: String?
        var extraPacked: [UInt8] = []

        init(_ name: String, _ text: String) {
            self.name = name
            bytes = Array(text.utf8)
        }
    }

    var entries: [Entry]
    var before: [UInt8] = []
    var beforeEnd: [UInt8] = []
    var comment: [UInt8] = []
    var countedEntries: Int?
    var directoryOffset: Int?

    init(_ entries: [Entry]) { self.entries = entries }

    func bytes() -> [UInt8] {
        var file = before
        var directory: [UInt8] = []
        for entry in entries {
            let checksum = entry.checksum ?? UInt32(crc32(0, entry.bytes, UInt32(entry.bytes.count)))
            let packed = (entry.isDeflated ? deflated(entry.bytes) : entry.bytes) + entry.extraPacked
            let packedSize = entry.packedSize ?? UInt32(packed.count)
            let size = entry.size ?? UInt32(entry.bytes.count)
            let method = entry.method ?? (entry.isDeflated ? 8 : 0)
            let flags = entry.flags | (entry.hasDescriptor ? 8 : 0)
            let offset = entry.offset ?? UInt32(file.count)
            let headerName = Array((entry.headerName ?? entry.name).utf8)
            let isLate = entry.hasDescriptor
            file += words(0x0403_4B50) + shorts(20, flags, method, 0, 0)
            file += isLate ? words(0, 0, 0) : words(checksum, packedSize, entry.headerSize ?? size)
            file += shorts(UInt16(headerName.count), 0) + headerName + packed
            if isLate { file += words(0x0807_4B50, checksum, packedSize, entry.headerSize ?? size) }
            let name = Array(entry.name.utf8)
            directory += words(0x0201_4B50) + shorts(20, 20, flags, method, 0, 0) + words(checksum, packedSize, size)
            directory += shorts(UInt16(name.count), 0, 0, 0, 0) + words(0, offset) + name
        }
        let count = UInt16(countedEntries ?? entries.count)
        let start = directoryOffset ?? file.count
        file += directory + beforeEnd + words(0x0605_4B50) + shorts(0, 0, count, count)
        return file + words(UInt32(directory.count), UInt32(start)) + shorts(UInt16(comment.count)) + comment
    }

    private func shorts(_ numbers: UInt16...) -> [UInt8] {
        numbers.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }

    private func words(_ numbers: UInt32...) -> [UInt8] {
        numbers.flatMap { shorts(UInt16(truncatingIfNeeded: $0), UInt16($0 >> 16)) }
    }
}

/// `bytes` as one DEFLATE stream.
func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    _ = pejl_deflate_init_raw(&stream, 9)
    defer { deflateEnd(&stream) }
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    var input = bytes
    let count = output.withUnsafeMutableBufferPointer { output in
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            _ = deflate(&stream, Z_FINISH)
            return output.count - Int(stream.avail_out)
        }
    }
    return Array(output[..<count])
}

/// The parts of a small workbook with one sheet, each of which a test may replace.
struct TestWorkbook {
    private static let relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let head = #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"# + "\r\n"
    private static let space = #"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#

    /// What stands between the tags of the sheet's rows.
    var rows = ""
    /// What stands behind the rows.
    var rest = ""
    var strings: [String]? = ["<t>æble</t>", "<r><rPr><b/></rPr><t>to </t></r><r><t>løb</t></r><rPh><t>x</t></rPh>"]
    var formats = ""
    var styles = ["0"]
    var sheets = #"<sheet name="Data" sheetId="1" r:id="rId1"/>"#
    var workbook = ""
    /// The whole worksheet instead of one made from `rows`.
    var worksheet: String?

    init(_ rows: String = "") { self.rows = rows }

    var entries: [TestZip.Entry] {
        let worksheet =
            worksheet ?? "\(Self.head)<worksheet \(Self.space)><sheetData>\(rows)</sheetData>\(rest)</worksheet>"
        var entries = [
            TestZip.Entry("_rels/.rels", relations([("rId1", "officeDocument", "xl/workbook.xml")])),
            TestZip.Entry(
                "xl/workbook.xml",
                "\(Self.head)<workbook \(Self.space) xmlns:r=\"\(Self.relationships)\">\(workbook)"
                    + "<sheets>\(sheets)</sheets></workbook>"
            ),
            TestZip.Entry(
                "xl/_rels/workbook.xml.rels",
                relations(
                    [
                        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "/xl/worksheets/s2.xml"),
                        ("rId3", "styles", "styles.xml"), ("rId5", "chartsheet", "chartsheets/sheet1.xml"),
                    ] + (strings == nil ? [] : [("rId4", "sharedStrings", "../xl/sharedStrings.xml")])
                )
            ),
            TestZip.Entry("xl/worksheets/sheet1.xml", worksheet),
            TestZip.Entry(
                "xl/worksheets/s2.xml",
                "<x:worksheet xmlns:x=\"y\"><x:sheetData><x:row><x:c><x:v>2</x:v></x:c></x:row></x:sheetData>"
                    + "</x:worksheet>"
            ),
            TestZip.Entry(
                "xl/styles.xml",
                "\(Self.head)<styleSheet \(Self.space)><numFmts>\(formats)</numFmts><cellXfs>"
                    + styles.map { "<xf numFmtId=\"\($0)\"><alignment/></xf>" }.joined() + "</cellXfs></styleSheet>"
            ),
        ]
        if let strings {
            let items = strings.map { "<si>\($0)</si>" }.joined()
            entries.append(TestZip.Entry("xl/sharedStrings.xml", "\(Self.head)<sst \(Self.space)>\(items)</sst>"))
        }
        return entries
    }

    var bytes: [UInt8] { TestZip(entries).bytes() }

    private func relations(_ list: [(String, String, String)]) -> String {
        let items = list.map {
            "<Relationship Id=\"\($0.0)\" Type=\"\(Self.relationships)/\($0.1)\" Target=\"\($0.2)\"/>"
        }
        let space = "http://schemas.openxmlformats.org/package/2006/relationships"
        return "\(Self.head)<Relationships xmlns=\"\(space)\">\(items.joined())</Relationships>"
    }
}

/// The rows of a sheet in `bytes`.
func sheetRows(_ bytes: [UInt8], sheet: String? = nil) throws -> [[XLSXReader.Value]] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("pejl-xlsx-\(UUID().uuidString)")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var rows: [[XLSXReader.Value]] = []
    try XLSXReader.read(path: file.path, sheet: sheet) { rows.append($0) }
    return rows
}

/// How `bytes` are refused: `name: message`, or `read` where they are not.
func sheetRefusal(_ bytes: [UInt8], sheet: String? = nil) -> String {
    do {
        _ = try sheetRows(bytes, sheet: sheet)
        return "read"
    } catch let error as DecodeError {
        return "\(error.failure)"
    } catch {
        return "another error: \(error)"
    }
}
