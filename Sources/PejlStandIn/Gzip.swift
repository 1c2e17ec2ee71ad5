import CZlib

/// gzip members, made in memory.
enum Gzip {
    /// One member that decodes to `bytes`.
    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        compress(bytes, repeatedTo: bytes.count)
    }

    /// One member that decodes to `block` over and over, `count` bytes in all.
    static func compress(_ block: [UInt8], repeatedTo count: Int) -> [UInt8] {
        var stream = z_stream()
        guard pejl_deflate_init_gzip(&stream, 6) == Z_OK else { return [] }
        defer { deflateEnd(&stream) }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var left = block.isEmpty ? 0 : max(0, count)
        repeat {
            let piece = min(left, block.count)
            left -= piece
            block.withUnsafeBufferPointer { input in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(piece)
                repeat {
                    buffer.withUnsafeMutableBufferPointer { room in
                        stream.next_out = room.baseAddress
                        stream.avail_out = UInt32(room.count)
                        deflate(&stream, left == 0 ? Z_FINISH : Z_NO_FLUSH)
                    }
                    output += buffer.prefix(buffer.count - Int(stream.avail_out))
                } while stream.avail_out == 0
            }
        } while left > 0
        return output
    }
}
