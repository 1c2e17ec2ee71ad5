package import PejlModel

/// One kind of finding that a plugin may make, and what each of them must be: `[outputs.KIND]` in its manifest.
///
/// Two ways were weighed. Kinds that the host knows, each with a schema of its own: a new analysis would then wait for a new
/// host. Kinds that the manifest declares, held by the host against the declaration: what is trusted with the plugin is
/// then also what its findings may say, and `pejl plugin show --schema` writes the JSON Schema of each. This is the latter.
package struct FindingKind: Hashable, Sendable {
    /// Its name: letters a–z, digits and `-`, from a letter on; at most 32.
    package let name: String
    /// What it says, for who trusts the plugin.
    package let meaning: Localised
    /// The statistics that it may have, and the units of each.
    ///
    /// A unit is itself, or `indicator`, the indicator's own, or `indicator-difference`, which is `percentage_points` for
    /// an indicator in per cent and the indicator's own otherwise.
    package let units: [String: [String]]
    /// Codes of the caveats without which a statistic is not accepted.
    package let caveats: [String: [String]]

    package init(name: String, meaning: Localised, units: [String: [String]], caveats: [String: [String]] = [:]) {
        self.name = name
        self.meaning = meaning
        self.units = units
        self.caveats = caveats
    }

    /// The units that a statistic of an indicator in some unit may have.
    package func units(of statistic: String, indicator unit: Unit) -> Set<String>? {
        units[statistic].map { names in
            Set(
                names.map { name in
                    switch name {
                    case "indicator": unit.rawValue
                    case "indicator-difference": unit == .percent ? "percentage_points" : unit.rawValue
                    default: name
                    }
                }
            )
        }
    }
}
