import PejlModel

/// The institutions that a dataset's rows are about: what they are called, and where they belong.
///
/// There are too many to declare in a recipe, and they come and go; so a row says it of its own institution. A name
/// that changed holds from then on: the newest period decides. Within one period an institution has one name.
struct InstitutionBook {
    private struct Entry {
        var name: Int32
        var parent: Int32
        var period: Int32
        var firstDay: CalendarDay
    }

    /// Whether the recipe's areas are institutions.
    let isUsed: Bool
    private var names: [String] = []
    private var entries: [Int32: Entry] = [:]

    init(_ recipe: Recipe) {
        isUsed = recipe.columns.contains { if case .area(.institution, _) = $0.role { true } else { false } }
    }

    /// The area of a register number of six digits, its name not known yet; nothing for another text.
    static func area(number: String) -> Area? {
        guard number.utf8.count == 6, number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Area(kind: .institution, code: "inst-\(number)", name: number, regionCode: nil, groupCode: nil)
    }

    /// The number of a name.
    mutating func number(ofName name: String) -> Int32 {
        names.append(name)
        return Int32(names.count - 1)
    }

    /// Takes what a row says.
    ///
    /// - Parameters:
    ///   - area: Number of the institution.
    ///   - name: Number of its name.
    ///   - parent: Number of the municipality it belongs to.
    ///   - period: Number of the row's period.
    ///   - firstDay: First day of that period.
    /// - Returns: False where another row of the same period says otherwise.
    mutating func note(area: Int32, name: Int32, parent: Int32, period: Int32, firstDay: CalendarDay) -> Bool {
        guard let known = entries[area] else {
            entries[area] = Entry(name: name, parent: parent, period: period, firstDay: firstDay)
            return true
        }
        let agrees = known.parent == parent && names[Int(known.name)] == names[Int(name)]
        if known.period == period { return agrees }
        if known.firstDay < firstDay {
            entries[area] = Entry(name: name, parent: parent, period: period, firstDay: firstDay)
        }
        return true
    }

    /// The institution with number `area`, as it is known so far.
    func described(_ area: Int32, among areas: [Area]) -> Area? {
        guard let entry = entries[area] else { return nil }
        let parent = entry.parent >= 0 ? areas[Int(entry.parent)] : nil
        return Area(
            kind: .institution,
            code: areas[Int(area)].code,
            name: names[Int(entry.name)],
            regionCode: parent?.regionCode,
            groupCode: nil,
            municipalityCode: parent?.code
        )
    }

    /// Every institution, by its code.
    func all(among areas: [Area]) -> [Area] {
        entries.keys.compactMap { described($0, among: areas) }.sorted { $0.code < $1.code }
    }
}
