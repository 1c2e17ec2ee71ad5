import CSIMDJSON
import PejlModel

/// The status of each cell: one for all, an array, an object by position, or the old Eurostat object with `value`.
final class JSONStatStatus {
    /// Longest status text in bytes.
    static let maximumBytes = 256

    private let book = CodeBook()
    private var common: Int32 = -1
    private var dense: [Int32] = []
    private var sparse: [Int: Int32] = [:]
    /// Number in the table's marks for each status of ours, once it was needed.
    private var marks: [Int32] = []
    private var empty: Int32 = -1

    init(_ member: JSONMember?, of dataset: JSONStatDataset, count: Int) throws {
        guard let member else { return }
        if member.isArray {
            try readArray(member, dataset, count)
        } else if member.isObject {
            try readObject(member, dataset, count)
        } else {
            common = try status(member.event, dataset)
        }
    }

    /// Whether no cell has one.
    var isEmpty: Bool { book.count == 0 }

    /// The mark of a cell without a number.
    func mark(at cell: Int, in table: TableDictionary) -> Int32 {
        let mark = flag(at: cell, in: table)
        if mark >= 0 { return mark }
        if empty < 0 { empty = table.marks.intern("") }
        return empty
    }

    /// The status of a cell, -1 where it has none.
    func flag(at cell: Int, in table: TableDictionary) -> Int32 {
        let status = dense.isEmpty ? sparse[cell] ?? common : dense[cell]
        if status < 0 { return -1 }
        while marks.count < book.count { marks.append(-1) }
        if marks[Int(status)] < 0 { marks[Int(status)] = table.marks.intern(book.text(status)) }
        return marks[Int(status)]
    }

    private func readArray(_ member: JSONMember, _ dataset: JSONStatDataset, _ count: Int) throws {
        try dataset.document.walk(member.range, reportDepth: 1) { events in
            for event in events where event.depth == 1 {
                if dense.count == count { throw dataset.malformed("more statuses than the \(count) cells") }
                dense.append(try status(event, dataset))
            }
        }
        if dense.count == count { return }
        // One status in an array counts for all cells (JSON-stat, `status`).
        if dense.count != 1 { throw dataset.malformed("\(dense.count) statuses for \(count) cells") }
        common = dense[0]
        dense = []
    }

    private func readObject(_ member: JSONMember, _ dataset: JSONStatDataset, _ count: Int) throws {
        let members = try dataset.document.members(member.range)
        if let inner = members.first(where: { $0.key == "value" || $0.key == "index" }), inner.isArray || inner.isObject
        {
            return inner.isArray
                ? try readArray(inner, dataset, count) : try readObject(inner, dataset, count)
        }
        for member in members {
            var key = member.key
            guard let cell = key.withUTF8({ position(UnsafeRawBufferPointer($0)) }) else {
                throw dataset.malformed("status \(quoted(member.key)) is not at a position")
            }
            if cell >= count { throw dataset.malformed("status of cell \(cell) of \(count)") }
            sparse[cell] = try status(member.event, dataset)
        }
    }

    private func status(_ event: JSONDocument.Event, _ dataset: JSONStatDataset) throws(DecodeError) -> Int32 {
        switch Int(event.kind) {
        case PEJL_JSON_NULL: return -1
        case PEJL_JSON_STRING, PEJL_JSON_NUMBER:
            if event.length == 0 { return -1 }
            if event.length > Self.maximumBytes { throw dataset.malformed("a status of \(event.length) bytes") }
            if event.escaped != 0 { return book.intern(dataset.document.text(event)) }
            return book.intern(dataset.document.bytes(event))
        default: throw dataset.malformed("a status is neither text nor null")
        }
    }
}
