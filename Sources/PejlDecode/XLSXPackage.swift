/// The parts of a workbook and how they refer to each other (Open Packaging Conventions).
struct XLSXPackage {
    /// One part that another one refers to.
    struct Relationship {
        /// The last step of the type's address, such as `worksheet` or `sharedStrings`.
        var kind: String
        /// The part's name in the archive; nothing where it lies outside.
        var target: String?
    }

    static let maximumRelationships = 10_000

    let archive: ZipArchive

    init(path: String) throws(DecodeError) {
        archive = try ZipArchive(path: path)
    }

    /// Begins to read the part `name`.
    func open(_ name: String) throws(DecodeError) -> XMLReader {
        guard let entry = archive.entry(name) else {
            let reason = "the archive has no such part; it is no workbook, or a damaged one"
            throw .malformedXLSX(place: name, reason: reason)
        }
        return try XMLReader(ZipEntrySource(archive, entry), part: name)
    }

    /// Begins to read the part `name` up to its root element, which must be `root`.
    func open(_ name: String, root: StaticString) throws(DecodeError) -> XMLReader {
        let reader = try open(name)
        guard try reader.child() else { throw reader.failure("no root element") }
        if !reader.name.spells(root) {
            throw .malformedXLSX(place: name, reason: "its root is \(quoted(reader.name)), not \"\(root)\"")
        }
        return reader
    }

    /// The name of the workbook's own part.
    func workbookPart() throws(DecodeError) -> String {
        let found = try relationships(of: "").values.filter { $0.kind == "officeDocument" }.compactMap(\.target)
        guard let part = found.first, found.count == 1 else {
            throw .malformedXLSX(place: "_rels/.rels", reason: "it names \(found.count) main parts, not one")
        }
        return part
    }

    /// What `part` refers to, by identifier; the whole package where `part` is empty.
    func relationships(of part: String) throws(DecodeError) -> [String: Relationship] {
        var steps = part.split(separator: "/").map(String.init)
        let file = steps.popLast() ?? ""
        let place = (steps + ["_rels", file + ".rels"]).joined(separator: "/")
        let reader = try open(place, root: "Relationships")
        var result: [String: Relationship] = [:]
        while try reader.child() {
            guard reader.name.spells("Relationship") else {
                try reader.skip()
                continue
            }
            let attributes = reader.attributes
            guard let id = attributes.text("Id"), let kind = attributes.text("Type"),
                let target = attributes.text("Target")
            else { throw .malformedXLSX(place: place, reason: "a relationship without Id, Type or Target") }
            let isExternal = attributes.text("TargetMode").map { $0 != "Internal" } ?? false
            let relationship = Relationship(
                kind: kind.split(separator: "/").last.map(String.init) ?? "",
                target: isExternal ? nil : Self.resolve(target, from: steps)
            )
            if result.updateValue(relationship, forKey: id) != nil {
                throw .malformedXLSX(place: place, reason: "two relationships are called \(quoted(id))")
            }
            if result.count > Self.maximumRelationships {
                throw .malformedXLSX(place: place, reason: "more than \(Self.maximumRelationships) relationships")
            }
            try reader.skip()
        }
        try finish(reader)
        return result
    }

    /// Reads `reader` to the end of its bytes, so that the part's checksum has been compared.
    func finish(_ reader: XMLReader) throws(DecodeError) {
        while try reader.next() != .done {}
    }

    /// The part `target` means, seen from the folder `steps`; nothing where it leaves the package.
    private static func resolve(_ target: String, from steps: [String]) -> String? {
        var result = target.hasPrefix("/") ? [] : steps
        for step in target.split(separator: "/") {
            switch step {
            case ".": continue
            case "..": if result.popLast() == nil { return nil }
            default: result.append(String(step))
            }
        }
        return result.joined(separator: "/")
    }
}
