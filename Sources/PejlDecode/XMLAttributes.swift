import Glibc

/// The attributes of the tag that an ``XMLReader`` has just met; they hold until its next event.
final class XMLAttributes {
    struct Attribute {
        /// The name with its prefix: attributes of a workbook's own elements have none.
        var name: UnsafeRawBufferPointer
        var value: UnsafeRawBufferPointer
        /// Whether references or line breaks stand in `value`.
        var isSpecial: Bool
    }

    /// Where a tag ends, or why it is none.
    struct Tag {
        var end = 0
        var isEmpty = false
        var fault: String?
    }

    private let list: UnsafeMutablePointer<Attribute>
    private(set) var count = 0

    init() { list = .allocate(capacity: XMLReader.maximumAttributes) }

    deinit { list.deallocate() }

    private var all: UnsafeBufferPointer<Attribute> { UnsafeBufferPointer(start: list, count: count) }

    subscript(index: Int) -> Attribute {
        get { list[index] }
        set { list[index] = newValue }
    }

    /// The value of the attribute that is named exactly `name`.
    @inline(__always)
    func bytes(_ name: StaticString) -> UnsafeRawBufferPointer? {
        for attribute in all where attribute.name.spells(name) { return attribute.value }
        return nil
    }

    /// The value of the attribute that is named exactly `name`.
    func text(_ name: StaticString) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }

    /// The value of the attribute that has a prefix and then `name`.
    func prefixedText(_ name: StaticString) -> String? {
        let count = name.utf8CodeUnitCount
        for attribute in all where attribute.name.count > count {
            let tail = UnsafeRawBufferPointer(rebasing: attribute.name.suffix(count))
            if tail.spells(name), attribute.name[attribute.name.count - count - 1] == UInt8(ascii: ":") {
                return String(decoding: attribute.value, as: UTF8.self)
            }
        }
        return nil
    }

    /// Whether the attribute `name` is true, as XML Schema spells it; nothing where it is neither true nor false.
    func flag(_ name: StaticString, default value: Bool) -> Bool? {
        switch text(name) {
        case nil: value
        case "1", "true": true
        case "0", "false": false
        default: nil
        }
    }

    /// Why these are not the ones of an XML declaration that is read: another version, encoding, name or order.
    var declarationFault: String? {
        guard text("version") == "1.0", list[0].name.spells("version") else {
            return "an XML declaration of another version than 1.0"
        }
        var known = 1
        if let encoding = text("encoding")?.lowercased() {
            if encoding != "utf-8", encoding != "us-ascii" {
                return "the encoding \(quoted(encoding)); the parts of a workbook are read in UTF-8 only"
            }
            known += list[1].name.spells("encoding") ? 1 : 0
        }
        if let standalone = text("standalone"), standalone == "yes" || standalone == "no" { known += 1 }
        return known == count ? nil : "an XML declaration that is none"
    }

    /// Reads from behind a tag's name to its end; nothing where the end is not among the `limit` bytes.
    func read(_ bytes: UnsafeMutablePointer<UInt8>, from offset: Int, _ limit: Int) -> Tag? {
        count = 0
        var index = offset
        while true {
            let before = index
            while index < limit, XMLScan.isSpace(bytes[index]) { index += 1 }
            if index == limit { return nil }
            if bytes[index] == UInt8(ascii: ">") { return Tag(end: index + 1) }
            if bytes[index] == UInt8(ascii: "/") {
                if index + 1 == limit { return nil }
                if bytes[index + 1] == UInt8(ascii: ">") { return Tag(end: index + 2, isEmpty: true) }
                return Tag(fault: "a tag that does not end behind its \"/\"")
            }
            if index == before { return Tag(fault: "no space before an attribute") }
            let nameStart = index
            index = XMLScan.name(bytes, from: index, limit)
            let nameEnd = index
            while index < limit, XMLScan.isSpace(bytes[index]) { index += 1 }
            if index == limit { return nil }
            if nameEnd == nameStart || bytes[index] != UInt8(ascii: "=") {
                return Tag(fault: "an attribute without name or value")
            }
            index += 1
            while index < limit, XMLScan.isSpace(bytes[index]) { index += 1 }
            if index == limit { return nil }
            let quote = bytes[index]
            if quote != UInt8(ascii: "\""), quote != UInt8(ascii: "'") {
                return Tag(fault: "an attribute value without quotation marks")
            }
            index += 1
            let valueStart = index
            var isSpecial = false
            while index < limit, bytes[index] != quote {
                let byte = bytes[index]
                if byte == UInt8(ascii: "<") { return Tag(fault: "\"<\" in an attribute value") }
                if byte < 0x20 || byte == UInt8(ascii: "&") || byte == 0xEF { isSpecial = true }
                index += 1
            }
            if index == limit { return nil }
            if isSpecial, let fault = XMLScan.controlFault(bytes + valueStart, index - valueStart) {
                return Tag(fault: fault)
            }
            let name = UnsafeRawBufferPointer(start: bytes + nameStart, count: nameEnd - nameStart)
            for attribute in all where attribute.name.elementsEqualBytes(name) {
                return Tag(fault: "the attribute \(quoted(name)) stands twice")
            }
            if count == XMLReader.maximumAttributes {
                return Tag(fault: "more than \(XMLReader.maximumAttributes) attributes")
            }
            let value = UnsafeRawBufferPointer(start: bytes + valueStart, count: index - valueStart)
            (list + count).initialize(to: Attribute(name: name, value: value, isSpecial: isSpecial))
            count += 1
            index += 1
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes are those of `word`.
    @inline(__always)
    func spells(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount, let baseAddress else { return false }
        return memcmp(baseAddress, word.utf8Start, count) == 0
    }

    fileprivate func elementsEqualBytes(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count, let baseAddress, let base = other.baseAddress else { return false }
        return memcmp(baseAddress, base, count) == 0
    }
}
