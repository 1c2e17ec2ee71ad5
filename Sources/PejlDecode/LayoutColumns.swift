import PejlModel

/// Where the columns of a layout lie in one document.
struct LayoutColumns {
    /// A column of values: its place from 0, the number of its measure, the members it is melted into.
    struct Value {
        let index: Int
        let measure: Int32
        let members: [String]
    }

    /// Places of the dimensions, from 0, in the layout's order.
    private(set) var dimensions: [Int] = []
    private(set) var values: [Value] = []
    /// Names of the measures.
    private(set) var measures: [String] = []
    /// Cells of the header row; nil where there is none.
    let width: Int?

    private let headers: [String]
    /// The text of the upper header over each column; none where there is no such row.
    private let uppers: [String]
    private let headerRow: Int
    /// The places that the layout accounts for.
    private var declared: Set<Int> = []
    private var isDeclared: [Bool] = []

    /// Finds the columns; `header` is the header row and `upper` the one above it, nil where the layout has none.
    init(_ layout: TableLayout, header: [SheetCell]?, upper: [SheetCell]? = nil) throws {
        headerRow = layout.rows.header ?? 0
        let lower = try Self.texts(header ?? [], layout.rows.header)
        let above = try Self.texts(upper ?? [], layout.rows.upperHeader)
        let count = max(lower.count, above.count)
        width = header == nil ? nil : count
        func text(_ texts: [String], _ index: Int) -> String { index < texts.count ? texts[index] : "" }
        headers = (0..<count).map { text(lower, $0).isEmpty ? text(above, $0) : text(lower, $0) }
        var spread = ""
        var uppers: [String] = []
        for index in above.isEmpty ? 0..<0 : 0..<count {
            let own = text(above, index)
            // What names a single column stands over no other.
            if !own.isEmpty { spread = text(lower, index).isEmpty ? "" : own }
            uppers.append(text(lower, index).isEmpty ? "" : spread)
        }
        self.uppers = uppers
        for dimension in layout.dimensions { dimensions.append(try claim(dimension.place)) }
        switch layout.values {
        case .measures(let columns):
            for (number, column) in columns.enumerated() {
                values.append(Value(index: try claim(column.place), measure: Int32(number), members: []))
                measures.append(column.name)
            }
        case .melted(_, let upper, let measure, let columns):
            measures = [measure]
            try melt(columns, hasUpper: upper != nil)
        }
        for place in layout.ignored { _ = try claim(place) }
        // The column of the headings may have a header; in a row of data it must be declared like any other.
        let headings = (layout.heading?.column ?? 0) - 1
        for (index, text) in headers.enumerated()
        where !text.isEmpty && !declared.contains(index) && index != headings {
            throw DecodeError.malformedTable(
                place: place(headerRow, index),
                reason: "the layout does not say what this column is; declare or ignore it"
            )
        }
        if let heading = layout.heading {
            let others = zip(dimensions, layout.dimensions).filter { $0 != heading.column - 1 && !$1.repeatsAbove }
            if others.isEmpty { throw fault("the only dimension lies in column \(heading.column), as the headings do") }
        }
        isDeclared = (0..<((declared.max() ?? -1) + 1)).map(declared.contains)
    }

    /// Whether the layout says what the column at `index`, from 0, is.
    func isDeclared(_ index: Int) -> Bool { index < isDeclared.count && isDeclared[index] }

    /// `row 5, column 3 ("2007")`; `index` counts from 0.
    func place(_ row: Int, _ index: Int) -> String {
        let header = index < headers.count ? headers[index] : ""
        let upper = index < uppers.count && !uppers[index].isEmpty ? " under \(quoted(uppers[index]))" : ""
        return "row \(row), column \(index + 1)" + (header.isEmpty ? "" : " (\(quoted(header))\(upper))")
    }

    // MARK: - Finding

    private mutating func claim(_ place: ColumnPlace) throws -> Int {
        let index: Int
        if let position = place.position {
            index = position - 1
            if let header = place.header { try agree(header, at: index) }
            if let upper = place.upper { try agreeAbove(upper, at: index) }
        } else {
            index = try find(place.header ?? "", under: place.upper)
        }
        try claim(index)
        return index
    }

