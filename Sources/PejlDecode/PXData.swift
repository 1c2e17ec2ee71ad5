import PejlModel

/// The figures behind `DATA=`, byte by byte, each cell delivered when it ends.
///
/// White space, semicolon and comma part the cells, as PC-Axis reads them; a comma between two digits is refused, since
/// nothing tells a delimiter there from a decimal comma.
final class PXData {
    /// Longest text in DATA, in bytes.
    private static let maximumBytes = 64 << 10

    private enum Place {
        /// Between cells.
        case between
        case bare
        case quoted
        /// Behind a closing quotation mark.
        case closed
    }

    private let table: PXTable
    private let builder: ChunkBuilder
    private let sizes: [Int32]
    /// The first column that turns: all without KEYS, those of the heading with them.
    private let firstTurning: Int
    private let rowCells: Int
    private let limit: Int
    /// With KEYS: a bit for each row that may come, set when it does.
    private var rows: [UInt64] = []
    private var line: Int
    private var token: [UInt8] = []
    /// Whether the last cell ended with a digit, outside quotation marks.
    private var isAfterDigit = false
    private var place = Place.between
    /// The last delimiter that was no white space, 0 after a value.
    private var delimiter: UInt8 = 0
    /// Whether a comma follows a digit with nothing between; cleared by white space.
    private var isAfterComma = false
    private var isEnded = false
    private var cell = 0
    /// With KEYS: how many keys and values of the row were read.
    private var rowKeys = 0
    private var rowValues = 0

    init(_ table: PXTable, line: Int, sink: any CellSink) throws {
        self.table = table
        self.line = line
        sizes = table.sizes.map(Int32.init)
        limit = table.count
        firstTurning = table.keys?.count ?? 0
        rowCells = table.sizes[firstTurning...].reduce(1, *)
        if table.keys != nil { rows = [UInt64](repeating: 0, count: table.count / rowCells / 64 + 1) }
        builder = try ChunkBuilder(table.dictionary, sink)
        token.reserveCapacity(Self.maximumBytes + 1)
    }

    func take(_ bytes: UnsafeRawBufferPointer) throws {
        var index = 0
        while index < bytes.count {
            if place == .between, let end = try takeNumber(bytes, at: index) {
                index = end
            } else {
                try take(bytes[index])
                index += 1
            }
        }
    }

    /// Takes a number that lies whole in `bytes` and gives where it ends: most cells, and a few times faster.
    @inline(__always)
    private func takeNumber(_ bytes: UnsafeRawBufferPointer, at start: Int) throws -> Int? {
        guard Self.isDigit(bytes[start]) || bytes[start] == UInt8(ascii: "-") else { return nil }
        if isEnded || isAfterComma || cell == limit || rowKeys < firstTurning { return nil }
        var end = start + 1
        while end < bytes.count, !Self.endsBare(bytes[end]) { end += 1 }
        guard end < bytes.count, bytes[end] != UInt8(ascii: "\"") else { return nil }
        guard let value = DecimalText.json(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) else { return nil }
        delimiter = 0
        isAfterDigit = true
        try add(value, -1)
        return end
    }

    private func take(_ byte: UInt8) throws {
        switch place {
        case .bare:
            guard Self.endsBare(byte) else { return try append(byte) }
            if byte == UInt8(ascii: "\"") { throw malformed("a quotation mark inside \(shown)") }
            place = .between
            try endBare()
            try separate(byte)
        case .between:
            if byte == UInt8(ascii: "\"") {
                try begin(.quoted)
            } else if Self.endsBare(byte) {
                try separate(byte)
            } else {
                if isAfterComma, Self.isDigit(byte) {
                    throw malformed("a comma between digits is no decimal sign in PX and no sure delimiter")
                }
                try begin(.bare)
                token.append(byte)
            }
        case .quoted:
            if byte == UInt8(ascii: "\"") {
                place = .closed
                try endQuoted()
            } else if byte == 0x0A || byte == 0x0D {
                throw malformed("the text \(shown) does not end on its line")
            } else {
                if byte == 0 { throw DecodeError.nulByte(line: line) }
                try append(byte)
            }
        case .closed:
            if byte == UInt8(ascii: "\"") || !Self.endsBare(byte) { throw malformed("no delimiter after \(shown)") }
            place = .between
            try separate(byte)
        }
    }

    private func append(_ byte: UInt8) throws(DecodeError) {
        token.append(byte)
        if token.count > Self.maximumBytes { throw unreadable() }
    }

    /// The document ended.
    ///
    /// Some publishers leave the last semicolon out. All cells of VALUES, white space behind the last, prove the file
    /// whole without it; a last number that touches the end, and rows with KEYS, need a proof of the transfer.
    func finish(proof: CompletenessProof) throws {
        let isKeyed = table.keys != nil
        if place == .quoted { throw DecodeError.truncated(where: "the text in line \(line) does not end") }
        let isUnsure = place == .bare || (isKeyed && delimiter != UInt8(ascii: ";"))
        if isUnsure, proof == .none {
            throw DecodeError.truncated(
                where: "no semicolon ends DATA in line \(line) and nothing proves the transfer"
            )
        }
        if place == .bare { try endBare() }
        if isKeyed {
            if rowKeys > 0 {
                let keys = "\(rowKeys) of \(firstTurning) keys"
                throw malformed("the last row has \(keys), \(rowValues) of \(rowCells) values")
            }
            if cell == 0 { throw DecodeError.noCells(found: "KEYS and no row") }
        } else if cell != table.count {
            if delimiter == UInt8(ascii: ";") { throw DecodeError.cellCount(expected: table.count, found: cell) }
            throw DecodeError.truncated(where: "DATA ends in line \(line) after \(cell) of \(table.count) cells")
        }
        try builder.flush()
    }

