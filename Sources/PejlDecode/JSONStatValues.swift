import CSIMDJSON
import PejlModel

/// The values of one dataset, delivered in row-major order.
///
/// An array is streamed as it stands. An object by position is sorted first; the memory it takes follows the document,
/// not the cube.
final class JSONStatValues {
    private struct Entry {
        var cell: Int
        var value: Double
        var mark: Int32
    }

    private let dataset: JSONStatDataset
    private let table: TableDictionary
    private let sizes: [Int32]
    private let count: Int
    private let status: JSONStatStatus
    private let hasStatus: Bool
    private var cell = 0

    init(_ dataset: JSONStatDataset, table: TableDictionary, sizes: [Int], count: Int, status: JSONStatStatus) {
        self.dataset = dataset
        self.table = table
        self.sizes = sizes.map(Int32.init)
        self.count = count
        self.status = status
        hasStatus = !status.isEmpty
    }

    func decode(_ member: JSONMember, into sink: any CellSink) throws {
        guard member.isArray || member.isObject else {
            throw dataset.malformed("value is neither an array nor an object")
        }
        let entries = member.isObject ? try sparse(member) : []
        let builder = try ChunkBuilder(table, sink)
        if member.isArray {
            if try !deliverNumbers(member, to: builder) { try deliverAll(member, to: builder) }
            if cell != count { throw dataset.malformed("\(cell) values for \(count) cells") }
        } else {
            for entry in entries {
                while cell < entry.cell { try deliver(0, Self.noValue, to: builder) }
                try deliver(entry.value, entry.mark, to: builder)
            }
            while cell < count { try deliver(0, Self.noValue, to: builder) }
        }
        try builder.flush()
    }

    /// Delivers an array of numbers and nulls; false where it holds something else, behind what was delivered.
    private func deliverNumbers(_ member: JSONMember, to builder: ChunkBuilder) throws -> Bool {
        guard !dataset.document.walksAll, var list = JSONNumberList(dataset.document.bytes(member.range)) else {
            return false
        }
        while true {
            let item = list.next()
            if case .odd = item { return false }
            if case .end = item {
                dataset.document.noteChecked(member.range)
                return true
            }
            if cell == count { throw tooManyValues }
            if case .number(let value) = item {
                try deliver(value, -1, to: builder)
            } else {
                try deliver(0, Self.noValue, to: builder)
            }
        }
    }

    /// Delivers what an array holds behind the cells that were delivered.
    private func deliverAll(_ member: JSONMember, to builder: ChunkBuilder) throws {
        var delivered = cell
        try dataset.document.walk(member.range, reportDepth: 1) { events in
            for event in events where event.depth == 1 {
                if delivered > 0 {
                    delivered -= 1
                    continue
                }
                if cell == count { throw tooManyValues }
                let (value, mark) = try read(event)
                try deliver(value, mark, to: builder)
            }
        }
    }

    private var tooManyValues: DecodeError {
        dataset.malformed("more values than the \(count) cells of its sizes")
    }

    /// Stands for a null until the status is looked up.
    private static let noValue: Int32 = -2

    private func deliver(_ value: Double, _ mark: Int32, to builder: ChunkBuilder) throws {
        if mark == Self.noValue {
            try builder.add(value: 0, mark: status.mark(at: cell, in: table))
        } else if mark < 0, hasStatus {
            try builder.add(value: value, flag: status.flag(at: cell, in: table))
        } else {
            try builder.add(value: value, mark: mark)
        }
        cell += 1
        // The odometer: the last dimension turns fastest.
        var column = sizes.count - 1
        while column >= 0 {
            builder.row[column] += 1
            if builder.row[column] < sizes[column] { break }
            builder.row[column] = 0
            column -= 1
        }
    }

    /// The number of a value, or 0 and its mark.
    private func read(_ event: JSONDocument.Event) throws(DecodeError) -> (Double, Int32) {
        let bytes = dataset.document.bytes(event)
        switch Int(event.kind) {
        case PEJL_JSON_NUMBER:
            if let value = DecimalText.json(bytes) { return (value, -1) }
        case PEJL_JSON_NULL: return (0, Self.noValue)
        case PEJL_JSON_STRING:
            if event.length == 0 { return (0, Self.noValue) }
            if let value = DecimalText.json(bytes) { return (value, -1) }
            if event.length <= JSONStatStatus.maximumBytes, !TextCheck.looksLikeNumber(bytes) {
                if event.escaped == 0 { return (0, table.marks.intern(bytes)) }
                return (0, table.marks.intern(dataset.document.text(event)))
            }
        default: break
        }
        throw .unreadableValue(
            place: "dataset \(quoted(dataset.name)), byte \(event.offset)",
            text: String(decoding: bytes.prefix(240), as: UTF8.self)
        )
    }

    private func sparse(_ member: JSONMember) throws -> [Entry] {
        var entries: [Entry] = []
        var place = 0
        try dataset.document.walk(member.range, reportDepth: 1) { events in
            for event in events where event.depth == 1 {
                let bytes = dataset.document.bytes(event)
                guard Int(event.kind) == PEJL_JSON_KEY else {
                    let (value, mark) = try read(event)
                    entries.append(Entry(cell: place, value: value, mark: mark))
                    continue
                }
                guard let cell = position(bytes) else {
                    throw dataset.malformed("value \(quoted(bytes)) is not at a position")
                }
                if cell >= count { throw dataset.malformed("value of cell \(cell) of \(count)") }
                place = cell
            }
        }
        entries.sort { $0.cell < $1.cell }
        for index in entries.indices.dropFirst() where entries[index].cell == entries[index - 1].cell {
            throw dataset.malformed("value of cell \(entries[index].cell) stands twice")
        }
        return entries
    }
}
