/// The rows of one worksheet of an XLSX workbook.
///
/// What a cell becomes:
/// - A number is the double nearest to what is written. With a style that shows days it is the day as ISO text, with
///   one that shows times the time (see ``XLSXDate``): neither can pass for a count. With a style that shows per cent
///   it is the percentage as shown, 7.1 for 0.071, and marked as one: it can pass for no other number.
/// - A text stands as it is: shared, in the cell, or a formula's. Runs are joined, readings of characters left out.
/// - An error is its text, `#N/A`; a truth value is `TRUE` or `FALSE`.
/// - A formula gives the value kept with it. Without one it is refused, and so is every formula of a workbook that asks
///   to be calculated anew: a wrong number could stand there.
/// - Of merged cells only the top left has a value; a value under the others is refused, as nobody sees it.
///
/// Hidden rows, columns and sheets are read like others: what is hidden is layout. Rows left out come as empty ones;
/// empty cells at the end of a row and empty rows at the end of the sheet are left out. A refusal may come as late as
/// the last row, where the part's checksum is compared: rows read before it mean nothing then.
struct XLSXRows: SheetRows {
    /// Cells of one sheet, those included that a later column or row makes empty.
    static let maximumCells = 20_000_000

    private let cells: XLSXCells
    private let reader: XMLReader
    private let sheet: String
    private let package: XLSXPackage
    private var merges = XLSXMergeCheck()
    private var rowNumber = 0
    private var cellCount = 0
    private var width = 0
    /// Empty rows to hand out, and the row behind them.
    private var gap = 0
    private var held: [SheetCell]?
    private var lastGiven = 0
    private var isDone = false
    private var failure: DecodeError?

    /// Opens the workbook at `path` and finds the sheet named `sheet`, or the first visible worksheet.
    init(path: String, sheet name: String? = nil) throws(DecodeError) {
        let workbook = try XLSXWorkbook(path: path)
        let (sheet, part) = try workbook.sheet(name)
        package = workbook.package
        self.sheet = sheet
        reader = try package.open(part, root: "worksheet")
        cells = XLSXCells(workbook, sheet: sheet, reader)
        try findRows()
    }

    mutating func next() throws -> [SheetCell]? {
        if let failure { throw failure }
        do throws(DecodeError) {
            return try nextRow()
        } catch {
            failure = error
            throw error
        }
    }

    private mutating func nextRow() throws(DecodeError) -> [SheetCell]? {
        if gap > 0 {
            gap -= 1
            return []
        }
        if let row = held {
            held = nil
            return row
        }
        while !isDone {
            guard try reader.child() else {
                isDone = true
                try readRest()
                return nil
            }
            guard reader.name.spells("row") else { throw refusal("an element \(quoted(reader.name)) among the rows") }
            let row = try readRow()
            if row.isEmpty { continue }
            gap = rowNumber - lastGiven - 1
            lastGiven = rowNumber
            if gap == 0 { return row }
            gap -= 1
            held = row
            return []
        }
        return nil
    }

    private func refusal(_ reason: String) -> DecodeError { .malformedXLSX(place: sheet, reason: reason) }

    /// Passes over what stands before the rows.
    private func findRows() throws(DecodeError) {
        while try reader.child() {
            if reader.name.spells("sheetData") { return }
            try reader.skip()
        }
        throw refusal("it has no rows, not even an empty list of them")
    }

    private mutating func readRow() throws(DecodeError) -> [SheetCell] {
        var number = rowNumber + 1
        if let written = reader.attributes.bytes("r") {
            guard let row = XLSXReference.row(written) else {
                throw refusal("no row has the number \(quoted(written))")
            }
            number = row
        }
        if number <= rowNumber { throw refusal("row \(number) stands twice or after a later row") }
        if number > XLSXReference.maximumRow { throw refusal("more than \(XLSXReference.maximumRow) rows") }
        rowNumber = number
        var row: [SheetCell] = []
        row.reserveCapacity(width)
        var column = 0
        while true {
            let cell: SheetCell
            if let plain = cells.readPlain(row: number, after: column) {
                (cell, column) = plain
            } else {
                guard try reader.child() else { break }
                guard reader.name.spells("c") else {
                    if !reader.name.spells("extLst") {
                        throw refusal("an element \(quoted(reader.name)) in row \(number)")
                    }
                    try reader.skip()
                    continue
                }
                column = try nextColumn(after: column)
                cell = try cells.read(at: XLSXReference(column: column, row: number))
            }
            if cell.isEmpty { continue }
            cellCount += column - row.count
            if cellCount > Self.maximumCells {
                throw .tooManyCells(dataset: sheet, limit: Self.maximumCells)
            }
            if row.count < column - 1 { row += repeatElement(.empty, count: column - 1 - row.count) }
            row.append(cell)
        }
        width = max(width, row.count)
        merges.note(row: number, row)
        return row
    }

    /// The column of the cell that has just begun.
    private func nextColumn(after column: Int) throws(DecodeError) -> Int {
        guard let written = reader.attributes.bytes("r") else {
            if column < XLSXReference.maximumColumn { return column + 1 }
            throw refusal("more than \(XLSXReference.maximumColumn) columns")
        }
        guard let place = XLSXReference(written) else { throw refusal("no cell is called \(quoted(written))") }
        if place.row != rowNumber { throw refusal("cell \(place.name) stands in row \(rowNumber)") }
        if place.column <= column { throw refusal("cell \(place.name) stands twice or after a later cell") }
        return place.column
    }

    /// Reads what stands behind the rows, to the end of the part.
    private mutating func readRest() throws(DecodeError) {
        while try reader.child() {
            if reader.name.spells("sheetData") { throw refusal("two lists of rows") }
            guard reader.name.spells("mergeCells") else {
                try reader.skip()
                continue
            }
            while try reader.child() {
                guard reader.name.spells("mergeCell"), let written = reader.attributes.bytes("ref"),
                    let range = XLSXRange(written)
                else { throw refusal("a merged range without a place") }
                let text = String(decoding: written, as: UTF8.self)
                if let hidden = try merges.hiddenValue(in: range, place: sheet) {
                    throw refusal("cell \(hidden.name) has a value that the merged cells \(quoted(text)) hide")
                }
                try reader.skip()
            }
        }
        try package.finish(reader)
    }
}
