import Glibc

/// Gives the bytes of a document piece by piece.
///
/// Files are read, not mapped: reading keeps memory flat whatever the size, and a file that shrinks underneath gives an
/// error instead of the signal a mapping would die of. Pieces of 256 KiB made reading as fast as mapping when measured.
protocol ByteSource {
    /// The number of bytes put into `space`, 0 at the end.
    mutating func read(into space: UnsafeMutableRawBufferPointer) throws(DecodeError) -> Int
}

/// An open file.
final class FileSource: ByteSource {
    private let path: String
    private let descriptor: Int32

    init(path: String) throws(DecodeError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        if descriptor < 0 { throw .unreadableFile(path: path, operation: "open", errno: errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Size of the file in bytes.
    func byteCount() throws(DecodeError) -> Int {
        var status = stat()
        if fstat(descriptor, &status) != 0 { throw .unreadableFile(path: path, operation: "fstat", errno: errno) }
        return Int(status.st_size)
    }

    func read(into space: UnsafeMutableRawBufferPointer) throws(DecodeError) -> Int {
        while true {
            let count = Glibc.read(descriptor, space.baseAddress, space.count)
            if count >= 0 { return count }
            if errno != EINTR { throw .unreadableFile(path: path, operation: "read", errno: errno) }
        }
    }

    /// The number of bytes put into `space` from `offset` of the file on; fewer than fit only where the file ends.
    func read(at offset: Int, into space: UnsafeMutableRawBufferPointer) throws(DecodeError) -> Int {
        var filled = 0
        while filled < space.count {
            let count = pread(descriptor, space.baseAddress.map { $0 + filled }, space.count - filled, offset + filled)
            if count == 0 { break }
            if count > 0 {
                filled += count
            } else if errno != EINTR {
                throw .unreadableFile(path: path, operation: "pread", errno: errno)
            }
        }
        return filled
    }
}

/// Bytes in memory, handed out at most `step` at a time.
struct MemorySource: ByteSource {
    private var rest: UnsafeRawBufferPointer
    private let step: Int

    init(_ bytes: UnsafeRawBufferPointer, step: Int) {
        rest = bytes
        self.step = max(1, step)
    }

    mutating func read(into space: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(step, space.count, rest.count)
        guard count > 0 else { return 0 }
        space.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        return count
    }
}
