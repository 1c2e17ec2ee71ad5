import PejlControl
import PejlTestSupport
import Testing

/// docs/control.md says what the code does.
struct ControlDocumentTests {
    private let document: String

    init() throws { document = try Repository.text("docs/control.md") }

    @Test("the Python of the document asks, takes a long answer whole, and ends as an error says")
    func python() throws {
        let parts = document.components(between: "```python\n", and: "```")
        #expect(parts.count == 1)
        let script = try #require(parts.first)
        let desk = try Desk()
        let status = try Program.python(script, [desk.path, "status"])
        #expect(status.output == "status\n" && status.status == 0, "\(status.errors)")
        let runs = try Program.python(script, [desk.path, "runs"])
        #expect(runs.output == String(repeating: "æ", count: 20 * 512) + "\n" && runs.status == 0)
        let wrong = try Program.python(script, [desk.path, "fetch"])
        #expect(wrong.status == 64 && wrong.output.isEmpty)
        #expect(wrong.errors == "the request cannot be understood: either datasets or \"all\": true must be there\n")
    }

    @Test("the table of verbs has every verb, what it needs and its arguments", arguments: ControlVerb.allCases)
    func verbs(verb: ControlVerb) throws {
        let needs = verb.access == .read ? "to look" : "to change"
        let row = try #require(document.split(separator: "\n").first { $0.hasPrefix("| `\(verb.rawValue)` | ") })
        let cells = row.split(separator: "|", omittingEmptySubsequences: false).map { String($0) }
        #expect(cells[2] == " \(needs) ")
        for argument in ["limit", "datasets", "all", "force", "wait", "run", "level"] {
            let isTold = cells[3].contains("`\(argument)`") || cells[3].contains("\"\(argument)\"")
            #expect(isTold == verb.arguments.contains(argument), "\(argument)")
        }
    }

    @Test("the limits of the document are those that ship")
    func limits() {
        let limits = ControlLimits()
        #expect(limits.idle == .seconds(10) && limits.frame == .seconds(10) && limits.grace == .milliseconds(200))
        #expect(limits.connections == 16 && limits.administrators == 12 && ControlLimits.frameBytes == 64 << 10)
        for row in [
            "| a frame | 64 KiB, 32 levels", "| silence between requests | 10 s |", "| connections | 16 |",
            "in either direction | 10 s,", "administrators at a time | 12 |", "at least 200 ms",
        ] {
            #expect(document.contains(row), "\(row)")
        }
    }
}

extension String {
    /// What stands between each `opening` and the next `closing`.
    fileprivate func components(between opening: String, and closing: String) -> [String] {
        ranges(of: opening).compactMap { start in
            self[start.upperBound...].firstRange(of: closing).map { String(self[start.upperBound..<$0.lowerBound]) }
        }
    }
}
