import PejlModel

/// Rows of a delimited text, read with flat memory in pieces of any size.
///
/// Quotes after RFC 4180: only around a whole cell, doubled within it; line breaks may stand in them. A row ends with
/// CRLF, LF or CR. White space around a text stays; a cell of nothing else is empty.
struct DelimitedRows<Source: ByteSource>: SheetRows {
    private var source: Source
    private let charset: DelimitedCharset
    private let separator: UInt8
    private let proof: CompletenessProof
    private let memory: PieceMemory

    /// Bytes of the piece that are read, and how many there are.
    private var index = 0
    private var filled = 0
    /// Where the last line feed of the piece is, -1 where none is.
    private var lastFeed = -1
    private var isStarted = false
    private var isFinished = false

    /// The row so far: its text without quotes, and where its cells end.
    private var text: [UInt8] = []
    private var ends: [Int] = []
    private var state = State.cellStart
    private var byteCount = 0
    private var breaks = 0
    private var row = 1
    private var line = 1
    private var isAfterReturn = false

    private enum State {
        case cellStart, plain, quoted, afterQuote
    }

    /// Reads `pieceSize` bytes at a time; with the proof `none` the last row must end with a line break.
    init(_ source: Source, form: DelimitedForm, proof: CompletenessProof, pieceSize: Int) {
        self.source = source
        self.proof = proof
        charset = DelimitedCharset(form.charset)
        separator = form.separator.rawValue.utf8.first ?? UInt8(ascii: ";")
        memory = PieceMemory(max(pieceSize, DelimitedLimits.headBytes))
    }

    mutating func next() throws -> [SheetCell]? {
        if isFinished { return nil }
        if !isStarted { try start() }
        while true {
            while index < filled {
                let byte = memory.bytes[index]
                index += 1
                if isAfterReturn {
                    isAfterReturn = false
                    if byte == 0x0A { continue }
                }
                if try take(byte) { return try finishedRow() }
            }
            filled = try source.read(into: memory.piece)
            index = 0
            lastFeed = memory.bytes[..<filled].lastIndex(of: 0x0A) ?? -1
            if filled == 0 { return try lastRow() }
        }
    }

    /// Lets `read` read rows from their bytes, as many as it gives back; nothing between two rows is lost.
    mutating func readAhead(_ read: (UnsafeRawBufferPointer) throws -> (byteCount: Int, rowCount: Int)) throws {
        guard isStarted, byteCount == 0, index < filled else { return }
        if isAfterReturn, memory.bytes[index] == 0x0A { index += 1 }
        isAfterReturn = false
        guard index < lastFeed else { return }
        let done = try read(UnsafeRawBufferPointer(rebasing: memory.bytes[index...lastFeed]))
        index += done.byteCount
        row += done.rowCount
        line += done.rowCount
    }

    // MARK: - Bytes

    /// Takes one byte; gives true where it ends the row.
    @inline(__always)
    private mutating func take(_ byte: UInt8) throws -> Bool {
        byteCount += 1
        if byteCount > DelimitedLimits.rowBytes {
            let isBreak = state != .quoted && (byte == 0x0A || byte == 0x0D)
            if !isBreak { throw fault("longer than \(DelimitedLimits.rowBytes) bytes") }
        }
        switch state {
        case .quoted:
            if byte == UInt8(ascii: "\"") {
                state = .afterQuote
            } else {
                if byte == 0x0A || byte == 0x0D { try countBreak(byte) }
                try append(byte)
            }
            return false
        case .afterQuote where byte == UInt8(ascii: "\""):
            state = .quoted
            text.append(byte)
            return false
        case .cellStart where byte == UInt8(ascii: "\""):
            state = .quoted
            breaks = 0
            return false
        default: break
        }
        if byte == separator {
            try endCell()
            return false
        }
        if byte == 0x0A || byte == 0x0D {
            isAfterReturn = byte == 0x0D
            return true
        }
        if state == .afterQuote { throw fault("cell \(ends.count + 1) has text after its closing quotation mark") }
        if byte == UInt8(ascii: "\"") { throw fault("cell \(ends.count + 1) has a quotation mark but is not quoted") }
        state = .plain
        try append(byte)
        return false
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) throws {
        if byte == 0 { throw DecodeError.nulByte(line: line) }
        text.append(byte)
    }

