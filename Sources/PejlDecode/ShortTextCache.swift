import PejlModel

/// Remembers the numbers of texts of up to 16 bytes, most of what stands in a column.
///
/// Two words compared instead of a hash over every byte: a row of five columns costs a third of what it does without.
final class ShortTextCache {
    private struct Entry {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var length: Int32 = -1
        var number: Int32 = 0
    }

    private static let size = 1024
    private let book: CodeBook
    private let entries: UnsafeMutablePointer<Entry>

    init(_ book: CodeBook) {
        self.book = book
        entries = .allocate(capacity: Self.size)
        entries.initialize(repeating: Entry(), count: Self.size)
    }

    deinit { entries.deallocate() }

    /// The number of the `length` bytes at `start`, behind which 16 bytes must be readable.
    ///
    /// `isNew` becomes true where the book did not have the text.
    @inline(__always)
    func number(_ start: UnsafeRawPointer, _ length: Int, isNew: inout Bool) -> Int32 {
        guard length <= 16 else { return intern(start, length, &isNew) }
        var low = start.loadUnaligned(as: UInt64.self)
        var high: UInt64 = 0
        if length <= 8 {
            low = length == 0 ? 0 : low & (UInt64.max >> UInt64(64 - 8 * length))
        } else {
            high = start.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & (UInt64.max >> UInt64(128 - 8 * length))
        }
        let hash = (low ^ (high &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(length)) &* 0xD6E8_FEB8_6659_FD93
        let entry = entries + Int(truncatingIfNeeded: hash >> 54)
        if entry.pointee.low == low, entry.pointee.high == high, entry.pointee.length == Int32(length) {
            return entry.pointee.number
        }
        let number = intern(start, length, &isNew)
        entry.pointee = Entry(low: low, high: high, length: Int32(length), number: number)
        return number
    }

    @inline(never)
    private func intern(_ start: UnsafeRawPointer, _ length: Int, _ isNew: inout Bool) -> Int32 {
        let before = book.count
        let number = book.intern(UnsafeRawBufferPointer(start: start, count: length))
        isNew = Int(number) == before
        return number
    }
}
