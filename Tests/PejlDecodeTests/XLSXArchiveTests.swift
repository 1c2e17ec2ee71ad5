import PejlDecode
import PejlModel
import Testing

struct XLSXArchiveTests {
    /// One way to spoil an archive, and how it is refused.
    struct Damage: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var message: String
        var change: @Sendable (inout TestZip) -> Void

        init(_ name: String, _ message: String, _ change: @escaping @Sendable (inout TestZip) -> Void) {
            testDescription = name
            self.message = message
            self.change = change
        }
    }

    private static let sheet = #"malformed-zip: ZIP entry "xl/worksheets/sheet1.xml": "#
    private static let first = #"malformed-zip: ZIP entry "_rels/.rels": "#
    private static let added = #"malformed-zip: ZIP entry "#

    private static func named(_ name: String, _ reason: String) -> Damage {
        Damage("name \(name)", added + quotedName(name) + ": " + reason) { $0.entries.append(.init(name, "x")) }
    }

    private static func quotedName(_ name: String) -> String {
        "\"" + name.map { $0 < " " ? "\u{FFFD}" : String($0) }.joined() + "\""
    }

    static let damages: [Damage] = [
        Damage("overlapping entries", added + #""xl/workbook.xml": it overlaps "_rels/.rels""#) { zip in
            // The first entry's packed bytes take in the whole second entry, as in Fifield's zip bombs.
            let second = TestZip([zip.entries[1]]).bytes()
            let length = second.count - 22 - 46 - zip.entries[1].name.utf8.count
            zip.entries[0].isDeflated = false
            let start = 30 + zip.entries[0].name.utf8.count + zip.entries[0].bytes.count
            zip.entries[0].bytes += second[..<length]
            zip.entries[1].offset = UInt32(start)
        },
        Damage("the same place twice", added + #""b": its header and the directory disagree"#) { zip in
            zip.entries.append(.init("b", "x"))
            zip.entries[zip.entries.count - 1].offset = 0
        },
        Damage("wrong CRC", sheet + "its CRC-32 does not agree; the bytes are damaged") {
            $0.entries[3].checksum = 1
        },
        Damage("wrong CRC, stored", sheet + "its CRC-32 does not agree; the bytes are damaged") {
            $0.entries[3].checksum = 1
            $0.entries[3].isDeflated = false
        },
        Damage("wrong CRC behind", sheet + "its CRC-32 does not agree; the bytes are damaged") {
            $0.entries[3].checksum = 1
            $0.entries[3].hasDescriptor = true
        },
        Damage(
            "more bytes than said",
            #"zip-bomb: ZIP entry "xl/worksheets/sheet1.xml": it holds more than the 3 bytes it says"#
        ) { $0.entries[3].size = 3 },
        Damage("fewer bytes than said", first + "588 bytes where it says 9999") {
            $0.entries[0].bytes += Array(repeating: 0x20, count: 588 - $0.entries[0].bytes.count)
            $0.entries[0].size = 9_999
        },
        Damage("bytes behind the packed ones", sheet + "bytes after its end") {
            $0.entries[3].extraPacked = [1, 2, 3]
        },
        Damage("packed bytes cut", sheet + "its packed bytes end too early") {
            $0.entries[3].packedSize = UInt32(deflated($0.entries[3].bytes).count - 5)
        },
        Damage("packed bytes damaged", sheet + "its packed bytes are damaged: invalid block type") {
            $0.entries[3].extraPacked = deflated($0.entries[3].bytes).map { _ in 0xFF }
            $0.entries[3].bytes = []
            $0.entries[3].isDeflated = false
            $0.entries[3].method = 8
        },
        Damage("packed size beyond the file", sheet + "it reaches into the directory") {
            $0.entries[3].packedSize = 1_000_000
        },
        Damage("sizes disagree", sheet + "its header and the directory disagree on its size") {
            $0.entries[3].headerSize = 5
        },
        Damage("sizes behind disagree", sheet + "the sizes behind it and the directory disagree") {
            $0.entries[3].headerSize = 5
            $0.entries[3].hasDescriptor = true
        },
        Damage("names disagree", sheet + "its header and the directory disagree") {
            $0.entries[3].headerName = "xl/worksheets/sheet2.xml"
        },
        Damage("a place without entry", sheet + "no entry begins where the directory says") {
            $0.entries[3].offset = 3
        },
        Damage("two of one name", added + #""XL/workbook.xml": two entries have this name"#) {
            $0.entries.append(.init("XL/workbook.xml", "x"))
        },
        Damage("1,001 entries", "malformed-zip: ZIP archive: more than 1000 entries") { zip in
            for index in zip.entries.count..<1_001 { zip.entries.append(.init("e\(index)", "")) }
        },
        Damage("more entries counted", "malformed-zip: ZIP archive: the directory holds fewer entries than it counts") {
            $0.countedEntries = $0.entries.count + 1
        },
        Damage(
            "fewer entries counted",
            "malformed-zip: ZIP archive: the directory holds more than the entries it counts"
        ) {
            $0.countedEntries = $0.entries.count - 1
        },
        Damage(
            "no entries",
            "malformed-zip: ZIP archive: the document does not begin with an entry; it is no ZIP archive"
        ) {
            $0.before = Array("MZ".utf8)
        },
        Damage(
            "bytes before",
            "malformed-zip: ZIP archive: the directory does not end where the end record begins"
        ) {
            $0.before = Array("PK!!".utf8)
            $0.directoryOffset = 0
        },
        Damage("encrypted", sheet + "it is encrypted") { $0.entries[3].flags = 0x801 },
        Damage("strongly encrypted", sheet + "it is encrypted") { $0.entries[3].flags = 0x841 },
        Damage("another method", sheet + "it is packed with method 12, not stored or deflate") {
            $0.entries[3].method = 12
        },
        Damage("zip64 locator", "malformed-zip: ZIP archive: zip64, which pejl does not read") {
            $0.beforeEnd = [0x50, 0x4B, 6, 7] + Array(repeating: 0, count: 16)
        },
        Damage("zip64 size", sheet + "zip64, which pejl does not read") { $0.entries[3].size = 0xFFFF_FFFF },
        Damage("zip64 header", sheet + "zip64, which pejl does not read") { $0.entries[3].headerSize = 0xFFFF_FFFF },
        Damage("two ends", "malformed-zip: ZIP archive: two end records") {
            $0.comment = [0x50, 0x4B, 5, 6] + Array(repeating: 0, count: 18)
        },
        Damage(
            "an entry too large",
            #"zip-bomb: ZIP entry "xl/worksheets/sheet1.xml": it holds more than 134217728 bytes"#
        ) {
            $0.entries[3].size = 134_217_729
        },
        Damage(
            "an entry that grows too much",
            #"zip-bomb: ZIP entry "xl/worksheets/s2.xml": it grows more than 500 times"#
        ) {
            $0.entries[4].size = 134_217_728
        },
        named("../x", "a path that leaves the archive"), named("a/../../x", "a path that leaves the archive"),
        named("/etc/passwd", "an absolute path"), named("C:/x", "an absolute path"),
        named("a\\..\\x", "a backslash in its name"), named("a//b", "no plain path"), named("./a", "no plain path"),
        named("a\u{1}", "a control character in its name"),
    ]

    @Test("an archive that two readers could understand differently is refused", arguments: damages)
    func damage(_ damage: Damage) {
        var zip = TestZip(TestWorkbook("<row><c><v>7</v></c></row>").entries)
        damage.change(&zip)
        #expect(sheetRefusal(zip.bytes()) == damage.message)
    }

    @Test("a small archive that unpacks to much is refused at once, at 500 times and at the cell limit")
    func bombs() {
        let clock = ContinuousClock()
        var honest = TestWorkbook()
        let spaces = String(repeating: " ", count: 40 << 20)
        honest.worksheet = "<worksheet><sheetData>\(spaces)</sheetData></worksheet>"
        var zip = TestZip(honest.entries)
        let time = clock.measure {
            #expect(
                sheetRefusal(zip.bytes())
                    == #"zip-bomb: ZIP entry "xl/worksheets/sheet1.xml": it grows more than 500 times"#
            )
        }
        // It says less than it holds: counted while unpacking.
        zip.entries[3].size = 10 << 20
        let lying = zip.bytes()
        #expect(lying.count < 100_000)
        let text = sheetRefusal(lying)
        #expect(text.hasSuffix("text of more than 262144 bytes"))
        let wide = (1...4_000).map { "<row><c r=\"XFD\($0)\"><v>1</v></c></row>" }.joined()
        let wideTime = clock.measure {
            let message = #"too-many-cells: dataset "Data": more than 20000000 cells"#
            #expect(sheetRefusal(TestWorkbook(wide).bytes) == message)
        }
        #expect(time < .seconds(20) && wideTime < .seconds(60))
    }

    @Test("a million rows left out cost nothing to speak of")
    func sparse() throws {
        let rows = try sheetRows(TestWorkbook("<row r=\"1048576\"><c><v>1</v></c></row>").bytes)
        #expect(rows.count == 1_048_576)
        #expect(rows.last == [.number(1)])
    }

    @Test("a workbook cut off anywhere is refused")
    func truncation() {
        let bytes = TestWorkbook("<row><c t=\"s\"><v>0</v></c></row>").bytes
        for count in stride(from: 0, to: bytes.count, by: 23) + [bytes.count - 1] {
            let message = sheetRefusal(Array(bytes[..<count]))
            #expect(message == (count == 0 ? "empty-answer: the document is empty" : message))
            #expect(message.hasPrefix("truncated:") || count < 2, "\(count): \(message)")
        }
    }

    @Test("three thousand damaged workbooks are read alike twice or refused by name, never otherwise")
    func mutations() {
        var book = TestWorkbook(
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>45352</v></c></row>"
                + "<row><c t=\"inlineStr\"><is><r><t>a&amp;b</t></r></is></c><c><f>1</f><v>1.5E-3</v></c>"
                + "<c t=\"str\"><v><![CDATA[x]]></v></c></row>"
        )
        book.styles = ["0", "14"]
        book.rest = "<mergeCells><mergeCell ref=\"A3:B4\"/></mergeCells>"
        var random = SeededGenerator(4_711)
        var read = 0
        for round in 0..<3_000 {
            var zip = TestZip(book.entries)
            let inside = round % 3 > 0
            if inside {
                let place = Int.random(in: 0..<zip.entries.count, using: &random)
                for _ in 0..<Int.random(in: 1...3, using: &random) { damage(&zip.entries[place].bytes, &random) }
                for index in zip.entries.indices { zip.entries[index].isDeflated = false }
            }
            var bytes = zip.bytes()
            if !inside { for _ in 0..<Int.random(in: 1...3, using: &random) { damage(&bytes, &random) } }
            let message = sheetRefusal(bytes)
            #expect(!message.hasPrefix("another error"))
            if message == "read" { read += 1 }
            if round % 10 == 0 { #expect(sheetRefusal(bytes) == message) }
        }
        #expect(read > 100)
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let signs = Array("<>/=\"'&;! ]-?xrcvs0159:AZ".utf8) + [0, 0xFF, 0xE2, 0x50, 0x4B]
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] = signs.randomElement(using: &random) ?? 0
        case 1: bytes.insert(signs.randomElement(using: &random) ?? 0, at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + 20))
        case 4: bytes.insert(contentsOf: bytes[place...].prefix(30), at: place)
        default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }
}
