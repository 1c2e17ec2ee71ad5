import Foundation
import PejlTestSupport
import Testing

/// `docs/coverage.md` says of every figure of the two documents which dataset has it, and of every dataset how sure its
/// names are.
struct CoverageTests {
    private static let shipped = Set(
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/etc/pejl/datasets")) ?? []).map {
            String($0.dropLast(".toml".count))
        }
    )

    private static let templates = Set(
        (try? FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/etc/pejl/templates")) ?? []
    )

    /// Cells of the table rows under a heading.
    private static func rows(under heading: String) throws -> [[String]] {
        let lines = try Repository.text("docs/coverage.md").split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex(of: "## \(heading)"))
        let section = lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }
        return section.filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// What stands in backticks.
    private static func names(_ cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
            .map { String($0.element) }
    }

    @Test("the slides' figures H-01 to H-48 have a line each, and so have the catalogue's K-01 to K-14")
    func lines() throws {
        func numbers(_ letter: String, _ last: Int) -> [String] {
            (1...last).map { "\(letter)-\($0 < 10 ? "0" : "")\($0)" }
        }
        #expect(try Self.rows(under: "Hedensted's slides").map { $0[0] }.filter { !$0.isEmpty } == numbers("H", 48))
        #expect(
            try Self.rows(under: "The ministry's catalogue").map { $0[0] }.filter { !$0.isEmpty } == numbers("K", 14)
        )
    }

    @Test("a line names datasets that ship, another line, the drop folder, or says why there is none")
    func answers() throws {
        for heading in ["Hedensted's slides", "The ministry's catalogue"] {
            for row in try Self.rows(under: heading) where row[0].contains("-") {
                let answer = try #require(row.last)
                let named = Self.names(answer).filter { $0 != "breaks" }
                let datasets = named.filter { !$0.hasSuffix(".toml") }
                #expect(Set(named).subtracting(datasets).isSubset(of: Self.templates), "\(row[0]): \(named)")
                #expect(Set(datasets).isSubset(of: Self.shipped), "\(row[0]): \(datasets)")
                let isAnswered =
                    !datasets.isEmpty || answer.hasPrefix("none: ") || answer.hasPrefix("as H-")
                    || answer.contains("drop folder")
                #expect(isAnswered, "\(row[0]): \(answer)")
            }
        }
    }

    @Test("every dataset that is fetched or dropped has a line that says how sure its names are")
    func sureness() throws {
        let told = try Self.rows(under: "How sure the names are").flatMap { Self.names($0[0]) }
        let published = try Self.shipped.filter { name in
            try !Repository.text("etc/pejl/datasets/\(name).toml").contains("publisher = \"pejl\"")
        }
        #expect(Set(told) == Set(published))
        #expect(Set(told).count == told.count)
    }

    @Test("every dataset stands beside its supplier")
    func suppliers() throws {
        let listed = try Self.rows(under: "Suppliers").flatMap { Self.names($0[1]) }.filter { !$0.hasSuffix(".toml") }
        #expect(Set(listed).isSubset(of: Self.shipped))
        let told = try Self.rows(under: "How sure the names are").flatMap { Self.names($0[0]) }
        #expect(Set(told).isSubset(of: Set(listed)))
    }
}
