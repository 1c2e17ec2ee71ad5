import PejlAnalyse
import PejlModel
import PejlPluginKit

extension ManifestFile {
    /// What a setting may be, as `type` in a manifest says it.
    private enum SettingType: String, CaseIterable {
        case integer
        case number
        case boolean
        case text
        case choice
    }

    /// Keys of `[plugins.ID]` that are not the plugin's own.
    private static let reserved: Set<String> = ["enabled"]

    /// `[settings.NAME]`: what the plugin can be told, with type, bounds, default and meaning.
    static func settingRules(_ top: TOMLSection) throws(ConfigurationError) -> [SettingRule] {
        guard let section = try top.section("settings") else { return [] }
        // What a statement is told under these names is the host's.
        let taken: Set = try top.string("kind") == "sql" ? ["municipality", "clock", "publication"] : []
        var rules: [SettingRule] = []
        for name in section.keys {
            guard isName(name), !reserved.contains(name) else {
                let problem = "a letter a–z, then up to 31 of a–z, 0–9 and \"_\" are wanted, and not \"enabled\""
                throw section.error(name, problem)
            }
            guard !taken.contains(name) else { throw section.error(name, "a statement has :\(name) already") }
            rules.append(try rule(name, try section.requiredSection(name)))
        }
        return rules
    }

    private static func rule(_ name: String, _ section: TOMLSection) throws(ConfigurationError) -> SettingRule {
        section.expect(["type", "default", "minimum", "maximum", "choices", "meaning"])
        let values = try values(section, try section.requiredChoice("type", SettingType.self))
        let blank = SettingRule(name: name, values: values, initial: .boolean(false), meaning: Localised(same: ""))
        guard let initial = try section.setting("default", blank) else {
            throw section.missing("default", "\(blank.wanted) is wanted")
        }
        let rule = SettingRule(name: name, values: values, initial: initial, meaning: try section.localised("meaning"))
        try section.refuseUnknownKeys()
        return rule
    }

    private static func values(_ section: TOMLSection, _ type: SettingType) throws(ConfigurationError)
        -> SettingRule.Values
    {
        switch type {
        case .integer:
            let all = -1_000_000_000_000...1_000_000_000_000
            let minimum = try section.integer("minimum", all) ?? all.lowerBound
            let maximum = try section.integer("maximum", all) ?? all.upperBound
            guard minimum <= maximum else { throw section.error("minimum", "it is above maximum") }
            return .integer(minimum...maximum)
        case .number:
            let all = -1e15...1e15
            let minimum = try section.number("minimum", all) ?? all.lowerBound
            let maximum = try section.number("maximum", all) ?? all.upperBound
            guard minimum <= maximum else { throw section.error("minimum", "it is above maximum") }
            return .number(minimum...maximum)
        case .boolean: return .boolean
        case .text: return .text(maximum: try section.integer("maximum", 1...1_000) ?? 200)
        case .choice:
            let choices = try section.strings("choices") ?? []
            guard choices.count >= 2, Set(choices).count == choices.count else {
                throw section.error("choices", "at least two different texts are wanted")
            }
            return .choice(choices)
        }
    }

    private static func isName(_ text: String) -> Bool {
        !text.contains("-") && PluginManifest.isIdentifier(text.replacing("_", with: "-"))
    }

    /// `[plugins.ID]` of the configuration: whether the plugin runs, and its settings.
    ///
    /// - Returns: The manifest with these values, and whether it is switched on.
    static func configured(_ manifest: PluginManifest, _ section: TOMLSection?) throws(ConfigurationError)
        -> (manifest: PluginManifest, isOn: Bool)
    {
        guard let section else { return (manifest, true) }
        let isEnabled = try section.boolean("enabled") ?? true
        var manifest = manifest
        for rule in manifest.settingRules {
            if let value = try section.setting(rule.name, rule) { manifest.settings[rule.name] = value }
        }
        try section.refuseUnknownKeys()
        return (manifest, isEnabled)
    }
}

extension TOMLSection {
    /// The value of a plugin's setting, held against its rule.
    func setting(_ key: String, _ rule: SettingRule) throws(ConfigurationError) -> PluginSetting? {
        let value: PluginSetting? =
            switch rule.values {
            case .integer(let range): try integer(key, range).map { .integer($0) }
            case .number(let range): try number(key, range).map { .number($0) }
            case .boolean: try boolean(key).map { .boolean($0) }
            case .text, .choice: try string(key).map { .text($0) }
            }
        guard let value else { return nil }
        guard let accepted = rule.accepted(value) else { throw error(key, "\(rule.wanted) is wanted") }
        return accepted
    }
}
