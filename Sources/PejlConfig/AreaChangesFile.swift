package import PejlModel

/// Reads lists of typed changes of areas, the program's own and the municipality's; docs/areas.md explains the keys.
///
/// Two forms were weighed: a row for each earlier and later area, as in the view, and a block for each change. A block was
/// chosen: a merge of seven is one decision with one source, and a row would repeat day and source seven times.
package enum AreaChangesFile {
    /// The changes that the program ships.
    ///
    /// - Throws: ``ConfigurationError`` where the shipped file is wrong; a test holds that it is not.
    package static func shipped() throws(ConfigurationError) -> [AreaChange] {
        let text = String(decoding: PackageResources.changes_toml, as: UTF8.self)
        return try changes(try TOMLFile(path: "changes.toml", text: text), mayNameDanishCodes: true)
    }

    /// Reads the municipality's own file, of institutions and places that it declared itself.
    ///
    /// - Parameter path: Path of the file.
    /// - Returns: Its changes, in the order of the file.
    /// - Throws: ``ConfigurationError`` with file, line and key.
    package static func read(_ path: String) throws(ConfigurationError) -> [AreaChange] {
        try changes(try TOMLFile(path: path), mayNameDanishCodes: false)
    }

    /// The history of Danish municipalities and counties that the program ships.
    package static func history() throws(ConfigurationError) -> AreaHistory {
        AreaHistory(changes: try shipped(), today: Set(AreaCatalogue.denmark.areas.map(\.code)))
    }

    private static func changes(_ file: TOMLFile, mayNameDanishCodes: Bool) throws(ConfigurationError) -> [AreaChange] {
        let top = file.section
        top.expect(["sources", "changes"])
        var names: [String: String] = [:]
        if let section = try top.section("sources") {
            for key in section.keys { names[key] = try section.requiredString(key) }
        }
        var read: [(change: AreaChange, section: TOMLSection)] = []
        for section in try top.sections("changes") {
            let change = try change(section, names)
            try refuseDanishCodes(change, section, mayNameDanishCodes)
            try refuseShape(change, section)
            try section.refuseUnknownKeys()
            read.append((change, section))
        }
        try top.refuseUnknownKeys()
        try refuseOverlaps(read)
        return read.map(\.change)
    }

    private static func change(_ section: TOMLSection, _ names: [String: String]) throws(ConfigurationError)
        -> AreaChange
    {
        section.expect(["kind", "day", "from", "to", "sources", "note"])
        let kind = try section.requiredChoice("kind", AreaChangeKind.self)
        let text = try section.requiredString("day")
        guard let day = CalendarDay(iso: text) else {
            throw section.error("day", "\"\(text)\" is no day; 2007-01-01 is how one is written")
        }
        guard (1970...2100).contains(day.year) else {
            throw section.error("day", "\(day): a day from 1970 to 2100 is wanted")
        }
        guard let sources = try section.strings("sources") else {
            throw section.missing("sources", "publisher and document are wanted")
        }
        guard !sources.isEmpty, sources.allSatisfy({ !$0.isEmpty }) else {
            throw section.error("sources", "who says so? publisher and document are wanted")
        }
        return AreaChange(
            kind: kind,
            day: day,
            from: try areas(section, "from"),
            to: try areas(section, "to"),
            note: section.has("note") ? try section.localised("note") : Localised(same: ""),
            sources: sources.map { names[$0] ?? $0 }
        )
    }

    /// `["613 Hedensted", "619 Juelsminde"]`: code, a space, the name then.
    private static func areas(_ section: TOMLSection, _ key: String) throws(ConfigurationError) -> [NamedArea] {
        var areas: [NamedArea] = []
        for text in try section.strings(key) ?? [] {
            let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2, isCode(parts[0]), !parts[1].trimmingSpaces().isEmpty else {
                throw section.error(
                    key,
                    "\"\(text)\": a code, a space and a name are wanted, such as \"inst-101003 Nordskolen\""
                )
            }
            guard !areas.contains(where: { $0.code == parts[0] }) else {
                throw section.error(key, "\"\(parts[0])\" is there twice")
            }
            areas.append(NamedArea(code: parts[0], name: parts[1]))
        }
        return areas
    }

    private static func isCode(_ code: String) -> Bool {
        code.utf8.count <= 32
            && code.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
            }
    }

    private static func refuseDanishCodes(
        _ change: AreaChange,
        _ section: TOMLSection,
        _ mayNameDanishCodes: Bool
    ) throws(ConfigurationError) {
        guard !mayNameDanishCodes else { return }
        for (key, areas) in [("from", change.from), ("to", change.to)] {
            for area in areas {
                let isDanish = area.code.utf8.count == 3 && area.code.utf8.allSatisfy { (0x30...0x39).contains($0) }
                guard isDanish || area.code.hasPrefix("amt-") else { continue }
                throw section.error(key, "\"\(area.code)\": the history of municipalities and counties ships with pejl")
            }
        }
    }

    /// What each kind must name.
    private static func refuseShape(_ change: AreaChange, _ section: TOMLSection) throws(ConfigurationError) {
        guard !change.from.isEmpty else { throw section.error("from", "at least one area is wanted") }
        func want(_ isRight: Bool, _ key: String, _ problem: String) throws(ConfigurationError) {
            if !isRight { throw section.error(key, "\(change.kind.rawValue): \(problem)") }
        }
        let (from, to) = (change.from, change.to)
        switch change.kind {
        case .merge: try want(to.count == 1, "to", "one area is wanted")
        case .split:
            try want(from.count == 1, "from", "one area is wanted")
            try want(to.count > 1, "to", "at least two areas are wanted; one that went whole is a merge")
        case .rename:
            try want(
                from.count == 1 && to.map(\.code) == from.map(\.code),
                "to",
                "one area under the same code is wanted"
            )
            try want(from[0].name != to[0].name, "to", "it has the same name as before")
        case .codeChange:
            try want(from.count == 1 && to.count == 1, "to", "one area under another code is wanted")
            try want(from[0].code != to[0].code, "to", "it has the same code as before")
        case .taskTransfer: try want(!to.isEmpty, "to", "at least one area is wanted")
        case .unestablished: break
        case .dissolved: try want(to.isEmpty, "to", "no area is wanted")
        }
    }

    /// An area ends once, and what has ended does nothing more until there is one of that code again.
    private static func refuseOverlaps(
        _ read: [(change: AreaChange, section: TOMLSection)]
    ) throws(ConfigurationError) {
        var ended: [String: CalendarDay] = [:]
        let days = Set(read.map(\.change.day)).sorted()
        for day in days {
            let today = read.filter { $0.change.day == day && $0.change.kind.endsArea }
            var endsToday: Set<String> = []
            for (change, section) in today {
                for area in change.from {
                    if let before = ended[area.code] {
                        throw section.error("from", "\"\(area.code)\" ended on \(before) already")
                    }
                    guard endsToday.insert(area.code).inserted else {
                        throw section.error("from", "\"\(area.code)\" ends twice on \(day)")
                    }
                }
            }
            for code in endsToday { ended[code] = day }
            for (change, _) in today { for area in change.to { ended[area.code] = nil } }
        }
    }
}
