extension StoreSchema {
    /// What publishers say beside their figures, why loads were refused and who let one through, and what derived
    /// figures were computed from.
    static let version2 = """
        ALTER TABLE exchange ADD COLUMN purpose TEXT NOT NULL DEFAULT 'figures'
            CHECK (purpose IN ('figures', 'metadata', 'poll'));
        ALTER TABLE fetch ADD COLUMN publisher_update TEXT;
        ALTER TABLE area ADD COLUMN municipality_code TEXT;
        CREATE TABLE dataset_note (
            fetch_id INTEGER NOT NULL REFERENCES fetch(id), position INTEGER NOT NULL, kind TEXT NOT NULL,
            text TEXT NOT NULL, mandatory INTEGER NOT NULL CHECK (mandatory IN (0, 1)),
            PRIMARY KEY (fetch_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE refusal (
            fetch_id INTEGER NOT NULL REFERENCES fetch(id), position INTEGER NOT NULL, rule TEXT NOT NULL,
            finding TEXT NOT NULL, waivable INTEGER NOT NULL CHECK (waivable IN (0, 1)),
            PRIMARY KEY (fetch_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE approval (
            fetch_id INTEGER PRIMARY KEY REFERENCES fetch(id),
            refused_fetch_id INTEGER NOT NULL REFERENCES fetch(id), at TEXT NOT NULL, actor TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT;
        ALTER TABLE indicator ADD COLUMN formula TEXT;
        ALTER TABLE indicator ADD COLUMN flags TEXT NOT NULL DEFAULT '';
        CREATE TABLE derived_input (
            series_id INTEGER NOT NULL, period_id INTEGER NOT NULL, fetch_id INTEGER NOT NULL,
            input_series_id INTEGER NOT NULL, input_period_id INTEGER NOT NULL, input_fetch_id INTEGER NOT NULL,
            PRIMARY KEY (series_id, period_id, fetch_id, input_series_id, input_period_id)
        ) STRICT, WITHOUT ROWID;
        """ + StoreViews.version2 + StoreViews.datasetNotes + StoreViews.institutions
        + StoreViews.derived
}
