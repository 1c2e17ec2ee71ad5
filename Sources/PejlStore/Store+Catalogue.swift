internal import GRDB
package import PejlModel

extension Store {
    /// Refuses a recipe that would give figures already held another unit, definition or dataset.
    ///
    /// - Throws: ``LoadRefusal`` with every such change; nobody can waive one.
    static func refuseChangedDefinitions(_ recipe: Recipe, _ database: Database) throws {
        var broken: [BrokenRule] = []
        let words = ["unit": "enheden", "definition": "definitionen", "dataset": "datasættet"]
        for indicator in recipe.indicators {
            let held = try Row.fetchOne(
                database,
                sql: """
                    SELECT i.unit, i.definition_id, i.formula, d.code AS dataset FROM indicator i
                        JOIN dataset d ON d.id = i.dataset_id
                    WHERE i.code = ? AND EXISTS (
                        SELECT 1 FROM series s JOIN observation o ON o.series_id = s.id WHERE s.indicator_id = i.id)
                    """,
                arguments: [indicator.id]
            )
            guard let held else { continue }
            let pairs: [(String, String, String)] = [
                ("unit", held["unit"], indicator.unit.rawValue),
                ("definition", held["definition_id"], indicator.definitionID), ("dataset", held["dataset"], recipe.id),
                ("formula", held["formula"] ?? "none", recipe.derivation?.text ?? "none"),
            ]
            for (what, was, now) in pairs where was != now {
                let finding =
                    "\(indicator.id): the recipe changes its \(what) from \(was) to \(now); another definition is "
                    + "another indicator: give it an identifier of its own"
                let danish =
                    "\(indicator.id): opskriften ændrer \(words[what] ?? what) fra \(was) til \(now); en anden definition er en "
                    + "anden indikator: giv den sit eget navn"
                broken.append(BrokenRule("definition-changed", finding, da: danish))
            }
        }
        if let refusal = LoadRefusal(dataset: recipe.id, rules: broken) { throw refusal }
    }

