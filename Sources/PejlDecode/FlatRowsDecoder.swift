import CSIMDJSON
import PejlModel

/// The rows of uddannelsesstatistik.dk: an array of flat objects that all have the same keys.
///
/// A key that begins with `[` is a dimension, `[Measures].…` and any other a measure; a row gives one cell a measure.
/// Some clients have seen the array inside a JSON string: that one wrapping is taken off.
enum FlatRowsDecoder {
    static func decode(_ document: JSONDocument, sink: any CellSink) throws {
        guard let inner = try wrapped(document) else { return try rows(of: document, sink: sink) }
        let walksAll = document.walksAll
        var inside = inner
        try inside.withUTF8 { bytes in
            var source = MemorySource(UnsafeRawBufferPointer(bytes), step: bytes.count)
            let document = try JSONDocument(&source, expecting: bytes.count)
            document.walksAll = walksAll
            try document.checkContent(expected: .uddannelsesstatistik)
            if first(document) == UInt8(ascii: "\"") { throw DecodeError.notRows(reason: "a string inside a string") }
            try document.read(into: sink) { try rows(of: document, sink: $0) }
        }
    }

    private static func first(_ document: JSONDocument) -> UInt8? {
        document.bytes(document.range).first { $0 > 0x20 }
    }

    /// The text of a document that is one string, nil for any other.
    private static func wrapped(_ document: JSONDocument) throws -> String? {
        guard first(document) == UInt8(ascii: "\"") else { return nil }
        var text: String?
        try document.walk(document.range, reportDepth: 0) { events in text = events.first.map(document.text) }
        return text
    }

    private static func rows(of document: JSONDocument, sink: any CellSink) throws {
        guard first(document) == UInt8(ascii: "[") else {
            guard first(document) == UInt8(ascii: "{") else {
                try document.walk(document.range, reportDepth: 0) { _ in }
                throw DecodeError.notRows(reason: "a single value")
            }
            let keys = try document.members(document.range).prefix(5).map { quoted($0.key) }
            throw DecodeError.notRows(
                reason: "an object whose members are \(keys.isEmpty ? "none" : keys.joined(separator: ", "))"
            )
        }
        let rows = FlatRows(document, sink)
        var scanner = document.walksAll ? nil : FlatRowScanner(document, rows)
        if try scanner?.scan() != true {
            rows.beginAgain()
            try document.walk(document.range, reportDepth: 2) { try rows.take($0) }
        }
        try rows.finish()
    }
}
