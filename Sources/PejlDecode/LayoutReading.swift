import PejlModel

/// One pass over the rows of a sheet.
struct LayoutReading {
    private let layout: TableLayout
    private let sink: any CellSink
    private let numbers: LayoutNumber
    private let expected: [Int: [ExpectedText]]
    /// The last row that more is known of than that it holds data.
    private let lastExpected: Int
    /// The row that is read, from 1.
    private var row = 0
    private var columns: LayoutColumns?
    private var upperHeader: [SheetCell]?
    private var table: LayoutTable?
    /// Cells every row of a delimited file has; known from the header or the first row of data.
    private var width: Int?
    private var hasBegun = false
    private var end: Int?
    private var plain: PlainRows?

    init(_ layout: TableLayout, sink: any CellSink) {
        self.layout = layout
        self.sink = sink
        numbers = LayoutNumber(layout.numbers)
        lastExpected = max(layout.expected.map(\.row).max() ?? 0, layout.rows.header ?? 0)
        expected = Dictionary(grouping: layout.expected, by: \.row)
    }

    /// Takes the next row.
    mutating func take(_ cells: [SheetCell]) throws {
        row += 1
        for cell in expected[row] ?? [] { try check(cell, cells) }
        if row == layout.rows.upperHeader { upperHeader = cells }
        if row == layout.rows.header {
            columns = try LayoutColumns(layout, header: cells, upper: upperHeader)
            width = columns?.width
        }
        if row < layout.rows.first { return try checkAbove(cells) }
        if let end, !layout.rows.allowsRowsAfterEnd { try refuseData(cells, "after the end in row \(end)") }
        if end != nil { return }
        guard let first = cells.firstIndex(where: { !$0.isEmpty }) else {
            if hasBegun, layout.rows.end == .emptyRow { end = row }
            return
        }
        let title = LayoutText.text(cells[first]) ?? ""
        if layout.rows.isEnd(title) {
            end = row
            return
        }
        if layout.rows.skipped.contains(title) { return }
        hasBegun = true
        try checkWidth(cells)
        let table = try begun()
        if let heading = layout.heading, first == heading.column - 1,
            !cells[(first + 1)...].contains(where: { !$0.isEmpty })
        {
            try table.takeHeading(cells[first], row: row, index: first)
        } else {
            try table.take(cells, row: row)
        }
    }

    /// The reader of plain rows, where the next row may be one: within the data, behind a first row of it.
    mutating func plainRows(_ form: DelimitedForm) -> PlainRows? {
        guard let table, table.mayTakePlain, let width, end == nil, row >= lastExpected else { return nil }
        if let plain { return plain }
        let new = PlainRows(table, layout, table.columns, width: width, form)
        plain = new
        return new
    }

    /// Rows were read by the reader of plain rows.
    mutating func note(plainRows count: Int) { row += count }

    /// Checks that nothing is wanting and hands over the last cells.
    mutating func finish() throws {
        if row == 0 { throw DecodeError.emptyAnswer }
        if let wanted = layout.expected.filter({ $0.row > row }).min(by: { $0.row < $1.row }) {
            try check(wanted, [])
        }
        if let header = layout.rows.header, columns == nil {
            throw DecodeError.truncated(where: "\(row) rows, but the header is declared in row \(header)")
        }
        switch layout.rows.end {
        case .text(let texts) where end == nil, .prefix(let texts) where end == nil:
            let all = texts.map { quoted($0) }.joined(separator: " or ")
            throw DecodeError.truncated(where: "no row begins with \(all), which ends the data")
        case .file, .emptyRow, .text, .prefix: break
        }
        guard let table, table.hasCells else { throw DecodeError.noCells(found: "no row of data in \(row) rows") }
        try table.finish()
    }

    private mutating func begun() throws -> LayoutTable {
        if let table { return table }
        let columns = try columns ?? LayoutColumns(layout, header: nil)
        self.columns = columns
        let new = try LayoutTable(layout, columns, numbers, sink)
        table = new
        return new
    }

    private func check(_ wanted: ExpectedText, _ cells: [SheetCell]) throws {
        let cell = wanted.column <= cells.count ? cells[wanted.column - 1] : .empty
        let found =
            switch cell {
            case .number(let number): CellPrinter.decimal(number)
            case .percent(let number): CellPrinter.decimal(number) + " %"
            case .empty, .text: LayoutText.text(cell) ?? ""
            }
        if found == wanted.text { return }
        let place = "row \(wanted.row), column \(wanted.column)"
        throw DecodeError.changedHeader(place: place, expected: wanted.text, found: found)
    }

    /// A delimited row with too few or too many cells has lost a separator or got one, and its values have moved.
    private mutating func checkWidth(_ cells: [SheetCell]) throws {
        guard case .delimited = layout.source else { return }
        guard let width else {
            width = cells.count
            return
        }
        if cells.count == width || (cells.count < width && layout.rows.allowsShortRows) { return }
        throw DecodeError.malformedTable(
            place: "row \(row)",
            reason: "\(cells.count) cells where there should be \(width)"
        )
    }

    /// Above the data stand titles and units; a row of data there means that the layout begins too late.
    private mutating func checkAbove(_ cells: [SheetCell]) throws {
        if layout.rows.header == nil, columns == nil { columns = try LayoutColumns(layout, header: nil) }
        if row == layout.rows.header || row == layout.rows.upperHeader { return }
        if let first = cells.first(where: { !$0.isEmpty }), layout.rows.skipped.contains(LayoutText.text(first) ?? "") {
            return
        }
        try refuseData(cells, "above the first declared row \(layout.rows.first)")
    }

    /// Refuses a row outside the data that could be read as data: all its dimensions are filled, and it has a number.
    private func refuseData(_ cells: [SheetCell], _ place: String) throws {
        guard let columns, !columns.dimensions.isEmpty else { return }
        func isFilled(_ index: Int) -> Bool { index < cells.count && !cells[index].isEmpty }
        func isNumber(_ value: LayoutColumns.Value) -> Bool {
            guard isFilled(value.index), case .number = numbers.value(cells[value.index]) else { return false }
            return true
        }
        if columns.dimensions.allSatisfy(isFilled), columns.values.contains(where: isNumber) {
            throw DecodeError.malformedTable(place: "row \(row)", reason: "a row of data \(place)")
        }
    }
}

extension RowRule {
    /// Whether a row whose first filled cell is `title` ends the data.
    func isEnd(_ title: String) -> Bool {
        switch end {
        case .text(let texts): texts.contains(title)
        case .prefix(let texts): texts.contains { title.hasPrefix($0) }
        case .file, .emptyRow: false
        }
    }
}
