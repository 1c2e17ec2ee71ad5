/// The bars of a figure in rank order, and the names of those that have none.
struct Ranking {
    /// A municipality with a value and the ranks it shares.
    struct Entry {
        let bar: RankedBar
        let value: Double
        let rank: Int
        let lastRank: Int

        /// "34", or "34–38" when five municipalities share these ranks.
        var rankText: String {
            rank == lastRank ? "\(rank)" : "\(rank)–\(lastRank)"
        }
    }

    let entries: [Entry]
    let suppressed: [String]
    let missing: [String]

    init(_ bars: [RankedBar], order: RankOrder.First) {
        let valued = bars.compactMap { bar in bar.drawnValue.map { (bar: bar, value: $0) } }
            .sorted { a, b in
                if a.value != b.value { return order == .lowest ? a.value < b.value : a.value > b.value }
                return (DanishOrder.key(a.bar.name), a.bar.code) < (DanishOrder.key(b.bar.name), b.bar.code)
            }
        var entries: [Entry] = []
        var start = 0
        while start < valued.count {
            let end = valued[start...].firstIndex { $0.value != valued[start].value } ?? valued.count
            for (bar, value) in valued[start..<end] {
                entries.append(Entry(bar: bar, value: value, rank: start + 1, lastRank: end))
            }
            start = end
        }
        self.entries = entries
        suppressed = DanishOrder.sorted(bars.filter { $0.state == .suppressed }.map(\.name))
        missing = DanishOrder.sorted(bars.filter { $0.state != .suppressed && $0.drawnValue == nil }.map(\.name))
    }

    var own: Entry? {
        entries.first { $0.bar.isOwn }
    }

    /// Municipalities with the lowest, or highest, value.
    func end(_ end: RankOrder.First) -> [Entry] {
        guard let value = end == .lowest ? entries.map(\.value).min() : entries.map(\.value).max() else { return [] }
        return entries.filter { $0.value == value }
    }
}

extension RankedBar {
    /// The value, if there is one that can be drawn.
    var drawnValue: Double? {
        guard state == .value, let value, value.isFinite else { return nil }
        return value
    }
}

/// Danish alphabetical order: æ, ø, å last, "aa" read as å.
enum DanishOrder {
    static func key(_ name: String) -> String {
        var key = ""
        for character in name.lowercased() {
            switch character {
            case "a" where key.hasSuffix("a"):
                key.removeLast()
                key += "}"
            case "æ": key += "{"
            case "ø": key += "|"
            case "å": key += "}"
            default: key.append(character)
            }
        }
        return key
    }

    static func sorted(_ names: [String]) -> [String] {
        names.sorted { (key($0), $0) < (key($1), $1) }
    }
}
