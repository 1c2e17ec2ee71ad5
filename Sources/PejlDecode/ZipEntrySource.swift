private import CZlib

/// The unpacked bytes of one entry of a ZIP archive.
///
/// Memory is flat: a piece of the file and zlib's window. More bytes than the directory says are never given out, and
/// the read that meets the end checks that all packed bytes were used and that length and CRC-32 agree.
final class ZipEntrySource: ByteSource {
    private static let pieceSize = 64 << 10

    private let file: FileSource
    private let entry: ZipEntry
    private let stream: UnsafeMutablePointer<z_stream>
    private let piece: UnsafeMutableRawBufferPointer
    private var packedOffset: Int
    private var packedRest: Int
    private var count = 0
    private var checksum: UInt
    private var hasEnded = false

    /// Stops the process when memory is out, as Swift's own allocations do.
    init(_ archive: ZipArchive, _ entry: ZipEntry) {
        file = archive.file
        self.entry = entry
        packedOffset = entry.dataOffset
        packedRest = entry.packedByteCount
        piece = .allocate(byteCount: Self.pieceSize, alignment: 16)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = pejl_inflate_init_raw(stream)
        precondition(code == Z_OK, "zlib could not start")
        checksum = crc32(0, nil, 0)
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        piece.deallocate()
    }

    func read(into space: UnsafeMutableRawBufferPointer) throws(DecodeError) -> Int {
        if hasEnded || space.isEmpty { return 0 }
        let got = entry.method == .stored ? try copy(into: space) : try unpack(into: space)
        count += got
        if count > entry.byteCount {
            throw .zipBomb(entry: entry.name, reason: "it holds more than the \(entry.byteCount) bytes it says")
        }
        checksum = crc32(checksum, space.bindMemory(to: UInt8.self).baseAddress, UInt32(got))
        if got == 0 { try end() }
        return got
    }

    private func end() throws(DecodeError) {
        hasEnded = true
        if packedRest > 0 || stream.pointee.avail_in > 0 {
            throw .malformedZIP(entry: entry.name, reason: "bytes after its end")
        }
        if count != entry.byteCount {
            throw .malformedZIP(entry: entry.name, reason: "\(count) bytes where it says \(entry.byteCount)")
        }
        if UInt32(truncatingIfNeeded: checksum) != entry.checksum {
            throw .malformedZIP(entry: entry.name, reason: "its CRC-32 does not agree; the bytes are damaged")
        }
    }

    private func copy(into space: UnsafeMutableRawBufferPointer) throws(DecodeError) -> Int {
        let wanted = min(space.count, packedRest, Self.pieceSize)
        try take(wanted, into: UnsafeMutableRawBufferPointer(rebasing: space[..<wanted]))
        return wanted
    }

    private func unpack(into space: UnsafeMutableRawBufferPointer) throws(DecodeError) -> Int {
        let output = space.bindMemory(to: UInt8.self)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(min(output.count, 1 << 20))
        let room = stream.pointee.avail_out
        while stream.pointee.avail_out == room {
            if stream.pointee.avail_in == 0, packedRest > 0 {
                let wanted = min(Self.pieceSize, packedRest)
                try take(wanted, into: UnsafeMutableRawBufferPointer(rebasing: piece[..<wanted]))
                stream.pointee.next_in = piece.bindMemory(to: UInt8.self).baseAddress
                stream.pointee.avail_in = UInt32(wanted)
            }
            switch inflate(stream, Z_NO_FLUSH) {
            case Z_OK: break
            case Z_STREAM_END: return Int(room - stream.pointee.avail_out)
            case Z_BUF_ERROR where packedRest > 0: break
            case Z_BUF_ERROR: throw .malformedZIP(entry: entry.name, reason: "its packed bytes end too early")
            default:
                let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib refuses it"
                throw .malformedZIP(entry: entry.name, reason: "its packed bytes are damaged: \(reason)")
            }
        }
        return Int(room - stream.pointee.avail_out)
    }

    private func take(_ wanted: Int, into space: UnsafeMutableRawBufferPointer) throws(DecodeError) {
        if try file.read(at: packedOffset, into: space) < wanted {
            throw .truncated(where: "the ZIP archive ends inside \(quoted(entry.name))")
        }
        packedOffset += wanted
        packedRest -= wanted
    }
}
