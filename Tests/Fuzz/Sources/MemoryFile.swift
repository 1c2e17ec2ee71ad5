import CFuzz
import Glibc

/// A file in memory that has a path, for readers that open one.
struct MemoryFile {
    private let descriptor: Int32

    /// The path under which the file can be opened.
    let path: String

    init() {
        descriptor = pejl_memory_file()
        hold(descriptor >= 0, "no file in memory: errno \(errno)")
        path = "/proc/self/fd/\(descriptor)"
    }

    /// Makes `bytes` the whole file.
    func replace(with bytes: UnsafeRawBufferPointer) {
        hold(ftruncate(descriptor, 0) == 0, "the file in memory was not emptied: errno \(errno)")
        guard bytes.count > 0 else { return }
        hold(pwrite(descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count, "the file in memory is short")
    }
}
