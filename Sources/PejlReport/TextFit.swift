/// Estimates how much room text takes in a drawing, since nothing measures it on the server.
enum TextFit {
    /// An upper estimate in user units for a sans-serif face.
    static func width(_ text: String, size: Double) -> Double {
        var ems = 0.0
        for character in text {
            switch character {
            case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!": ems += 0.3
            case " ", "\u{A0}", "f", "t", "r", "(", ")", "-", "/": ems += 0.36
            case "m", "w", "M", "W", "%", "Æ", "æ", "@": ems += 0.92
            case _ where character.isUppercase: ems += 0.72
            default: ems += 0.58
            }
        }
        return ems * size
    }

    /// Lines of at most the width; a word too long, or a line too many, ends in "…".
    static func wrapped(_ text: String, width limit: Double, size: Double, lines maximum: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ").map(String.init) {
            if let last = lines.last, width(last + " " + word, size: size) <= limit {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(word)
            }
        }
        if lines.count > maximum {
            lines = Array(lines.prefix(maximum))
            lines[maximum - 1] += " …"
        }
        return lines.map { shortened($0, width: limit, size: size) }
    }

    /// The text, or as much of its beginning as fits with "…".
    static func shortened(_ text: String, width limit: Double, size: Double) -> String {
        if width(text, size: size) <= limit { return text }
        var kept = text
        while !kept.isEmpty, width(kept + "…", size: size) > limit { kept.removeLast() }
        return kept + "…"
    }
}
