import PejlAnalyse
import PejlModel

extension ManifestFile {
    /// `[outputs.KIND]`: what it means, the units of each statistic, and the caveats that one must carry.
    static func outputs(_ top: TOMLSection) throws(ConfigurationError) -> [FindingKind] {
        let section = try top.requiredSection("outputs")
        var kinds: [FindingKind] = []
        for name in section.keys {
            guard PluginManifest.isIdentifier(name) else {
                throw section.error(name, "a letter a–z, then up to 31 of a–z, 0–9 and \"-\" are wanted")
            }
            kinds.append(try kind(name, try section.requiredSection(name)))
        }
        guard !kinds.isEmpty else { throw top.error("outputs", "at least one kind of finding is wanted") }
        return kinds
    }

    private static func kind(_ name: String, _ section: TOMLSection) throws(ConfigurationError) -> FindingKind {
        let meaning = try section.localised("meaning")
        let units = try lists(try section.requiredSection("units"), "at least one unit is wanted")
        guard !units.isEmpty else { throw section.error("units", "at least one statistic with its units is wanted") }
        var caveats: [String: [String]] = [:]
        if let wanted = try section.section("caveats") {
            caveats = try lists(wanted, "at least one caveat is wanted")
            if let unknown = caveats.keys.sorted().first(where: { units[$0] == nil }) {
                throw wanted.error(unknown, "there is no such statistic under units")
            }
        }
        try section.refuseUnknownKeys()
        return FindingKind(name: name, meaning: meaning, units: units, caveats: caveats)
    }

    private static func lists(_ section: TOMLSection, _ wanted: String) throws(ConfigurationError) -> [String: [String]]
    {
        var lists: [String: [String]] = [:]
        for name in section.keys {
            let list = try section.strings(name) ?? []
            guard !list.isEmpty, list.allSatisfy({ !$0.isEmpty }) else { throw section.error(name, wanted) }
            lists[name] = list
        }
        return lists
    }
}
