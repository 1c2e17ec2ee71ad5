extension StoreViews {
    /// The latest fetch of a dataset that asked about the dataset itself, not only for a list of what changed.
    ///
    /// `f` is the fetch of the surrounding statement.
    private static let describingFetch = """
        SELECT max(g.id) FROM fetch g JOIN exchange e ON e.fetch_id = g.id AND e.purpose <> 'poll'
        WHERE g.dataset_id = f.dataset_id AND g.outcome <> 'refused'
        """

    static let datasetNotes = """
        CREATE VIEW dataset_notes AS
        SELECT d.code AS dataset, n.kind, n.text, n.mandatory, f.finished_at AS noted_at, f.id AS fetch_id
        FROM dataset_note n
            JOIN fetch f ON f.id = n.fetch_id
            JOIN dataset d ON d.id = f.dataset_id
        WHERE f.id = (\(describingFetch));
        """

    static let institutions = """
        DROP VIEW areas;
        CREATE VIEW areas AS
        SELECT kind AS area_kind, code AS area_code, name AS area, region_code, group_code, municipality_code FROM area;
        """

    /// Figures and indicators say which are computed, and how; a computed dataset's fetch has no exchange.
    static let derived = """
        DROP VIEW figures;
        DROP VIEW figures_vintages;
        DROP VIEW indicators;
        DROP VIEW fetches;
        CREATE VIEW figures AS
        SELECT \(figureColumns),
            f.finished_at AS vintage_at, o.fetch_id AS fetch_id, c.confidentiality AS confidentiality,
            i.flags AS flags
        FROM observation o
            \(figureRows)
            JOIN fetch f ON f.id = o.fetch_id;
        CREATE VIEW figures_vintages AS
        SELECT \(figureColumns),
            f.finished_at AS vintage_at, o.from_fetch_id AS fetch_id, c.confidentiality AS confidentiality,
            i.flags AS flags, f.finished_at AS valid_from, g.finished_at AS valid_to
        FROM (
                SELECT series_id, period_id, fetch_id AS from_fetch_id, NULL AS to_fetch_id, value, status
                FROM observation
                UNION ALL
                SELECT series_id, period_id, from_fetch_id, to_fetch_id, value, status FROM observation_vintage
            ) o
            \(figureRows)
            JOIN fetch f ON f.id = o.from_fetch_id
            LEFT JOIN fetch g ON g.id = o.to_fetch_id;
        CREATE VIEW indicators AS
        SELECT i.code AS indicator, d.code AS dataset, i.title_da, i.title_en, i.definition_da, i.definition_en,
            i.definition_id, i.unit, i.decimals, i.direction, d.licence, d.citation_da, d.citation_en, i.formula,
            i.flags
        FROM indicator i JOIN dataset d ON d.id = i.dataset_id;
        CREATE VIEW fetches AS
        SELECT f.id AS fetch_id, d.code AS dataset, f.started_at, f.finished_at, f.outcome, f.added, f.changed,
            f.withdrawn, e.page, e.method, e.url, e.status, e.wire_bytes, e.proof, r.sha256 AS document_sha256,
            r.bytes AS document_bytes, e.purpose, f.publisher_update
        FROM fetch f
            JOIN dataset d ON d.id = f.dataset_id
            LEFT JOIN exchange e ON e.fetch_id = f.id
            LEFT JOIN raw_document r ON r.id = e.raw_document_id;
        """
}
