import Glibc

/// Reads one XML part of a workbook, event by event: the subset of XML 1.0 that Office Open XML uses.
///
/// Elements, attributes, text, CDATA, the five entities and character references, comments and processing instructions,
/// in UTF-8. A document type declaration is refused where it stands, so no entity is ever declared; other encodings are
/// refused too. Prefixes are stripped from element names. A tag, a comment or an unbroken text is at most 256 KiB, so
/// memory is flat; nesting ends at depth 64. Nothing that is read refers to anything outside the bytes.
final class XMLReader {
    /// What was met.
    ///
    /// Bytes of ``name`` and ``text`` hold until the next event.
    enum Event {
        case start
        case end
        case text
        case done
    }

    static let maximumTokenBytes = 256 << 10
    static let maximumDepth = 64
    static let maximumAttributes = 64
    static let maximumNameBytes = 255

    let part: String
    /// The name of the element that begins or ends, without prefix.
    private(set) var name = UnsafeRawBufferPointer(start: nil, count: 0)
    /// A piece of text, references resolved and line breaks as LF; white space between elements counts too.
    private(set) var text = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Elements open now.
    private(set) var depth = 0
    let attributes = XMLAttributes()

    private let window: XMLWindow
    private var isEmptyElement = false
    private var hasRoot = false
    /// Full names of the open elements, for comparing with the end tags.
    private let openNames: UnsafeMutablePointer<UInt8>
    private var openCounts = [Int](repeating: 0, count: XMLReader.maximumDepth)
    private let held: UnsafeMutableRawPointer

    /// `part` names the source in refusals.
    init(_ source: any ByteSource, part: String) throws(DecodeError) {
        self.part = part
        window = try XMLWindow(source, part: part, byteCount: Self.maximumTokenBytes)
        held = .allocate(byteCount: Self.maximumTokenBytes, alignment: 16)
        openNames = .allocate(capacity: Self.maximumDepth * (Self.maximumNameBytes + 1))
    }

    deinit {
        held.deallocate()
        openNames.deallocate()
    }

    /// The next event; `done` after the root element's end and all bytes behind it.
    func next() throws(DecodeError) -> Event {
        if isEmptyElement {
            isEmptyElement = false
            depth -= 1
            return .end
        }
        while true {
            if available == 0 {
                if try !window.refill() {
                    if depth > 0 || !hasRoot { throw failure("the part ends too early") }
                    return .done
                }
                continue
            }
            if byte(0) != UInt8(ascii: "<") {
                while try !readText() { try more("text") }
                if depth > 0 { return .text }
            } else if let event = try readMarkup() {
                return event
            }
        }
    }

    /// All text up to the end of the element that has just begun; elements inside it are refused.
    ///
    /// The bytes hold until this is called again.
    func content() throws(DecodeError) -> UnsafeRawBufferPointer {
        var count = 0
        while true {
            switch try next() {
            case .text:
                if count + text.count > Self.maximumTokenBytes { throw failure("text is too long") }
                if let base = text.baseAddress { memcpy(held + count, base, text.count) }
                count += text.count
            case .end: return UnsafeRawBufferPointer(start: held, count: count)
            case .start: throw failure("an element \(quoted(name)) where text is due")
            case .done: throw failure("the part ends too early")
            }
        }
    }

