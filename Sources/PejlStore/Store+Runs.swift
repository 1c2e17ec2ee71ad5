internal import GRDB
package import PejlModel

/// What a run is about.
package enum RunKind: String, Sendable {
    case refresh
    case analyse
    case publish
}

extension Store {
    /// Opens a run; it is `interrupted` if the process dies before ``finishRun(_:at:state:)``.
    ///
    /// - Parameters:
    ///   - kind: What it does.
    ///   - subject: The dataset or plugin it is about.
    ///   - instant: When it starts.
    /// - Returns: Its number.
    /// - Throws: ``StoreError``.
    package func beginRun(_ kind: RunKind, subject: String, at instant: UTCInstant) throws -> Int {
        try write { try Self.insertRun(kind, subject, instant, $0) }
    }

    /// Whether a run is under way.
    package func hasOpenRuns() throws -> Bool {
        try read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM run WHERE state = 'running')") == true }
    }

    /// Opens a run for each subject, in their order and in one transaction; see ``beginRun(_:subject:at:)``.
    package func beginRuns(_ kind: RunKind, subjects: [String], at instant: UTCInstant) throws -> [Int] {
        try write { database in try subjects.map { try Self.insertRun(kind, $0, instant, database) } }
    }

    /// Writes a run that begins; returns its number.
    static func insertRun(
        _ kind: RunKind,
        _ subject: String,
        _ instant: UTCInstant,
        _ database: Database
    ) throws -> Int {
        try database.execute(
            sql: "INSERT INTO run (kind, subject, started_at, state) VALUES (?, ?, ?, 'running')",
            arguments: [kind.rawValue, subject, instant.description]
        )
        return Int(database.lastInsertedRowID)
    }

    /// Closes a run as succeeded or unchanged.
    package func finishRun(_ run: Int, at instant: UTCInstant, unchanged: Bool = false) throws {
        try write { try Self.finishRun(run, at: instant, unchanged: unchanged, $0) }
    }

    static func finishRun(_ run: Int, at instant: UTCInstant, unchanged: Bool, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE run SET state = ?, finished_at = ? WHERE id = ?",
            arguments: [unchanged ? "unchanged" : "succeeded", instant.description, run]
        )
    }

    /// Closes every run that is open: what it began was broken off before it came to anything.
    package func interruptOpenRuns(at instant: UTCInstant) throws {
        try write { try Self.interruptOpenRuns(at: instant, $0) }
    }

    static func interruptOpenRuns(at instant: UTCInstant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE run SET state = 'interrupted', finished_at = ? WHERE state = 'running'",
            arguments: [instant.description]
        )
    }

    /// Closes a run as failed, with what, why and when it is tried again.
    package func failRun(_ run: Int, at instant: UTCInstant, _ failure: Failure, retryAt: UTCInstant?) throws {
        try write { try Self.failRun(run, at: instant, failure, retryAt: retryAt, $0) }
    }

    static func failRun(
        _ run: Int,
        at instant: UTCInstant,
        _ failure: Failure,
        retryAt: UTCInstant?,
        _ database: Database
    ) throws {
        try database.execute(
            sql: """
                UPDATE run SET state = 'failed', finished_at = ?, failure_kind = ?, failure_name = ?,
                    failure_message = ?, retry_at = ?
                WHERE id = ?
                """,
            arguments: [
                instant.description, failure.kind.rawValue, failure.name, failure.message, retryAt?.description, run,
            ]
        )
    }

    /// The last time each dataset was loaded or found unchanged, as ISO 8601 text by dataset.
    package func lastGoodFetches() throws -> [String: String] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT d.code AS dataset, max(f.finished_at) AS at
                    FROM fetch f JOIN dataset d ON d.id = f.dataset_id
                    WHERE f.outcome IN ('loaded', 'unchanged') GROUP BY d.code
                    """
            )
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["dataset"] as String, $0["at"] as String) })
        }
    }

    /// The last time each dataset was asked for, by dataset; those that never were are left out.
    package func lastAttempts() throws -> [String: DatasetAttempt] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM run WHERE id IN (SELECT max(id) FROM run WHERE kind = 'refresh' GROUP BY subject)
                    """
            )
            return try Dictionary(uniqueKeysWithValues: rows.map { ($0["subject"], try attempt($0)) })
        }
    }

    private func attempt(_ row: Row) throws -> DatasetAttempt {
        guard let startedAt = UTCInstant(row["started_at"]) else {
            throw StoreError.corrupt(path: path, detail: "an unreadable time in run")
        }
        let kind = (row["failure_kind"] as String?).flatMap(FailureKind.init(rawValue:))
        return DatasetAttempt(
            startedAt: startedAt,
            isFinished: ["succeeded", "unchanged", "failed"].contains(row["state"] as String),
            failure: kind.map { Failure(kind: $0, name: row["failure_name"], message: row["failure_message"]) },
            retryAt: (row["retry_at"] as String?).flatMap(UTCInstant.init(_:))
        )
    }

    /// Whether there is anything to publish.
    package func hasObservations() throws -> Bool {
        try read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM observation)") ?? false }
    }
}
