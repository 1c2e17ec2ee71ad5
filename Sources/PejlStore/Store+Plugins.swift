internal import GRDB
package import PejlModel

extension Store {
    /// How a plugin fared; of one that never ran, nothing.
    package func pluginRecord(_ plugin: String) throws -> PluginRecord {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*) FILTER (WHERE r.state = 'failed' AND r.id > k.good) AS failures,
                        max(r.id) FILTER (WHERE r.state = 'failed' AND r.id > k.good) AS failed, max(r.id) AS last
                    FROM run r, (
                        SELECT max(
                            coalesce(max(id), 0), coalesce((SELECT reset_after_run FROM plugin WHERE id = :plugin), 0)
                        ) AS good
                        FROM run
                        WHERE kind = 'analyse' AND subject = :plugin AND state IN ('succeeded', 'unchanged')) k
                    WHERE r.kind = 'analyse' AND r.subject = :plugin
                    """,
                arguments: ["plugin": plugin]
            )
            func instant(_ column: String, of run: Int?) throws -> UTCInstant? {
                guard let run else { return nil }
                let text = try String.fetchOne(
                    database,
                    sql: "SELECT \(column) FROM run WHERE id = ?",
                    arguments: [run]
                )
                return text.flatMap(UTCInstant.init(_:))
            }
            return PluginRecord(
                failuresInARow: row?["failures"] ?? 0,
                lastFailureAt: try instant("finished_at", of: row?["failed"]),
                lastRunAt: try instant("started_at", of: row?["last"])
            )
        }
    }

    /// Lets a plugin that kept failing run again.
    ///
    /// - Parameters:
    ///   - plugin: The plugin.
    ///   - instant: When somebody says so.
    ///   - actor: Who.
    /// - Returns: How it fared before.
    /// - Throws: ``StoreError``.
    package func resetPlugin(_ plugin: String, at instant: UTCInstant, actor: String) throws -> PluginRecord {
        let before = try pluginRecord(plugin)
        try write { database in
            try database.execute(sql: "INSERT OR IGNORE INTO plugin (id) VALUES (?)", arguments: [plugin])
            try database.execute(
                sql: "UPDATE plugin SET reset_after_run = (SELECT max(id) FROM run) WHERE id = ?",
                arguments: [plugin]
            )
            try Self.insertEvent(
                at: instant,
                actor: actor,
                verb: "plugin-reset",
                subject: plugin,
                detail: "after \(before.failuresInARow) failures in a row",
                database
            )
        }
        return before
    }
}
