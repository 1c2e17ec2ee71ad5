internal import GRDB
package import PejlModel

/// What came of a fetch.
package enum FetchOutcome: String, Sendable {
    /// Its figures are in the store, or its vintages are.
    case loaded
    /// It brought what the store held.
    case unchanged
    /// The gate or the reading stopped it.
    case refused
}

/// A fetch as the store recorded it.
package struct StoredFetch: Sendable {
    /// Number of the fetch.
    package let id: Int
    /// What came of it.
    package let outcome: FetchOutcome
    /// What it brought; the documents lie in the archive under their digest, their paths are empty.
    package let fetched: FetchedDataset
    /// Digest of the recipe it was read by.
    package let recipe: String
    /// Name and version of what read it.
    package let decoder: String
    /// Who let it in, if somebody did.
    package let approval: LoadApproval?

    /// Digests of the documents with figures, in order.
    package var documents: [ContentDigest] { fetched.figures.map(\.document.digest) }
}

extension Store {
    /// The last fetch of a dataset that brought figures; nothing where there is none.
    package func lastFetchWithFigures(of dataset: String) throws -> StoredFetch? {
        try fetches(
            of: dataset,
            """
            f.id = (SELECT max(g.id) FROM fetch g WHERE g.dataset_id = d.id AND EXISTS (
                SELECT 1 FROM exchange e WHERE e.fetch_id = g.id AND e.purpose = 'figures'))
            """
        ).first
    }

    /// The last fetch or computation of a dataset, whatever came of it; nothing where there is none.
    package func lastFetch(of dataset: String) throws -> StoredFetch? {
        try fetches(of: dataset, "f.id = (SELECT max(g.id) FROM fetch g WHERE g.dataset_id = d.id)").first
    }

    /// The refused fetches of a dataset since figures of it were last loaded or found unchanged, oldest first.
    package func pendingFetches(of dataset: String) throws -> [StoredFetch] {
        try fetches(
            of: dataset,
            """
            f.outcome = 'refused' AND f.id > coalesce(
                (SELECT max(g.id) FROM fetch g WHERE g.dataset_id = d.id AND g.outcome <> 'refused'), 0)
            """
        )
    }

    /// The rules that a refused fetch broke, in the order they were told.
    package func brokenRules(ofFetch fetch: Int) throws -> [BrokenRule] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT rule, finding, waivable FROM refusal WHERE fetch_id = ? ORDER BY position",
                arguments: [fetch]
            ).map { BrokenRule($0["rule"], $0["finding"], isWaivable: $0["waivable"] as Int == 1) }
        }
    }

    /// Every fetch of a dataset whose figures were loaded, oldest first.
    package func loadedFetches(of dataset: String) throws -> [StoredFetch] {
        try fetches(of: dataset, "f.outcome = 'loaded'")
    }

    func fetches(of dataset: String, _ condition: String) throws -> [StoredFetch] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT f.*, d.code AS dataset, a.refused_fetch_id, a.at, a.actor, a.reason
                    FROM fetch f JOIN dataset d ON d.id = f.dataset_id LEFT JOIN approval a ON a.fetch_id = f.id
                    WHERE d.code = ? AND \(condition) ORDER BY f.id
                    """,
                arguments: [dataset]
            )
            return try rows.map { try storedFetch($0, database) }
        }
    }

    private func storedFetch(_ row: Row, _ database: Database) throws -> StoredFetch {
        let id: Int = row["id"]
        func broken(_ what: String) -> StoreError { .corrupt(path: path, detail: "\(what) of fetch \(id)") }
        guard let outcome = FetchOutcome(rawValue: row["outcome"]) else { throw broken("an unknown outcome") }
        guard let startedAt = UTCInstant(row["started_at"] as String),
            let finishedAt = UTCInstant(row["finished_at"] as String)
        else { throw broken("an unreadable time") }
        let rules = try String.fetchSet(
            database,
            sql: "SELECT rule FROM refusal WHERE fetch_id = ? AND waivable = 1",
            arguments: [row["refused_fetch_id"] as Int?]
        )
        return StoredFetch(
            id: id,
            outcome: outcome,
            fetched: FetchedDataset(
                dataset: row["dataset"],
                startedAt: startedAt,
                finishedAt: finishedAt,
                exchanges: try exchanges(of: id, database) ?? { throw broken("an unreadable exchange") }(),
                notes: try notes(of: id, database),
                publisherUpdate: row["publisher_update"]
            ),
            recipe: row["recipe_sha256"],
            decoder: row["decoder"],
            approval: (row["at"] as String?).flatMap(UTCInstant.init(_:)).map { at in
                LoadApproval(
                    refusedFetch: row["refused_fetch_id"],
                    rules: rules,
                    actor: row["actor"],
                    reason: row["reason"],
                    at: at
                )
            }
        )
    }

    /// The exchanges of a fetch in order; nothing where one cannot be read.
    private func exchanges(of fetch: Int, _ database: Database) throws -> [Exchange]? {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT e.*, r.sha256, r.bytes FROM exchange e JOIN raw_document r ON r.id = e.raw_document_id
                WHERE e.fetch_id = ? ORDER BY e.page
                """,
            arguments: [fetch]
        )
        let exchanges = rows.compactMap { row -> Exchange? in
            guard let purpose = ExchangePurpose(rawValue: row["purpose"]),
                let digest = ContentDigest(hex: row["sha256"]),
                let proof = CompletenessProof(rawValue: row["proof"])
            else { return nil }
            return Exchange(
                purpose: purpose,
                method: row["method"],
                url: row["url"],
                requestBody: row["request_body"],
                status: row["status"],
                responseHeaders: (row["response_headers"] as String).split(separator: "\n").map(String.init),
                wireByteCount: row["wire_bytes"],
                proof: proof,
                document: RawDocument(digest: digest, byteCount: row["bytes"], path: "")
            )
        }
        return exchanges.count == rows.count ? exchanges : nil
    }

    private func notes(of fetch: Int, _ database: Database) throws -> [PublisherNote] {
        try Row.fetchAll(
            database,
            sql: "SELECT kind, text, mandatory FROM dataset_note WHERE fetch_id = ? ORDER BY position",
            arguments: [fetch]
        ).compactMap { row in
            PublisherNoteKind(rawValue: row["kind"]).map {
                PublisherNote(kind: $0, text: row["text"], isMandatory: row["mandatory"] as Int == 1)
            }
        }
    }
}
