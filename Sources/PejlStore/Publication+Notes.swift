internal import GRDB
package import PejlModel

extension Publication {
    /// What publishers say beside the figures at present, by dataset.
    ///
    /// - Throws: ``StoreError``.
    package func notes() throws -> [String: [PublisherNote]] {
        try read { database in
            var notes: [String: [PublisherNote]] = [:]
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT d.code AS dataset, n.kind, n.text, n.mandatory
                    FROM dataset_note n JOIN fetch f ON f.id = n.fetch_id JOIN dataset d ON d.id = f.dataset_id
                    WHERE n.fetch_id IN (SELECT fetch_id FROM dataset_notes)
                    ORDER BY d.code, n.position
                    """
            )
            for row in rows {
                guard let kind = PublisherNoteKind(rawValue: row["kind"]) else { continue }
                let note = PublisherNote(kind: kind, text: row["text"], isMandatory: row["mandatory"])
                notes[row["dataset"], default: []].append(note)
            }
            return notes
        }
    }
}
