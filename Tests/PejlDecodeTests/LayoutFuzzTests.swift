import PejlDecode
import PejlModel
import Testing

/// Random damage never crashes the reader, and the same damage ends the same way however the bytes are cut.
struct LayoutFuzzTests {
    static let seeds: [(keys: String, rest: String, text: String)] = [
        (
            "charset = \"utf-8\"\nseparator = \";\"\nheader_row = 2\nend = \"text\"\nend_text = \"Slut:\"\nmarks = [\"M\"]",
            LayoutDecoderTests.blocks,
            "Titel;;;\n;Kom.nr;2023;2024\n;;;\nÆrø;;;\nA;1;1,5;M\n\"B\";2;-2;3\nSlut:;;;\n"
        ),
        (
            "charset = \"windows-1252\"\nseparator = \",\"\ndecimal = \".\"\nthousands = \"space\"\nheader_row = 1",
            oneColumn, "Kommune,Antal\r\nAbc,1 234.5\r\n\"D\"\"e,\r\nf\",7\r\n"
        ),
        (
            "charset = \"iso-8859-1\"\nseparator = \"\\t\"\npercent = true\nheader_row = 1\nshort_rows = true",
            oneColumn,
            "Kommune\tAntal\rAbc\t14,4 %\rB\t7\r"
        ),
    ]

    @Test("three thousand damaged copies of each document", arguments: seeds.indices)
    func mutations(seed: Int) throws {
        let (keys, rest, text) = Self.seeds[seed]
        let layout = try PejlDecodeTests.layout(keys, header: false, rest)
        let signs = Array(";,\"\n\r\t 0123456789.-%M".utf8) + [0, 0xFF, 0xC3, 0xA6, 0x81]
        var random = SeededGenerator(UInt64(seed) + 99)
        var read = 0
        for _ in 0..<3_000 {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                let sign = signs.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[place] = sign
                case 1: bytes.insert(sign, at: place)
                case 2: bytes.remove(at: place)
                case 3: bytes.removeSubrange(place...)
                default: bytes.insert(contentsOf: bytes[place...].prefix(12), at: place)
                }
            }
            for proof in [CompletenessProof.none, .length] {
                let first = outcome(bytes, layout, proof, bytes.count + 1)
                #expect(first == outcome(bytes, layout, proof, Int.random(in: 1...16, using: &random)))
                if !first.hasPrefix("error") { read += 1 }
            }
        }
        #expect(read > 0)
    }

    private func outcome(_ bytes: [UInt8], _ layout: TableLayout, _ proof: CompletenessProof, _ size: Int) -> String {
        do {
            return "\(try laidOut(bytes, layout, proof: proof, pieceSize: size))"
        } catch let error as DecodeError {
            return "error \(error.failure)"
        } catch {
            Issue.record("another error: \(error)")
            return "error"
        }
    }
}
