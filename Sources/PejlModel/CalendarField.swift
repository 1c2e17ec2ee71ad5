/// One number of a calendar expression, such as its hour: any, or a list of numbers, ranges and steps.
struct CalendarField: Hashable, Sendable {
    /// `8`, `9..17`, `0/15` or `9..17/2`.
    struct Part: Hashable, Sendable {
        let first: Int
        let last: Int
        let step: Int
        /// Whether it goes on to the end of the field's range.
        let isOpen: Bool
    }

    /// No parts mean any number.
    private let parts: [Part]

    /// Any number.
    static let any = CalendarField(parts: [])

    /// One number.
    init(_ number: Int) { parts = [Part(first: number, last: number, step: 1, isOpen: false)] }

    private init(parts: [Part]) { self.parts = parts }

    /// Reads a field.
    ///
    /// - Parameters:
    ///   - text: `*`, or parts with commas between them.
    ///   - range: The numbers that are allowed.
    /// - Throws: ``Problem``.
    init(_ text: Substring, in range: ClosedRange<Int>) throws(Problem) {
        guard text != "*" else {
            parts = []
            return
        }
        var parts: Set<Part> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            parts.insert(try Self.part(part, in: range))
        }
        self.parts = parts.sorted { ($0.first, $0.last, $0.step) < ($1.first, $1.last, $1.step) }
    }

    /// Why a text is not a field.
    enum Problem: Error {
        case malformed(Substring)
        case outOfRange(Substring, ClosedRange<Int>)
        case step(Substring)
    }

    private static func part(_ text: Substring, in range: ClosedRange<Int>) throws(Problem) -> Part {
        let sides = text.split(separator: "/", omittingEmptySubsequences: false)
        let ends = sides[0].split(separator: "..", omittingEmptySubsequences: false)
        guard sides.count <= 2, ends.count <= 2 else { throw .malformed(text) }
        let first = try number(ends[0], of: text)
        let end = ends.count == 2 ? try number(ends[1], of: text) : nil
        let step = sides.count == 2 ? try number(sides[1], of: text) : nil
        guard range.contains(first), range.contains(end ?? first) else { throw .outOfRange(text, range) }
        guard let step else {
            guard first <= end ?? first else { throw .malformed(text) }
            return Part(first: first, last: end ?? first, step: 1, isOpen: false)
        }
        let last = end ?? range.upperBound
        guard step > 0, first + step <= last else { throw .step(text) }
        return Part(first: first, last: last - (last - first) % step, step: step, isOpen: end == nil)
    }

    /// One to four digits.
    private static func number(_ digits: Substring, of text: Substring) throws(Problem) -> Int {
        let isNumber = digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isNumber, (1...4).contains(digits.utf8.count), let number = Int(digits) else { throw .malformed(text) }
        return number
    }

    /// Whether a number fits.
    func contains(_ number: Int) -> Bool {
        parts.isEmpty
            || parts.contains { $0.first <= number && number <= $0.last && (number - $0.first) % $0.step == 0 }
    }

    /// The field as systemd writes it, numbers with `width` digits.
    func text(width: Int) -> String {
        guard !parts.isEmpty else { return "*" }
        return parts.map { part in
            var text = part.first.padded(width)
            if part.last > part.first, !part.isOpen { text += ".." + part.last.padded(width) }
            return part.step > 1 || part.isOpen ? text + "/\(part.step)" : text
        }.joined(separator: ",")
    }
}
