import Foundation
internal import GRDB
import PejlModel

/// Writes one plugin run's findings and the observations they rest on.
///
/// Findings computed from the same observations share one input set.
struct FindingWriter {
    private let database: Database
    private let result: AnalysisResult

    /// The present observation of an indicator, area, breakdown and period: its series, period and fetch.
    static let observations = """
        SELECT o.series_id, o.period_id, o.fetch_id
        FROM series s
            JOIN indicator i ON i.id = s.indicator_id JOIN area a ON a.id = s.area_id
            JOIN breakdown b ON b.id = s.breakdown_id
            JOIN observation o ON o.series_id = s.id JOIN period t ON t.id = o.period_id
        WHERE i.code = ? AND a.code = ? AND b.code = ? AND t.code = ?
        """

    init(_ database: Database, _ result: AnalysisResult) {
        self.database = database
        self.result = result
    }

    /// Writes them; which run of a plugin is current is said by the publication.
    ///
    /// - Throws: A `DatabaseError`.
    func write() throws {
        try database.execute(sql: "INSERT OR IGNORE INTO plugin (id) VALUES (?)", arguments: [result.plugin])
        try database.execute(
            sql: "INSERT INTO plugin_run (run_id, plugin_id, version, sha256, settings) VALUES (?, ?, ?, ?, ?)",
            arguments: [result.run, result.plugin, result.version, result.digest.hex, try settingsText()]
        )
        for group in result.groups { try write(group) }
        var inputSets: [[FindingInput]: Int] = [:]
        let statement = try database.makeStatement(
            sql: """
                INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for finding in result.findings {
            let inputSet: Int
            if let known = inputSets[finding.inputs] {
                inputSet = known
            } else {
                inputSet = inputSets.count + 1
                inputSets[finding.inputs] = inputSet
                try write(finding.inputs, inputSet)
            }
            try statement.execute(arguments: arguments(finding, inputSet))
        }
    }

    /// The settings as a JSON object with sorted names.
    private func settingsText() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(result.settings), as: UTF8.self)
    }

    /// Notes that the run was told a group; the same members are kept once.
    private func write(_ group: ComparisonGroup) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO group_version (group_code, sha256, source, members) VALUES (?, ?, ?, ?)",
            arguments: [group.id, group.version.hex, group.source, group.members.joined(separator: ",")]
        )
        try database.execute(
            sql: "INSERT OR IGNORE INTO plugin_run_group SELECT ?, id FROM group_version WHERE sha256 = ?",
            arguments: [result.run, group.version.hex]
        )
    }

    private func arguments(_ finding: Finding, _ inputSet: Int) -> StatementArguments {
        var arguments: StatementArguments = [
            result.run, finding.id, finding.plugin, finding.kind, finding.indicator, finding.area,
            finding.breakdown.code, finding.period, finding.group, finding.statistic,
        ]
        arguments += [finding.value, finding.unit, finding.lower, finding.upper]
        arguments += [finding.rank, finding.rankLow, finding.rankHigh, finding.count]
        arguments += [finding.caveats.joined(separator: ","), finding.text.da, finding.text.en, inputSet]
        return arguments
    }

    private func write(_ inputs: [FindingInput], _ inputSet: Int) throws {
        for input in inputs {
            for area in input.areas {
                try database.cachedStatement(
                    sql: "INSERT INTO finding_input SELECT ?, ?, o.* FROM (\(Self.observations)) o"
                ).execute(
                    arguments: [result.run, inputSet, input.indicator, area, input.breakdown.code, input.period]
                )
            }
        }
    }
}
