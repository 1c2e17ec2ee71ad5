internal import GRDB

extension Store {
    /// How the documents of a dataset's last load were had: addresses and headers, not the documents.
    ///
    /// - Parameter dataset: Identifier of the dataset.
    /// - Returns: A text for each document, as ``Exchange/source`` gives it; empty where nothing was ever loaded.
    /// - Throws: ``StoreError``.
    package func lastLoadedSources(of dataset: String) throws -> Set<String> {
        try read { database in
            try String.fetchSet(
                database,
                sql: """
                    SELECT e.url || char(10) || e.wire_bytes || char(10) || e.response_headers FROM exchange e
                    WHERE e.fetch_id = (
                        SELECT max(f.id) FROM fetch f JOIN dataset d ON d.id = f.dataset_id
                        WHERE d.code = ? AND f.outcome = 'loaded')
                    """,
                arguments: [dataset]
            )
        }
    }
}
