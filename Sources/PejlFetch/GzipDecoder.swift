internal import CZlib

/// Takes one layer of gzip off a stream: exactly one member, its checksum and length checked, nothing after it.
package final class GzipDecoder {
    /// Why decoding stops.
    package enum Stop: Error, Equatable {
        /// The bytes are no whole member of gzip; the text says what zlib found.
        case damaged(String)
        /// The taker of the output did not want more.
        case refused
    }

    private static let pieceSize = 64 << 10

    private let stream: UnsafeMutablePointer<z_stream>
    private let piece: UnsafeMutablePointer<UInt8>
    /// Whether the member has ended and its trailer agreed.
    package private(set) var isComplete = false

    /// Stops the process when memory is out, as Swift's own allocations do.
    package init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        piece = .allocate(capacity: Self.pieceSize)
        let code = pejl_inflate_init_gzip(stream)
        precondition(code == Z_OK, "zlib could not start")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        piece.deallocate()
    }

    /// Decodes `bytes` in pieces of at most 64 KiB.
    ///
    /// - Parameters:
    ///   - bytes: The next bytes on the wire.
    ///   - output: Takes a piece and says whether to go on.
    /// - Throws: ``Stop``, `refused` where `output` said no.
    package func decode(
        _ bytes: UnsafeRawBufferPointer,
        output: (UnsafeRawBufferPointer) -> Bool
    ) throws(Stop) {
        guard bytes.count > 0 else { return }
        guard !isComplete else { throw .damaged("bytes after its end") }
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(bytes.count)
        repeat {
            stream.pointee.next_out = piece
            stream.pointee.avail_out = UInt32(Self.pieceSize)
            let code = inflate(stream, Z_NO_FLUSH)
            let count = Self.pieceSize - Int(stream.pointee.avail_out)
            guard count == 0 || output(UnsafeRawBufferPointer(start: piece, count: count)) else { throw .refused }
            switch code {
            case Z_OK: break
            case Z_BUF_ERROR where stream.pointee.avail_in == 0: return
            case Z_STREAM_END:
                isComplete = true
                guard stream.pointee.avail_in == 0 else { throw .damaged("bytes after its end") }
                return
            default:
                throw .damaged(stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(code)")
            }
        } while stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0
    }
}
