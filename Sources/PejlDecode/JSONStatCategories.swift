import CSIMDJSON

/// The codes of one dimension, in the order of its index.
struct JSONStatCategories {
    /// One code a category; distinctness is the caller's to check.
    let codes: [String]

    init(_ dimension: JSONMember, of dataset: JSONStatDataset, size: Int) throws {
        let id = dimension.key
        let document = dataset.document
        func malformed(_ reason: String) -> DecodeError { dataset.malformed("dimension \(quoted(id)): \(reason)") }

        let parts = try document.members(dimension.range)
        guard let category = parts.first(where: { $0.key == "category" && $0.isObject }) else {
            throw malformed("no category")
        }
        let members = try document.members(category.range)
        guard let index = members.first(where: { $0.key == "index" }) else {
            codes = [try Self.single(members, document, malformed)]
            if size != 1 { throw malformed("no index for \(size) categories") }
            return
        }
        if index.isArray {
            codes = try dataset.texts(of: index, "the index of \(quoted(id))")
        } else if index.isObject {
            codes = try Self.ordered(try document.members(index.range), document, malformed)
        } else {
            throw malformed("the index is neither an array nor an object")
        }
        if codes.count != size { throw malformed("\(codes.count) categories but size \(size)") }
    }

    /// The one category of a dimension without an index: the one key of its labels.
    private static func single(
        _ members: [JSONMember],
        _ document: JSONDocument,
        _ malformed: (String) -> DecodeError
    ) throws -> String {
        guard let label = members.first(where: { $0.key == "label" && $0.isObject }) else {
            throw malformed("neither index nor label")
        }
        let labels = try document.members(label.range)
        guard labels.count == 1, let only = labels.first else {
            throw malformed("no index for \(labels.count) categories")
        }
        return only.key
    }

    /// The keys of an index object by their numbers, which must be 0, 1, 2, … each once.
    private static func ordered(
        _ entries: [JSONMember],
        _ document: JSONDocument,
        _ malformed: (String) -> DecodeError
    ) throws -> [String] {
        var codes = [String?](repeating: nil, count: entries.count)
        for entry in entries {
            let text = document.bytes(entry.event)
            guard Int(entry.event.kind) == PEJL_JSON_NUMBER, let place = position(text) else {
                throw malformed("the index of \(quoted(entry.key)) is not a whole number")
            }
            guard place < codes.count else { throw malformed("index \(place) with \(codes.count) categories") }
            if codes[place] != nil { throw malformed("index \(place) stands twice") }
            codes[place] = entry.key
        }
        return codes.compactMap { $0 }
    }
}
