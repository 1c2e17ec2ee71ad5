import CSIMDJSON
import PejlModel

/// Kolada's answers: a row for each indicator, area and period, and in it a cell for each gender.
///
/// The columns are `kpi`, `municipality` (or `ou`, an institution), `period` and `gender`, as the publisher wrote them;
/// versions 2 and 3 of the interface differ in whether a period is a number and in how `isdeleted` is spelt. A value
/// that is null gets its status as mark, a deleted one the mark `isdeleted`; a number with a status keeps both.
enum KoladaDecoder {
    static func decode(_ document: JSONDocument, sink: any CellSink) throws {
        guard document.bytes(document.range).first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else {
            try document.walk(document.range, reportDepth: 0) { _ in }
            throw DecodeError.notKolada(reason: "the document is not an object")
        }
        let members = try document.members(document.range)
        guard let values = members.first(where: { $0.key == "values" && $0.isArray }) else {
            let keys = members.prefix(5).map { quoted($0.key) }.joined(separator: ", ")
            throw DecodeError.notKolada(reason: "no list \"values\"; its members are \(keys.isEmpty ? "none" : keys)")
        }
        let rows = KoladaRows(document, sink)
        try document.walk(values.range, reportDepth: 4, rows.take)
        try rows.finish()
    }
}

/// Collects one row after the other from the events.
private final class KoladaRows {
    private static let maximumMarkBytes = 32
    private static let maximumCells = 1_000

    private typealias Event = JSONDocument.Event

    /// Members that are read; all others may be anything.
    private enum Member: String {
        case kpi, municipality, ou, period, values
        case gender, status, value, isdeleted
        case isDeletedOfVersion2 = "is_deleted"

        static let ofRow: Set<Member> = [.kpi, .municipality, .ou, .period, .values]
        static let ofCell: Set<Member> = [.gender, .status, .value, .isdeleted, .isDeletedOfVersion2]
    }

    private struct Cell {
        var gender: Event?
        var value: Event?
        var status: Event?
        var isDeleted: Bool?
    }

    private let document: JSONDocument
    private let sink: any CellSink
    private var builder: ChunkBuilder?
    private var table = TableDictionary(columns: [], measures: [])
    private var area = Member.municipality
    private var row = 0
    private var rowMember: Member?
    private var cellMember: Member?
    private var found: [Member: Event] = [:]
    private var hasCells = false
    private var cells: [Cell] = []

    init(_ document: JSONDocument, _ sink: any CellSink) {
        self.document = document
        self.sink = sink
    }

    func take(_ events: UnsafeBufferPointer<JSONDocument.Event>) throws {
        for event in events {
            let kind = Int(event.kind)
            switch event.depth {
            case 1 where kind == PEJL_JSON_OBJECT_BEGIN: beginRow()
            case 1 where kind == PEJL_JSON_OBJECT_END: try finishRow()
            case 1:
                row += 1
                throw malformed("not an object")
            case 2: try takeInRow(event, kind)
            case 3 where rowMember == .values: try takeInValues(kind)
            case 4 where rowMember == .values: try takeInCell(event, kind)
            default: break
            }
        }
    }

    func finish() throws {
        guard let builder else { throw DecodeError.noCells(found: "no values; unknown ids give an empty list") }
        try builder.flush()
    }

    // MARK: - Events

    private func beginRow() {
        row += 1
        found.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        hasCells = false
    }

    private func takeInRow(_ event: Event, _ kind: Int) throws {
        if kind == PEJL_JSON_KEY {
            rowMember = Member(rawValue: document.text(event)).flatMap { Member.ofRow.contains($0) ? $0 : nil }
            return
        }
        guard let member = rowMember else { return }
        if member == .values {
            if kind == PEJL_JSON_ARRAY_END { return }
            guard kind == PEJL_JSON_ARRAY_BEGIN else { throw malformed("\"values\" is no list") }
            if hasCells { throw malformed("the key \"values\" stands twice") }
            hasCells = true
            return
        }
        let isText = kind == PEJL_JSON_STRING || (kind == PEJL_JSON_NUMBER && member == .period)
        guard isText else { throw malformed("\(quoted(member.rawValue)) is no text") }
        guard found.updateValue(event, forKey: member) == nil else {
            throw malformed("the key \(quoted(member.rawValue)) stands twice")
        }
    }

