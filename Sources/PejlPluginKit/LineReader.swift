#if canImport(Glibc)
import Glibc
#endif

/// Cuts a stream of bytes into lines of limited length.
public struct LineReader: Sendable {
    private let maximum: Int
    private var pending: [UInt8] = []

    /// - Parameter maximum: Longest line in bytes, the line feed included.
    public init(maximum: Int = PluginProtocol.maximumLineBytes) { self.maximum = maximum }

    /// A line was longer than the limit.
    public struct LineTooLong: Error, Equatable {
        /// The limit in bytes.
        public let maximum: Int
    }

    /// Adds bytes and returns the lines that are complete now, without their line feeds.
    ///
    /// - Throws: ``LineTooLong``; nothing of the stream can be used then.
    public mutating func lines(adding bytes: some Sequence<UInt8>) throws -> [[UInt8]] {
        let lines = try bytes.withContiguousStorageIfAvailable { try cut($0) }
        return try lines ?? Array(bytes).withUnsafeBufferPointer { try cut($0) }
    }

    private mutating func cut(_ bytes: UnsafeBufferPointer<UInt8>) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = Self.lineFeed(in: rest) {
            try add(rest[..<end])
            lines.append(pending)
            pending.removeAll(keepingCapacity: false)
            rest = rest[(end + 1)...]
        }
        try add(rest)
        return lines
    }

    /// Adds bytes of a line, which with its line feed must not be longer than the limit.
    private mutating func add(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) throws {
        guard bytes.isEmpty || pending.count + bytes.count < maximum else { throw LineTooLong(maximum: maximum) }
        pending.append(contentsOf: bytes)
    }

    private static func lineFeed(in bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        let part = UnsafeBufferPointer(rebasing: bytes)
        guard let start = part.baseAddress, let found = memchr(start, 0x0a, part.count) else { return nil }
        return bytes.startIndex + (UnsafeRawPointer(found) - UnsafeRawPointer(start))
    }

    /// Whether bytes without a line feed are left.
    public var hasRest: Bool { !pending.isEmpty }
}
