/// A question to a statistics office with PxWebApi 2.
package struct PxWebQuestion: Hashable, Sendable {
    /// The language of labels and notes, such as `no`, `sv` or `en`.
    package var language: String
    /// The values of each variable, in the forms that StatBank knows too: codes, `*`, `(1)`, `(-n+5)`, `>=2019`.
    ///
    /// A variable that may be left out and is, is summed away.
    package var variables: [Selection]
    /// The code list that stands in for a variable's own values, by variable.
    package var codeLists: [String: String]

    package init(language: String, variables: [Selection], codeLists: [String: String] = [:]) {
        self.language = language
        self.variables = variables
        self.codeLists = codeLists
    }
}

/// A question to Kolada.
package struct KoladaQuestion: Hashable, Sendable {
    /// Identifiers of the indicators, such as `N15033`.
    package var kpis: [String]
    /// Codes of municipalities, regions and groups, such as `0180`; `0000` is the country.
    package var municipalities: [String]
    /// Years of four digits; all of them when empty.
    package var years: [String]

    package init(kpis: [String], municipalities: [String], years: [String]) {
        self.kpis = kpis
        self.municipalities = municipalities
        self.years = years
    }
}
