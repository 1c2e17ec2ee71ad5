/// What of the cage one start of a plugin had, as `pejl-launch` reported it.
package struct Confinement: Sendable, Hashable {
    /// One part of the cage.
    package struct Part: Sendable, Hashable {
        /// Its name, such as `landlock`.
        package let name: String
        /// Its version or extent where it has one, or the `errno` of why it could not be had.
        package let number: Int
    }

    /// The parts in force, in the order they were set up.
    package private(set) var had: [Part] = []
    /// The parts that this machine could not give.
    package private(set) var lacking: [Part] = []
    /// The step that failed, where the plugin was not started.
    package private(set) var failed: Part?

    package init() {}

    /// Reads a report: a line a part, `has NAME NUMBER`, `lacks NAME ERRNO` or `failed STEP ERRNO`; others are passed
    /// over.
    init(report: [UInt8]) {
        for line in report.split(separator: UInt8(ascii: "\n")) {
            let words = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard words.count == 3, let number = Int(words[2]) else { continue }
            let part = Part(name: String(words[1]), number: number)
            switch words[0] {
            case "has": had.append(part)
            case "lacks": lacking.append(part)
            case "failed": failed = part
            default: continue
            }
        }
    }

    /// The parts that no start is without, and those that a kernel may lack but that are spoken of in every report.
    private static let always = [
        "death-signal", "session", "descriptors", "no-capabilities", "no-new-privileges", "limits",
    ]
    private static let reported = ["landlock", "seccomp"]

    /// The first part that the report does not account for: whatever ran then, it was not in its cage.
    var unaccounted: String? {
        let had = Set(had.map(\.name))
        let known = had.union(lacking.map(\.name))
        return Self.always.first { !had.contains($0) } ?? Self.reported.first { !known.contains($0) }
    }

    /// Notes a part that the host itself could not give.
    mutating func lacks(_ name: String, _ code: Int32) { lacking.append(Part(name: name, number: Int(code))) }
}
