import CSIMDJSON
import Glibc

/// Reads rows that are written like the first one: the same keys in the same order with the same white space.
///
/// What stands between the values is compared with the first row, which the walk has checked; what is equal to valid
/// JSON is valid JSON. The values are checked here. A row that is written otherwise is walked by itself, and what is no
/// row at all is left to a walk over the whole document, which reads it or says what is wrong. So most of the document
/// is compared and not parsed, and no index of it is kept.
struct FlatRowScanner {
    private typealias Event = JSONDocument.Event

    private let document: JSONDocument
    private let rows: FlatRows
    private let bytes: UnsafePointer<UInt8>
    /// Where the document ends.
    private let end: Int
    /// What stands before each value of the first row, and behind the last one.
    private var between: [Range<Int>] = []
    private let values = ValueList()

    /// Nothing for an empty document.
    init?(_ document: JSONDocument, _ rows: FlatRows) {
        guard let start = document.bytes(0..<document.range.upperBound).baseAddress else { return nil }
        self.document = document
        self.rows = rows
        bytes = start.assumingMemoryBound(to: UInt8.self)
        end = document.range.upperBound
    }

    /// Delivers rows; false where it met what is no row, behind those that were delivered.
    mutating func scan() throws -> Bool {
        var index = skipSpace(document.range.lowerBound)
        guard index < end, bytes[index] == UInt8(ascii: "[") else { return false }
        index = skipSpace(index + 1)
        guard let first = try walkRow(at: index) else { return false }
        learn(index..<first)
        index = first
        while true {
            index = skipSpace(index)
            if index < end, bytes[index] == UInt8(ascii: "]") { return skipSpace(index + 1) == end }
            guard index < end, bytes[index] == UInt8(ascii: ",") else { return false }
            index = skipSpace(index + 1)
            if let next = likeFirst(at: index) {
                try rows.take(row: values.start)
                index = next
            } else {
                guard let next = try walkRow(at: index) else { return false }
                index = next
            }
        }
    }

    // MARK: - Rows like the first

    private mutating func learn(_ row: Range<Int>) {
        var last = row.lowerBound
        for value in rows.firstValues {
            let token = value.whole
            between.append(last..<token.lowerBound)
            last = token.upperBound
        }
        between.append(last..<row.upperBound)
    }

    /// Finds the values of a row that is written like the first; gives where it ends.
    @inline(__always)
    private func likeFirst(at start: Int) -> Int? {
        var index = start
        var number = 0
        let last = between.count - 1
        for part in between {
            guard index + part.count <= end, memcmp(bytes + index, bytes + part.lowerBound, part.count) == 0 else {
                return nil
            }
            index += part.count
            if number == last { return index }
            guard let value = bytes[index] == UInt8(ascii: "\"") ? text(at: index + 1) : plain(at: index) else {
                return nil
            }
            values.start[number] = value
            index = value.whole.upperBound
            number += 1
        }
        return nil
    }

    /// The string that begins at `start`, behind its quotation mark; nothing where it is odd or holds an escape.
    @inline(__always)
    private func text(at start: Int) -> Event? {
        var index = start
        var isASCII = true
        // The document is padded, so 8 bytes can be loaded everywhere.
        while index < end {
            let word = UnsafeRawPointer(bytes + index).loadUnaligned(as: UInt64.self)
            let marks = Self.zeroBytes(word ^ 0x2222_2222_2222_2222) | Self.zeroBytes(word ^ 0x5C5C_5C5C_5C5C_5C5C)
            let controls = (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080
            let stop = marks | controls
            if stop == 0 {
                if word & 0x8080_8080_8080_8080 != 0 { isASCII = false }
                index += 8
                continue
            }
            // The lowest bit is exact; a higher one may be a borrow's.
            let place = stop.trailingZeroBitCount / 8
            let before = (UInt64(1) << UInt64(8 * place)) &- 1
            if word & before & 0x8080_8080_8080_8080 != 0 { isASCII = false }
            index += place
            break
        }
        guard index < end, bytes[index] == UInt8(ascii: "\"") else { return nil }
        if !isASCII {
            let text = UnsafeRawBufferPointer(start: bytes + start, count: index - start)
            if TextCheck.validPrefix(text) < text.count { return nil }
        }
        return Event(
            offset: UInt32(start),
            length: UInt32(index - start),
            depth: 2,
            kind: UInt8(PEJL_JSON_STRING),
            escaped: 0
        )
    }

    /// The top bit of each zero byte, and perhaps of bytes above the lowest of them.
    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    /// The number or null that begins at `start`.
    private func plain(at start: Int) -> Event? {
        var index = start
        while index < end, bytes[index] > 0x20, bytes[index] != UInt8(ascii: ","), bytes[index] != UInt8(ascii: "}") {
            index += 1
        }
        let token = UnsafeRawBufferPointer(start: bytes + start, count: index - start)
        let isNull = token.elementsEqual("null".utf8)
        guard isNull || DecimalText.json(token) != nil else { return nil }
        return Event(
            offset: UInt32(start),
            length: UInt32(token.count),
            depth: 2,
            kind: UInt8(isNull ? PEJL_JSON_NULL : PEJL_JSON_NUMBER),
            escaped: 0
        )
    }

    // MARK: - Other rows

    /// Walks the object that begins at `start` by itself; gives where it ends, nothing where it is no flat object.
    private func walkRow(at start: Int) throws -> Int? {
        guard let close = objectEnd(from: start) else { return nil }
        let before = rows.row
        var isJSON = false
        do {
            try document.walk(start..<close, reportDepth: 1) { events in
                // Few enough to come at once, when all of the row is known to be JSON.
                isJSON = true
                try rows.take(events, depth: 1)
            }
        } catch is DecodeError where !isJSON {
            // The walk over the whole document finds it again and knows its place.
            rows.forgetRow(after: before)
            return nil
        }
        return close
    }

    /// Where the object that begins at `start` ends if it holds no other object or array.
    private func objectEnd(from start: Int) -> Int? {
        guard start < end, bytes[start] == UInt8(ascii: "{") else { return nil }
        var index = start + 1
        var isQuoted = false
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\\") where isQuoted: index += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "}") where !isQuoted: return index + 1
            case UInt8(ascii: "{") where !isQuoted, UInt8(ascii: "[") where !isQuoted: return nil
            default: break
            }
            index += 1
        }
        return nil
    }

    @inline(__always)
    private func skipSpace(_ start: Int) -> Int {
        var index = start
        while index < end, bytes[index] == 0x20 || (bytes[index] <= 0x0D && isBreak(bytes[index])) { index += 1 }
        return index
    }

    @inline(__always)
    private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D || byte == 0x09 }
}

/// Room for the values of one row.
private final class ValueList {
    let start = UnsafeMutablePointer<JSONDocument.Event>.allocate(capacity: FlatRows.maximumColumns)

    deinit { start.deallocate() }
}
