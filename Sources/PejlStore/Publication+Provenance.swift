import Foundation
internal import GRDB
package import PejlModel

/// Where a dataset's figures came from.
package struct DatasetSource: Sendable, Hashable {
    /// Code of the dataset.
    package let dataset: String
    /// Name of the publisher.
    package let publisher: Localised
    /// The publisher's table.
    package let table: String
    /// The dataset's name.
    package let title: Localised
    /// Licence of the figures.
    package let licence: String
    /// How to cite.
    package let citation: Localised
    /// When it was last loaded.
    package let retrievedAt: String
    /// Codes of the first and last period held.
    package let periods: (first: String, last: String)
    /// Codes of its indicators.
    package let indicators: [String]
    /// Digests of the documents it was last loaded from.
    package let documents: [String]

    package static func == (left: DatasetSource, right: DatasetSource) -> Bool { left.dataset == right.dataset }
    package func hash(into hasher: inout Hasher) { hasher.combine(dataset) }
}

/// The chain behind one finding, from the sentence to the bytes.
package struct FindingChain: Sendable {
    /// The finding.
    package let finding: Finding
    /// Number of the run that computed it.
    package let run: Int
    /// Whether a later run of the plugin has taken its place.
    package let isSuperseded: Bool
    /// Version of the plugin.
    package let pluginVersion: String
    /// Digest of the plugin's files, 64 hexadecimal digits.
    package let pluginDigest: String
    /// The plugin's settings then, by name; absent where the run was made by a pejl that did not note them.
    package let settings: [String: String]?
    /// The group it was compared with, as it was then; absent where it is compared with none, or where none was noted.
    package let group: GroupVersion?
    /// How many observations it rests on.
    package let inputs: Int
    /// How many of them have a value.
    package let inputsWithValue: Int
    /// The area's own figure with what it was computed from; absent where there is no observation.
    package let own: FigureChain?
    /// The fetches that set those observations and what they were computed from, with their documents.
    package let fetches: [FetchRecord]
}

/// A comparison group as it was when a plugin ran.
package struct GroupVersion: Sendable {
    /// Identifier of the group.
    package let id: String
    /// ``ComparisonGroup/version``, 64 hexadecimal digits.
    package let digest: String
    /// Who drew the group up.
    package let source: String
    /// Area codes in ascending order.
    package let members: [String]
}

/// One fetch with its documents.
package struct FetchRecord: Sendable {
    /// Number of the fetch.
    package let id: Int
    /// Code of the dataset.
    package let dataset: String
    /// The publisher's table.
    package let table: String
    /// When the first request was sent.
    package let startedAt: String
    /// When it was fetched.
    package let finishedAt: String
    /// The formula of a dataset that is computed; its fetch has no exchanges.
    package let formula: String?
    /// Digest of the recipe.
    package let recipe: String
    /// Name and version of the decoder.
    package let decoder: String
    /// Its exchanges: method, address, request body, HTTP status, digest and length of the document.
    package let exchanges: [ExchangeRecord]
}

/// One exchange as recorded.
package struct ExchangeRecord: Sendable {
    /// What its document is for.
    package let purpose: ExchangePurpose
    /// HTTP method.
    package let method: String
    /// The address asked.
    package let url: String
    /// The request's body.
    package let requestBody: String
    /// HTTP status.
    package let status: Int
    /// The answer's header lines in the order received, without cookies; `name: value`.
    package let responseHeaders: [String]
    /// Digest of the document, 64 hexadecimal digits.
    package let document: String
    /// Length of the document in bytes.
    package let bytes: Int
    /// How it is known to be whole; a ``CompletenessProof``.
    package let proof: String
}

