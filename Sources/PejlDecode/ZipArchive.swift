/// The directory of a ZIP archive: which entries there are and where, all of it checked before the first byte is unpacked.
///
/// What two readers could understand differently is refused: overlapping entries, headers that disagree, a second end
/// record, bytes before or after. Also refused: zip64, encryption, several disks, other methods than stored and deflate.
final class ZipArchive {
    static let maximumFileBytes = 64 << 20
    static let maximumEntries = 1_000
    static let maximumDirectoryBytes = 4 << 20
    static let maximumEntryBytes = 128 << 20
    static let maximumTotalBytes = 256 << 20
    /// Entries that grow more than this many times are refused where they are larger than ``ratioFreeBytes``.
    static let maximumRatio = 500
    static let ratioFreeBytes = 10 << 20

    let file: FileSource
    private(set) var entries: [ZipEntry] = []
    private var indexByName: [String: Int] = [:]

    init(path: String) throws(DecodeError) {
        file = try FileSource(path: path)
        let size = try file.byteCount()
        if size == 0 { throw .emptyAnswer }
        if size > Self.maximumFileBytes { throw .tooLarge(byteCount: size, limit: Self.maximumFileBytes) }
        guard try bytes(at: 0, count: min(size, 2)) == Array("PK".utf8.prefix(size)) else {
            throw .malformedZIP(entry: "", reason: "the document does not begin with an entry; it is no ZIP archive")
        }
        let end = try findEnd(fileSize: size)
        try readDirectory(end)
        try readHeaders(directoryOffset: end.directoryOffset)
    }

    /// The entry named `name`; names differ by more than the case of ASCII letters.
    func entry(_ name: String) -> ZipEntry? { indexByName[Self.folded(name)].map { entries[$0] } }

    func bytes(at offset: Int, count: Int) throws(DecodeError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let result: Result<Int, DecodeError> = bytes.withUnsafeMutableBytes { space in
            do throws(DecodeError) { return .success(try file.read(at: offset, into: space)) } catch {
                return .failure(error)
            }
        }
        if try result.get() < count {
            throw .truncated(where: "the ZIP archive ends behind byte \(offset) and more is due")
        }
        return bytes
    }