    private func takeInValues(_ kind: Int) throws {
        if kind == PEJL_JSON_OBJECT_END { return }
        guard kind == PEJL_JSON_OBJECT_BEGIN else { throw malformed("a value is not an object") }
        guard cells.count < Self.maximumCells else { throw malformed("more than \(Self.maximumCells) values") }
        cells.append(Cell())
    }

    private func takeInCell(_ event: Event, _ kind: Int) throws {
        if kind == PEJL_JSON_KEY {
            cellMember = Member(rawValue: document.text(event)).flatMap { Member.ofCell.contains($0) ? $0 : nil }
            return
        }
        guard let member = cellMember, var cell = cells.popLast() else { return }
        let isTwice: Bool
        switch member {
        case .gender:
            guard kind == PEJL_JSON_STRING else { throw malformed("\"gender\" is no text") }
            isTwice = cell.gender != nil
            cell.gender = event
        case .status:
            guard kind == PEJL_JSON_STRING || kind == PEJL_JSON_NULL else { throw malformed("\"status\" is no text") }
            isTwice = cell.status != nil
            cell.status = event
        case .value:
            guard kind == PEJL_JSON_NUMBER || kind == PEJL_JSON_NULL else {
                throw malformed("\"value\" is neither a number nor null")
            }
            isTwice = cell.value != nil
            cell.value = event
        default:
            guard kind == PEJL_JSON_TRUE || kind == PEJL_JSON_FALSE else {
                throw malformed("\(quoted(member.rawValue)) is neither true nor false")
            }
            isTwice = cell.isDeleted != nil
            cell.isDeleted = kind == PEJL_JSON_TRUE
        }
        if isTwice { throw malformed("the key \(quoted(member.rawValue)) stands twice in a value") }
        cells.append(cell)
    }

    // MARK: - Rows

    private func finishRow() throws {
        let isInstitution = found[.ou] != nil
        if isInstitution, found[.municipality] != nil { throw malformed("it has a municipality and an ou") }
        if builder == nil { area = isInstitution ? .ou : .municipality }
        let columns: [Member] = [.kpi, area, .period]
        for column in columns where found[column] == nil {
            throw malformed("the key \(quoted(column.rawValue)) is missing")
        }
        guard hasCells else { throw malformed("the key \"values\" is missing") }
        guard !cells.isEmpty else { return }
        let builder = try builder ?? begin(columns)
        for (number, column) in columns.enumerated() {
            builder.row[number] = table.books[number].intern(found[column].map(document.text) ?? "")
        }
        for cell in cells { try add(cell, to: builder) }
    }

    private func begin(_ columns: [Member]) throws -> ChunkBuilder {
        table = TableDictionary(columns: columns.map(\.rawValue) + [Member.gender.rawValue], measures: ["value"])
        let new = try ChunkBuilder(table, sink)
        builder = new
        return new
    }

    private func add(_ cell: Cell, to builder: ChunkBuilder) throws {
        guard let gender = cell.gender else { throw malformed("the key \"gender\" is missing in a value") }
        guard let value = cell.value else { throw malformed("the key \"value\" is missing in a value") }
        builder.row[3] = table.books[3].intern(document.text(gender))
        if cell.isDeleted == true {
            return try builder.add(value: 0, mark: table.marks.intern(Member.isdeleted.rawValue))
        }
        let status = cell.status.map { Int($0.kind) == PEJL_JSON_STRING ? document.text($0) : "" } ?? ""
        guard status.utf8.count <= Self.maximumMarkBytes else { throw malformed("a status is no mark") }
        guard Int(value.kind) == PEJL_JSON_NUMBER else {
            return try builder.add(value: 0, mark: table.marks.intern(status))
        }
        guard let number = DecimalText.json(document.bytes(value)) else {
            throw DecodeError.unreadableValue(
                place: "row \(row)",
                text: String(decoding: document.bytes(value).prefix(240), as: UTF8.self)
            )
        }
        guard !status.isEmpty else { return try builder.add(value: number) }
        try builder.add(value: number, flag: table.marks.intern(status))
    }

    private func malformed(_ reason: String) -> DecodeError { .malformedRow(row: row, reason: reason) }
}
