extension StoreSchema {
    /// What a store can be held against between publications; when it was looked at last.
    static let version3 = """
        ALTER TABLE publication ADD COLUMN history TEXT;
        """
}