    /// Writes a recipe's publisher, dataset, areas, indicators and members; returns the dataset's row id.
    static func upsertDataset(_ recipe: Recipe, _ database: Database) throws -> Int64 {
        let dataset = try upsertDatasetRow(recipe, database)
        for area in recipe.areas { try upsert(area, database) }
        for indicator in recipe.indicators {
            try upsert(indicator, dataset: dataset, recipe.derivation, database)
        }
        for rule in recipe.columns {
            guard case .breakdown(let dimension, let title, let members) = rule.role else { continue }
            for member in members where !member.isTotal {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO breakdown_member VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [dimension, member.id, title.da, title.en, member.title.da, member.title.en]
                )
            }
        }
        return dataset
    }

    /// Writes a recipe's publisher and dataset; returns the dataset's row id.
    static func upsertDatasetRow(_ recipe: Recipe, _ database: Database) throws -> Int64 {
        let publisher = try upsert(
            database,
            "publisher",
            code: recipe.publisher.code,
            [
                "title_da": recipe.publisher.title.da, "title_en": recipe.publisher.title.en,
                "site": recipe.publisher.site,
            ]
        )
        return try upsert(
            database,
            "dataset",
            code: recipe.id,
            [
                "publisher_id": publisher, "source_table": recipe.table, "title_da": recipe.title.da,
                "title_en": recipe.title.en, "licence": recipe.licence, "citation_da": recipe.citation.da,
                "citation_en": recipe.citation.en, "recipe_sha256": recipe.digest.hex,
            ]
        )
    }

    /// Writes an area.
    static func upsert(_ area: Area, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO area (kind, code, name, region_code, group_code, municipality_code)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, name = excluded.name,
                    region_code = excluded.region_code, group_code = excluded.group_code,
                    municipality_code = excluded.municipality_code
                WHERE (kind, name, region_code, group_code, municipality_code) IS NOT (excluded.kind, excluded.name,
                    excluded.region_code, excluded.group_code, excluded.municipality_code)
                """
        )
        try statement.execute(
            arguments: [
                area.kind.rawValue, area.code, area.name, area.regionCode, area.groupCode, area.municipalityCode,
            ]
        )
    }

    /// Writes an indicator with its caveats and breaks.
    static func upsert(
        _ indicator: Indicator,
        dataset: Int64,
        _ derivation: Derivation?,
        _ database: Database
    ) throws {
        let id = try upsert(
            database,
            "indicator",
            code: indicator.id,
            [
                "dataset_id": dataset, "title_da": indicator.title.da, "title_en": indicator.title.en,
                "definition_da": indicator.definition.da, "definition_en": indicator.definition.en,
                "definition_id": indicator.definitionID, "unit": indicator.unit.rawValue,
                "decimals": indicator.decimals, "direction": indicator.direction.rawValue,
                "weight_indicator": indicator.weight?.indicator, "weight_period": indicator.weight?.period,
                "weight_is_denominator": indicator.weight.map { $0.isDenominator ? 1 : 0 },
                "formula": derivation?.text, "flags": derivation?.flags ?? "",
            ]
        )
        try database.execute(sql: "DELETE FROM indicator_caveat WHERE indicator_id = ?", arguments: [id])
        for caveat in indicator.caveats {
            for period in caveat.periods {
                try database.execute(
                    sql: "INSERT INTO indicator_caveat VALUES (?, ?, ?, ?, ?)",
                    arguments: [id, caveat.code, period, caveat.text.da, caveat.text.en]
                )
            }
        }
        try write(indicator.breaks, of: id, database)
    }

    /// Writes an indicator's breaks; rows that are right already are left, so that nothing looks new.
    private static func write(_ breaks: [IndicatorBreak], of indicator: Int64, _ database: Database) throws {
        let held = try Row.fetchAll(
            database,
            sql: "SELECT id, day, reason_da, reason_en, source FROM break WHERE indicator_id = ?",
            arguments: [indicator]
        )
        func isHeld(_ one: IndicatorBreak, _ row: Row) -> Bool {
            row["day"] == one.day.description && row["reason_da"] == one.reason.da
                && row["reason_en"] == one.reason.en && row["source"] == one.source
        }
        for row in held where !breaks.contains(where: { isHeld($0, row) }) {
            try database.execute(sql: "DELETE FROM break WHERE id = ?", arguments: [row["id"] as Int64])
        }
        for one in breaks where !held.contains(where: { isHeld(one, $0) }) {
            try database.execute(
                sql: "INSERT INTO break (indicator_id, day, reason_da, reason_en, source) VALUES (?, ?, ?, ?, ?)",
                arguments: [indicator, one.day.description, one.reason.da, one.reason.en, one.source]
            )
        }
    }

    /// Inserts a row or updates the one with the same code, only where something differs; returns its id.
    private static func upsert(
        _ database: Database,
        _ table: String,
        code: String,
        _ values: [String: (any DatabaseValueConvertible)?]
    ) throws -> Int64 {
        let names = values.keys.sorted()
        let arguments: [(any DatabaseValueConvertible)?] = [code] + names.map { values[$0] ?? nil }
        try database.execute(
            sql: """
                INSERT INTO \(table) (code, \(names.joined(separator: ", ")))
                VALUES (?\(String(repeating: ", ?", count: names.count)))
                ON CONFLICT (code) DO UPDATE SET \(names.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
                WHERE \(names.map { "\($0) IS NOT excluded.\($0)" }.joined(separator: " OR "))
                """,
            arguments: StatementArguments(arguments)
        )
        let id = try Int64.fetchOne(database, sql: "SELECT id FROM \(table) WHERE code = ?", arguments: [code])
        guard let id else { throw DatabaseError(resultCode: .SQLITE_INTERNAL, message: "no row in \(table)") }
        return id
    }

    /// Writes a fetch with its exchanges and documents; returns its id.
    @discardableResult
    static func insertFetch(
        _ load: LoadRequest,
        dataset: Int64,
        outcome: String,
        _ database: Database
    ) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO fetch (dataset_id, run_id, started_at, finished_at, outcome, source_sha256,
                    recipe_sha256, decoder, publisher_update)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                dataset, load.run, load.fetched.startedAt.description, load.fetched.finishedAt.description, outcome,
                load.source.hex, load.recipe.digest.hex, load.decoder, load.fetched.publisherUpdate,
            ]
        )
        let fetch = database.lastInsertedRowID
        for (page, exchange) in load.fetched.exchanges.enumerated() {
            try database.execute(
                sql: "INSERT OR IGNORE INTO raw_document (sha256, bytes) VALUES (?, ?)",
                arguments: [exchange.document.digest.hex, exchange.document.byteCount]
            )
            try database.execute(
                sql: """
                    INSERT INTO exchange SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, id, ? FROM raw_document WHERE sha256 = ?
                    """,
                arguments: [
                    fetch, page + 1, exchange.method, exchange.url, exchange.requestBody, exchange.status,
                    exchange.responseHeaders.joined(separator: "\n"), exchange.wireByteCount, exchange.proof.rawValue,
                    exchange.purpose.rawValue, exchange.document.digest.hex,
                ]
            )
        }
        try insert(load.fetched.notes, after: 0, fetch: fetch, database)
        return fetch
    }

    /// Writes the groups that the municipality is compared with.
    package func saveComparisonGroups(_ groups: [ComparisonGroup]) throws {
        try write { database in
            for group in groups {
                try database.execute(
                    sql: """
                        INSERT INTO comparison_group VALUES (?, ?, ?, ?)
                        ON CONFLICT (code) DO UPDATE SET title_da = excluded.title_da,
                            title_en = excluded.title_en, source = excluded.source
                        """,
                    arguments: [group.id, group.title.da, group.title.en, group.source]
                )
                try database.execute(
                    sql: "DELETE FROM comparison_group_member WHERE group_code = ?",
                    arguments: [group.id]
                )
                for member in group.members {
                    try database.execute(
                        sql: "INSERT INTO comparison_group_member VALUES (?, ?)",
                        arguments: [group.id, member]
                    )
                }
            }
        }
    }
}