    /// White space or a delimiter.
    private func separate(_ byte: UInt8) throws(DecodeError) {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ";"):
            let isFirst = delimiter != 0 || (cell == 0 && rowKeys == 0)
            if isFirst, isEnded || byte == UInt8(ascii: ",") || delimiter == UInt8(ascii: ",") {
                throw malformed("a delimiter without a value before it")
            }
            if isFirst { isEnded = true }
            isAfterComma = byte == UInt8(ascii: ",") && isAfterDigit
            delimiter = byte
        case 0x20, 9...13:
            if byte == 0x0A { line += 1 }
            isAfterComma = false
        case 0: throw .nulByte(line: line)
        case 0x1A where delimiter == UInt8(ascii: ";"): break  // DOS ended text files with it
        default: throw malformed("a control character in DATA")
        }
    }

    private func begin(_ next: Place) throws(DecodeError) {
        if isEnded { throw malformed("more text after the end of DATA") }
        if cell == limit, table.keys == nil { throw .cellCount(expected: table.count, found: nil) }
        token.removeAll(keepingCapacity: true)
        place = next
        isAfterDigit = false
        delimiter = 0
        isAfterComma = false
    }

    private func endBare() throws {
        isAfterDigit = token.last.map(Self.isDigit) == true
        let isKeyPlace = table.keys != nil && rowKeys < firstTurning
        if isKeyPlace { throw malformed("\(shown) where a key is expected; a row has \(rowCells) values") }
        if let value = number() { return try add(value, -1) }
        try add(0, mark())
    }

    private func endQuoted() throws {
        if let keys = table.keys, rowKeys < firstTurning { return try addKey(keys[rowKeys]) }
        try add(0, mark())
    }

    private func addKey(_ keys: [[UInt8]: Int32]) throws(DecodeError) {
        guard let text = table.charset.text(token), let number = keys[Array(text.utf8)] else {
            let key = table.charset.text(token) ?? PXStatement.plain(token)
            throw .unknownCode(line: line, variable: table.names[rowKeys], code: key)
        }
        builder.row[rowKeys] = number
        rowKeys += 1
        guard rowKeys == firstTurning else { return }
        var row = 0
        for column in 0..<firstTurning { row = row * table.sizes[column] + Int(builder.row[column]) }
        let bit: UInt64 = 1 << UInt64(row % 64)
        if rows[row / 64] & bit != 0 { throw malformed("a second row with the same keys") }
        rows[row / 64] |= bit
    }

    private func add(_ value: Double, _ mark: Int32) throws {
        try builder.add(value: value, mark: mark)
        cell += 1
        if table.keys != nil {
            rowValues += 1
            if rowValues == rowCells { (rowKeys, rowValues) = (0, 0) }
        }
        // The odometer: the last dimension turns fastest.
        var column = sizes.count - 1
        while column >= firstTurning {
            builder.row[column] += 1
            if builder.row[column] < sizes[column] { break }
            builder.row[column] = 0
            column -= 1
        }
    }

    /// The token as a number; a point may stand without a digit before it.
    private func number() -> Double? {
        if let value = token.withUnsafeBytes({ DecimalText.json($0) }) { return value }
        let sign = token.first == UInt8(ascii: "-") ? 1 : 0
        guard token.count > sign + 1, token[sign] == UInt8(ascii: ".") else { return nil }
        let whole = token[..<sign] + [UInt8(ascii: "0")] + token[sign...]
        return whole.withUnsafeBytes { DecimalText.json($0) }
    }

    /// The number of the token's mark: one to six dots, a dash, or a text that a DATASYMBOL declares.
    private func mark() throws(DecodeError) -> Int32 {
        let isDots = 1...6 ~= token.count && token.allSatisfy { $0 == UInt8(ascii: ".") }
        if isDots || token == [UInt8(ascii: "-")] { return intern(token) }
        guard let text = table.charset.text(token), table.symbols.contains(Array(text.utf8)) else { throw unreadable() }
        return table.dictionary.marks.intern(text)
    }

    private func intern(_ token: [UInt8]) -> Int32 { token.withUnsafeBytes { table.dictionary.marks.intern($0) } }

    private var tokenText: String {
        let text = Array(token.prefix(240))
        return table.charset.text(text) ?? PXStatement.plain(text)
    }

    private var shown: String { quoted(tokenText) }

    private func unreadable() -> DecodeError { .unreadableValue(place: "line \(line)", text: tokenText) }

    /// White space, a control character, a delimiter or a quotation mark.
    @inline(__always)
    private static func endsBare(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\"")
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private func malformed(_ reason: String) -> DecodeError { .malformedPX(line: line, reason: reason) }
}
