package import PejlModel

/// Looks for personal numbers (CPR numbers) in all of a document, before anything keeps it.
///
/// A workbook is searched part by part, also the sheets, comments and properties that no layout reads. What cannot be
/// searched is refused: compressed and binary files, and documents inside a workbook.
package enum PersonalNumberSearch {
    /// Where the first one stands: `line 14`, or a part of a workbook; never the number itself.
    ///
    /// - Parameters:
    ///   - path: The document.
    ///   - scanner: How numbers are told; a new one.
    /// - Returns: Nothing where there is none.
    /// - Throws: ``DecodeError`` where the document is damaged or cannot be searched.
    package static func place(in path: String, _ scanner: PersonalNumberScanner) throws(DecodeError) -> String? {
        let file = try FileSource(path: path)
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: DocumentDecoder.pieceSize, alignment: 16)
        defer { space.deallocate() }
        let count = try file.read(at: 0, into: UnsafeMutableRawBufferPointer(rebasing: space[..<512]))
        switch ContentKind(UnsafeRawBufferPointer(rebasing: space[..<count])) {
        case .zip: return try place(inArchive: path, scanner, space)
        case .gzip, .binary:
            throw .malformedTable(
                place: "the document",
                reason: "it cannot be searched for personal numbers; save it as text or as a workbook (.xlsx)"
            )
        case .html, .xml, .json, .px, .utf16, .text:
            var scanner = scanner
            while true {
                let count = try file.read(into: space)
                if count == 0 { break }
                scanner.take(UnsafeRawBufferPointer(rebasing: space[..<count]))
            }
            scanner.end()
            return scanner.foundInLine.map { "line \($0)" }
        }
    }

    private static func place(
        inArchive path: String,
        _ scanner: PersonalNumberScanner,
        _ space: UnsafeMutableRawBufferPointer
    ) throws(DecodeError) -> String? {
        let archive = try ZipArchive(path: path)
        for entry in archive.entries {
            if PersonalNumberScanner.isFound(in: entry.name) { return "the name of a part" }
            let source = ZipEntrySource(archive, entry)
            var reader = MarkupScanner(scanner)
            var isFirst = true
            while true {
                let count = try source.read(into: space)
                if count == 0 { break }
                let bytes = UnsafeRawBufferPointer(rebasing: space[..<count])
                if isFirst, let kind = hiddenKind(bytes) {
                    throw .malformedZIP(
                        entry: entry.name,
                        reason: "it is \(kind), which is not searched for personal numbers; take it out"
                    )
                }
                isFirst = false
                reader.take(bytes)
            }
            reader.end()
            if reader.isFound { return quoted(entry.name) }
        }
        return nil
    }

    /// What a part is that holds documents of its own.
    private static func hiddenKind(_ head: UnsafeRawBufferPointer) -> String? {
        if head.starts(with: [0x50, 0x4B, 3, 4]) { return "another ZIP archive or workbook" }
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return "an embedded document or macro" }
        return head.starts(with: [0x1F, 0x8B]) ? "compressed data" : nil
    }
}

/// Looks for personal numbers in the text and in the attributes of XML, and in whatever else a part may be.
///
/// A text may be cut by markup that a reader does not see: the runs of one cell are one text. A workbook that has a
/// number format for personal numbers has some, though a first 0 may be lost.
private struct MarkupScanner {
    private var text: PersonalNumberScanner
    private var attributes: PersonalNumberScanner
    private var isInTag = false
    private var isInName = false
    private var name: [UInt8] = []
    private var tag: [UInt8] = []
    private var isInProperties = false
    private var hasFormat = false

    private static let boundary: UInt8 = 0x0C

    init(_ scanner: PersonalNumberScanner) {
        text = scanner
        attributes = scanner
    }

    var isFound: Bool { hasFormat || text.foundInLine != nil || attributes.foundInLine != nil }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            if byte == 0 { continue }
            if !isInTag {
                if byte == UInt8(ascii: "<") { beginTag() } else { text.take(byte) }
                continue
            }
            if byte == UInt8(ascii: ">") {
                endTag()
                continue
            }
            if tag.count < 512 { tag.append(byte) }
            let isSpace = byte == 0x20 || 9...13 ~= byte
            if isInName, isSpace || (byte == UInt8(ascii: "/") && !name.isEmpty) { isInName = false }
            if isInName {
                if name.count < 64 { name.append(byte) }
            } else {
                attributes.take(byte)
            }
        }
    }

    mutating func end() {
        text.end()
        attributes.end()
    }

    private mutating func beginTag() {
        isInTag = true
        isInName = true
        name.removeAll(keepingCapacity: true)
        tag.removeAll(keepingCapacity: true)
    }

    private mutating func endTag() {
        isInTag = false
        attributes.take(Self.boundary)
        let isClosing = name.first == UInt8(ascii: "/")
        let local = (isClosing ? name.dropFirst() : name[...]).split(separator: UInt8(ascii: ":")).last ?? []
        if local.elementsEqual("rPr".utf8) { isInProperties = !isClosing && tag.last != UInt8(ascii: "/") }
        if local.elementsEqual("numFmt".utf8) { lookAtFormat() }
        let isSeamless = isInProperties || ["t", "r", "rPr"].contains { local.elementsEqual($0.utf8) }
        if !isSeamless { text.take(Self.boundary) }
    }

    /// `formatCode="000000\-0000"`, with or without quotation marks.
    private mutating func lookAtFormat() {
        let noise: [Character] = ["\\", "\"", " "]
        let code = String(decoding: tag, as: UTF8.self).replacing("&quot;", with: "").filter { !noise.contains($0) }
        if code.contains("000000-0000") { hasFormat = true }
    }
}
