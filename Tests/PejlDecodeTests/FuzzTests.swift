import Foundation
import PejlDecode
import PejlModel
import Testing

/// Random damage never crashes the decoder, and the same damage always ends the same way.
struct FuzzTests {
    static let seeds: [(DocumentFormat, String)] = [
        (.statBankCSV, "\u{FEFF}OMRÅDE;KØN;INDHOLD\r\nKøbenhavn;\"M;x\";1,5\r\nÆrø;K;..\r\n000;TOT;-17\r\n"),
        (
            .jsonStat,
            #"{"dataset":{"dimension":{"A":{"category":{"index":{"a":0,"b":1}}},"B":{"category":{"label":{"x":"X"}}},"#
                + #""id":["A","B"],"size":[2,1]},"value":{"0":1.5e1,"1":null},"status":["a","\u00e6"],"x":[true,{}]}}"#
        ),
        (.jsonStat, #"{"id":["A"],"size":[2],"value":[1,"x"],"dimension":{"A":{"category":{"index":["a","b"]}}}}"#),
        (.uddannelsesstatistik, #"[{"[A]":"æ","m":"2.351","n":"1,5 %"},{"m":"","[A]":"\u00e6","n":null}]"#),
        (
            .kolada,
            #"{"count":1,"values":[{"kpi":"N1","period":2023,"municipality":"0180","values":[{"gender":"T","status":"","#
                + #""value":1.5,"isdeleted":false},{"gender":"K","status":"x","value":null}],"more":[{"kpi":[1]}]}]}"#
        ),
        (.uddannelsesstatistik, #""[{\"[A]\":\"a\",\"m\":\"7\"}]""#),
    ]

    @Test("three thousand damaged copies of each document", arguments: seeds.indices)
    func mutations(seed: Int) {
        let (format, text) = Self.seeds[seed]
        var random = SeededGenerator(UInt64(seed) + 42)
        var read = 0
        for _ in 0..<3_000 {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) { damage(&bytes, &random) }
            for proof in [CompletenessProof.none, .length] {
                let first = outcome(bytes, format, proof, pieceSize: bytes.count + 1)
                #expect(first == outcome(bytes, format, proof, pieceSize: Int.random(in: 1...16, using: &random)))
                if !first.hasPrefix("error") { read += 1 }
            }
        }
        #expect(read > 0)
    }

    /// Foundation's parser is another's work: what one of the two takes for JSON and the other does not is a fault here.
    @Test("damaged JSON is refused where Foundation refuses it, and only there", arguments: seeds.indices)
    func againstFoundation(seed: Int) {
        let (format, text) = Self.seeds[seed]
        if format == .statBankCSV { return }
        var random = SeededGenerator(UInt64(seed) + 4711)
        for _ in 0..<3_000 {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...2, using: &random) { damage(&bytes, &random) }
            let ours = outcome(bytes, format, .length, pieceSize: 4_096)
            let isJSON = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
            let syntax = ["malformed-json", "truncated", "invalid-utf8"].contains { ours.hasPrefix("error \($0):") }
            // Refusals that are not about syntax, or about the text inside a string, prove nothing either way.
            if ours.contains("stands twice") || text.hasPrefix("\"") { continue }
            // Foundation lets a comma stand before a closing bracket.
            let packed = bytes.filter { $0 > 0x20 }
            let hasLastComma = zip(packed, packed.dropFirst()).contains { $0 == 0x2C && ($1 == 0x5D || $1 == 0x7D) }
            if syntax, !hasLastComma { #expect(!isJSON, "\(String(decoding: bytes, as: UTF8.self)): \(ours)") }
            if !ours.hasPrefix("error") { #expect(isJSON, "\(String(decoding: bytes, as: UTF8.self))") }
        }
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let signs = Array("{}[]\",:;\\\n\r\t 0123456789.-eE\u{0}<æ%".utf8) + [0xFF, 0xE2, 0x80]
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let sign = signs.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] = sign
        case 1: bytes.insert(sign, at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes.removeSubrange(place...)
        case 4: bytes.insert(contentsOf: bytes[place...].prefix(12), at: place)
        default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }

    private func outcome(
        _ bytes: [UInt8],
        _ format: DocumentFormat,
        _ proof: CompletenessProof,
        pieceSize: Int
    ) -> String {
        do {
            return "\(try decode(bytes, format, proof: proof, pieceSize: pieceSize))"
        } catch let error as DecodeError {
            return "error \(error.failure)"
        } catch {
            Issue.record("another error: \(error)")
            return "error"
        }
    }
}
