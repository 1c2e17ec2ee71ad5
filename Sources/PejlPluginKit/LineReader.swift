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
        var lines: [[UInt8]] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                lines.append(pending)
                pending.removeAll(keepingCapacity: true)
            } else {
                pending.append(byte)
                guard pending.count < maximum else { throw LineTooLong(maximum: maximum) }
            }
        }
        return lines
    }

    /// Whether bytes without a line feed are left.
    public var hasRest: Bool { !pending.isEmpty }
}
