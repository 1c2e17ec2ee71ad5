/// All areas that pejl knows: Denmark, its 5 regions, 5 municipality groups, 98 municipalities and Christiansø, and what
/// a recipe declares.
///
/// Names are matched as whole names only. Stripping a final s is unsafe (Assens, Horsens, Randers, Aarhus …), so it
/// is tried only in front of the word "Kommune" and only after the name as it stands has failed.
package struct AreaCatalogue: Sendable {
    /// Every area, in the order of the file.
    package let areas: [Area]
    /// The 98 municipalities, by code; none that a recipe declares.
    package let municipalities: [Area]
    private let byCode: [String: Area]
    /// More than one code where a name is not unique.
    private let codesByName: [String: [String]]

    /// Spellings met at the publishers that differ from Statistics Denmark's.
    private static let variants = [
        "Nordfyn": "480", "Vesthimmerland": "820", "Århus": "751", "Brønderslev-Dronninglund": "810",
        "Bornholms": "400", "Bornholms Regionskommune": "400", "Ertholmene": "411", "Danmark": "000", "I alt": "000",
    ]

    /// The catalogue that ships with pejl.
    package static let denmark = AreaCatalogue(text: String(decoding: PackageResources.areas_txt, as: UTF8.self))

    init(text: String) {
        let areas = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap(Self.area(line:))
        self.init(areas, municipalities: areas.filter { $0.kind == .municipality }.sorted { $0.code < $1.code })
    }

    private init(_ areas: [Area], municipalities: [Area]) {
        self.areas = areas
        self.municipalities = municipalities
        byCode = Dictionary(areas.map { ($0.code, $0) }) { first, _ in first }
        var names = Self.variants.mapValues { [$0] }
        for area in areas where names[area.name]?.contains(area.code) != true {
            names[area.name, default: []].append(area.code)
        }
        codesByName = names
    }

    /// The same catalogue with more areas: places abroad, institutions.
    ///
    /// An area whose code is known already is left out. The municipalities stay the 98.
    package func adding(_ more: [Area]) -> AreaCatalogue {
        var added: [Area] = []
        for area in more where byCode[area.code] == nil && !added.contains(where: { $0.code == area.code }) {
            added.append(area)
        }
        return added.isEmpty ? self : AreaCatalogue(areas + added, municipalities: municipalities)
    }

    private static func area(line: Substring) -> Area? {
        let parts = line.split(separator: " ", maxSplits: 4).map(String.init)
        guard parts.count == 5, let kind = AreaKind(rawValue: parts[0]) else { return nil }
        return Area(
            kind: kind,
            code: parts[1],
            name: parts[4],
            regionCode: parts[2] == "-" ? nil : parts[2],
            groupCode: parts[3] == "-" ? nil : parts[3]
        )
    }

    /// The area with a code, if there is one: three digits for Danish ones.
    package func area(code: String) -> Area? { byCode[code] }

    /// The area that a publisher's name stands for, if exactly one does.
    ///
    /// Accepts Statistics Denmark's name, the known variants, and both with the suffix "Kommune" and a genitive s
    /// ("Københavns Kommune"). Composed and decomposed Danish letters are equal.
    ///
    /// - Parameters:
    ///   - name: The publisher's name.
    ///   - prefix: Only areas whose codes begin so are looked at.
    /// - Returns: The area, or nothing where none or several have the name.
    package func area(named name: String, prefix: String = "") -> Area? {
        // A no-break space between two words is a space.
        let trimmed = String(name.trimmingSpaces().map { $0.isWhitespace ? " " : $0 })
        if let area = only(trimmed, prefix) { return area }
        let suffix = " Kommune"
        guard trimmed.lowercased().hasSuffix(suffix.lowercased()) else { return nil }
        let stem = String(trimmed.dropLast(suffix.count)).trimmingSpaces()
        let nominative = stem.hasSuffix("s") ? only(String(stem.dropLast()), prefix) : nil
        guard let area = only(stem, prefix) ?? nominative else { return nil }
        return area.kind == .municipality ? area : nil
    }

    /// The area that a name stands for, where exactly one has it.
    private func only(_ name: String, _ prefix: String) -> Area? {
        let codes = codesByName[name]?.filter { $0.hasPrefix(prefix) } ?? []
        return codes.count == 1 ? byCode[codes[0]] : nil
    }

    /// The groups that `municipality` is compared with: the country, its region, its municipality group.
    package func comparisonGroups(for municipality: Area) -> [ComparisonGroup] {
        var groups = [
            ComparisonGroup(
                id: "country",
                title: Localised(da: "hele landet", en: "the whole country"),
                members: municipalities.map(\.code),
                source: "Danmarks Statistik, regioner, landsdele og kommuner"
            )
        ]
        if let region = municipality.regionCode, let area = area(code: region) {
            groups.append(
                ComparisonGroup(
                    id: "region-\(region)",
                    title: Localised(da: area.name, en: area.name),
                    members: municipalities.filter { $0.regionCode == region }.map(\.code),
                    source: "Danmarks Statistik, regioner, landsdele og kommuner"
                )
            )
        }
        if let group = municipality.groupCode, let title = Self.groupTitles[group] {
            groups.append(
                ComparisonGroup(
                    id: "dst-group-\(group)",
                    title: title,
                    members: municipalities.filter { $0.groupCode == group }.map(\.code),
                    source: "Danmarks Statistik, kommunegrupper (KOMGRP)"
                )
            )
        }
        return groups
    }

    private static let groupTitles = [
        "1": Localised(da: "hovedstadskommuner", en: "capital-city municipalities"),
        "2": Localised(da: "storbykommuner", en: "metropolitan municipalities"),
        "3": Localised(da: "provinsbykommuner", en: "provincial-town municipalities"),
        "4": Localised(da: "oplandskommuner", en: "commuter municipalities"),
        "5": Localised(da: "landkommuner", en: "rural municipalities"),
    ]
}

extension StringProtocol {
    /// Without white space at either end, no-break spaces included.
    package func trimmingSpaces() -> String {
        guard let first = firstIndex(where: { !$0.isWhitespace }) else { return "" }
        guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
