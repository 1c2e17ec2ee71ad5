internal import GRDB
package import PejlModel

extension Store {
    /// Makes the changes that the program and the configuration know the ones that the store holds.
    ///
    /// Rows that are right already are left, and so are those that loads brought. A change of several areas is a row for
    /// each earlier and later one.
    package func saveAreaChanges(_ changes: [AreaChange]) throws {
        try write { database in
            let wanted = Set(changes.flatMap(AreaChangeRow.rows))
            let held = try Row.fetchAll(
                database,
                sql: "SELECT * FROM area_change WHERE origin = 'catalogue' ORDER BY id"
            )
            var kept: Set<AreaChangeRow> = []
            for row in held {
                let one = AreaChangeRow(row)
                if wanted.contains(one), kept.insert(one).inserted { continue }
                try database.execute(sql: "DELETE FROM area_change WHERE id = ?", arguments: [row["id"] as Int64])
            }
            for one in wanted.subtracting(kept).sorted(by: { $0.order < $1.order }) {
                try one.insert(origin: "catalogue", fetch: nil, database)
            }
        }
    }

    /// Notes what a load calls its institutions, and a rename for each that the dataset called otherwise before.
    static func note(
        _ institutions: [Area],
        of dataset: Int64,
        into fetch: Int64,
        _ database: Database
    ) throws {
        guard !institutions.isEmpty else { return }
        let loaded = try String.fetchOne(
            database,
            sql: "SELECT finished_at FROM fetch WHERE id = ?",
            arguments: [fetch]
        )
        let day = String((loaded ?? "").prefix(10))
        for institution in institutions {
            let known = try String.fetchOne(
                database,
                sql: "SELECT name FROM dataset_area_name WHERE dataset_id = ? AND area_code = ?",
                arguments: [dataset, institution.code]
            )
            guard known != institution.name else { continue }
            try database.execute(
                sql: "INSERT OR REPLACE INTO dataset_area_name VALUES (?, ?, ?)",
                arguments: [dataset, institution.code, institution.name]
            )
            guard let known else { continue }
            let source = try String.fetchOne(
                database,
                sql: "SELECT code FROM dataset WHERE id = ?",
                arguments: [dataset]
            )
            try AreaChangeRow(
                day: day,
                kind: AreaChangeKind.rename.rawValue,
                from: NamedArea(code: institution.code, name: known),
                to: NamedArea(code: institution.code, name: institution.name),
                note: Localised(
                    da: "Dagen, da det nye navn først blev indlæst; hvornår navnet blev ændret, siger tallene ikke.",
                    en: "The day when the new name was first loaded; the figures do not say when the name was changed."
                ),
                source: source ?? ""
            ).insert(origin: "load", fetch: fetch, database)
        }
    }

    /// Forgets what a dataset's loads said of names, before they are read again in their order.
    static func forgetNames(of dataset: Int64, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM dataset_area_name WHERE dataset_id = ?", arguments: [dataset])
        try database.execute(
            sql: "DELETE FROM area_change WHERE fetch_id IN (SELECT id FROM fetch WHERE dataset_id = ?)",
            arguments: [dataset]
        )
    }
}

/// One row of `area_change`.
private struct AreaChangeRow: Hashable {
    let day, kind, fromCode, toCode, fromName, toName, noteDa, noteEn, source: String

    init(day: String, kind: String, from: NamedArea, to: NamedArea, note: Localised, source: String) {
        self.day = day
        self.kind = kind
        (fromCode, fromName, toCode, toName) = (from.code, from.name, to.code, to.name)
        (noteDa, noteEn) = (note.da, note.en)
        self.source = source
    }

    init(_ row: Row) {
        day = row["day"]
        kind = row["kind"]
        fromCode = row["from_code"]
        toCode = row["to_code"]
        fromName = row["from_name"]
        toName = row["to_name"]
        noteDa = row["note_da"]
        noteEn = row["note_en"]
        source = row["source"]
    }

    static func rows(_ change: AreaChange) -> [AreaChangeRow] {
        let nobody = NamedArea(code: "", name: "")
        let pairs: [(from: NamedArea, to: NamedArea)]
        if change.kind == .unestablished {
            // A row with both would say what is not established.
            pairs = change.from.map { ($0, nobody) } + change.to.map { (nobody, $0) }
        } else {
            pairs = change.from.flatMap { from in (change.to.isEmpty ? [nobody] : change.to).map { (from, $0) } }
        }
        return pairs.map { pair in
            AreaChangeRow(
                day: change.day.description,
                kind: change.kind.rawValue,
                from: pair.from,
                to: pair.to,
                note: change.note,
                source: change.sources.joined(separator: "; ")
            )
        }
    }

    var order: String { [day, kind, fromCode, toCode, fromName, toName].joined(separator: "\n") }

    func insert(origin: String, fetch: Int64?, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO area_change (day, kind, from_code, to_code, from_name, to_name, note_da, note_en, source,
                    origin, fetch_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [day, kind, fromCode, toCode, fromName, toName, noteDa, noteEn, source, origin, fetch]
        )
    }
}
