import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// A copy of a dropped file, hashed while it is made.
struct DropCopy: ~Copyable {
    /// Where the copy is.
    let path: String
    private let descriptor: Int32
    private var hasher = ContentHasher()
    private var byteCount = 0

    /// Makes a new file in `directory`, readable by owner and group.
    init(in directory: String) throws(DropError) {
        path = "\(directory)/drop-\(getpid())-\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
        let opened = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o640)
        guard opened >= 0 else { throw .system(operation: "write into", path: directory, code: errno) }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Copies all of `source`.
    mutating func fill(from source: Int32, file: DropFile, limit: Int) throws(DropError) {
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(operation: "read", path: file.name, code: errno) }
            if count == 0 { return }
            byteCount += count
            if byteCount > limit { throw .tooLarge(file: file.name, limit: limit) }
            let code = buffer.withUnsafeBytes { bytes in
                let piece = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                hasher.update(piece)
                return Self.write(piece, to: descriptor)
            }
            if let code { throw .system(operation: "write", path: path, code: code) }
        }
    }

    /// The document that the copy is.
    borrowing func finish() -> RawDocument {
        RawDocument(digest: hasher.digest(), byteCount: byteCount, path: path)
    }

    /// Writes all bytes; an `errno` where that fails.
    static func write(_ bytes: [UInt8], to file: Int32) -> Int32? { bytes.withUnsafeBytes { write($0, to: file) } }

    private static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let slice = UnsafeRawBufferPointer(rebasing: rest)
            let count = Glibc.write(file, slice.baseAddress, slice.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count < 0 ? errno : EIO }
            rest = rest.dropFirst(count)
        }
        return nil
    }
}
