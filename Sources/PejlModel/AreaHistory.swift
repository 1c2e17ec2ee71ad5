/// What an area of an earlier day is today.
package enum AreaSuccessor: Hashable, Sendable {
    /// All of it is in this area today.
    case one(String)
    /// It was divided; codes ascending. Nobody may choose one of them for it.
    case several([String])
    /// There was no such area that day, it ended without a successor, or nobody established what became of it.
    case none
}

/// The typed changes of areas, and what a code of an earlier day stands for today.
///
/// Two shapes were weighed: a table from old code to new one, as most such lists are, and a graph that is followed. A
/// table must choose where an area was divided; the graph is followed along every branch, and where the branches do not
/// meet again the answer is ``AreaSuccessor/several(_:)``. No branch is ever chosen.
package struct AreaHistory: Sendable {
    /// The changes, by day.
    package let changes: [AreaChange]
    private let today: Set<String>

    /// - Parameters:
    ///   - changes: The changes.
    ///   - today: Codes of the areas that there are today.
    package init(changes: [AreaChange], today: Set<String>) {
        self.changes = changes.sorted { $0.day < $1.day }
        self.today = today
    }

    /// What the area with a code was on a day, today.
    ///
    /// The same code may be another area before and after: 615 is Horsens, alone until 2006 and with its neighbours
    /// since. The day says which is meant.
    ///
    /// - Parameters:
    ///   - code: The code, as it was used then.
    ///   - day: A day on which it was used so.
    /// - Returns: One area, several, or none.
    package func successor(of code: String, on day: CalendarDay) -> AreaSuccessor {
        guard existed(code, on: day) else { return .none }
        let ends = ends(of: code, after: day)
        let known = ends.subtracting([""]).sorted()
        guard let first = known.first else { return .none }
        // Where one branch ends nowhere, what is left of the others is not all of it.
        return known.count == 1 && ends.count == 1 ? .one(first) : .several(known)
    }

    /// Whether there was an area of that code on a day.
    ///
    /// An area that got a part of another and was there before stands in a merge of that day, before and after.
    package func existed(_ code: String, on day: CalendarDay) -> Bool {
        let spoken = changes.filter { change in
            change.kind.endsArea && (change.from + change.to).contains { $0.code == code }
        }
        func has(_ areas: KeyPath<AreaChange, [NamedArea]>, _ when: CalendarDay) -> Bool {
            spoken.contains { change in change.day == when && change[keyPath: areas].contains { $0.code == code } }
        }
        if let last = spoken.last(where: { $0.day <= day })?.day { return has(\.to, last) }
        if let first = spoken.first?.day { return has(\.from, first) }
        return today.contains(code)
    }

    /// Where every branch ends today; the empty text for one that ends nowhere.
    private func ends(of code: String, after day: CalendarDay) -> Set<String> {
        let next = changes.first { change in
            change.day > day && change.kind.endsArea && change.from.contains { $0.code == code }
        }
        guard let next else { return today.contains(code) ? [code] : [""] }
        if next.to.isEmpty || next.kind == .unestablished { return [""] }
        return next.to.reduce(into: []) { $0.formUnion(ends(of: $1.code, after: next.day)) }
    }
}
