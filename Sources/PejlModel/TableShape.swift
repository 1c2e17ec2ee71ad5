/// What a document consists of: its columns, its measures, and the members that each column names.
///
/// Names are the publisher's, as they stand in the document.
package struct TableShape: Hashable, Sendable {
    /// The columns, in the document's order.
    package var columns: [String]
    /// The measures, in the document's order.
    package var measures: [String]
    /// The members of each column, in the order they first appear; nothing where the document was not read to its end.
    package var members: [String: [String]]?

    package init(columns: [String], measures: [String], members: [String: [String]]?) {
        self.columns = columns
        self.measures = measures
        self.members = members
    }

    /// How this shape differs from an earlier one: columns, then measures, then members by column.
    ///
    /// What is gone and what is new in its place is told as renamed, which is a guess: columns and measures where they
    /// stand at the same place or are the only ones, members only where they stand at the same place, because years
    /// come and go at the ends.
    package func changes(since earlier: TableShape) -> [SchemaChange] {
        let columnChanges = Self.changes(.column, nil, earlier.columns, columns, pairsAlone: true)
        var changes = columnChanges + Self.changes(.measure, nil, earlier.measures, measures, pairsAlone: true)
        guard let before = earlier.members, let after = members else { return changes }
        let newNames = Dictionary(
            columnChanges.compactMap { change in change.was.flatMap { was in change.now.map { (was, $0) } } }
        ) { first, _ in first }
        for column in earlier.columns {
            let name = newNames[column] ?? column
            guard let was = before[column], let now = after[name] else { continue }
            changes += Self.changes(.member, name, was, now, pairsAlone: false)
        }
        return changes
    }

    private static func changes(
        _ part: SchemaChange.Part,
        _ column: String?,
        _ before: [String],
        _ after: [String],
        pairsAlone: Bool
    ) -> [SchemaChange] {
        let (held, found) = (Set(before), Set(after))
        let lost = before.enumerated().filter { !found.contains($0.element) }
        let added = after.enumerated().filter { !held.contains($0.element) }
        let isOneForOne = pairsAlone && lost.count == 1 && added.count == 1
        let newAt = Dictionary(added.map { ($0.offset, $0.element) }) { first, _ in first }
        var renamed: Set<String> = []
        var changes: [SchemaChange] = []
        for (place, name) in lost {
            let now = isOneForOne ? added[0].element : newAt[place]
            if let now { renamed.insert(now) }
            changes.append(SchemaChange(part: part, column: column, was: name, now: now))
        }
        for (_, name) in added where !renamed.contains(name) {
            changes.append(SchemaChange(part: part, column: column, was: nil, now: name))
        }
        return changes
    }
}

/// One way in which the shape of a document differs from that of an earlier one.
package struct SchemaChange: Hashable, Sendable {
    /// What changed.
    package enum Part: String, Sendable {
        case column
        case measure
        case member
    }

    /// In what way.
    package enum Kind: String, Sendable {
        /// It was there and is not.
        case lost
        /// It was not there and is.
        case added
        /// One is gone and another stands at its place.
        case renamed
    }

    /// What changed.
    package let part: Part
    /// The column of a member.
    package let column: String?
    /// Its name before; nothing where it is new.
    package let was: String?
    /// Its name now; nothing where it is gone.
    package let now: String?

    package init(part: Part, column: String?, was: String?, now: String?) {
        self.part = part
        self.column = column
        self.was = was
        self.now = now
    }

    /// In what way it changed.
    package var kind: Kind { was == nil ? .added : now == nil ? .lost : .renamed }
}
