/// One cell of a sheet: what a spreadsheet or a delimited file holds in one place.
enum SheetCell: Equatable, Sendable {
    /// Nothing, or white space only.
    case empty
    /// A text, as it stands.
    case text(String)
    /// A number the file itself types as a number; delimited files have none, their numbers are texts.
    case number(Double)
    /// A number that the sheet shows in per cent, as it is shown: 7.1 where 0.071 is kept and `7,1 %` is seen.
    case percent(Double)

    /// Whether there is nothing in it.
    var isEmpty: Bool { if case .empty = self { true } else { false } }
}

/// Rows of a sheet, one after another, however large the sheet is.
protocol SheetRows {
    /// The next row, or nothing after the last; rows that are wholly empty come as empty lists.
    ///
    /// - Throws: ``DecodeError`` where the file is damaged or passes a limit.
    mutating func next() throws -> [SheetCell]?
}
