internal import GRDB
package import PejlModel

extension Store {
    /// What is known of a dataset before it is asked for again.
    ///
    /// - Parameters:
    ///   - dataset: Code of the dataset.
    ///   - decoder: Name and version of what would read its documents now.
    /// - Returns: Nothing where it was never loaded, where something else read it, or where its last load was refused:
    ///   then the figures are asked for, whatever the publisher says of changes.
    /// - Throws: ``StoreError``.
    package func lastRetrieval(of dataset: String, decoder: String) throws -> LastRetrieval? {
        try read { database in
            let last = try Row.fetchOne(
                database,
                sql: """
                    SELECT f.outcome, f.started_at, f.publisher_update, f.recipe_sha256, f.decoder,
                        (SELECT max(g.started_at) FROM fetch g
                            JOIN exchange e ON e.fetch_id = g.id AND e.purpose <> 'poll'
                            WHERE g.dataset_id = f.dataset_id AND g.outcome <> 'refused') AS asked_at
                    FROM fetch f JOIN dataset d ON d.id = f.dataset_id
                    WHERE d.code = ? ORDER BY f.id DESC LIMIT 1
                    """,
                arguments: [dataset]
            )
            guard let last, last["outcome"] != "refused", last["decoder"] == decoder else { return nil }
            guard let recipe = ContentDigest(hex: last["recipe_sha256"]) else { return nil }
            // When it was asked for, not when it was loaded: a load that waited for a person is as old as its documents.
            guard let finishedAt = UTCInstant(last["started_at"] as String) else { return nil }
            return LastRetrieval(
                finishedAt: finishedAt,
                askedAt: (last["asked_at"] as String?).flatMap(UTCInstant.init),
                publisherUpdate: last["publisher_update"],
                recipe: recipe
            )
        }
    }
}
