import CZlib
import PejlFetch

/// The one layer of gzip: in pieces as whole, and what is complete must be what zlib makes of it in one call.
enum GzipTarget: FuzzTarget {
    static let name = "gzip"

    private static let maximumBytes = 1 << 20

    private enum Result: Equatable {
        case complete([UInt8])
        case incomplete([UInt8])
        case damaged
        case refused
    }

    static func run(_ bytes: UnsafeRawBufferPointer) {
        let whole = decode(bytes, pieceSize: max(1, bytes.count))
        let pieces = decode(bytes, pieceSize: 1 + Int(bytes.last ?? 0) % 11)
        hold(whole == pieces, "whole and in pieces differ")
        guard case .complete(let output) = whole else { return }
        hold(inflated(bytes) == output, "zlib makes something else of it")
    }

    private static func decode(_ bytes: UnsafeRawBufferPointer, pieceSize: Int) -> Result {
        let decoder = GzipDecoder()
        var output: [UInt8] = []
        var start = 0
        do throws(GzipDecoder.Stop) {
            while start < bytes.count {
                let end = min(bytes.count, start + pieceSize)
                try decoder.decode(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) { piece in
                    hold(piece.count <= 64 << 10, "a piece of \(piece.count) bytes")
                    output.append(contentsOf: piece)
                    return output.count <= maximumBytes
                }
                start = end
            }
        } catch {
            return error == .refused ? .refused : .damaged
        }
        return decoder.isComplete ? .complete(output) : .incomplete(output)
    }

    /// The output of one call that has room for all of it.
    private static func inflated(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var stream = z_stream()
        hold(pejl_inflate_init_gzip(&stream) == Z_OK, "zlib could not start")
        defer { inflateEnd(&stream) }
        var input = Array(bytes)
        var output = [UInt8](repeating: 0, count: maximumBytes + 1)
        return input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                hold(inflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib finds no end")
                hold(stream.avail_in == 0, "zlib finds bytes after the end")
                return Array(output.prefix(output.count - Int(stream.avail_out)))
            }
        }
    }
}
