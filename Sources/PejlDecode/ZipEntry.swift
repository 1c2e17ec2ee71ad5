/// One entry of a ZIP archive as its directory describes it, checked against its own header.
struct ZipEntry: Equatable, Sendable {
    /// How the bytes are packed.
    enum Method: UInt16 {
        case stored = 0
        case deflate = 8
    }

    var name: String
    var method: Method
    /// CRC-32 of the unpacked bytes.
    var checksum: UInt32
    var packedByteCount: Int
    var byteCount: Int
    /// Where the entry's own header begins in the file.
    var headerOffset: Int
    /// Where its packed bytes begin; known when the header was read.
    var dataOffset = 0
    /// Whether its sizes follow its bytes, as writers that cannot go back do it.
    var hasDescriptor: Bool
    /// The header's flags, which both places must agree on.
    var flags: UInt16

    /// Why `name` is no plain path inside the archive, or nothing.
    static func fault(inName name: String) -> String? {
        if name.isEmpty { return "an entry without a name" }
        if name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "a control character in its name" }
        if name.contains("\\") { return "a backslash in its name" }
        if name.hasPrefix("/") || name.dropFirst().hasPrefix(":") { return "an absolute path" }
        var steps = name.split(separator: "/", omittingEmptySubsequences: false)
        if steps.last == "" { steps.removeLast() }
        if steps.contains(where: { $0 == ".." }) { return "a path that leaves the archive" }
        if steps.contains(where: { $0.isEmpty || $0 == "." }) { return "no plain path" }
        return nil
    }
}

/// Numbers of a ZIP archive, little end first; the caller has checked that they lie inside.
struct ZipFields {
    let bytes: [UInt8]

    func short(_ offset: Int) -> UInt16 { UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8 }

    func word(_ offset: Int) -> UInt32 { UInt32(short(offset)) | UInt32(short(offset + 2)) << 16 }

    func size(_ offset: Int) -> Int { Int(word(offset)) }

    func count(_ offset: Int) -> Int { Int(short(offset)) }

    /// The text in `range`, or nothing where it is not UTF-8; nothing else is guessed, as the name decides what is read.
    func text(_ range: Range<Int>) -> String? {
        bytes[range].withUnsafeBytes {
            TextCheck.validPrefix($0, allowsNUL: true) == $0.count ? String(decoding: $0, as: UTF8.self) : nil
        }
    }
}
