import PejlModel

/// What a text in a column turned out to be.
enum ColumnMember {
    case known(Int32)
    case ignored
    case rejected(rule: String)
}

/// Turns the texts of one column into small numbers, once for each distinct text.
struct ColumnReader {
    /// Position among the document's columns.
    let column: Int
    let rule: ColumnRule
    private var members: [ColumnMember] = []
    /// The number of each text that is known, -1 for others.
    private(set) var numbers: [Int32] = []

    init(column: Int, rule: ColumnRule) {
        self.column = column
        self.rule = rule
    }

    /// The meaning of the text with number `code`, after ``learn(_:_:)``.
    subscript(code: Int32) -> ColumnMember { members[Int(code)] }

    /// Explains the texts that the book has gained; `explain` runs once for each.
    mutating func learn(_ book: CodeBook, _ explain: (ColumnRule, String) -> ColumnMember) {
        for code in members.count..<book.count {
            let member = explain(rule, book.text(Int32(code)))
            members.append(member)
            if case .known(let number) = member { numbers.append(number) } else { numbers.append(-1) }
        }
    }
}
