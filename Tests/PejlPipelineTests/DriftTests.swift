import Foundation
import PejlModel
import PejlPipeline
import PejlStandIn
import PejlStore
import PejlTestSupport
import Testing

/// A table that changes its shape between two fetches: what means something else is stopped by the rule that names it,
/// what means the same is taken (`W14`–`W16` of the list of faults of the wire).
struct DriftTests {
    enum Outcome: Sendable, Equatable {
        /// Stopped by that rule; the last publication stands.
        case stopped(String)
        /// Loaded with that many figures added, changed and withdrawn.
        case loaded(added: Int, changed: Int, withdrawn: Int)
    }

    /// A change of a whole answer of StatBank in CSV: header `OMRÅDE;TID;INDHOLD`, 105 areas by 31 months.
    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let edit: @Sendable (String) -> String
        let outcome: Outcome

        init(_ description: String, _ outcome: Outcome, _ edit: @escaping @Sendable (String) -> String) {
            testDescription = description
            self.outcome = outcome
            self.edit = edit
        }
    }

    /// The lines of a CSV answer, each edited; the header is line 0, and a line that becomes nothing goes.
    private static func lines(_ edit: @escaping @Sendable (Int, [Substring]) -> [Substring]?)
        -> @Sendable (String) -> String
    {
        { text in
            let mark = text.hasPrefix("\u{feff}") ? "\u{feff}" : ""
            let lines = text.dropFirst(mark.count).split(whereSeparator: \.isNewline).enumerated().compactMap {
                edit($0, $1.split(separator: ";", omittingEmptySubsequences: false))?.joined(separator: ";")
            }
            return mark + lines.joined(separator: "\r\n") + "\r\n"
        }
    }

    static let changes: [Change] = [
        Change(
            "the columns come in another order",
            .loaded(added: 0, changed: 0, withdrawn: 0),
            lines { [$1[1], $1[0], $1[2]] }
        ),
        Change("the rows come in another order", .loaded(added: 0, changed: 0, withdrawn: 0)) { text in
            let lines = text.split(whereSeparator: \.isNewline)
            return lines[0] + "\r\n" + lines.dropFirst().reversed().joined(separator: "\r\n") + "\r\n"
        },
        Change("a column is renamed", .stopped("lost-column"), lines { $0 == 0 ? ["BOPÆL", $1[1], $1[2]] : $1 }),
        Change(
            "a column comes in addition",
            .stopped("unexplained-column"),
            lines {
                [$1[0], $0 == 0 ? "KØN" : "TOT", $1[1], $1[2]]
            }
        ),
        Change("a column is gone", .stopped("lost-column"), lines { [$1[1], $1[2]] }),
        Change(
            "the words are in English",
            .stopped("lost-column"),
            lines { $0 == 0 ? ["REGION", "TIME", "CONTENTS"] : $1 }
        ),
        Change(
            "a word stands where a number should be",
            .stopped("unknown-mark"),
            lines {
                $1[0] == "766" && $1[1] == "2024M04" ? [$1[0], $1[1], "mange"] : $1
            }
        ),
        Change(
            "amounts are in thousands",
            .stopped("unit-jump"),
            lines {
                $0 == 0 ? $1 : [$1[0], $1[1], Substring("\((Int($1[2]) ?? 0) / 1_000)")]
            }
        ),
        Change(
            "amounts have a thousands point",
            .stopped("unit-jump"),
            lines {
                $0 == 0 ? $1 : [$1[0], $1[1], Substring(grouped($1[2]))]
            }
        ),
        Change(
            "one municipality is called 0766",
            .stopped("unknown-area"),
            lines {
                $1[0] == "766" ? ["0766", $1[1], $1[2]] : $1
            }
        ),
        Change(
            "codes have become names",
            .stopped("unknown-area"),
            lines {
                $1[0] == "766" ? ["Hedensted", $1[1], $1[2]] : $1
            }
        ),
        Change(
            "a municipality is merged into its neighbour",
            .stopped("areas-missing"),
            lines { $1[0] == "766" ? nil : $1 }
        ),
        Change(
            "two municipalities have become a new one",
            .stopped("unknown-area"),
            lines {
                $1[0] == "766" ? ["767", $1[1], $1[2]] : $1[0] == "615" ? nil : $1
            }
        ),
        Change(
            "a period is written otherwise",
            .stopped("unknown-period"),
            lines {
                $1[1] == "2024M04" ? [$1[0], "april 24", $1[2]] : $1
            }
        ),
        Change(
            "months have become years",
            .stopped("duplicate"),
            lines { $0 == 0 ? $1 : [$1[0], $1[1].prefix(4), $1[2]] }
        ),
        Change(
            "the oldest half of the months is gone",
            .stopped("rows-lost"),
            lines {
                $0 == 0 || $1[1] >= "2023M01" ? $1 : nil
            }
        ),
        Change("a row comes twice with two numbers", .stopped("duplicate")) { $0 + "766;2024M04;1\r\n" },
        Change("only the header is there", .stopped("empty"), lines { $0 == 0 ? $1 : nil }),
        Change(
            "a mark comes that nobody explained",
            .stopped("unknown-mark"),
            lines {
                $1[0] == "766" && $1[1] == "2024M04" ? [$1[0], $1[1], ":"] : $1
            }
        ),
        Change(
            "a third of the figures has become hidden",
            .stopped("figures-hidden"),
            lines {
                $0 % 3 == 1 ? [$1[0], $1[1], ".."] : $1
            }
        ),
        Change(
            "an old figure is revised in silence",
            .loaded(added: 0, changed: 1, withdrawn: 0),
            lines {
                $1[0] == "766" && $1[1] == "2022M01" ? [$1[0], $1[1], "47111"] : $1
            }
        ),
        Change(
            "one figure is withdrawn",
            .stopped("period-incomplete"),
            lines {
                $1[0] == "766" && $1[1] == "2021M10" ? nil : $1
            }
        ),
        Change("a month comes in addition", .loaded(added: 105, changed: 0, withdrawn: 0)) { text in
            text
                + text.split(whereSeparator: \.isNewline).filter { $0.contains(";2024M04;") }
                .map { $0.replacing(";2024M04;", with: ";2024M05;") + "\r\n" }.joined()
        },
    ]

    private static func grouped(_ digits: Substring) -> String {
        digits.count > 3 ? "\(digits.dropLast(3)).\(digits.suffix(3))" : String(digits)
    }

    @Test(
        "StatBank's table changes its shape, and each change is what it is",
        arguments: changes,
        StandIn.Wire.allCases
    )
    func statBank(_ change: Change, wire: StandIn.Wire) async throws {
        let installation = try TestInstallation(datasets: ["folk1am"], wire: wire)
        let good = try await Self.run(installation)
        let answer = try Self.answer(installation)
        #expect(answer.split(whereSeparator: \.isNewline).count == 105 * 31 + 1)
        let body = change.edit(answer)
        #expect(body != answer)
        installation.standIn.misbehave(.body(body), on: BadInputTests.statBank)
        try await Self.expect(change.outcome, of: installation, after: good)
    }

    /// The ministry's answers are in pages; each change is made in all of them.
    static let replacements: [(old: String, new: String, outcome: Outcome)] = [
        ("Gennemsnitligt fravær per skoleår", "Gennemsnitligt fravær pr. skoleår", .stopped("lost-measure")),
        ("[Klassetrin].[Skoletrin].[Skoletrin]", "[Klassetrin].[Skoletrin].[Trin]", .stopped("unexplained-column")),
        ("\"Mellemtrin\"", "\"Mellemtrinnet\"", .stopped("unknown-member")),
        ("\"Hedensted\"", "\"Hedensted Kommune\"", .loaded(added: 0, changed: 0, withdrawn: 0)),
        ("\"Hedensted\"", "\"Hedensted-Juelsminde\"", .stopped("unknown-area")),
        ("\"2024/2025\"", "\"2025\"", .stopped("keys-lost")),
        ("\"2024/2025\"", "\"skoleåret 2024\"", .stopped("unknown-period")),
        ("\"2024/2025\"", "\"2023/2024\"", .stopped("duplicate")),
        (" %\"", "\"", .stopped("changed-unit")),
        (" %\"", " ‰\"", .stopped("unreadable-value")),
        ("\"[Tid].", "\"[Institution].[Type]\":\"Alle\",\"[Tid].", .stopped("unexplained-column")),
    ]

    @Test(
        "an answer that ends after half its lines, as if it were all, is stopped, and the last publication stands",
        arguments: StandIn.Wire.allCases
    )
    func halfTheLines(wire: StandIn.Wire) async throws {
        let installation = try TestInstallation(datasets: ["folk1am"], wire: wire, compresses: false)
        let good = try await Self.run(installation)
        installation.standIn.misbehave(.longerThanLengthAtLine, on: BadInputTests.statBank)
        try await Self.expect(.stopped("areas-missing"), of: installation, after: good)
    }

    @Test(
        "the ministry's answer changes its shape, and each change is what it is",
        arguments: replacements.indices,
        StandIn.Wire.allCases
    )
    func education(index: Int, wire: StandIn.Wire) async throws {
        let (old, new, outcome) = Self.replacements[index]
        let installation = try TestInstallation(datasets: ["elevfravaer"], wire: wire)
        let good = try await Self.run(installation)
        installation.standIn.misbehave(.replaced(old, with: new), on: BadInputTests.education)
        try await Self.expect(outcome, of: installation, after: good)
    }

    /// One run that asks although nothing may have changed; nothing is analysed, which is another matter.
    private static func run(_ installation: TestInstallation) async throws -> RefreshSummary {
        try await installation.run(insisting: true) { $0.plugins = [] }
    }

    /// The bytes that came last, as they were archived.
    private static func answer(_ installation: TestInstallation) throws -> String {
        let rows = try Rows(installation, "SELECT document_sha256 FROM fetches WHERE purpose = 'figures'")
        guard case .text(let digest) = try #require(rows.all.last?.first) else { return "" }
        let path = "\(installation.paths.archive)/\(digest.prefix(2))/\(digest.dropFirst(2))"
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    private static func expect(_ outcome: Outcome, of installation: TestInstallation, after good: RefreshSummary)
        async throws
    {
        guard case .published(1, let digest) = good.publication else { throw Unexpected(good) }
        let next = try await Self.run(installation)
        switch (outcome, next.datasets[0].outcome) {
        case (.stopped(let rule), .failed(let failure)):
            #expect(failure.name == rule, "\(failure)")
            #expect(failure.kind == .contract)
            #expect(next.publication == .unchanged(number: 1, digest: digest))
            #expect(try Publication(path: installation.paths.publication).contentDigest() == digest)
            installation.standIn.behave()
            #expect(try await Self.run(installation).datasets[0].outcome == .unchanged)
        case (.loaded(let added, let changed, let withdrawn), .loaded(let difference)):
            #expect(difference.added == added && difference.changed == changed && difference.withdrawn == withdrawn)
            // Nothing that was known is lost: what a figure was stands in its earlier vintage.
            let old = try Rows(installation, "SELECT count(*) FROM figures_vintages WHERE valid_to IS NOT NULL")
            #expect(old.all == [[.integer(Int64(changed + withdrawn))]])
        default: Issue.record("\(outcome) was expected, \(next.datasets[0].outcome) came")
        }
    }
}
