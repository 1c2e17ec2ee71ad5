package import PejlModel
package import PejlPluginKit

/// One setting that a plugin declares: `[settings.NAME]` in its manifest.
///
/// Two ways were weighed: JSON Schema, which says anything and which nobody reads, and a type with bounds, which is what
/// settings of analyses are. The latter can be told in a sentence when a value is wrong.
package struct SettingRule: Hashable, Sendable {
    /// What a value must be.
    package enum Values: Hashable, Sendable {
        /// A whole number within bounds.
        case integer(ClosedRange<Int>)
        /// A number within bounds; finite.
        case number(ClosedRange<Double>)
        /// `true` or `false`.
        case boolean
        /// One line of at most so many characters.
        case text(maximum: Int)
        /// One of some texts.
        case choice([String])
    }

    /// Its name: letters a–z, digits and `_`, from a letter on; at most 32.
    package let name: String
    /// What a value must be.
    package let values: Values
    /// The value where the configuration has none.
    package let initial: PluginSetting
    /// What it does, and its unit.
    package let meaning: Localised

    package init(name: String, values: Values, initial: PluginSetting, meaning: Localised) {
        self.name = name
        self.values = values
        self.initial = initial
        self.meaning = meaning
    }

    /// The value as this setting holds it; nothing where it is not allowed.
    ///
    /// A whole number is a number, never the other way round.
    package func accepted(_ value: PluginSetting) -> PluginSetting? {
        switch (values, value) {
        case (.integer(let range), .integer(let number)) where range.contains(number): value
        case (.number(let range), .integer(let number)) where range.contains(Double(number)): .number(Double(number))
        case (.number(let range), .number(let number)) where range.contains(number): value
        case (.boolean, .boolean): value
        case (.text(let maximum), .text(let text)) where text.count <= maximum && Self.isOneLine(text): value
        case (.choice(let choices), .text(let text)) where choices.contains(text): value
        default: nil
        }
    }

    /// The value that a text stands for, as an option or the store writes it.
    package func accepted(text: String) -> PluginSetting? {
        switch values {
        case .integer: Int(text).flatMap { accepted(.integer($0)) }
        case .number: Double(text).flatMap { accepted(.number($0)) }
        case .boolean: Bool(text).map { .boolean($0) }
        case .text, .choice: accepted(.text(text))
        }
    }

    /// What is wanted, as messages and the commented sample say it.
    package var wanted: String {
        switch values {
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .text(let maximum): "a text of at most \(maximum) characters on one line"
        case .choice(let choices): "one of " + choices.map { "\"\($0)\"" }.joined(separator: ", ")
        }
    }

    /// What is wanted, in a reader's language.
    package func wanted(_ language: Language) -> String {
        guard language == .danish else { return wanted }
        return switch values {
        case .integer(let range): "et helt tal fra \(range.lowerBound) til \(range.upperBound)"
        case .number(let range): "et tal fra \(range.lowerBound) til \(range.upperBound)"
        case .boolean: "true eller false"
        case .text(let maximum): "en tekst på højst \(maximum) tegn på én linje"
        case .choice(let choices): "en af " + choices.map { "\"\($0)\"" }.joined(separator: ", ")
        }
    }

    /// A value as TOML writes it; texts are of one line.
    package static func toml(_ value: PluginSetting) -> String {
        guard case .text(let text) = value else { return value.description }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func isOneLine(_ text: String) -> Bool {
        !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
