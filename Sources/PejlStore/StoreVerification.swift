internal import GRDB
package import PejlModel

/// Something that is wrong with a store, a publication or the archive.
package struct StoreFault: Hashable, Sendable, CustomStringConvertible {
    /// What kind of fault it is; stable names in kebab case.
    package enum Kind: String, Sendable, CaseIterable {
        /// SQLite finds its pages damaged.
        case damagedPages = "damaged-pages"
        /// A row refers to one that is not there.
        case orphans
        /// What was known at the last publication is not what the store says now.
        case changedHistory = "changed-history"
        /// A publication's content is not what its digest says.
        case changedContent = "changed-content"
        /// A document's bytes are not what its digest says, or not there.
        case lostDocument = "lost-document"
    }

    /// What kind of fault it is.
    package let kind: Kind
    /// The file, and what was found.
    package let detail: String

    package init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    package var description: String { "\(kind.rawValue): \(detail)" }
}

extension Store {
    /// Looks at every page and every figure of the store.
    ///
    /// - Returns: What is wrong with it, nothing where all is well.
    /// - Throws: ``StoreError`` where it cannot be read at all.
    package func verify() throws -> [StoreFault] {
        try Self.finding(path) {
            try read { database in
                let faults = try Self.structuralFaults(path, database)
                guard faults.isEmpty else { return faults }
                // A flipped bit in a view damages no page and no row, and changes what every figure says.
                guard try Self.definitions(database) == Self.expectedDefinitions() else {
                    return [StoreFault(.damagedPages, "\(path): a table or view is not what this version makes it")]
                }
                let recorded = try Self.recordedHistory(database)
                let pass = try FigurePass.run(database, recorded?.history.bounds)
                guard pass.orphans == 0 else { return [Self.orphans(path)] }
                guard let recorded, try HistorySum(database, pass) != recorded.history else {
                    return []
                }
                let detail = "\(path): not what it was when publication \(recorded.publication) was made"
                return [StoreFault(.changedHistory, detail)]
            }
        }
    }

    /// What was known at the last publication; nothing where vintages were rebuilt since, which are another history until
    /// they are published.
    private static func recordedHistory(_ database: Database) throws -> (history: HistorySum, publication: Int)? {
        let published = try Row.fetchOne(
            database,
            sql: """
                SELECT number, history, made_at FROM publication
                WHERE state = 'published' AND history IS NOT NULL ORDER BY number DESC LIMIT 1
                """
        )
        guard let published, let history = HistorySum(published["history"]) else { return nil }
        let isRebuilt = try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM event WHERE verb = 'replay' AND at >= ?)",
            arguments: [published["made_at"] as String]
        )
        return isRebuilt == true ? nil : (history, published["number"])
    }

    /// What tables, views and indexes are.
    private static func definitions(_ database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT type || ' ' || name || ' ' || tbl_name || ' ' || sql FROM sqlite_schema WHERE sql IS NOT NULL
                    AND name NOT LIKE 'sqlite_%' ORDER BY 1
                """
        )
    }

    /// The definitions in a store that is made now; one that was brought up from an earlier version has the same.
    private static func expectedDefinitions() throws -> [String] {
        try DatabaseQueue().write { database in
            try database.execute(sql: StoreSchema.script(version: StoreSchema.version))
            return try definitions(database)
        }
    }

    /// The digests of all documents that the store speaks of, ascending by row.
    package func documents() throws -> [ContentDigest] {
        try read { database in
            try String.fetchAll(database, sql: "SELECT sha256 FROM raw_document ORDER BY id")
                .compactMap(ContentDigest.init(hex:))
        }
    }

    /// A fault instead of an error where SQLite meets damage on its way.
    fileprivate static func finding(_ path: String, _ body: () throws -> [StoreFault]) throws -> [StoreFault] {
        do {
            return try body()
        } catch StoreError.corrupt(_, let detail) {
            return [StoreFault(.damagedPages, "\(path): \(detail)")]
        }
    }

    /// Damaged pages, and rows beside figures that refer to nothing.
    fileprivate static func structuralFaults(_ path: String, _ database: Database) throws -> [StoreFault] {
        let check = try String.fetchAll(database, sql: "PRAGMA integrity_check(5)")
        guard check == ["ok"] else { return [StoreFault(.damagedPages, "\(path): \(check.joined(separator: "; "))")] }
        let orphan = try Row.fetchOne(database, sql: "PRAGMA foreign_key_check")
        return orphan == nil ? [] : [orphans(path)]
    }

    fileprivate static func orphans(_ path: String) -> StoreFault {
        StoreFault(.orphans, "\(path): a row without the row it refers to")
    }
}

extension Publication {
    /// Looks at every page and every value of the publication.
    ///
    /// - Returns: What is wrong with it, nothing where all is well.
    /// - Throws: ``StoreError`` where it cannot be read at all.
    package func verify() throws -> [StoreFault] {
        try Store.finding(path) {
            try read { database in
                let faults = try Store.structuralFaults(path, database)
                guard faults.isEmpty else { return faults }
                let (found, pass) = try ContentHash.digestAndFigures(database)
                guard pass.orphans == 0 else { return [Store.orphans(path)] }
                let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM observation")
                guard found == digest, count == observations else {
                    return [StoreFault(.changedContent, "\(path): not what publication \(number) was made of")]
                }
                return []
            }
        }
    }
}
