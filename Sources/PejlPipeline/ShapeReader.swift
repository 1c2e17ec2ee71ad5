import PejlModel

/// Learns what documents consist of while they are decoded.
final class ShapeReader: CellSink {
    private var tables: [TableDictionary] = []

    func begin(_ table: TableDictionary) throws { tables.append(table) }

    func take(_ chunk: CellChunk) throws {}

    /// The shape of everything that was read; nothing where no table began.
    func shape(isWhole: Bool) -> TableShape? {
        guard !tables.isEmpty else { return nil }
        var members: [String: [String]] = [:]
        for table in tables {
            for (column, book) in zip(table.columns, table.books) {
                members[column] = Self.distinct((members[column] ?? []) + book.texts)
            }
        }
        return TableShape(
            columns: Self.distinct(tables.flatMap(\.columns)),
            measures: Self.distinct(tables.flatMap(\.measures)),
            members: isWhole ? members : nil
        )
    }

    private static func distinct(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
