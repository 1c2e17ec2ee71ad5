package import PejlModel
package import PejlStore

/// What came of computing a finding again.
package struct FindingVerification: Sendable {
    /// One field that is not the same: its name as in the view `findings`, what was recorded, and what is found now.
    package struct Difference: Sendable, Hashable {
        /// Name of the field.
        package let field: String
        /// What the publication has.
        package let recorded: String
        /// What the plugin finds now; nil where it finds nothing about this at all.
        package let computed: String?
    }

    /// The finding as it was recorded.
    package let finding: RecordedFinding
    /// Its run.
    package let run: RecordedRun
    /// Number of the publication.
    package let publication: Int
    /// Path of the publication.
    package let path: String
    /// What is not the same; nothing where all is.
    package let differences: [Difference]
    /// How many findings the run recorded.
    package let recorded: Int
    /// How many the plugin finds now.
    package let computed: Int
    /// How many of the recorded ones are found again, every field and input the same.
    package let same: Int
    /// Digest over all findings of the run, as recorded and as computed.
    package let digests: (recorded: ContentDigest, computed: ContentDigest)

    /// Whether the finding, all others of its run and the publication are what they were.
    package var isSame: Bool { differences.isEmpty && digests.recorded == digests.computed }

    init(
        _ subject: RecordedFinding,
        run: RecordedRun,
        publication: Publication,
        content: ContentDigest,
        recorded: [RecordedFinding],
        found: [Finding],
        figures: [[FindingInput]: FigureSet]
    ) {
        finding = subject
        self.run = run
        self.publication = publication.number
        path = publication.path
        let computed = found.map { finding in
            RecordedFinding(id: finding.id, finding: finding, inputs: figures[finding.inputs] ?? FigureSet())
        }
        var differences = Self.differences(subject, computed)
        if let then = publication.digest, then != content {
            differences.append(Difference(field: "publication", recorded: then.hex, computed: content.hex))
        }
        self.differences = differences
        var memory = FigureDigests()
        let before = recorded.map { memory.text($0) }
        let after = computed.map { memory.text($0) }
        self.recorded = before.count
        self.computed = after.count
        same = Set(before).intersection(after).count
        digests = (Self.digest(before), Self.digest(after))
    }

    private static func digest(_ texts: [String]) -> ContentDigest {
        ContentDigest(of: texts.sorted().joined(separator: "\n"))
    }

    /// What differs between a finding and the one that takes its place now.
    private static func differences(_ subject: RecordedFinding, _ computed: [RecordedFinding]) -> [Difference] {
        let candidates = computed.filter { $0.id == subject.id || $0.subject == subject.subject }
        let compared = candidates.map { compare(subject, $0) }
        // The nearest: a plugin may find several things about one subject.
        if let nearest = compared.min(by: { $0.count < $1.count }) { return nearest }
        return [Difference(field: "finding_id", recorded: subject.id, computed: nil)]
    }

    private static func compare(_ before: RecordedFinding, _ after: RecordedFinding) -> [Difference] {
        var differences = zip(before.fields, after.fields).compactMap { before, after in
            before.value == after.value
                ? nil : Difference(field: before.name, recorded: before.value, computed: after.value)
        }
        if before.inputs != after.inputs {
            let common = before.inputs.places.intersection(after.inputs.places).count
            func count(_ set: FigureSet) -> String { "\(set.places.count), \(common) of them in both" }
            differences.append(
                Difference(field: "inputs", recorded: count(before.inputs), computed: count(after.inputs))
            )
        }
        return differences
    }
}

/// Findings as texts; findings often share their inputs, whose digest is then made once.
private struct FigureDigests {
    private var known: [FigureSet: String] = [:]

    mutating func text(_ finding: RecordedFinding) -> String {
        let inputs: String
        if let digest = known[finding.inputs] {
            inputs = digest
        } else {
            inputs = finding.inputs.digest.hex
            known[finding.inputs] = inputs
        }
        let parts = finding.fields.map(\.value) + [inputs]
        // Each part with its length, so that no two lists of parts are the same text.
        return ContentDigest(of: parts.map { "\($0.utf8.count):\($0)" }.joined()).hex
    }
}

extension RecordedFinding {
    /// What a finding is about, whatever it says of it.
    fileprivate var subject: [String] { Array(fields.dropFirst().prefix(8).map(\.value)) }

    /// Every field but the inputs, under its name in the view `findings`; what a finding is about comes first.
    fileprivate var fields: [(name: String, value: String)] {
        // SQLite keeps no negative zero.
        func text<Number: Numeric>(_ number: Number?) -> String { number.map { $0 == .zero ? "0" : "\($0)" } ?? "" }
        return [
            ("finding_id", id), ("plugin", finding.plugin), ("kind", finding.kind), ("indicator", finding.indicator),
            ("area_code", finding.area), ("breakdown", finding.breakdown.code), ("period", finding.period),
            ("comparison_group", finding.group), ("statistic", finding.statistic), ("value", text(finding.value)),
            ("unit", finding.unit), ("lower", text(finding.lower)), ("upper", text(finding.upper)),
            ("rank", text(finding.rank)), ("rank_low", text(finding.rankLow)), ("rank_high", text(finding.rankHigh)),
            ("n", text(finding.count)), ("caveats", finding.caveats.joined(separator: ",")),
            ("text_da", finding.text.da), ("text_en", finding.text.en),
        ]
    }
}
