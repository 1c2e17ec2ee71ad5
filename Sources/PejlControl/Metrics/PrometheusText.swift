/// Prometheus's text format, version 0.0.4, as `docs/instrumenting/exposition_formats.md` of its documentation has it.
///
/// Families come in the order they are added, each with HELP and TYPE once and its samples together. A family without
/// samples is left out: a reader takes what is missing for unknown, and 0 for a number.
package struct PrometheusText: Sendable {
    /// The type of the answer, where it is served over HTTP.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// What a family counts.
    package enum Kind: String, Sendable {
        /// Only grows, and begins again when the program does; its name ends with `_total`.
        case counter
        /// Goes up and down.
        case gauge
    }

    /// One sample: its labels, in order, and its value.
    package struct Sample: Sendable {
        /// Names and values; a name is a letter and then letters, digits and underscores.
        package let labels: KeyValuePairs<String, String>
        /// The value; 2⁵³ and more would lose digits, and nothing here is that large.
        package let value: Double

        package init(_ value: Double, _ labels: KeyValuePairs<String, String> = [:]) {
            self.value = value
            self.labels = labels
        }
    }

    /// The text so far; ends with a line feed.
    package private(set) var text = ""

    package init() {}

    /// Adds a family.
    ///
    /// - Parameters:
    ///   - name: Its name, base unit included, such as `pejl_store_bytes`.
    ///   - kind: What it counts.
    ///   - help: What it means, in English.
    ///   - samples: Its samples; no two with the same labels.
    package mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }.joined(separator: ",")
            text += labels.isEmpty ? name : "\(name){\(labels)}"
            text += " \(Self.number(sample.value))\n"
        }
    }

    /// A whole number without a point, others as Go's ParseFloat reads them.
    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int(exactly: value).map(String.init) ?? "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
