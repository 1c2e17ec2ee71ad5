/// Looks at the beginning of a JSON object that may be cut off anywhere.
enum JSONHead {
    /// Whether the object has a member of that name, of its own, whose value is an array.
    static func hasList(_ name: String, _ head: Slice<UnsafeRawBufferPointer>) -> Bool {
        var depth = 0
        var place = head.startIndex
        while place < head.endIndex {
            let byte = head[place]
            place += 1
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                let start = place
                place = endOfString(head, from: place)
                guard depth == 1, head[start..<min(place, head.endIndex)].elementsEqual(name.utf8) else { break }
                let rest = head[min(place + 1, head.endIndex)...].filter { $0 > 0x20 }
                if rest.starts(with: [UInt8(ascii: ":"), UInt8(ascii: "[")]) { return true }
            default: break
            }
            if byte == UInt8(ascii: "\"") { place += 1 }
        }
        return false
    }

    /// The place of the quotation mark that ends a string.
    private static func endOfString(_ head: Slice<UnsafeRawBufferPointer>, from start: Int) -> Int {
        var place = start
        while place < head.endIndex, head[place] != UInt8(ascii: "\"") {
            place += head[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return place
    }
}
