/// Cuts the bytes before DATA at the semicolons that stand outside quotation marks.
///
/// A quotation mark too many would turn texts and keywords into each other for the rest of the file, so texts and bare
/// words must be set apart as the format does it, which is checked byte by byte.
struct PXSplitter {
    /// Most bytes of one keyword with all its values.
    static let maximumBytes = 1 << 20

    /// What a byte completed.
    enum Event {
        case nothing
        /// `bytes` are a keyword with its values.
        case statement
        /// `DATA=` was read.
        case data
    }

    private enum Part {
        case sign
        case word
        case text
        /// A text that a line break follows: another text goes on with it.
        case textAndLineBreak
    }

    /// The keyword that is being read, without its semicolon.
    var bytes: [UInt8] = []
    /// The line its first byte stands in.
    private(set) var firstLine = 1
    /// The line of the last byte.
    private(set) var line = 1
    private var quoteLine = 0
    private var isQuoted = false
    private var last = Part.sign

    mutating func take(_ byte: UInt8) throws(DecodeError) -> Event {
        if byte == 0 { throw .nulByte(line: line) }
        if byte == 0x0A { line += 1 }
        if byte == UInt8(ascii: ";"), !isQuoted {
            last = .sign
            return .statement
        }
        if bytes.isEmpty {
            if PXStatement.isSpace(byte) { return .nothing }
            firstLine = line
        }
        if byte == UInt8(ascii: "="), !isQuoted, isData { return .data }
        if byte == UInt8(ascii: "\"") {
            if !isQuoted { try beginText() }
            isQuoted.toggle()
        } else if !isQuoted {
            try check(byte)
        }
        bytes.append(byte)
        if bytes.count > Self.maximumBytes {
            throw .malformedPX(line: firstLine, reason: "a keyword of more than \(Self.maximumBytes) bytes")
        }
        return .nothing
    }

    /// The document ended before DATA.
    func finish() throws(DecodeError) {
        if isQuoted { throw .truncated(where: "the text that begins in line \(quoteLine) does not end") }
        if !bytes.isEmpty { throw .truncated(where: "the keyword in line \(firstLine) has no semicolon") }
    }

    private mutating func beginText() throws(DecodeError) {
        if last == .word { throw .malformedPX(line: line, reason: "a quotation mark after bare text") }
        if last == .text { throw .malformedPX(line: line, reason: "two texts without a comma between them") }
        quoteLine = line
        last = .text
    }

    /// Looks at a byte outside quotation marks.
    private mutating func check(_ byte: UInt8) throws(DecodeError) {
        let isAfterText = last == .text || last == .textAndLineBreak
        if PXStatement.isSpace(byte) {
            if byte == 0x0A, isAfterText { last = .textAndLineBreak }
        } else if PXStatement.isSign(byte) || (byte == UInt8(ascii: "-") && isAfterText) {
            last = .sign
        } else {
            if isAfterText { throw .malformedPX(line: line, reason: "bare text after a closing quotation mark") }
            last = .word
        }
    }

    private var isData: Bool {
        bytes.count < 64 && bytes.starts(with: "DATA".utf8) && bytes.dropFirst(4).allSatisfy(PXStatement.isSpace)
    }
}
