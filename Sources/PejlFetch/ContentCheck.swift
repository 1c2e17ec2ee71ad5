internal import PejlModel

/// Whether an answer with status 200 looks like the document that was asked for.
package enum ContentCheck {
    /// Looks at what came, before anyone reads it.
    ///
    /// - Parameters:
    ///   - answer: What was asked for.
    ///   - contentTypes: The values of the answer's `Content-Type` lines.
    ///   - sample: The document's beginning and end.
    /// - Returns: What is wrong with the document, or nothing.
    package static func objection(_ answer: AnswerForm, contentTypes: [String], sample: BodySample) -> String? {
        guard let first = sample.marks.first else { return "the answer is empty" }
        if first == UInt8(ascii: "<") { return "a page came instead of \(answer.name)" }
        guard contentTypes.count == 1, let contentType = contentTypes.first else {
            return contentTypes.isEmpty ? "the answer has no content type" : "the answer has several content types"
        }
        if let objection = objection(to: contentType, answer) { return objection }
        guard isBeginning(first, sample, answer) else { return "the answer does not begin as \(answer.name)" }
        guard answer == .document(.jsonStat) else { return nil }
        if sample.isEmptyObject { return "the answer is an empty object" }
        return StatBankProblem(body: sample.head) == nil ? nil : "the answer is an error object"
    }

    /// Whether a document ends as its format ends; where not, it was cut.
    package static func endsWell(_ answer: AnswerForm, sample: BodySample) -> Bool {
        switch (answer, sample.marks.first) {
        case (.document(.statBankCSV), _): sample.lastByte == UInt8(ascii: "\n")
        case (.document(.px), _): sample.lastMark == UInt8(ascii: ";")
        case (_, UInt8(ascii: "{")): sample.lastMark == UInt8(ascii: "}")
        case (_, UInt8(ascii: "[")): sample.lastMark == UInt8(ascii: "]")
        default: sample.lastMark == UInt8(ascii: "\"")
        }
    }

    /// Whether a document of this form shows by itself that it is whole.
    package static func closesItself(_ answer: AnswerForm) -> Bool { answer != .document(.statBankCSV) }

    private static func objection(to contentType: String, _ answer: AnswerForm) -> String? {
        let parts = contentType.lowercased().split(separator: ";").map(trimmed)
        let expected = answer.mediaTypes
        let media = parts.first ?? ""
        guard expected.isEmpty ? media != "text/html" : expected.contains(media) else {
            let wanted = expected.isEmpty ? answer.name : expected.joined(separator: " or ")
            return "the answer is \(PrintableText()(media, limit: 60)), not \(wanted)"
        }
        // A PX file says its character set itself.
        guard answer != .document(.px) else { return nil }
        for part in parts.dropFirst() where part.hasPrefix("charset=") {
            let charset = trimmed(part.dropFirst("charset=".count).filter { $0 != "\"" }[...])
            guard charset == "utf-8" || charset == "utf8" else {
                return "the answer is in \(PrintableText()(charset, limit: 60)), not UTF-8"
            }
        }
        return nil
    }

    private static func isBeginning(_ first: UInt8, _ sample: BodySample, _ answer: AnswerForm) -> Bool {
        switch answer {
        case .document(.jsonStat), .document(.kolada): first == UInt8(ascii: "{")
        case .document(.uddannelsesstatistik): first == UInt8(ascii: "[") || first == UInt8(ascii: "\"")
        case .document(.px): UInt8(ascii: "A")...UInt8(ascii: "Z") ~= first
        case .document(.statBankCSV): isHeaderLine(sample.head.prefix { $0 != 0x0A && $0 != 0x0D })
        case .json: first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        case .wrappedJSON: [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\"")].contains(first)
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
