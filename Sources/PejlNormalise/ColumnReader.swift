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

    init(column: Int, rule: ColumnRule) {
        self.column = column
        self.rule = rule
    }

    /// The meaning of the text with number `code`, after ``learn(_:_:)``.
    subscript(code: Int32) -> ColumnMember { members[Int(code)] }

    /// Explains the texts that the book has gained; `explain` runs once for each.
    mutating func learn(_ book: CodeBook, _ explain: (ColumnRule, String) -> ColumnMember) {
        for code in members.count..<book.count { members.append(explain(rule, book.text(Int32(code)))) }
    }
}

/// A set of (series, period) pairs, a bit each.
struct SeenCells {
    private var words: [[UInt64]] = []

    /// Adds a pair; false if it was there.
    mutating func insert(series: Int32, period: Int32) -> Bool {
        while words.count <= Int(period) { words.append([]) }
        let word = Int(series) / 64
        let bit = UInt64(1) << UInt64(series % 64)
        while words[Int(period)].count <= word { words[Int(period)].append(0) }
        guard words[Int(period)][word] & bit == 0 else { return false }
        words[Int(period)][word] |= bit
        return true
    }

    func contains(series: Int32, period: Int32) -> Bool {
        let word = Int(series) / 64
        guard Int(period) < words.count, word < words[Int(period)].count else { return false }
        return words[Int(period)][word] & (UInt64(1) << UInt64(series % 64)) != 0
    }
}
