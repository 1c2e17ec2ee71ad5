import Glibc

/// The part of an XML document that is in memory: a fixed number of bytes, checked to be UTF-8 without NUL.
final class XMLWindow {
    /// Where the next byte to read is.
    var start = 0

    private let part: String
    private var source: any ByteSource
    private let memory: UnsafeMutableRawPointer
    private let byteCount: Int
    /// The end of the checked bytes, and of all bytes, in `memory`.
    private var end = 0
    private var filled = 0
    /// Place in the document of the first byte of `memory`.
    private var origin = 0
    /// Where the document begins behind its byte order mark.
    private var beginning = 0
    /// Whether the source has no more bytes.
    private(set) var isAtEnd = false

    /// Holds `byteCount` bytes of `source`; `part` names it in refusals.
    init(_ source: any ByteSource, part: String, byteCount: Int) throws(DecodeError) {
        self.source = source
        self.part = part
        self.byteCount = byteCount
        memory = .allocate(byteCount: byteCount, alignment: 16)
        try begin()
    }

    deinit { memory.deallocate() }

    /// The unread bytes in memory.
    @inline(__always)
    var pointer: UnsafeMutablePointer<UInt8> { (memory + start).assumingMemoryBound(to: UInt8.self) }

    /// How many of them there are.
    @inline(__always)
    var count: Int { end - start }

    /// Place in the document of the next byte.
    var offset: Int { origin + start }

    var isAtBeginning: Bool { offset == beginning }

    /// Whether nothing more fits behind the unread bytes.
    var isFull: Bool { start == 0 && filled == byteCount }

    /// Moves the unread bytes to the front and reads more; false where the source was at its end before.
    func refill() throws(DecodeError) -> Bool {
        if isAtEnd { return false }
        let rest = end - start
        memmove(memory, memory + start, filled - start)
        origin += start
        filled -= start
        start = 0
        end = rest
        try fill()
        try check()
        return true
    }

    private func begin() throws(DecodeError) {
        try fill()
        let head = UnsafeRawBufferPointer(start: memory, count: min(4, filled))
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE]) || head.contains(0) {
            throw .malformedXML(
                part: part,
                byte: 0,
                reason: "text in UTF-16 or UTF-32; the parts of a workbook are read in UTF-8 only"
            )
        }
        if head.starts(with: mark) { start = mark.count }
        beginning = start
        end = start
        try check()
    }

    /// Reads until `memory` is full or the source is at its end.
    private func fill() throws(DecodeError) {
        while filled < byteCount, !isAtEnd {
            let space = UnsafeMutableRawBufferPointer(start: memory + filled, count: byteCount - filled)
            let count = try source.read(into: space)
            filled += count
            isAtEnd = count == 0
        }
    }

    /// Moves `end` over what is UTF-8 without NUL.
    private func check() throws(DecodeError) {
        end += TextCheck.validPrefix(UnsafeRawBufferPointer(start: memory + end, count: filled - end))
        if end < filled, isAtEnd || filled - end >= 4 {
            throw .malformedXML(part: part, byte: origin + end, reason: "a byte that is not UTF-8, or NUL")
        }
    }
}
