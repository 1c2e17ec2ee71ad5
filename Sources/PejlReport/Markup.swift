/// Builds XHTML-clean markup; every text and attribute passes through `escaped`.
struct Markup {
    private(set) var html = ""

    /// An element with content built in place.
    mutating func element(
        _ name: String,
        _ attributes: [(String, String)] = [],
        _ content: (inout Markup) -> Void
    ) {
        open(name, attributes)
        html += ">"
        content(&self)
        html += "</\(name)>"
    }

    /// An element holding only text.
    mutating func element(_ name: String, _ attributes: [(String, String)] = [], text: String) {
        element(name, attributes) { $0.text(text) }
    }

    /// An element without content.
    mutating func void(_ name: String, _ attributes: [(String, String)] = []) {
        open(name, attributes)
        html += " />"
    }

    /// Plain text.
    mutating func text(_ text: String) {
        html += Markup.escaped(text)
    }

    /// A line break between blocks, for people reading the source.
    mutating func newline() {
        html += "\n"
    }

    /// Fixed text of this module that is already markup.
    mutating func raw(_ text: StaticString) {
        html += text.description
    }

    private mutating func open(_ name: String, _ attributes: [(String, String)]) {
        html += "<\(name)"
        for (key, value) in attributes { html += " \(key)=\"\(Markup.escaped(value))\"" }
    }

    /// Text safe in content and in double-quoted attributes.
    ///
    /// Characters that XML 1.0 forbids and those that turn the writing direction become U+FFFD.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: out += "&amp;"
            case 0x3C: out += "&lt;"
            case 0x3E: out += "&gt;"
            case 0x22: out += "&quot;"
            case 0x27: out += "&#39;"
            case 0x09, 0x0A, 0x0D: out += " "
            case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: out += "\u{FFFD}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