extension Publication {
    /// Where the figures came from, a source for each dataset.
    package func sources() throws -> [DatasetSource] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT d.id, d.code, d.source_table, d.title_da, d.title_en, d.licence, d.citation_da,
                        d.citation_en, p.title_da AS publisher_da, p.title_en AS publisher_en,
                        (SELECT max(f.id) FROM fetch f WHERE f.dataset_id = d.id AND f.outcome = 'loaded') AS fetch
                    FROM dataset d JOIN publisher p ON p.id = d.publisher_id ORDER BY d.code
                    """
            )
            return try rows.compactMap { try Self.source($0, database) }
        }
    }

    private static func source(_ row: Row, _ database: Database) throws -> DatasetSource? {
        guard let fetch = row["fetch"] as Int? else { return nil }
        let dataset: Int = row["id"]
        let periods = try String.fetchAll(
            database,
            sql: """
                SELECT DISTINCT t.code FROM series s JOIN observation o ON o.series_id = s.id
                    JOIN period t ON t.id = o.period_id
                WHERE s.dataset_id = ? ORDER BY t.first_day, t.code
                """,
            arguments: [dataset]
        )
        return DatasetSource(
            dataset: row["code"],
            publisher: Localised(da: row["publisher_da"], en: row["publisher_en"]),
            table: row["source_table"],
            title: Localised(da: row["title_da"], en: row["title_en"]),
            licence: row["licence"],
            citation: Localised(da: row["citation_da"], en: row["citation_en"]),
            retrievedAt: try String.fetchOne(
                database,
                sql: "SELECT finished_at FROM fetch WHERE id = ?",
                arguments: [fetch]
            ) ?? "",
            periods: (periods.first ?? "", periods.last ?? ""),
            indicators: try String.fetchAll(
                database,
                sql: "SELECT code FROM indicator WHERE dataset_id = ? ORDER BY code",
                arguments: [dataset]
            ),
            documents: try documents(of: dataset, loadedBy: fetch, database)
        )
    }

    /// Digests of the documents of a load; of those behind its inputs, where the dataset is computed.
    private static func documents(of dataset: Int, loadedBy fetch: Int, _ database: Database) throws -> [String] {
        let own = try String.fetchAll(
            database,
            sql: """
                SELECT r.sha256 FROM exchange e JOIN raw_document r ON r.id = e.raw_document_id
                WHERE e.fetch_id = ? ORDER BY e.page
                """,
            arguments: [fetch]
        )
        guard own.isEmpty else { return own }
        return try String.fetchAll(
            database,
            sql: """
                WITH RECURSIVE origin (fetch) AS (
                    SELECT DISTINCT o.fetch_id FROM series s JOIN observation o ON o.series_id = s.id
                        WHERE s.dataset_id = ?
                    UNION SELECT d.input_fetch_id FROM origin o JOIN derived_input d ON d.fetch_id = o.fetch)
                SELECT DISTINCT r.sha256 FROM origin o JOIN exchange e ON e.fetch_id = o.fetch
                    JOIN raw_document r ON r.id = e.raw_document_id
                ORDER BY o.fetch, e.page
                """,
            arguments: [dataset]
        )
    }

    /// All current findings, in the order of indicator, breakdown, period and group.
    package func currentFindings() throws -> [Finding] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM findings ORDER BY indicator, breakdown, period, comparison_group, statistic"
            ).map(Self.finding)
        }
    }

    /// The plugins whose findings, if any, are in this publication.
    package func analysedPlugins() throws -> Set<String> {
        try read { try String.fetchSet($0, sql: "SELECT id FROM plugin WHERE current_run_id IS NOT NULL") }
    }

    static func finding(_ row: Row) -> Finding {
        Finding(
            plugin: row["plugin"],
            kind: row["kind"],
            indicator: row["indicator"],
            area: row["area_code"],
            breakdown: Breakdown(code: row["breakdown"]) ?? .none,
            period: row["period"],
            group: row["comparison_group"],
            statistic: row["statistic"],
            value: row["value"],
            unit: row["unit"],
            lower: row["lower"],
            upper: row["upper"],
            rank: row["rank"],
            rankLow: row["rank_low"],
            rankHigh: row["rank_high"],
            count: row["n"],
            caveats: (row["caveats"] as String).split(separator: ",").map(String.init),
            text: Localised(da: row["text_da"], en: row["text_en"]),
            inputs: []
        )
    }

    /// The chain behind a finding, or nothing where no finding has that identifier.
    package func chain(finding id: String) throws -> FindingChain? {
        try read { database in
            guard
                let row = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT f.*, r.version AS plugin_version, r.sha256 AS plugin_sha256, r.settings,
                            p.current_run_id IS NOT f.run_id AS superseded
                        FROM finding f JOIN plugin_run r ON r.run_id = f.run_id JOIN plugin p ON p.id = f.plugin
                        WHERE f.id = ? ORDER BY f.run_id DESC LIMIT 1
                        """,
                    arguments: [id]
                )
            else { return nil }
            let run: Int = row["run_id"]
            let inputSet: Int = row["input_set"]
            let counts = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*) AS n, count(o.value) AS with_value
                    FROM finding_input n \(Self.observationAtTheTime)
                    WHERE n.run_id = ? AND n.input_set = ?
                    """,
                arguments: [run, inputSet]
            )
            let own = try Row.fetchOne(
                database,
                sql: """
                    SELECT n.series_id, n.period_id, n.fetch_id
                    FROM finding_input n JOIN series s ON s.id = n.series_id JOIN indicator i ON i.id = s.indicator_id
                        JOIN area a ON a.id = s.area_id JOIN breakdown b ON b.id = s.breakdown_id
                        JOIN period t ON t.id = n.period_id
                    WHERE n.run_id = ? AND n.input_set = ? AND i.code = ? AND a.code = ? AND b.code = ? AND t.code = ?
                    """,
                arguments: [
                    run, inputSet, row["indicator"] as String, row["area_code"] as String, row["breakdown"] as String,
                    row["period"] as String,
                ]
            )
            let fetches = try Int.fetchAll(
                database,
                sql: """
                    WITH RECURSIVE origin (series, period, fetch) AS (
                        SELECT series_id, period_id, fetch_id FROM finding_input WHERE run_id = ? AND input_set = ?
                        UNION
                        SELECT d.input_series_id, d.input_period_id, d.input_fetch_id FROM origin o
                            JOIN derived_input d
                            ON d.series_id = o.series AND d.period_id = o.period AND d.fetch_id = o.fetch)
                    SELECT DISTINCT fetch FROM origin ORDER BY fetch
                    """,
                arguments: [run, inputSet]
            )
            return FindingChain(
                finding: Self.finding(row),
                run: run,
                isSuperseded: row["superseded"],
                pluginVersion: row["plugin_version"],
                pluginDigest: row["plugin_sha256"],
                settings: Self.settings(row["settings"]),
                group: try Self.groupVersion(row["comparison_group"], run: run, database),
                inputs: counts?["n"] ?? 0,
                inputsWithValue: counts?["with_value"] ?? 0,
                own: try own.flatMap { row in
                    let place = FigureReference(
                        series: row["series_id"],
                        period: row["period_id"],
                        fetch: row["fetch_id"]
                    )
                    return try Self.figureChain(place, database)
                },
                fetches: try fetches.compactMap { try Self.fetchRecord($0, database) }
            )
        }
    }

    /// The settings that a run noted.
    static func settings(_ text: String?) -> [String: String]? {
        text.flatMap { try? JSONDecoder().decode([String: String].self, from: Data($0.utf8)) }
    }

    private static func groupVersion(_ code: String, run: Int, _ database: Database) throws -> GroupVersion? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT g.sha256, g.source, g.members FROM plugin_run_group r
                    JOIN group_version g ON g.id = r.group_version_id
                WHERE r.run_id = ? AND g.group_code = ?
                """,
            arguments: [run, code]
        )
        return row.map { row in
            GroupVersion(
                id: code,
                digest: row["sha256"],
                source: row["source"],
                members: (row["members"] as String).split(separator: ",").map(String.init)
            )
        }
    }

    /// The observation a finding rested on, whether it stands or was superseded since.
    static var observationAtTheTime: String {
        """
        JOIN (SELECT series_id, period_id, fetch_id, value, status FROM observation
            UNION ALL SELECT series_id, period_id, from_fetch_id, value, status FROM observation_vintage) o
            ON o.series_id = n.series_id AND o.period_id = n.period_id AND o.fetch_id = n.fetch_id
        """
    }

    static func fetchRecord(_ id: Int, _ database: Database) throws -> FetchRecord? {
        guard
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT f.id, d.code, d.source_table, f.started_at, f.finished_at, f.recipe_sha256, f.decoder,
                        (SELECT i.formula FROM indicator i WHERE i.dataset_id = d.id LIMIT 1) AS formula
                    FROM fetch f JOIN dataset d ON d.id = f.dataset_id WHERE f.id = ?
                    """,
                arguments: [id]
            )
        else { return nil }
        let exchanges = try Row.fetchAll(
            database,
            sql: """
                SELECT e.purpose, e.method, e.url, e.request_body, e.status, e.response_headers, e.proof, r.sha256,
                    r.bytes
                FROM exchange e JOIN raw_document r ON r.id = e.raw_document_id WHERE e.fetch_id = ? ORDER BY e.page
                """,
            arguments: [id]
        )
        return FetchRecord(
            id: row["id"],
            dataset: row["code"],
            table: row["source_table"],
            startedAt: row["started_at"],
            finishedAt: row["finished_at"],
            formula: row["formula"],
            recipe: row["recipe_sha256"],
            decoder: row["decoder"],
            exchanges: exchanges.map {
                ExchangeRecord(
                    purpose: ($0["purpose"] as String?).flatMap(ExchangePurpose.init) ?? .figures,
                    method: $0["method"],
                    url: $0["url"],
                    requestBody: $0["request_body"],
                    status: $0["status"],
                    responseHeaders: ($0["response_headers"] as String).split(separator: "\n").map(String.init),
                    document: $0["sha256"],
                    bytes: $0["bytes"],
                    proof: $0["proof"]
                )
            }
        )
    }
}