    /// The bytes in memory behind the last event; none where the end of an empty element comes first.
    @inline(__always)
    var ahead: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: window.pointer, count: isEmptyElement ? 0 : window.count)
    }

    /// Passes over bytes in ``ahead`` that are whole elements.
    @inline(__always)
    func passElements(byteCount: Int) { window.start += byteCount }

    /// A refusal at the byte that is read next.
    func failure(_ reason: String) -> DecodeError { .malformedXML(part: part, byte: window.offset, reason: reason) }

    // MARK: - Bytes

    private var pointer: UnsafeMutablePointer<UInt8> { window.pointer }
    private var available: Int { window.count }

    private func byte(_ offset: Int) -> UInt8 { pointer[offset] }

    private func more(_ what: String) throws(DecodeError) {
        if window.isFull { throw failure("\(what) of more than \(Self.maximumTokenBytes) bytes") }
        if try !window.refill() { throw failure("the part ends inside \(what)") }
    }

    // MARK: - Text

    /// Takes the text that begins here; false where its end is not in memory.
    private func readText() throws(DecodeError) -> Bool {
        let bytes = pointer
        let limit = available
        guard let run = XMLScan.text(bytes, limit) else {
            if depth == 0, window.isAtEnd { return try takeText(limit, hasReferences: false) }
            return false
        }
        if let fault = run.fault { throw failure(fault) }
        return try takeText(run.count, hasReferences: run.isSpecial)
    }

    private func takeText(_ count: Int, hasReferences: Bool) throws(DecodeError) -> Bool {
        let bytes = pointer
        if depth == 0 {
            let isSpace = (0..<count).allSatisfy { XMLScan.isSpace(bytes[$0]) }
            if !isSpace { throw failure("text outside the root element") }
        }
        var length = count
        if hasReferences { length = try resolve(bytes, count, inAttribute: false) }
        text = UnsafeRawBufferPointer(start: bytes, count: length)
        window.start += count
        return true
    }

    private func resolve(
        _ bytes: UnsafeMutablePointer<UInt8>,
        _ count: Int,
        inAttribute: Bool
    ) throws(DecodeError) -> Int {
        switch XMLScan.resolve(bytes, count, inAttribute: inAttribute) {
        case .success(let length): return length
        case .failure(let fault): throw failure(fault.reason)
        }
    }

    // MARK: - Markup

    /// Takes what begins with `<`; nothing for comments and instructions.
    private func readMarkup() throws(DecodeError) -> Event? {
        if available < 2 { try more("a tag") }
        switch byte(1) {
        case UInt8(ascii: "/"):
            while try !readEndTag() { try more("a tag") }
            return .end
        case UInt8(ascii: "?"):
            try readInstruction()
            return nil
        case UInt8(ascii: "!"): return try readDeclaration()
        default:
            while try !readStartTag() { try more("a tag") }
            return .start
        }
    }

    private func readStartTag() throws(DecodeError) -> Bool {
        let bytes = pointer
        let limit = available
        let nameEnd = XMLScan.name(bytes, from: 1, limit)
        if nameEnd == limit { return false }
        if nameEnd == 1 { throw failure("\"<\" that begins no tag") }
        guard let tag = attributes.read(bytes, from: nameEnd, limit) else { return false }
        if let fault = tag.fault { throw failure(fault) }
        if depth == 0, hasRoot { throw failure("a second root element") }
        if depth == Self.maximumDepth { throw failure("elements nested more than \(Self.maximumDepth) deep") }
        if nameEnd - 1 > Self.maximumNameBytes { throw failure("a name of more than \(Self.maximumNameBytes) bytes") }
        for index in 0..<attributes.count where attributes[index].isSpecial {
            let value = attributes[index].value
            let offset = value.baseAddress.map { $0 - UnsafeRawPointer(bytes) } ?? 0
            let count = try resolve(bytes + offset, value.count, inAttribute: true)
            attributes[index].value = UnsafeRawBufferPointer(start: bytes + offset, count: count)
        }
        memcpy(openNames + depth * (Self.maximumNameBytes + 1), bytes + 1, nameEnd - 1)
        openCounts[depth] = nameEnd - 1
        depth += 1
        hasRoot = true
        isEmptyElement = tag.isEmpty
        setName(bytes + 1, nameEnd - 1)
        window.start += tag.end
        return true
    }

    private func readEndTag() throws(DecodeError) -> Bool {
        let bytes = pointer
        let limit = available
        let nameEnd = XMLScan.name(bytes, from: 2, limit)
        var index = nameEnd
        while index < limit, XMLScan.isSpace(bytes[index]) { index += 1 }
        if index == limit { return false }
        if bytes[index] != UInt8(ascii: ">") { throw failure("an end tag that does not end") }
        let open = openNames + max(0, depth - 1) * (Self.maximumNameBytes + 1)
        guard depth > 0, openCounts[depth - 1] == nameEnd - 2, memcmp(open, bytes + 2, nameEnd - 2) == 0 else {
            throw failure("an end tag of another element than the one open")
        }
        setName(bytes + 2, nameEnd - 2)
        depth -= 1
        window.start += index + 1
        return true
    }

    private func setName(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) {
        let full = UnsafeRawBufferPointer(start: bytes, count: count)
        guard let colon = full.lastIndex(of: UInt8(ascii: ":")) else {
            name = full
            return
        }
        name = UnsafeRawBufferPointer(rebasing: full[(colon + 1)...])
    }

    /// A comment or CDATA; anything else that begins with `<!` is a document type declaration or no XML.
    private func readDeclaration() throws(DecodeError) -> Event? {
        while available < 9, try window.refill() {}
        if starts(with: "<!--") {
            let count = try find("--", from: 4, "a comment")
            guard byte(count) == UInt8(ascii: ">") else { throw failure("two hyphens inside a comment") }
            if let fault = XMLScan.controlFault(pointer, count) { throw failure(fault) }
            window.start += count + 1
            return nil
        }
        guard depth > 0, starts(with: "<![CDATA[") else {
            throw failure(
                starts(with: "<![") ? "a marked section where none may stand" : "a document type declaration (DOCTYPE)"
            )
        }
        let count = try find("]]>", from: 9, "CDATA") - 12
        let bytes = pointer + 9
        if let fault = XMLScan.controlFault(bytes, count) { throw failure(fault) }
        text = UnsafeRawBufferPointer(start: bytes, count: XMLScan.joinLineBreaks(bytes, count))
        window.start += count + 12
        return .text
    }

    private func readInstruction() throws(DecodeError) {
        let count = try find("?>", from: 2, "a processing instruction")
        let inside = String(decoding: UnsafeBufferPointer(start: pointer + 2, count: count - 4), as: UTF8.self)
        let target = inside.prefix { !" \t\r\n".contains($0) }
        if target.isEmpty || XMLScan.name(pointer, from: 2, available) != 2 + target.utf8.count {
            throw failure("a processing instruction without a name")
        }
        if let fault = XMLScan.controlFault(pointer, count) { throw failure(fault) }
        if target.lowercased() == "xml" {
            if target != "xml" || !window.isAtBeginning || depth > 0 || hasRoot {
                throw failure("an XML declaration that is not at the beginning")
            }
            // Written as an empty tag, so that its inside is read as attributes are.
            pointer[count - 2] = UInt8(ascii: "/")
            guard let tag = attributes.read(pointer, from: 5, count), tag.end == count else {
                throw failure("an XML declaration that is none")
            }
            if let fault = attributes.declarationFault { throw failure(fault) }
        }
        window.start += count
    }

    private func starts(with word: StaticString) -> Bool {
        available >= word.utf8CodeUnitCount && memcmp(pointer, word.utf8Start, word.utf8CodeUnitCount) == 0
    }

    /// Bytes from here to the end of the first `word` at or after `offset`, where one more byte follows or none is due.
    private func find(_ word: StaticString, from offset: Int, _ what: String) throws(DecodeError) -> Int {
        let count = word.utf8CodeUnitCount
        while true {
            var index = offset
            while index + count <= available {
                if memcmp(pointer + index, word.utf8Start, count) == 0 {
                    if index + count < available || word.utf8Start[count - 1] == UInt8(ascii: ">") {
                        return index + count
                    }
                    break
                }
                index += 1
            }
            try more(what)
        }
    }
}
