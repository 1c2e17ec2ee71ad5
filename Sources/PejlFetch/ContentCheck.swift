package import PejlModel

/// Whether an answer with status 200 looks like the document that was asked for.
package enum ContentCheck {
    /// Looks at what came, before anyone reads it.
    ///
    /// - Parameters:
    ///   - format: What was asked for.
    ///   - contentTypes: The values of the answer's `Content-Type` lines.
    ///   - sample: The document's beginning and end.
    /// - Returns: What is wrong with the document, or nothing.
    package static func objection(format: DocumentFormat, contentTypes: [String], sample: BodySample) -> String? {
        guard let first = sample.marks.first else { return "the answer is empty" }
        if first == UInt8(ascii: "<") { return "a page came instead of \(name(format))" }
        guard contentTypes.count == 1, let contentType = contentTypes.first else {
            return contentTypes.isEmpty ? "the answer has no content type" : "the answer has several content types"
        }
        if let objection = objection(to: contentType, format: format) { return objection }
        guard isBeginning(first, sample, format) else { return "the answer does not begin as \(name(format))" }
        return nil
    }

    /// Whether a document ends as its format ends; where not, it was cut.
    package static func endsWell(format: DocumentFormat, sample: BodySample) -> Bool {
        switch (format, sample.marks.first) {
        case (.statBankCSV, _): sample.lastByte == UInt8(ascii: "\n")
        case (.px, _): sample.lastMark == UInt8(ascii: ";")
        case (_, UInt8(ascii: "{")): sample.lastMark == UInt8(ascii: "}")
        case (_, UInt8(ascii: "[")): sample.lastMark == UInt8(ascii: "]")
        default: sample.lastMark == UInt8(ascii: "\"")
        }
    }

    /// Whether a document of this format shows by itself that it is whole.
    package static func closesItself(_ format: DocumentFormat) -> Bool { format != .statBankCSV }

    private static func name(_ format: DocumentFormat) -> String {
        switch format {
        case .statBankCSV: "CSV"
        case .jsonStat: "JSON-stat"
        case .uddannelsesstatistik: "a JSON array"
        case .px: "PX"
        }
    }

    private static func objection(to contentType: String, format: DocumentFormat) -> String? {
        let parts = contentType.lowercased().split(separator: ";").map(trimmed)
        let expected = format == .statBankCSV ? ["text/csv"] : ["text/json", "application/json"]
        let media = parts.first ?? ""
        guard expected.contains(media) else {
            return "the answer is \(PrintableText()(media, limit: 60)), not \(expected.joined(separator: " or "))"
        }
        for part in parts.dropFirst() where part.hasPrefix("charset=") {
            let charset = trimmed(part.dropFirst("charset=".count).filter { $0 != "\"" }[...])
            guard charset == "utf-8" || charset == "utf8" else {
                return "the answer is in \(PrintableText()(charset, limit: 60)), not UTF-8"
            }
        }
        return nil
    }

    private static func isBeginning(_ first: UInt8, _ sample: BodySample, _ format: DocumentFormat) -> Bool {
        switch format {
        case .jsonStat: first == UInt8(ascii: "{")
        case .uddannelsesstatistik: first == UInt8(ascii: "[") || first == UInt8(ascii: "\"")
        case .px: UInt8(ascii: "A")...UInt8(ascii: "Z") ~= first
        case .statBankCSV: isHeaderLine(sample.head.prefix { $0 != 0x0A && $0 != 0x0D })
        }
    }

    /// A header line names at least two columns; JSON, binary data and plain sentences do not look like one.
    private static func isHeaderLine(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first, line.contains(UInt8(ascii: ";")) else { return false }
        return !"{[<".utf8.contains(first) && line.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        let count = start.reversed().prefix { $0 == " " || $0 == "\t" }.count
        return String(start.dropLast(count))
    }
}
