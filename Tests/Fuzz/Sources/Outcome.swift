import PejlDecode
import PejlModel

/// What a decoder made of some bytes.
enum Outcome: Equatable, CustomStringConvertible {
    /// The cells, as a digest of all that is in them.
    case cells(count: Int, digest: UInt64)
    /// Name and message.
    case refused(String)
    /// More cells than a run takes.
    case enough

    var description: String {
        switch self {
        case .cells(let count, let digest): "\(count) cells, digest \(digest)"
        case .refused(let text): "refused, \(text)"
        case .enough: "more cells than were taken"
        }
    }

    /// Decodes into a checking sink; an error that is no ``DecodeError`` ends the program.
    static func of(_ decode: (CheckingSink) throws -> Void) -> Outcome {
        let sink = CheckingSink()
        do {
            try decode(sink)
            hold(sink.count > 0, "a document was read and has no cells")
            return .cells(count: sink.count, digest: sink.digest)
        } catch let error as DecodeError {
            let failure = error.failure
            hold(!failure.name.isEmpty && !failure.message.isEmpty, "a refusal without name or message")
            hold(!failure.message.unicodeScalars.contains { $0.value < 0x20 }, "control characters in a message")
            return .refused("\(failure)")
        } catch is CheckingSink.Enough {
            return .enough
        } catch {
            fail("another error than DecodeError: \(error)")
        }
    }
}

/// Takes cells and checks what every decoder promises of its chunks.
final class CheckingSink: CellSink {
    /// Thrown when a small document describes more cells than are worth taking.
    struct Enough: Error {}

    static let maximumCells = 300_000

    private(set) var count = 0
    /// FNV-1a over texts and numbers.
    private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    private var table: TableDictionary?

    func begin(_ table: TableDictionary) {
        hold(!table.measures.isEmpty, "a table without measures")
        hold(table.books.count == table.columns.count, "books and columns differ")
        self.table = table
        for name in table.columns + table.measures { mix(name) }
    }

    func take(_ chunk: CellChunk) throws {
        guard let table else { fail("a chunk before its table") }
        hold(1...CellChunk.capacity ~= chunk.count, "a chunk of \(chunk.count) cells")
        hold(chunk.codes.count == table.columns.count, "columns of a chunk")
        hold(chunk.codes.allSatisfy { $0.count == chunk.count }, "codes of a chunk")
        hold(chunk.measures.count == chunk.count && chunk.marks.count == chunk.count, "measures or marks")
        hold(chunk.percentSigns.count == chunk.count, "percent signs of a chunk")
        hold(chunk.flags.isEmpty || chunk.flags.count == chunk.count, "statuses of a chunk")
        for cell in 0..<chunk.count { check(cell, of: chunk, table) }
        count += chunk.count
        if count > Self.maximumCells { throw Enough() }
    }

    private func check(_ cell: Int, of chunk: CellChunk, _ table: TableDictionary) {
        let mark = chunk.marks[cell]
        let value = chunk.values[cell]
        hold(value.isFinite && (value != 0 || value.sign == .plus), "a value of \(value)")
        hold(mark < 0 || value == 0, "a value beside a mark")
        hold(Int(mark) < table.marks.count, "a mark that is not in the book")
        hold(Int(chunk.flag(cell)) < table.marks.count, "a status that is not in the book")
        hold(mark < 0 || chunk.flag(cell) < 0, "a status beside a mark")
        hold(table.measures.indices.contains(Int(chunk.measures[cell])), "a measure that is none")
        for (column, codes) in chunk.codes.enumerated() {
            hold(0..<Int32(table.books[column].count) ~= codes[cell], "a code that is not in the book")
            mix(UInt64(bitPattern: Int64(codes[cell])))
        }
        mix(value.bitPattern)
        if mark >= 0 { mix(table.marks.text(mark)) }
        if chunk.flag(cell) >= 0 { mix(table.marks.text(chunk.flag(cell))) }
        mix(chunk.percentSigns[cell] ? 1 : 0)
        mix(UInt64(chunk.measures[cell]))
    }

    private func mix(_ number: UInt64) { digest = (digest ^ number) &* 0x0000_0100_0000_01b3 }

    private func mix(_ text: String) {
        for byte in text.utf8 { mix(UInt64(byte)) }
        mix(0xFF)
    }
}

/// Decodes `bytes`, handed over `pieceSize` at a time.
func outcome(
    _ bytes: UnsafeRawBufferPointer,
    _ format: DocumentFormat,
    proof: CompletenessProof = .none,
    pieceSize: Int = 4096,
    takesShortcuts: Bool = true
) -> Outcome {
    .of { sink in
        try DocumentDecoder.decode(
            bytes: bytes,
            format: format,
            proof: proof,
            pieceSize: pieceSize,
            takesShortcuts: takesShortcuts,
            into: sink
        )
    }
}

/// Fails where shortcuts changed what came out; a sink that had enough saw only the beginning.
func holdSame(_ quick: Outcome, _ plain: Outcome) {
    if quick == .enough || plain == .enough { return }
    hold(quick == plain, "\(quick), but without shortcuts \(plain)")
}

/// Decodes a JSON document, with shortcuts and without; one that is read must be refused when its last bracket is cut off.
func checkJSON(_ bytes: UnsafeRawBufferPointer, _ format: DocumentFormat) {
    let whole = outcome(bytes, format)
    holdSame(whole, outcome(bytes, format, takesShortcuts: false))
    guard case .cells = whole else { return }
    let pieces = outcome(bytes, format, pieceSize: 7)
    hold(whole == pieces, "\(whole), but in pieces \(pieces)")
    let last = bytes.lastIndex { $0 > 0x20 } ?? 0
    let cut = outcome(UnsafeRawBufferPointer(rebasing: bytes[..<last]), format)
    guard case .refused = cut else { fail("\(whole), and cut off \(cut)") }
}
