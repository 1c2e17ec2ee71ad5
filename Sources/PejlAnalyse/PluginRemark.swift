import PejlModel
package import PejlPluginKit

/// One line of `log` or `progress` that a plugin sent, fit to be shown and logged.
package struct PluginRemark: Hashable, Sendable {
    /// At most so many of one run are handed on; the rest is counted.
    static let maximum = 1_000
    private static let maximumCharacters = 2_000

    /// Whether it says how far the plugin is, which only the next one needs to replace.
    package let isProgress: Bool
    /// How much it matters; what names no known level is `info`.
    package let level: LogLevel
    /// What it says: one line of at most 2,000 characters, and no personal number.
    package let message: String

    package init(isProgress: Bool, level: LogLevel, message: String) {
        self.isProgress = isProgress
        self.level = level
        self.message = message
    }

    init(_ line: LogLine, isProgress: Bool) {
        self.isProgress = isProgress
        level = LogLevel(rawValue: line.level) ?? .info
        let text = line.message.unicodeScalars.prefix(Self.maximumCharacters).map { scalar in
            scalar.properties.generalCategory == .control ? " " : Character(scalar)
        }
        let isPersonal = PersonalNumberScanner.isFound(in: line.message)
        message = isPersonal ? "(not shown: it holds what looks like a personal number)" : String(text)
    }
}
