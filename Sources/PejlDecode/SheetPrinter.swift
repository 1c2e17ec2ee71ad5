/// Writes the rows of a worksheet as they lie, for a person who writes a layout for it.
package struct SheetPrinter {
    /// How rows are written.
    package enum Form: Sendable {
        /// Commas, quotes after RFC 4180.
        case csv
        /// An array a row: texts, numbers, null for empty cells, percentages as texts (`"7.1 %"`).
        case json
    }

    private let form: Form

    package init(_ form: Form) { self.form = form }

    /// One line with its line feed.
    package func line(_ row: [XLSXReader.Value]) -> [UInt8] {
        let cells = row.map { value in
            switch (value, form) {
            case (.empty, .csv): [UInt8]()
            case (.empty, .json): Array("null".utf8)
            case (.text(let text), .csv): CellPrinter.field(text)
            case (.text(let text), .json): JSONEscapes.quoted(text)
            case (.number(let number), _): Array(CellPrinter.decimal(number).utf8)
            case (.percent(let number), .csv): Array("\(CellPrinter.decimal(number)) %".utf8)
            case (.percent(let number), .json): Array("\"\(CellPrinter.decimal(number)) %\"".utf8)
            }
        }
        let joined = Array(cells.joined(separator: [UInt8(ascii: ",")]))
        return form == .csv ? joined + [0x0A] : [UInt8(ascii: "[")] + joined + [UInt8(ascii: "]"), 0x0A]
    }
}
