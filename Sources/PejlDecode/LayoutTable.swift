import PejlModel

/// The cells of a table with a layout, row by row.
final class LayoutTable {
    private let layout: TableLayout
    let columns: LayoutColumns
    private let numbers: LayoutNumber
    private let table: TableDictionary
    private let builder: ChunkBuilder
    /// Where the dimensions that stand in columns begin among all of them.
    private let firstColumn: Int
    /// Numbers of the melted members: those of the first melted dimension, a value column each, then of the next.
    private let melted: [Int32]
    /// The first melted dimension; they are the last ones.
    private let firstMelted: Int
    /// Numbers of the measures, a value column each.
    private let measures: [Int32]
    private var hasHeading = false
    private var hasAbove: [Bool]
    /// Whether a cell was read.
    private(set) var hasCells = false

    init(_ layout: TableLayout, _ columns: LayoutColumns, _ numbers: LayoutNumber, _ sink: any CellSink) throws {
        self.layout = layout
        self.columns = columns
        self.numbers = numbers
        table = TableDictionary(columns: layout.codes, measures: columns.measures)
        builder = try ChunkBuilder(table, sink)
        firstColumn = layout.constants.count + (layout.heading == nil ? 0 : 1)
        hasAbove = layout.dimensions.map { _ in false }
        for (number, constant) in layout.constants.enumerated() {
            builder.row[number] = table.books[number].intern(constant.member)
        }
        let table = table
        let first = table.books.count - (columns.values.first?.members.count ?? 0)
        firstMelted = first
        melted = (first..<table.books.count).flatMap { book in
            columns.values.map { table.books[book].intern($0.members[book - first]) }
        }
        measures = columns.values.map(\.measure)
    }

    /// Takes a row that names the member of the heading's dimension.
    func takeHeading(_ cell: SheetCell, row: Int, index: Int) throws {
        hasHeading = true
        // What is repeated from above is repeated within a block.
        for column in hasAbove.indices { hasAbove[column] = false }
        builder.row[layout.constants.count] = try member(cell, of: layout.constants.count, row: row, index: index)
    }

    // MARK: - Rows of members and numbers

    /// Whether a row was read and the heading above the next one is known.
    var mayTakePlain: Bool { hasCells && (layout.heading == nil || hasHeading) }

    /// The number of the mark that a cell of values is; nothing for anything else, and for a mark that is new.
    func knownMark(_ cell: SheetCell) -> Int32? {
        guard case .mark(let mark)? = numbers.value(cell) else { return nil }
        return table.marks.knownNumber(of: mark)
    }

    /// The number of the member that a cell names; nothing where it names none, and for a member that is new.
    func knownMember(_ cell: SheetCell, of dimension: Int) -> Int32? {
        guard let text = LayoutText.text(cell), !text.isEmpty else { return nil }
        return table.books[firstColumn + dimension].knownNumber(of: text)
    }

    /// Takes a row: the number of its member in each dimension that is a column, and for each column of values a value
    /// or a mark.
    func takePlain(
        members ofRow: UnsafePointer<Int32>,
        values: UnsafePointer<Double>,
        marks: UnsafePointer<Int32>
    ) throws {
        for dimension in hasAbove.indices {
            builder.row[firstColumn + dimension] = ofRow[dimension]
            hasAbove[dimension] = true
        }
        try melted.withUnsafeBufferPointer { melted in
            try measures.withUnsafeBufferPointer { measures in
                try builder.add(values: values, marks: marks, measures: measures, melted: melted, from: firstMelted)
            }
        }
    }

    // MARK: - All rows

    /// Takes a row of data.
    func take(_ cells: [SheetCell], row: Int) throws {
        for index in cells.indices where !cells[index].isEmpty && !columns.isDeclared(index) {
            throw DecodeError.malformedTable(
                place: columns.place(row, index),
                reason: "\(Self.shown(cells[index])) stands where the layout has no column"
            )
        }
        if layout.heading != nil, !hasHeading {
            throw DecodeError.malformedTable(place: "row \(row)", reason: "data before the first heading")
        }
        for (number, index) in columns.dimensions.enumerated() {
            let cell = index < cells.count ? cells[index] : .empty
            if cell.isEmpty, layout.dimensions[number].repeatsAbove, hasAbove[number] { continue }
            builder.row[firstColumn + number] = try member(cell, of: firstColumn + number, row: row, index: index)
            hasAbove[number] = true
        }
        for (number, column) in columns.values.enumerated() {
            let cell = column.index < cells.count ? cells[column.index] : .empty
            for dimension in firstMelted..<table.books.count {
                builder.row[dimension] = melted[(dimension - firstMelted) * measures.count + number]
            }
            try add(cell, column, row: row)
        }
        hasCells = true
    }

    /// Hands over the last cells.
    func finish() throws { try builder.flush() }

    private func add(_ cell: SheetCell, _ column: LayoutColumns.Value, row: Int) throws {
        switch numbers.value(cell) {
        case .number(let value, let isPercent)?:
            try builder.add(measure: column.measure, value: value, isPercent: isPercent)
        case .mark(let mark)?:
            try builder.add(measure: column.measure, value: 0, mark: table.marks.intern(mark))
        case nil:
            let text =
                switch cell {
                case .empty: ""
                case .text(let found): found
                case .number(let found): found.description
                case .percent(let found): CellPrinter.decimal(found) + " %"
                }
            throw DecodeError.unreadableValue(place: columns.place(row, column.index), text: text)
        }
    }

    private func member(_ cell: SheetCell, of dimension: Int, row: Int, index: Int) throws -> Int32 {
        guard let text = LayoutText.text(cell) else { throw fault(LayoutText.oddNumber, row, index) }
        // What has a number has passed the checks below.
        if let number = table.books[dimension].knownNumber(of: text) { return number }
        if text.isEmpty { throw fault("no member of \(quoted(table.columns[dimension]))", row, index) }
        if text.unicodeScalars.contains(where: Self.isControl) { throw fault("a control character", row, index) }
        return table.books[dimension].intern(text)
    }

    /// Control characters other than a tab and line breaks, which people put into cells.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) else { return false }
        return ![0x09, 0x0A, 0x0D].contains(scalar.value)
    }

    private func fault(_ reason: String, _ row: Int, _ index: Int) -> DecodeError {
        .malformedTable(place: columns.place(row, index), reason: reason)
    }

    private static func shown(_ cell: SheetCell) -> String {
        switch cell {
        case .empty: quoted("")
        case .text(let text): quoted(text)
        case .number(let number): CellPrinter.decimal(number)
        case .percent(let number): CellPrinter.decimal(number) + " %"
        }
    }
}
