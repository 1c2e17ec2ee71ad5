import PejlModel

/// How the shape of documents changed, as lines for people.
struct SchemaText {
    private let say: LanguageOption
    private let limit: Int

    /// - Parameters:
    ///   - say: The language.
    ///   - limit: Names of each kind that are written out.
    init(_ say: LanguageOption, limit: Int) {
        self.say = say
        self.limit = limit
    }

    /// Writes the changes, those of one kind in one line; nothing where there are none.
    func show(_ changes: [SchemaChange]) {
        guard !changes.isEmpty else { return }
        Terminal.line()
        Terminal.line(
            say("Dokumentets form siden sidste indlæsning:", "The shape of the document since the last load:")
        )
        var groups: [(title: String, names: [String])] = []
        for change in changes {
            let title = title(of: change)
            if groups.last?.title != title { groups.append((title, [])) }
            groups[groups.count - 1].names.append(name(of: change))
        }
        for group in groups {
            let more = group.names.count - limit
            let rest = more > 0 ? say(" og \(more) til", " and \(more) more") : ""
            Terminal.line("  \(group.title): \(group.names.prefix(limit).joined(separator: ", "))\(rest)")
        }
    }

    private func title(of change: SchemaChange) -> String {
        let part =
            switch change.part {
            case .column: say("kolonne", "column")
            case .measure: say("nøgletal", "measure")
            case .member: say("kode i \(change.column ?? "")", "member of \(change.column ?? "")")
            }
        return switch change.kind {
        case .lost: say("\(part) forsvundet", "\(part) gone")
        case .added: say("\(part) ny", "\(part) new")
        case .renamed: say("\(part) måske omdøbt", "\(part) perhaps renamed")
        }
    }

    private func name(of change: SchemaChange) -> String {
        switch (change.was, change.now) {
        case (let was?, let now?): "\(was) → \(now)"
        case (let was?, nil): was
        case (nil, let now): now ?? ""
        }
    }
}