    private mutating func claim(_ index: Int) throws {
        guard declared.insert(index).inserted else {
            throw DecodeError.malformedTable(
                place: place(headerRow, index),
                reason: "two declarations want this column"
            )
        }
    }

    private func agree(_ header: String, at index: Int) throws {
        let found = index < headers.count ? headers[index] : ""
        if found == header { return }
        throw DecodeError.changedHeader(place: "row \(headerRow), column \(index + 1)", expected: header, found: found)
    }

    private func agreeAbove(_ upper: String, at index: Int) throws {
        let found = index < uppers.count ? uppers[index] : ""
        if found == upper { return }
        throw DecodeError.changedHeader(
            place: "above row \(headerRow), column \(index + 1)",
            expected: upper,
            found: found
        )
    }

    private func find(_ header: String, under upper: String?) throws -> Int {
        let found = headers.indices.filter { index in
            headers[index] == header && (upper == nil || (index < uppers.count && uppers[index] == upper))
        }
        let name = quoted(header) + (upper.map { " under \(quoted($0))" } ?? "")
        if found.count > 1 { throw fault("two columns are named \(name)") }
        guard let index = found.first else {
            let all = headers.filter { !$0.isEmpty }
            let list = all.prefix(12).map { quoted($0) }.joined(separator: ", ") + (all.count > 12 ? ", …" : "")
            throw fault("no column is named \(name); there are \(list.isEmpty ? "none with a name" : list)")
        }
        return index
    }

    private mutating func melt(_ columns: MeltedColumns, hasUpper: Bool) throws {
        switch columns {
        case .headers(let members):
            for member in members { try melt(try find(member, under: nil), [member]) }
        case .members(let from, let members):
            for (offset, member) in members.enumerated() {
                if width != nil { try agree(member, at: from - 1 + offset) }
                try melt(from - 1 + offset, [member])
            }
        case .range(let from, let through):
            let last = through ?? (headers.lastIndex { !$0.isEmpty } ?? -1) + 1
            guard last >= from, last <= headers.count else {
                throw fault("no header stands in column \(max(from, headers.count + 1))")
            }
            var seen: Set<[String]> = []
            for index in (from - 1)..<last {
                let member = headers[index]
                if member.isEmpty { throw fault("column \(index + 1) has no header") }
                let members = hasUpper ? [uppers[index], member] : [member]
                if members[0].isEmpty { throw fault("nothing stands above column \(index + 1)") }
                if !seen.insert(members).inserted {
                    let name = members.reversed().map { quoted($0) }.joined(separator: " under ")
                    throw fault("two columns are named \(name)")
                }
                try melt(index, members)
            }
        }
    }

    private mutating func melt(_ index: Int, _ members: [String]) throws {
        try claim(index)
        values.append(Value(index: index, measure: 0, members: members))
    }

    private func fault(_ reason: String) -> DecodeError {
        .malformedTable(place: headerRow > 0 ? "row \(headerRow)" : "the layout", reason: reason)
    }

    private static func texts(_ cells: [SheetCell], _ row: Int?) throws -> [String] {
        try cells.enumerated().map { index, cell in
            guard let text = LayoutText.text(cell) else {
                let place = "row \(row ?? 1), column \(index + 1)"
                throw DecodeError.malformedTable(place: place, reason: LayoutText.oddNumber)
            }
            return text
        }
    }
}

/// Texts of cells that are no values.
enum LayoutText {
    static let oddNumber = "a number that is not whole, or a percentage, is no name"

    /// The text of a cell without white space around it; nil for a number that is not whole, or a percentage.
    ///
    /// A sheet often types years and codes as numbers: 2024 is then the text `2024`.
    static func text(_ cell: SheetCell) -> String? {
        switch cell {
        case .empty: return ""
        case .percent: return nil
        case .number(let number):
            guard number.magnitude < 1e15, number == number.rounded() else { return nil }
            return String(Int64(number))
        case .text(let text):
            // Printing ASCII at both ends is no white space.
            if let first = text.utf8.first, let last = text.utf8.last, 0x21...0x7E ~= first, 0x21...0x7E ~= last {
                return text
            }
            let scalars = text.unicodeScalars
            guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
                let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
            else { return "" }
            return first == scalars.startIndex && scalars.index(after: last) == scalars.endIndex
                ? text : String(scalars[first...last])
        }
    }
}
