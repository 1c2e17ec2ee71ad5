/// Reads a worksheet by itself, without a layout that says what its cells mean.
package enum XLSXReader {
    /// One cell of a sheet.
    package enum Value: Equatable, Sendable {
        /// Nothing, or white space only.
        case empty
        /// A text, a day, a time, an error or a truth value.
        case text(String)
        /// A number.
        case number(Double)
        /// A number shown in per cent, as it is shown.
        case percent(Double)
    }

    /// Hands the rows of a worksheet to `body`, in order, rows left out as empty ones.
    ///
    /// Workbooks are read up to 64 MiB packed; memory holds the shared texts and one row.
    ///
    /// - Parameters:
    ///   - path: The XLSX file.
    ///   - sheet: The sheet's name as the workbook spells it; the first visible worksheet where there is none.
    ///   - body: Takes a row. Rows mean nothing where an error follows them.
    /// - Throws: ``DecodeError``, or what `body` threw.
    package static func read(path: String, sheet: String? = nil, body: ([Value]) throws -> Void) throws {
        var rows = try XLSXRows(path: path, sheet: sheet)
        while let row = try rows.next() {
            try body(
                row.map { cell in
                    switch cell {
                    case .empty: .empty
                    case .text(let text): .text(text)
                    case .number(let number): .number(number)
                    case .percent(let number): .percent(number)
                    }
                }
            )
        }
    }
}
