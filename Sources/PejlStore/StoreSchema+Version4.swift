extension StoreSchema {
    /// What findings rest on besides figures and programs: the plugin's settings, and the groups as they were then.
    ///
    /// A run could keep its groups whole, or point at them. They are pointed at: a group of 98 is the same from run to
    /// run, and what two runs have in common is then one row. Runs of before have neither; that is not "none".
    static let version4 = """
        ALTER TABLE plugin_run ADD COLUMN settings TEXT;
        CREATE TABLE group_version (
            id INTEGER PRIMARY KEY, group_code TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
            members TEXT NOT NULL
        ) STRICT;
        CREATE TABLE plugin_run_group (
            run_id INTEGER NOT NULL REFERENCES plugin_run(run_id),
            group_version_id INTEGER NOT NULL REFERENCES group_version(id),
            PRIMARY KEY (run_id, group_version_id)
        ) STRICT, WITHOUT ROWID;
        """
}
