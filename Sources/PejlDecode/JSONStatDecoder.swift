import CSIMDJSON
import PejlModel

/// JSON-stat 1.x and 2.0: cubes in row-major order, the last dimension fastest.
///
/// Every dimension stays a dimension, the one of role `metric` too, and ``TableDictionary/measures`` is `value`.
/// A value that is null or absent gets its status as mark, or the empty mark where it has none. A number keeps its status
/// beside it: provisional and estimated figures are written so. What a status means is the recipe's to say.
enum JSONStatDecoder {
    /// Members of a document that are never datasets.
    private static let asides: Set<String> = ["extension", "link", "note", "error", "role"]

    private typealias Dataset = (name: String, members: [JSONMember])

    static func decode(_ document: JSONDocument, sink: any CellSink) throws {
        guard document.bytes(document.range).first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else {
            try document.walk(document.range, reportDepth: 0) { _ in }
            throw DecodeError.notJSONStat(reason: "the document is not an object")
        }
        let members = try document.members(document.range)
        let datasets: [Dataset]
        if try kind(of: members, document) == "collection" {
            datasets = try embedded(members, document)
            if datasets.isEmpty { throw DecodeError.collection }
        } else if members.contains(where: { $0.key == "dimension" && $0.isObject }) {
            datasets = [("dataset", members)]
        } else {
            datasets = try bundled(members, document)
        }
        for dataset in datasets {
            try JSONStatDataset(name: dataset.name, members: dataset.members, document: document).decode(into: sink)
        }
    }

    /// The datasets of a bundle, the one of a wrapper among them; an entry that only links to its dataset has none.
    private static func bundled(_ members: [JSONMember], _ document: JSONDocument) throws -> [Dataset] {
        var datasets: [Dataset] = []
        var others: [JSONMember] = []
        for member in members where member.isObject && !asides.contains(member.key) {
            let inner = try document.members(member.range)
            if inner.contains(where: { $0.key == "dimension" && $0.isObject }) {
                _ = try kind(of: inner, document)
                datasets.append((member.key, inner))
            } else if !inner.contains(where: { $0.key == "href" }) || inner.contains(where: { $0.key == "value" }) {
                others.append(member)
            }
        }
        if datasets.isEmpty {
            let keys = members.prefix(5).map { quoted($0.key) }.joined(separator: ", ")
            throw DecodeError.notJSONStat(reason: "no dimensions; its members are \(keys.isEmpty ? "none" : keys)")
        }
        if let other = others.first {
            throw DecodeError.malformedJSONStat(dataset: other.key, reason: "no dimensions")
        }
        return datasets
    }

    /// The datasets that a collection holds itself; those it only links to hold no values here.
    private static func embedded(_ members: [JSONMember], _ document: JSONDocument) throws -> [Dataset] {
        guard let link = members.first(where: { $0.key == "link" && $0.isObject }),
            let list = try document.members(link.range).first(where: { $0.key == "item" && $0.isArray })
        else { return [] }
        var datasets: [Dataset] = []
        for (number, item) in try document.elements(list.range).enumerated() where item.isObject {
            let inner = try document.members(item.range)
            let isDataset = text("class", inner, document) == "dataset"
            if isDataset, inner.contains(where: { $0.key == "dimension" || $0.key == "value" }) {
                datasets.append(("item \(number + 1)", inner))
            }
        }
        return datasets
    }

    /// The class of a response; one that holds no values is refused.
    private static func kind(of members: [JSONMember], _ document: JSONDocument) throws(DecodeError) -> String? {
        switch text("class", members, document) {
        case nil: return nil
        case let known? where ["dataset", "bundle", "collection"].contains(known): return known
        case let other?: throw .notJSONStat(reason: "a document of class \(quoted(other)) holds no values")
        }
    }

    private static func text(_ key: String, _ members: [JSONMember], _ document: JSONDocument) -> String? {
        members.first { $0.key == key && $0.isString }.map { document.text($0.event) }
    }
}

/// One dataset: its dimensions are read first, wherever they stand, then the status, then the values as a stream.
struct JSONStatDataset {
    /// Most cells of one dataset.
    static let maximumCells = 20_000_000
    private static let maximumDimensions = 64

    let name: String
    let members: [JSONMember]
    let document: JSONDocument

