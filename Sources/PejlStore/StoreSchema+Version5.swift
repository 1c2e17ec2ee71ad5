extension StoreSchema {
    /// The history of areas: names then, who says so, and the names by which each dataset knows its institutions; who says
    /// that a series is broken.
    ///
    /// What an institution is called differs from publisher to publisher, so a dataset's own names are what its next load
    /// is held against; another dataset's spelling is no new name.
    static let version5 = """
        ALTER TABLE area_change ADD COLUMN from_name TEXT NOT NULL DEFAULT '';
        ALTER TABLE area_change ADD COLUMN to_name TEXT NOT NULL DEFAULT '';
        ALTER TABLE area_change ADD COLUMN origin TEXT NOT NULL DEFAULT 'catalogue'
            CHECK (origin IN ('catalogue', 'load'));
        ALTER TABLE area_change ADD COLUMN fetch_id INTEGER REFERENCES fetch(id);
        CREATE TABLE dataset_area_name (
            dataset_id INTEGER NOT NULL REFERENCES dataset(id), area_code TEXT NOT NULL, name TEXT NOT NULL,
            PRIMARY KEY (dataset_id, area_code)
        ) STRICT, WITHOUT ROWID;
        CREATE VIEW area_changes AS
        SELECT c.day, c.kind, nullif(c.from_code, '') AS from_code, nullif(c.from_name, '') AS from_name,
            nullif(c.to_code, '') AS to_code, nullif(c.to_name, '') AS to_name, c.note_da, c.note_en, c.source,
            c.origin, c.fetch_id
        FROM area_change c;
        ALTER TABLE break ADD COLUMN source TEXT NOT NULL DEFAULT '';
        DROP VIEW breaks;
        CREATE VIEW breaks AS
        SELECT i.code AS indicator, b.day, b.reason_da, b.reason_en, b.source
        FROM break b JOIN indicator i ON i.id = b.indicator_id;
        """
}
