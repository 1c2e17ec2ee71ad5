internal import GRDB
import PejlModel

extension Store {
    /// Adds examples of each kind of change to a difference; for people who decide on a load.
    ///
    /// `difference` is of the rows in `temp.incoming` and `temp.withdrawn`. Nothing is looked for where there is nothing to find, and a first
    /// load is not written out figure by figure.
    static func withExamples(
        _ difference: LoadDifference,
        limit: Int,
        _ database: Database
    ) throws -> LoadDifference {
        guard difference.before > 0 else { return difference }
        var difference = difference
        let kinds: [(FigureChange.Kind, count: Int)] = [
            (.withdrawn, difference.withdrawn), (.hidden, difference.hidden), (.jumped, difference.jumps),
            (.changed, difference.changed - difference.hidden - difference.jumps), (.added, difference.added),
        ]
        for (kind, count) in kinds where count > 0 {
            difference.examples += try examples(kind, limit: limit, database)
        }
        return difference
    }

    private static func examples(
        _ kind: FigureChange.Kind,
        limit: Int,
        _ database: Database
    ) throws -> [FigureChange] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT i.code AS indicator, a.code AS area, b.code AS breakdown, t.code AS period,
                    o.value AS old_value, o.status AS old_status,
                    k.value AS new_value, k.status AS new_status
                FROM \(rows(kind))
                    CROSS JOIN series s ON s.id = k.series_id CROSS JOIN indicator i ON i.id = s.indicator_id
                    CROSS JOIN area a ON a.id = s.area_id CROSS JOIN breakdown b ON b.id = s.breakdown_id
                    CROSS JOIN period t ON t.id = k.period_id
                WHERE \(condition(kind))
                ORDER BY k.series_id, t.first_day, t.code LIMIT ?
                """,
            arguments: [limit]
        )
        return rows.map { row in
            FigureChange(
                kind: kind,
                series: SeriesKey(
                    indicator: row["indicator"],
                    area: row["area"],
                    breakdown: Breakdown(code: row["breakdown"]) ?? .none
                ),
                period: row["period"],
                was: figure(row["old_value"], row["old_status"]),
                now: figure(row["new_value"], row["new_status"])
            )
        }
    }

    /// What came as `k`, in the order of its key, and what was held as `o`.
    ///
    /// The joins are crossed, which keeps SQLite to their order: it then stops at the last example, where it would
    /// otherwise go through everything that is held.
    private static func rows(_ kind: FigureChange.Kind) -> String {
        let same = "ON o.series_id = k.series_id AND o.period_id = k.period_id"
        return switch kind {
        case .withdrawn:
            "(SELECT series_id, period_id, NULL AS value, NULL AS status FROM temp.withdrawn) k"
                + " CROSS JOIN observation o \(same)"
        case .hidden, .jumped, .changed: "temp.incoming k CROSS JOIN observation o \(same)"
        case .added: "temp.incoming k LEFT JOIN observation o \(same)"
        }
    }

    private static func condition(_ kind: FigureChange.Kind) -> String {
        let hidden = "o.value IS NOT NULL AND k.value IS NULL"
        let jumped = """
            o.value <> 0 AND k.value <> 0 AND (abs(k.value / o.value) >= 500 OR abs(o.value / k.value) >= 500)
            """
        return switch kind {
        case .withdrawn: "true"
        case .hidden: hidden
        case .jumped: jumped
        case .changed:
            "(o.value IS NOT k.value OR o.status <> k.status) AND NOT (\(hidden)) AND (\(jumped)) IS NOT TRUE"
        case .added: "o.series_id IS NULL"
        }
    }

    private static func figure(_ value: Double?, _ status: Int?) -> FigureChange.Figure? {
        guard let status, let status = ObservationStatus(rawValue: UInt8(clamping: status)) else { return nil }
        return FigureChange.Figure(value: value, status: status)
    }
}
