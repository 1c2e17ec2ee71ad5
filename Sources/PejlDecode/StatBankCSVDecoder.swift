import Glibc
import PejlModel

/// StatBank's CSV and BULK, read line by line from pieces of any size.
struct StatBankCSVDecoder {
    /// Longest line in bytes, without its line break.
    private static let maximumLineBytes = 64 << 10
    /// Bytes looked at to tell a web page or JSON from a table.
    private static let headBytes = 512
    /// Readable bytes behind the last one, so that words can be loaded without a check.
    private static let padding = 16

    private let proof: CompletenessProof
    private let sink: any CellSink
    private var rows: StatBankCSVRows?
    private var line = 0
    private var consumed = 0
    /// The first empty line below the header, 0 where there was none.
    private var emptyLine = 0

    static func decode(
        _ source: inout some ByteSource,
        pieceSize: Int,
        proof: CompletenessProof,
        sink: any CellSink
    ) throws {
        var decoder = StatBankCSVDecoder(proof: proof, sink: sink)
        try decoder.run(&source, pieceSize: pieceSize)
    }

    private init(proof: CompletenessProof, sink: any CellSink) {
        self.proof = proof
        self.sink = sink
    }

    private mutating func run(_ source: inout some ByteSource, pieceSize: Int) throws {
        let capacity = Self.maximumLineBytes + 2 + max(pieceSize, Self.headBytes)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity + Self.padding, alignment: 16)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        defer { memory.deallocate() }
        var filled = 0
        var isOpened = false
        while true {
            let space = UnsafeMutableRawBufferPointer(rebasing: memory[filled..<capacity])
            let count = try source.read(into: space)
            filled += count
            if !isOpened {
                if count > 0, filled < Self.headBytes { continue }
                isOpened = true
                filled = try open(memory, filled)
            }
            let used = try readLines(UnsafeRawBufferPointer(rebasing: memory[..<filled]), isLast: count == 0)
            if count == 0 { break }
            rows?.forgetLast()
            memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[used..<filled]))
            filled -= used
            consumed += used
        }
        guard let rows else { throw DecodeError.emptyAnswer }
        try rows.finish()
    }

    /// Takes a byte order mark off and refuses what is no CSV at all; gives the bytes that are left.
    private mutating func open(_ memory: UnsafeMutableRawBufferPointer, _ filled: Int) throws -> Int {
        let head = UnsafeRawBufferPointer(rebasing: memory[..<filled])
        if ContentKind.significant(head).isEmpty {
            // Only white space so far: an empty answer, if nothing else comes in the next bytes either.
            if filled < Self.headBytes { throw DecodeError.emptyAnswer }
        }
        let kind = ContentKind(UnsafeRawBufferPointer(rebasing: head.prefix(Self.headBytes)))
        if kind != .text, kind != .binary { throw DecodeError.unexpectedContent(expected: .statBankCSV, found: kind) }
        guard head.starts(with: [0xEF, 0xBB, 0xBF]) else { return filled }
        memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[3..<filled]))
        consumed = 3
        return filled - 3
    }

    /// Reads the whole lines in `bytes` and, at the end of the document, the rest; gives the number of bytes used.
    private mutating func readLines(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws -> Int {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return 0 }
        let whole = isLast ? bytes.count : bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let valid = TextCheck.validPrefix(UnsafeRawBufferPointer(rebasing: bytes[..<whole]))
        var start = 0
        while start < whole {
            let feed = memchr(base + start, 0x0A, whole - start).map { base.distance(to: UnsafeRawPointer($0)) }
            var end = feed ?? whole
            let next = feed.map { $0 + 1 } ?? whole
            line += 1
            if end > start, bytes[end - 1] == 0x0D { end -= 1 }
            if end - start > Self.maximumLineBytes { throw lineTooLong() }
            if valid < end { throw refused(bytes, at: valid) }
            if feed == nil, proof == .none {
                throw DecodeError.truncated(where: "line \(line) has no line break and nothing proves the transfer")
            }
            try read(UnsafeRawBufferPointer(start: base + start, count: end - start))
            start = next
        }
        if bytes.count - whole > Self.maximumLineBytes + 1 {
            line += 1
            throw lineTooLong()
        }
        return whole
    }

    private mutating func read(_ text: UnsafeRawBufferPointer) throws {
        if let rows {
            // Empty lines may only follow the last row.
            if text.isEmpty, emptyLine == 0 { emptyLine = line }
            if text.isEmpty { return }
            if emptyLine > 0 { throw DecodeError.malformedCSV(line: emptyLine, reason: "an empty line between rows") }
            return try rows.add(text, line: line)
        }
        rows = StatBankCSVRows(try StatBankCSVHeader(line: text), sink: sink)
    }

    private func lineTooLong() -> DecodeError { .lineTooLong(line: line, limit: Self.maximumLineBytes) }

    private func refused(_ bytes: UnsafeRawBufferPointer, at index: Int) -> DecodeError {
        bytes[index] == 0 ? .nulByte(line: line) : .invalidUTF8(line: line, byte: consumed + index)
    }
}
