/// The beginning and the end of a document: enough to see what it is, never the whole of it.
package struct BodySample: Sendable, Equatable {
    /// Kept of the beginning, in bytes.
    package static let headLimit = 1024
    private static let markLimit = 8
    /// Blanks in front of a document are looked through this far, in bytes.
    private static let blankLimit = 64 << 10

    /// Bytes in all.
    package private(set) var byteCount = 0
    /// The first 1,024 bytes, without a byte order mark.
    package var head: [UInt8] { Array(Self.withoutMark(rawHead)) }
    /// The first bytes that are neither blanks nor a byte order mark, at most eight.
    package var marks: [UInt8] { Array(Self.withoutMark(rawMarks)) }
    /// The last byte that is no blank.
    package private(set) var lastMark: UInt8?
    /// The last byte.
    package private(set) var lastByte: UInt8?

    private var rawHead: [UInt8] = []
    private var rawMarks: [UInt8] = []

    /// Of nothing.
    package init() {}

    /// Of a whole document.
    package init(of bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

    /// Takes the next piece.
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        guard let last = bytes.last else { return }
        let isBeginning = byteCount < Self.blankLimit
        byteCount += bytes.count
        lastByte = last
        if rawHead.count < Self.headLimit { rawHead += bytes.prefix(Self.headLimit - rawHead.count) }
        if isBeginning && rawMarks.count < Self.markLimit + 3 {
            rawMarks += bytes.lazy.filter { !Self.isBlank($0) }.prefix(Self.markLimit + 3 - rawMarks.count)
        }
        // A plain loop: a bomb of blanks makes this the hottest place of a fetch.
        var place = bytes.count
        while place > 0, Self.isBlank(bytes[place - 1]) { place -= 1 }
        if place > 0 { lastMark = bytes[place - 1] }
    }

    /// Whether the document is `[]` and nothing else, bare or inside a JSON string.
    package var isEmptyArray: Bool {
        byteCount <= Self.blankLimit && (marks == Array("[]".utf8) || marks == Array("\"[]\"".utf8))
    }

    /// Whether the document is `{}` and nothing else.
    package var isEmptyObject: Bool { byteCount <= Self.blankLimit && marks == Array("{}".utf8) }

    /// The first line as text; nothing where it is longer than the beginning that is kept.
    package var firstLine: String? {
        let head = head
        guard let end = head.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
        return String(decoding: head[..<end], as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    private static func withoutMark(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    }
}
