/// The views: the analysts' contract, described column by column in ``DataDictionary``.
enum StoreViews {
    /// What an observation `o` is, in words: the columns that `figures` and `figures_vintages` share.
    static let figureColumns = """
        p.code AS publisher, d.code AS dataset, i.code AS indicator, i.title_da AS indicator_title,
            a.kind AS area_kind, a.code AS area_code, a.name AS area,
            t.code AS period, t.kind AS period_kind, t.first_day AS period_start, t.last_day AS period_end,
            b.code AS breakdown, o.value AS value, i.unit AS unit, c.sdmx AS status
        """

    /// The rows that those columns come from.
    static let figureRows = """
        JOIN series s ON s.id = o.series_id
            JOIN dataset d ON d.id = s.dataset_id
            JOIN publisher p ON p.id = d.publisher_id
            JOIN indicator i ON i.id = s.indicator_id
            JOIN area a ON a.id = s.area_id
            JOIN breakdown b ON b.id = s.breakdown_id
            JOIN period t ON t.id = o.period_id
            JOIN observation_status c ON c.code = o.status
        """

    static let version1 = """
        CREATE VIEW figures AS
        SELECT \(figureColumns),
            f.finished_at AS vintage_at, o.fetch_id AS fetch_id, c.confidentiality AS confidentiality
        FROM observation o
            \(figureRows)
            JOIN fetch f ON f.id = o.fetch_id;
        CREATE VIEW figures_vintages AS
        SELECT \(figureColumns),
            f.finished_at AS vintage_at, o.from_fetch_id AS fetch_id, c.confidentiality AS confidentiality,
            f.finished_at AS valid_from, g.finished_at AS valid_to
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
            i.definition_id, i.unit, i.decimals, i.direction, d.licence, d.citation_da, d.citation_en
        FROM indicator i JOIN dataset d ON d.id = i.dataset_id;
        CREATE VIEW datasets AS
        SELECT d.code AS dataset, p.code AS publisher, d.source_table, d.title_da, d.title_en, d.licence,
            d.citation_da, d.citation_en,
            (SELECT max(f.finished_at) FROM fetch f WHERE f.dataset_id = d.id AND f.outcome = 'loaded')
                AS loaded_at
        FROM dataset d JOIN publisher p ON p.id = d.publisher_id;
        CREATE VIEW areas AS
        SELECT kind AS area_kind, code AS area_code, name AS area, region_code, group_code FROM area;
        CREATE VIEW breaks AS
        SELECT i.code AS indicator, b.day, b.reason_da, b.reason_en
        FROM break b JOIN indicator i ON i.id = b.indicator_id;
        CREATE VIEW findings AS
        SELECT f.plugin, f.kind, f.indicator, f.area_code, a.name AS area, f.period, f.comparison_group,
            f.statistic, f.value, f.unit, f.lower, f.upper, f.rank, f.rank_low, f.rank_high, f.n, f.caveats,
            f.text_da, f.text_en, f.id AS finding_id, f.run_id, f.breakdown
        FROM finding f
            JOIN plugin p ON p.id = f.plugin AND p.current_run_id = f.run_id
            JOIN area a ON a.code = f.area_code;
        CREATE VIEW fetches AS
        SELECT f.id AS fetch_id, d.code AS dataset, f.started_at, f.finished_at, f.outcome, f.added, f.changed,
            f.withdrawn, e.page, e.method, e.url, e.status, e.wire_bytes, e.proof, r.sha256 AS document_sha256,
            r.bytes AS document_bytes
        FROM fetch f
            JOIN dataset d ON d.id = f.dataset_id
            JOIN exchange e ON e.fetch_id = f.id
            JOIN raw_document r ON r.id = e.raw_document_id;
        CREATE VIEW runs AS
        SELECT id AS run_id, kind, subject, started_at, finished_at, state, failure_kind, failure_name,
            failure_message, retry_at
        FROM run;
        CREATE VIEW rejected_rows AS
        SELECT d.code AS dataset, r.fetch_id, r.row, r.rule, r.content
        FROM rejected_row r JOIN fetch f ON f.id = r.fetch_id JOIN dataset d ON d.id = f.dataset_id;
        """
    static let version2 = """
        CREATE VIEW refusals AS
        SELECT d.code AS dataset, r.fetch_id, f.finished_at AS at, r.rule, r.finding, r.waivable,
            (SELECT a.fetch_id FROM approval a WHERE a.refused_fetch_id = r.fetch_id) AS approved_as
        FROM refusal r JOIN fetch f ON f.id = r.fetch_id JOIN dataset d ON d.id = f.dataset_id;
        CREATE VIEW approvals AS
        SELECT d.code AS dataset, a.fetch_id, a.refused_fetch_id, a.at, a.actor, a.reason
        FROM approval a JOIN fetch f ON f.id = a.fetch_id JOIN dataset d ON d.id = f.dataset_id;
        """
}
