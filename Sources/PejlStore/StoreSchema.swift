/// The tables of the store, one script for each version; `user_version` says how many have run.
///
/// Two shapes were weighed for vintages. One table with `valid_from` and `valid_to` is uniform, but each read of the
/// present must filter it and each unchanged figure costs an index entry for ever. Two tables, `observation` for the
/// present and `observation_vintage` for what was superseded, keep the present dense and clustered by series; a read
/// as of a moment unites both. The second was chosen: nearly all reads are of the present.
///
/// Those two tables have no foreign keys: their ids are found or made in the same transaction, checking three a row
/// doubles the cost of a load, and every publication is checked for orphans before it is shown.
enum StoreSchema {
    /// "pejl" in ASCII; SQLite's `application_id`.
    static let applicationID = 0x7065_6A6C

    /// The scripts, oldest first; a released one is never changed.
    static let migrations = [version1, version2, version3, version4, version5, version6]

    /// What makes an empty store of a version, the numbers that tell it from others included.
    static func script(version: Int) -> String {
        migrations.prefix(version).joined()
            + "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version);"
    }

    /// The version this program writes.
    static var version: Int { migrations.count }

    private static let version1 = """
        CREATE TABLE publisher (
            id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, title_da TEXT NOT NULL, title_en TEXT NOT NULL,
            site TEXT NOT NULL
        ) STRICT;
        CREATE TABLE dataset (
            id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE,
            publisher_id INTEGER NOT NULL REFERENCES publisher(id), source_table TEXT NOT NULL,
            title_da TEXT NOT NULL, title_en TEXT NOT NULL, licence TEXT NOT NULL,
            citation_da TEXT NOT NULL, citation_en TEXT NOT NULL, recipe_sha256 TEXT NOT NULL
        ) STRICT;
        CREATE TABLE run (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('refresh', 'analyse', 'publish')),
            subject TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT,
            state TEXT NOT NULL CHECK (state IN ('running', 'succeeded', 'unchanged', 'failed', 'interrupted')),
            failure_kind TEXT, failure_name TEXT, failure_message TEXT, retry_at TEXT
        ) STRICT;
        CREATE INDEX run_subject ON run (kind, subject, id);
        CREATE TABLE raw_document (
            id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE fetch (
            id INTEGER PRIMARY KEY, dataset_id INTEGER NOT NULL REFERENCES dataset(id),
            run_id INTEGER NOT NULL REFERENCES run(id), started_at TEXT NOT NULL, finished_at TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('loaded', 'unchanged', 'refused')),
            source_sha256 TEXT NOT NULL, recipe_sha256 TEXT NOT NULL, decoder TEXT NOT NULL,
            added INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0,
            withdrawn INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX fetch_dataset ON fetch (dataset_id, id);
        CREATE TABLE exchange (
            fetch_id INTEGER NOT NULL REFERENCES fetch(id), page INTEGER NOT NULL,
            method TEXT NOT NULL, url TEXT NOT NULL, request_body TEXT NOT NULL, status INTEGER NOT NULL,
            response_headers TEXT NOT NULL, wire_bytes INTEGER NOT NULL, proof TEXT NOT NULL,
            raw_document_id INTEGER NOT NULL REFERENCES raw_document(id),
            PRIMARY KEY (fetch_id, page)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE area (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
            region_code TEXT, group_code TEXT
        ) STRICT;
        CREATE TABLE area_change (
            id INTEGER PRIMARY KEY, day TEXT NOT NULL, kind TEXT NOT NULL, from_code TEXT NOT NULL,
            to_code TEXT NOT NULL, note_da TEXT NOT NULL, note_en TEXT NOT NULL, source TEXT NOT NULL
        ) STRICT;
        CREATE TABLE period (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, code TEXT NOT NULL, first_day TEXT NOT NULL,
            last_day TEXT NOT NULL, UNIQUE (kind, code)
        ) STRICT;
        CREATE TABLE indicator (
            id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, dataset_id INTEGER NOT NULL REFERENCES dataset(id),
            title_da TEXT NOT NULL, title_en TEXT NOT NULL, definition_da TEXT NOT NULL,
            definition_en TEXT NOT NULL, definition_id TEXT NOT NULL, unit TEXT NOT NULL,
            decimals INTEGER NOT NULL, direction TEXT NOT NULL,
            weight_indicator TEXT, weight_period TEXT, weight_is_denominator INTEGER
        ) STRICT;
        CREATE TABLE indicator_caveat (
            indicator_id INTEGER NOT NULL REFERENCES indicator(id), code TEXT NOT NULL, period TEXT NOT NULL,
            text_da TEXT NOT NULL, text_en TEXT NOT NULL,
            PRIMARY KEY (indicator_id, code, period)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE break (
            id INTEGER PRIMARY KEY, indicator_id INTEGER NOT NULL REFERENCES indicator(id), day TEXT NOT NULL,
            reason_da TEXT NOT NULL, reason_en TEXT NOT NULL
        ) STRICT;
        CREATE TABLE breakdown (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE breakdown_member (
            dimension TEXT NOT NULL, member TEXT NOT NULL, dimension_da TEXT NOT NULL, dimension_en TEXT NOT NULL,
            title_da TEXT NOT NULL, title_en TEXT NOT NULL,
            PRIMARY KEY (dimension, member)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE series (
            id INTEGER PRIMARY KEY, dataset_id INTEGER NOT NULL REFERENCES dataset(id),
            indicator_id INTEGER NOT NULL REFERENCES indicator(id), area_id INTEGER NOT NULL REFERENCES area(id),
            breakdown_id INTEGER NOT NULL REFERENCES breakdown(id),
            UNIQUE (indicator_id, breakdown_id, area_id)
        ) STRICT;
        CREATE INDEX series_dataset ON series (dataset_id);
        CREATE INDEX series_area ON series (area_id);
        CREATE TABLE observation_status (
            code INTEGER PRIMARY KEY, sdmx TEXT NOT NULL UNIQUE, confidentiality TEXT NOT NULL,
            meaning_da TEXT NOT NULL, meaning_en TEXT NOT NULL
        ) STRICT;
        CREATE TABLE observation (
            series_id INTEGER NOT NULL, period_id INTEGER NOT NULL, value REAL, status INTEGER NOT NULL,
            fetch_id INTEGER NOT NULL,
            PRIMARY KEY (series_id, period_id), CHECK ((value IS NULL) = (status >= 4))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE observation_vintage (
            series_id INTEGER NOT NULL, period_id INTEGER NOT NULL, from_fetch_id INTEGER NOT NULL,
            to_fetch_id INTEGER NOT NULL, value REAL, status INTEGER NOT NULL,
            PRIMARY KEY (series_id, period_id, from_fetch_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rejected_row (
            id INTEGER PRIMARY KEY, fetch_id INTEGER NOT NULL REFERENCES fetch(id), row INTEGER NOT NULL,
            rule TEXT NOT NULL, content TEXT NOT NULL
        ) STRICT;
        CREATE TABLE comparison_group (
            code TEXT PRIMARY KEY, title_da TEXT NOT NULL, title_en TEXT NOT NULL, source TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE comparison_group_member (
            group_code TEXT NOT NULL REFERENCES comparison_group(code), area_code TEXT NOT NULL,
            PRIMARY KEY (group_code, area_code)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE plugin (
            id TEXT PRIMARY KEY, current_run_id INTEGER REFERENCES run(id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE plugin_run (
            run_id INTEGER PRIMARY KEY REFERENCES run(id), plugin_id TEXT NOT NULL REFERENCES plugin(id),
            version TEXT NOT NULL, sha256 TEXT NOT NULL
        ) STRICT;
        CREATE TABLE finding (
            run_id INTEGER NOT NULL REFERENCES run(id), id TEXT NOT NULL, plugin TEXT NOT NULL, kind TEXT NOT NULL,
            indicator TEXT NOT NULL, area_code TEXT NOT NULL, breakdown TEXT NOT NULL, period TEXT NOT NULL,
            comparison_group TEXT NOT NULL, statistic TEXT NOT NULL, value REAL NOT NULL, unit TEXT NOT NULL,
            lower REAL, upper REAL, rank INTEGER, rank_low INTEGER, rank_high INTEGER, n INTEGER NOT NULL,
            caveats TEXT NOT NULL, text_da TEXT NOT NULL, text_en TEXT NOT NULL, input_set INTEGER NOT NULL,
            PRIMARY KEY (run_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX finding_id ON finding (id);
        CREATE TABLE finding_input (
            run_id INTEGER NOT NULL REFERENCES run(id), input_set INTEGER NOT NULL,
            series_id INTEGER NOT NULL REFERENCES series(id), period_id INTEGER NOT NULL REFERENCES period(id),
            fetch_id INTEGER NOT NULL REFERENCES fetch(id),
            PRIMARY KEY (run_id, input_set, series_id, period_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE publication (
            number INTEGER PRIMARY KEY, made_at TEXT NOT NULL, municipality TEXT NOT NULL,
            through_fetch INTEGER NOT NULL, analysis_sha256 TEXT NOT NULL, observations INTEGER NOT NULL,
            findings INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('prepared', 'published')),
            content_sha256 TEXT
        ) STRICT;
        CREATE TABLE publication_run (
            publication INTEGER NOT NULL REFERENCES publication(number), run_id INTEGER NOT NULL REFERENCES run(id),
            PRIMARY KEY (publication, run_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE event (
            id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, verb TEXT NOT NULL,
            subject TEXT NOT NULL, detail TEXT NOT NULL
        ) STRICT;
        CREATE TABLE column_description (
            view TEXT NOT NULL, name TEXT NOT NULL, meaning_da TEXT NOT NULL, meaning_en TEXT NOT NULL,
            unit TEXT NOT NULL,
            PRIMARY KEY (view, name)
        ) STRICT, WITHOUT ROWID;
        """ + StoreViews.version1
}