    /// Counts a line break in quotes; CRLF is one.
    private mutating func countBreak(_ byte: UInt8) throws {
        if byte == 0x0A, text.last == 0x0D { return }
        line += 1
        breaks += 1
        if breaks > DelimitedLimits.breaks {
            throw fault(
                "cell \(ends.count + 1) has more than \(DelimitedLimits.breaks) line breaks; is a quote unclosed?"
            )
        }
    }

    private mutating func endCell() throws {
        ends.append(text.count)
        state = .cellStart
        if ends.count > TableLayout.maximumColumns {
            throw fault("more than \(TableLayout.maximumColumns) cells")
        }
    }

    // MARK: - Rows

    private mutating func finishedRow() throws -> [SheetCell] {
        try endCell()
        var cells: [SheetCell] = []
        cells.reserveCapacity(ends.count)
        var start = 0
        var isEmpty = true
        try text.withUnsafeBytes { bytes in
            for end in ends {
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                start = end
                let cell = try charset.cell(bytes) { fault in self.fault("cell \(cells.count + 1): \(fault)") }
                if cell != .empty { isEmpty = false }
                cells.append(cell)
            }
        }
        text.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        byteCount = 0
        row += 1
        line += 1
        return isEmpty ? [] : cells
    }

    private mutating func lastRow() throws -> [SheetCell]? {
        isFinished = true
        if byteCount == 0 { return nil }
        if state == .quoted { throw fault("cell \(ends.count + 1) has a quotation mark that is not closed") }
        if proof == .none {
            throw DecodeError.truncated(where: "row \(row) has no line break and nothing proves the transfer")
        }
        return try finishedRow()
    }

    private func fault(_ reason: String) -> DecodeError { .malformedTable(place: "row \(row)", reason: reason) }

    // MARK: - The first bytes

    /// Refuses what is no delimited text, and takes a byte order mark off.
    private mutating func start() throws {
        isStarted = true
        while filled < DelimitedLimits.headBytes {
            let space = UnsafeMutableRawBufferPointer(rebasing: memory.piece[filled...])
            let count = try source.read(into: space)
            if count == 0 { break }
            filled += count
        }
        let head = UnsafeRawBufferPointer(rebasing: memory.bytes[..<min(filled, DelimitedLimits.headBytes)])
        if ContentKind.significant(head).isEmpty, filled < DelimitedLimits.headBytes { throw DecodeError.emptyAnswer }
        let hasUTF8Mark = head.starts(with: [0xEF, 0xBB, 0xBF])
        let hasUTF16Mark = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
        let kind = hasUTF16Mark ? ContentKind.utf16 : ContentKind(head)
        if hasUTF16Mark || ![.text, .binary, .utf16].contains(kind) {
            let place = "the document"
            throw DecodeError.malformedTable(place: place, reason: "it is \(kind.rawValue), no delimited text")
        }
        lastFeed = memory.bytes[..<filled].lastIndex(of: 0x0A) ?? -1
        guard hasUTF8Mark else { return }
        if charset.declared != .utf8 {
            let declared = charset.declared.rawValue
            throw DecodeError.malformedTable(
                place: "the document",
                reason: "its byte order mark says utf-8 where \(declared) is declared"
            )
        }
        index = 3
    }
}

/// What a delimited text may hold.
enum DelimitedLimits {
    /// Longest row in bytes, without its line break.
    static let rowBytes = 1 << 20
    /// Most line breaks in a cell; as many as a cell of Excel holds.
    static let breaks = 253
    /// Bytes looked at to tell a web page or a workbook from a table.
    static let headBytes = 512
}

/// Memory for one piece of a document.
private final class PieceMemory {
    /// The piece and 16 bytes behind it, so that words can be loaded without a check.
    let bytes: UnsafeMutableRawBufferPointer
    /// Where the piece goes.
    var piece: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: bytes.dropLast(16)) }

    init(_ byteCount: Int) {
        bytes = .allocate(byteCount: byteCount + 16, alignment: 16)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { bytes.deallocate() }
}
