import CZlib
import PejlDecode

/// The XML of a workbook; the first byte chooses the part that the others are.
enum SheetTarget: FuzzTarget {
    static let name = "sheet-xml"

    private static let file = MemoryFile()
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let plain: [(name: String, text: String)] = [
        (
            "_rels/.rels",
            "<Relationships><Relationship Id=\"a\" Type=\"\(relations)/officeDocument\" Target=\"xl/workbook.xml\"/>"
                + "</Relationships>"
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"\(relations)\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"s\"/></sheets>"
                + "</workbook>"
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"s\" Type=\"\(relations)/worksheet\" Target=\"sheet.xml\"/>"
                + "<Relationship Id=\"t\" Type=\"\(relations)/sharedStrings\" Target=\"strings.xml\"/>"
                + "<Relationship Id=\"y\" Type=\"\(relations)/styles\" Target=\"styles.xml\"/></Relationships>"
        ),
        ("xl/strings.xml", "<sst><si><t>a</t></si><si><r><t>b</t></r></si></sst>"),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"0.0 %\"/></numFmts><cellXfs>"
                + "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"
        ),
        (
            "xl/sheet.xml",
            "<worksheet><sheetData><row><c t=\"s\"><v>1</v></c><c s=\"2\"><v>0.071</v></c></row></sheetData></worksheet>"
        ),
    ]

    static func run(_ bytes: UnsafeRawBufferPointer) {
        guard let choice = bytes.first else { return }
        let part = [5, 5, 5, 3, 4, 1, 2, 0][Int(choice & 7)]
        let entries = plain.enumerated().map { index, entry in
            (entry.name, index == part ? Array(bytes.dropFirst()) : Array(entry.text.utf8))
        }
        archive(entries).withUnsafeBytes(file.replace)
        checkWorkbook(file.path)
    }

    /// A ZIP archive of stored entries.
    private static func archive(_ entries: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for (name, bytes) in entries {
            let checksum = UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
            let size = UInt32(bytes.count)
            let middle =
                little(UInt16(20)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt32(0)) + little(checksum)
                + little(size) + little(size) + little(UInt16(name.utf8.count)) + little(UInt16(0))
            directory += little(UInt32(0x0201_4B50)) + little(UInt16(20)) + middle
            directory += [UInt8](repeating: 0, count: 10) + little(UInt32(archive.count)) + Array(name.utf8)
            archive += little(UInt32(0x0403_4B50)) + middle + Array(name.utf8) + bytes
        }
        let end =
            little(UInt32(0x0605_4B50)) + little(UInt32(0)) + little(UInt16(entries.count))
            + little(UInt16(entries.count)) + little(UInt32(directory.count)) + little(UInt32(archive.count))
            + little(UInt16(0))
        return archive + directory + end
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian, Array.init)
    }
}
