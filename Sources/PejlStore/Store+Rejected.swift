internal import GRDB
package import PejlModel

/// A row that could not be understood, as the store keeps it.
package struct StoredRejectedRow: Sendable, Hashable {
    /// Its number in the store.
    package let id: Int
    /// Identifier of the dataset.
    package let dataset: String
    /// Number of the fetch.
    package let fetch: Int
    /// When it was fetched.
    package let fetchedAt: String
    /// Whether the fetch was refused, or loaded without the row.
    package let outcome: FetchOutcome
    /// What could not be understood.
    package let rejected: RejectedRow
}

/// Which rejected rows are wanted.
package struct RejectedRowFilter: Sendable {
    /// Identifier of the dataset; all where there is none.
    package var dataset: String?
    /// Number of the fetch; all where there is none.
    package var fetch: Int?
    /// Name of the rule; all where there is none.
    package var rule: String?

    package init(dataset: String? = nil, fetch: Int? = nil, rule: String? = nil) {
        self.dataset = dataset
        self.fetch = fetch
        self.rule = rule
    }
}

extension Store {
    /// Rejected rows, those of the newest fetch first.
    ///
    /// - Parameters:
    ///   - filter: Which are wanted.
    ///   - limit: How many, at the most.
    /// - Returns: The rows, and how many there are without the limit.
    /// - Throws: ``StoreError``.
    package func rejectedRows(_ filter: RejectedRowFilter, limit: Int) throws -> (rows: [StoredRejectedRow], count: Int)
    {
        try read { database in
            let arguments: StatementArguments = [
                "dataset": filter.dataset, "fetch": filter.fetch, "rule": filter.rule, "limit": limit,
            ]
            let condition = """
                (:dataset IS NULL OR d.code = :dataset) AND (:fetch IS NULL OR r.fetch_id = :fetch)
                    AND (:rule IS NULL OR r.rule = :rule)
                """
            let rows = try Row.fetchAll(
                database,
                sql: "\(Self.rejectedRows) WHERE \(condition) ORDER BY r.fetch_id DESC, r.row, r.id LIMIT :limit",
                arguments: arguments
            )
            let count = try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM (\(Self.rejectedRows) WHERE \(condition)) WHERE :limit IS NOT NULL",
                arguments: arguments
            )
            return (rows.compactMap(Self.rejectedRow), count ?? 0)
        }
    }

    /// One rejected row by its number, and the fetch that it came with; nothing where there is none.
    package func rejectedRow(_ id: Int) throws -> (row: StoredRejectedRow, fetch: StoredFetch)? {
        let row = try read { database in
            try Row.fetchOne(database, sql: "\(Self.rejectedRows) WHERE r.id = ?", arguments: [id])
                .flatMap(Self.rejectedRow)
        }
        guard let row, let fetch = try fetches(of: row.dataset, "f.id = \(row.fetch)").first else { return nil }
        return (row, fetch)
    }

    private static let rejectedRows = """
        SELECT r.id, d.code AS dataset, r.fetch_id, f.finished_at, f.outcome, r.row, r.rule, r.content
        FROM rejected_row r JOIN fetch f ON f.id = r.fetch_id JOIN dataset d ON d.id = f.dataset_id
        """

    private static func rejectedRow(_ row: Row) -> StoredRejectedRow? {
        FetchOutcome(rawValue: row["outcome"]).map { outcome in
            StoredRejectedRow(
                id: row["id"],
                dataset: row["dataset"],
                fetch: row["fetch_id"],
                fetchedAt: row["finished_at"],
                outcome: outcome,
                rejected: RejectedRow(row: row["row"], rule: row["rule"], content: row["content"])
            )
        }
    }
}
