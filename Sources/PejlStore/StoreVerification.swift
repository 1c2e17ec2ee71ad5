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
                var faults = try Self.structuralFaults(path, database)
                guard faults.isEmpty else { return faults }
                // Rebuilt vintages are another history until they are published.
                let published = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT number, history, made_at FROM publication
                        WHERE state = 'published' AND history IS NOT NULL ORDER BY number DESC LIMIT 1
                        """
                )
                guard let published, let recorded = HistorySum(published["history"]) else { return [] }
                let isRebuilt = try Bool.fetchOne(
                    database,
                    sql: "SELECT EXISTS (SELECT 1 FROM event WHERE verb = 'replay' AND at >= ?)",
                    arguments: [published["made_at"] as String]
                )
                guard isRebuilt != true else { return [] }
                if try HistorySum(database, recorded.bounds) != recorded {
                    let number: Int = published["number"]
                    faults.append(
                        StoreFault(.changedHistory, "\(path): not what it was when publication \(number) was made")
                    )
                }
                return faults
            }
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

    /// Damaged pages, and rows that refer to nothing.
    fileprivate static func structuralFaults(_ path: String, _ database: Database) throws -> [StoreFault] {
        let check = try String.fetchAll(database, sql: "PRAGMA integrity_check(5)")
        guard check == ["ok"] else { return [StoreFault(.damagedPages, "\(path): \(check.joined(separator: "; "))")] }
        let orphan = try Row.fetchOne(database, sql: "PRAGMA foreign_key_check")
        let orphaned = try Int.fetchOne(database, sql: orphanedObservations) ?? 0
        guard orphan == nil, orphaned == 0 else {
            return [StoreFault(.orphans, "\(path): a row without the row it refers to")]
        }
        return []
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
                let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM observation")
                guard try ContentHash.digest(database) == digest, count == observations else {
                    return [StoreFault(.changedContent, "\(path): not what publication \(number) was made of")]
                }
                return []
            }
        }
    }
}
