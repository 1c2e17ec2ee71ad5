internal import GRDB
import PejlModel

extension Store {
    /// Adds examples of each kind of change to a difference; for people who decide on a load.
    ///
    /// `difference` is of the rows in `temp.incoming` and `temp.withdrawn`. Nothing is looked for where there is nothing to find, and a first
    /// load is not written out figure by figure.
    static func withExamples(
        _ difference: LoadDifference,
        dataset: Int64,
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
            difference.examples += try examples(kind, dataset: dataset, limit: limit, database)
        }
        return difference
    }

    private static func examples(
        _ kind: FigureChange.Kind,
        dataset: Int64,
        limit: Int,
        _ database: Database
    ) throws -> [FigureChange] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT i.code AS indicator, a.code AS area, b.code AS breakdown, t.code AS period,
                    o.value AS old_value, o.status AS old_status, n.value AS new_value, n.status AS new_status
                FROM \(rows(kind))
                    JOIN series s ON s.id = coalesce(o.series_id, n.series_id)
                    JOIN indicator i ON i.id = s.indicator_id JOIN area a ON a.id = s.area_id
                    JOIN breakdown b ON b.id = s.breakdown_id
                    JOIN period t ON t.id = coalesce(o.period_id, n.period_id)
                WHERE \(condition(kind)) AND s.dataset_id = ?
                ORDER BY s.id, t.first_day, t.code LIMIT ?
                """,
            arguments: [dataset, limit]
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

    private static func rows(_ kind: FigureChange.Kind) -> String {
        let gone = "ON o.series_id = w.series_id AND o.period_id = w.period_id"
        let same = "ON o.series_id = n.series_id AND o.period_id = n.period_id"
        return switch kind {
        case .withdrawn: "temp.withdrawn w CROSS JOIN observation o \(gone) LEFT JOIN temp.incoming n ON false"
        case .hidden, .jumped, .changed: "temp.incoming n JOIN observation o \(same)"
        case .added: "temp.incoming n LEFT JOIN observation o \(same)"
        }
    }

    private static func condition(_ kind: FigureChange.Kind) -> String {
        let hidden = "o.value IS NOT NULL AND n.value IS NULL"
        let jumped = """
            o.value <> 0 AND n.value <> 0 AND (abs(n.value / o.value) >= 500 OR abs(o.value / n.value) >= 500)
            """
        return switch kind {
        case .withdrawn: "true"
        case .hidden: hidden
        case .jumped: jumped
        case .changed:
            "(o.value IS NOT n.value OR o.status <> n.status) AND NOT (\(hidden)) AND (\(jumped)) IS NOT TRUE"
        case .added: "o.series_id IS NULL"
        }
    }

    private static func figure(_ value: Double?, _ status: Int?) -> FigureChange.Figure? {
        guard let status, let status = ObservationStatus(rawValue: UInt8(clamping: status)) else { return nil }
        return FigureChange.Figure(value: value, status: status)
    }
}