    func decode(into sink: any CellSink) throws {
        guard let dimension = member("dimension") else { throw malformed("no dimensions") }
        let dimensions = try document.members(dimension.range)
        let ids = try texts(of: list("id", dimensions), "id")
        let sizes = try sizes(of: list("size", dimensions))
        if ids.count != sizes.count { throw malformed("\(ids.count) ids but \(sizes.count) sizes") }
        if ids.isEmpty { throw malformed("id is empty") }
        if ids.count > Self.maximumDimensions { throw malformed("more than \(Self.maximumDimensions) dimensions") }
        if Set(ids).count != ids.count { throw malformed("a dimension stands twice in id") }
        var count = 1
        for size in sizes {
            let (product, isOver) = count.multipliedReportingOverflow(by: size)
            if isOver || product > Self.maximumCells {
                throw DecodeError.tooManyCells(dataset: name, limit: Self.maximumCells)
            }
            count = product
        }
        if count == 0 { throw DecodeError.noCells(found: "a dimension of dataset \(quoted(name)) has size 0") }

        let updated = member("updated").flatMap { $0.isString ? document.text($0.event) : nil }
        let table = TableDictionary(columns: ids, measures: ["value"], updated: updated)
        for (column, id) in ids.enumerated() {
            guard let dimension = dimensions.first(where: { $0.key == id && $0.isObject }) else {
                throw malformed("dimension \(quoted(id)) is not described")
            }
            let categories = try JSONStatCategories(dimension, of: self, size: sizes[column]).codes
            for code in categories { _ = table.books[column].intern(code) }
            if table.books[column].count != sizes[column] {
                throw malformed("dimension \(quoted(id)): a category stands twice")
            }
        }
        for other in dimensions where other.isObject && !ids.contains(other.key) {
            if try document.members(other.range).contains(where: { $0.key == "category" }) {
                throw malformed("dimension \(quoted(other.key)) is not in id")
            }
        }
        guard let value = member("value") else { throw malformed("no value") }
        let status = try JSONStatStatus(member("status"), of: self, count: count)
        try JSONStatValues(self, table: table, sizes: sizes, count: count, status: status).decode(value, into: sink)
    }

    /// The fault of this dataset with `reason`.
    func malformed(_ reason: String) -> DecodeError { .malformedJSONStat(dataset: name, reason: reason) }

    private func member(_ key: String) -> JSONMember? { members.first { $0.key == key } }

    /// `id` or `size`: at the top in 2.0, inside `dimension` in 1.x, where a dimension may have that name in 2.0.
    private func list(_ key: String, _ dimensions: [JSONMember]) throws -> JSONMember {
        let inner = dimensions.first { $0.key == key && !$0.isObject }
        let outer = member(key)
        if inner != nil, outer != nil { throw malformed("\(key) stands in two places") }
        guard let list = outer ?? inner else { throw malformed("no \(key)") }
        if !list.isArray { throw malformed("\(key) is not an array") }
        return list
    }

    /// The strings of an array that holds nothing else.
    func texts(of member: JSONMember, _ what: String) throws -> [String] {
        var texts: [String] = []
        try document.walk(member.range, reportDepth: 1) { events in
            for event in events where event.depth == 1 {
                guard Int(event.kind) == PEJL_JSON_STRING else {
                    throw malformed("\(what) holds something but strings")
                }
                texts.append(document.text(event))
                if texts.count > Self.maximumCells {
                    throw DecodeError.tooManyCells(dataset: name, limit: Self.maximumCells)
                }
            }
        }
        return texts
    }

    private func sizes(of member: JSONMember) throws -> [Int] {
        var sizes: [Int] = []
        try document.walk(member.range, reportDepth: 1) { events in
            for event in events where event.depth == 1 {
                let text = document.bytes(event)
                guard Int(event.kind) == PEJL_JSON_NUMBER, let size = position(text) else {
                    throw malformed("size \(quoted(text)) is not a whole number")
                }
                sizes.append(size)
            }
        }
        return sizes
    }
}

/// A whole number from 0 without sign or leading zeros, as positions and sizes are written.
func position(_ text: UnsafeRawBufferPointer) -> Int? {
    guard let first = text.first, text.count <= 9, first != UInt8(ascii: "0") || text.count == 1 else { return nil }
    var number = 0
    for byte in text {
        let digit = byte &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        number = number * 10 + Int(digit)
    }
    return number
}
