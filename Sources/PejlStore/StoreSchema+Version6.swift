extension StoreSchema {
    /// After which run a plugin that kept failing was let go on: what failed before counts no more.
    static let version6 = """
        ALTER TABLE plugin ADD COLUMN reset_after_run INTEGER;
        """
}
