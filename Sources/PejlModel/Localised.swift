/// A text that a user reads, in both languages.
package struct Localised: Hashable, Sendable, Codable {
    /// Danish.
    package let da: String
    /// English.
    package let en: String

    package init(da: String, en: String) {
        self.da = da
        self.en = en
    }
}

/// The language of a text.
package enum Language: String, Sendable, CaseIterable {
    case danish = "da"
    case english = "en"
}

extension Localised {
    /// The same text in both languages: names, symbols.
    package init(same text: String) { self.init(da: text, en: text) }

    /// The text in one language.
    package subscript(language: Language) -> String { language == .danish ? da : en }
}