    static func folded(_ name: String) -> String {
        String(decoding: name.utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    // MARK: - The end record

    private struct End {
        var entryCount: Int
        var directoryOffset: Int
        var directorySize: Int
    }

    private func findEnd(fileSize: Int) throws(DecodeError) -> End {
        let tailSize = min(fileSize, 22 + 0xFFFF + 20)
        let tail = ZipFields(bytes: try bytes(at: fileSize - tailSize, count: tailSize))
        var places: [Int] = []
        for place in stride(from: tailSize - 22, through: 0, by: -1) where tail.bytes[place] == 0x50 {
            if tail.word(place) == 0x0605_4B50, place + 22 + tail.count(place + 20) == tailSize { places.append(place) }
        }
        guard let place = places.first else {
            throw .truncated(where: "the ZIP archive has no directory at its end")
        }
        if places.count > 1 { throw .malformedZIP(entry: "", reason: "two end records") }
        let end = End(
            entryCount: tail.count(place + 10),
            directoryOffset: tail.size(place + 16),
            directorySize: tail.size(place + 12)
        )
        let hasLocator = place >= 20 && tail.word(place - 20) == 0x0706_4B50
        if hasLocator || end.entryCount == 0xFFFF || end.directoryOffset == 0xFFFF_FFFF
            || end.directorySize == 0xFFFF_FFFF
        {
            throw .malformedZIP(entry: "", reason: "zip64, which pejl does not read")
        }
        if tail.short(place + 4) != 0 || tail.short(place + 6) != 0 || tail.count(place + 8) != end.entryCount {
            throw .malformedZIP(entry: "", reason: "an archive of several disks")
        }
        if end.entryCount == 0 { throw .malformedZIP(entry: "", reason: "no entries") }
        if end.entryCount > Self.maximumEntries {
            throw .malformedZIP(entry: "", reason: "more than \(Self.maximumEntries) entries")
        }
        if end.directorySize > Self.maximumDirectoryBytes {
            throw .malformedZIP(entry: "", reason: "a directory of more than \(Self.maximumDirectoryBytes) bytes")
        }
        if end.directoryOffset + end.directorySize != fileSize - tailSize + place {
            throw .malformedZIP(entry: "", reason: "the directory does not end where the end record begins")
        }
        return end
    }

    // MARK: - The directory

    private func readDirectory(_ end: End) throws(DecodeError) {
        let fields = ZipFields(bytes: try bytes(at: end.directoryOffset, count: end.directorySize))
        var offset = 0
        var total = 0
        for _ in 0..<end.entryCount {
            guard offset + 46 <= end.directorySize, fields.word(offset) == 0x0201_4B50 else {
                throw .malformedZIP(entry: "", reason: "the directory holds fewer entries than it counts")
            }
            let next =
                offset + 46 + fields.count(offset + 28) + fields.count(offset + 30) + fields.count(offset + 32)
            if next > end.directorySize {
                throw .malformedZIP(entry: "", reason: "the directory ends inside an entry")
            }
            let entry = try readEntry(fields, at: offset)
            if entry.headerOffset >= end.directoryOffset {
                throw .malformedZIP(entry: entry.name, reason: "it begins inside the directory")
            }
            total += entry.byteCount
            if total > Self.maximumTotalBytes {
                throw .zipBomb(
                    entry: entry.name,
                    reason: "with it the archive holds more than \(Self.maximumTotalBytes) bytes"
                )
            }
            guard indexByName.updateValue(entries.count, forKey: Self.folded(entry.name)) == nil else {
                throw .malformedZIP(entry: entry.name, reason: "two entries have this name")
            }
            entries.append(entry)
            offset = next
        }
        if offset != end.directorySize {
            throw .malformedZIP(entry: "", reason: "the directory holds more than the entries it counts")
        }
    }

    private func readEntry(_ fields: ZipFields, at offset: Int) throws(DecodeError) -> ZipEntry {
        let nameRange = (offset + 46)..<(offset + 46 + fields.count(offset + 28))
        guard let name = fields.text(nameRange) else {
            throw .malformedZIP(entry: "", reason: "an entry's name is not UTF-8")
        }
        if let fault = ZipEntry.fault(inName: name) { throw .malformedZIP(entry: name, reason: fault) }
        let flags = fields.short(offset + 8)
        // Bit 0: encrypted; 6 and 13: strongly encrypted, its headers hidden; 5: a patch.
        if flags & 0x2041 != 0 { throw .malformedZIP(entry: name, reason: "it is encrypted") }
        if flags & 0x20 != 0 { throw .malformedZIP(entry: name, reason: "it is a patch of another file") }
        let number = fields.short(offset + 10)
        guard let method = ZipEntry.Method(rawValue: number) else {
            throw .malformedZIP(entry: name, reason: "it is packed with method \(number), not stored or deflate")
        }
        let entry = ZipEntry(
            name: name,
            method: method,
            checksum: fields.word(offset + 16),
            packedByteCount: fields.size(offset + 20),
            byteCount: fields.size(offset + 24),
            headerOffset: fields.size(offset + 42),
            hasDescriptor: flags & 8 != 0,
            flags: flags
        )
        if [entry.packedByteCount, entry.byteCount, entry.headerOffset].contains(0xFFFF_FFFF) {
            throw .malformedZIP(entry: name, reason: "zip64, which pejl does not read")
        }
        if fields.short(offset + 34) != 0 { throw .malformedZIP(entry: name, reason: "it lies on another disk") }
        if entry.byteCount > Self.maximumEntryBytes {
            throw .zipBomb(entry: name, reason: "it holds more than \(Self.maximumEntryBytes) bytes")
        }
        if entry.byteCount > Self.ratioFreeBytes, entry.byteCount / Self.maximumRatio > entry.packedByteCount {
            throw .zipBomb(entry: name, reason: "it grows more than \(Self.maximumRatio) times")
        }
        return entry
    }

    // MARK: - The entries' own headers

    private func readHeaders(directoryOffset: Int) throws(DecodeError) {
        var ranges: [(start: Int, end: Int, name: String)] = []
        for index in entries.indices {
            let entry = entries[index]
            guard entry.headerOffset + 30 <= directoryOffset else {
                throw .malformedZIP(entry: entry.name, reason: "it reaches into the directory")
            }
            let start = ZipFields(bytes: try bytes(at: entry.headerOffset, count: 30))
            guard start.word(0) == 0x0403_4B50 else {
                throw .malformedZIP(entry: entry.name, reason: "no entry begins where the directory says")
            }
            let dataOffset = entry.headerOffset + 30 + start.count(26) + start.count(28)
            var end = dataOffset + entry.packedByteCount
            guard end <= directoryOffset else {
                throw .malformedZIP(entry: entry.name, reason: "it reaches into the directory")
            }
            let name = ZipFields(bytes: try bytes(at: entry.headerOffset + 30, count: start.count(26)))
            guard name.bytes == Array(entry.name.utf8), start.short(6) == entry.flags,
                start.short(8) == entry.method.rawValue
            else { throw .malformedZIP(entry: entry.name, reason: "its header and the directory disagree") }
            let sizes = [start.size(14), start.size(18), start.size(22)]
            let expected = [Int(entry.checksum), entry.packedByteCount, entry.byteCount]
            if sizes[1] == 0xFFFF_FFFF || sizes[2] == 0xFFFF_FFFF {
                throw .malformedZIP(entry: entry.name, reason: "zip64, which pejl does not read")
            }
            guard sizes == expected || (entry.hasDescriptor && sizes == [0, 0, 0]) else {
                throw .malformedZIP(entry: entry.name, reason: "its header and the directory disagree on its size")
            }
            if entry.hasDescriptor {
                end = try descriptorEnd(at: end, directoryOffset: directoryOffset, expected, entry.name)
            }
            entries[index].dataOffset = dataOffset
            ranges.append((entry.headerOffset, end, entry.name))
        }
        ranges.sort { $0.start < $1.start }
        for (first, second) in zip(ranges, ranges.dropFirst()) where first.end > second.start {
            throw .malformedZIP(entry: second.name, reason: "it overlaps \(quoted(first.name))")
        }
    }

    /// Where the sizes behind an entry end: 12 bytes, or 16 with a signature before them.
    private func descriptorEnd(
        at offset: Int,
        directoryOffset: Int,
        _ expected: [Int],
        _ name: String
    ) throws(DecodeError) -> Int {
        let fields = ZipFields(bytes: try bytes(at: offset, count: min(16, directoryOffset - offset)))
        for start in [4, 0] where start + 12 <= fields.bytes.count && (start == 0 || fields.word(0) == 0x0807_4B50) {
            if [fields.size(start), fields.size(start + 4), fields.size(start + 8)] == expected {
                return offset + start + 12
            }
        }
        throw .malformedZIP(entry: name, reason: "the sizes behind it and the directory disagree")
    }
}
