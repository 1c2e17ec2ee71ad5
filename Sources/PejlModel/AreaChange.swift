/// What happened to an area.
package enum AreaChangeKind: String, Sendable, CaseIterable {
    /// Whole areas became, or became part of, one area; it may keep the code of one of them.
    case merge
    /// One area was divided among several: none of them is its successor.
    case split
    /// It has another name and is otherwise the same.
    case rename
    /// It has another code and is otherwise the same.
    case codeChange = "code_change"
    /// Tasks went to another area; nobody's figures became anybody else's.
    case taskTransfer = "task_transfer"
    /// It ended without a successor.
    case dissolved
    /// It ended as others came up, and which became part of which was not established.
    case unestablished

    /// Whether the area is another one afterwards.
    package var endsArea: Bool { self != .rename && self != .taskTransfer }
}

/// An area of a change, as it was called then.
package struct NamedArea: Hashable, Sendable {
    /// The code, as in ``Area/code``; a county that is gone is `amt-` and its name.
    package let code: String
    /// The name.
    package let name: String

    package init(code: String, name: String) {
        self.code = code
        self.name = name
    }
}

/// One typed change in the history of areas.
package struct AreaChange: Hashable, Sendable {
    /// What happened.
    package let kind: AreaChangeKind
    /// The first day that it holds.
    package let day: CalendarDay
    /// The areas it happened to.
    package let from: [NamedArea]
    /// The areas there were afterwards; none where it was dissolved.
    package let to: [NamedArea]
    /// What else is known, such as which parish went where; empty for nothing.
    package let note: Localised
    /// Who says so: publisher and document.
    package let sources: [String]

    package init(
        kind: AreaChangeKind,
        day: CalendarDay,
        from: [NamedArea],
        to: [NamedArea],
        note: Localised = Localised(same: ""),
        sources: [String]
    ) {
        self.kind = kind
        self.day = day
        self.from = from
        self.to = to
        self.note = note
        self.sources = sources
    }

    /// Digest of all that it says, a line each.
    package var version: ContentDigest {
        let areas = (from + [NamedArea(code: "→", name: "")] + to).map { "\($0.code) \($0.name)" }
        let lines = ["\(day) \(kind.rawValue)"] + areas + [note.da, note.en] + sources
        return ContentDigest(of: lines.joined(separator: "\n"))
    }
}
