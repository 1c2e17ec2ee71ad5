/// The distinct texts of one column, each with the number of its first appearance.
///
/// Interning takes bytes and allocates only for a text not met before, so that a column of millions of rows costs a
/// hash and a comparison a row. Not thread-safe: it belongs to one decoding pass.
package final class CodeBook {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var slots: [Int32]
    private var last: Int32 = -1

    package init() { slots = [Int32](repeating: -1, count: 64) }

    /// Number of distinct texts.
    package var count: Int { ends.count }

    /// The number of `text`, given now if it is new; equal bytes always get the same number.
    package func intern(_ text: UnsafeRawBufferPointer) -> Int32 {
        if last >= 0, isEqual(last, text) { return last }
        var slot = Int(truncatingIfNeeded: Self.hash(text)) & (slots.count - 1)
        while slots[slot] >= 0 {
            if isEqual(slots[slot], text) {
                last = slots[slot]
                return last
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        let number = Int32(ends.count)
        slots[slot] = number
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
        if ends.count * 2 > slots.count { grow() }
        last = number
        return number
    }

    /// The number of `text`, given now if it is new.
    package func intern(_ text: String) -> Int32 {
        var text = text
        return text.withUTF8 { intern(UnsafeRawBufferPointer($0)) }
    }

    /// The number of `text`, nil where it has none.
    package func knownNumber(of text: String) -> Int32? {
        var text = text
        return text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            var slot = Int(truncatingIfNeeded: Self.hash(bytes)) & (slots.count - 1)
            while slots[slot] >= 0 {
                if isEqual(slots[slot], bytes) { return slots[slot] }
                slot = (slot + 1) & (slots.count - 1)
            }
            return nil
        }
    }

    /// The text with a number that ``intern(_:)`` gave; bytes that are not UTF-8 become U+FFFD.
    package func text(_ number: Int32) -> String {
        let end = ends[Int(number)]
        return String(decoding: bytes[start(number)..<end], as: UTF8.self)
    }

    /// All texts, by number.
    package var texts: [String] { (0..<Int32(count)).map(text) }

    private func start(_ number: Int32) -> Int { number == 0 ? 0 : ends[Int(number) - 1] }

    private func isEqual(_ number: Int32, _ text: UnsafeRawBufferPointer) -> Bool {
        let from = start(number)
        let length = ends[Int(number)] - from
        guard length == text.count else { return false }
        return bytes.withUnsafeBytes { all in
            for index in 0..<length where all[from + index] != text[index] { return false }
            return true
        }
    }

    private func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for number in 0..<Int32(count) {
            let from = start(number)
            let end = ends[Int(number)]
            var slot = bytes.withUnsafeBytes { all in
                Int(truncatingIfNeeded: Self.hash(UnsafeRawBufferPointer(rebasing: all[from..<end])))
                    & (slots.count - 1)
            }
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = number
        }
    }

    /// FNV-1a, 64 bits.
    private static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash ^ (hash >> 29)
    }
}
