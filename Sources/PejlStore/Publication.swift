internal import GRDB
package import PejlModel

/// One immutable, numbered state of the store, opened for reading.
package final class Publication: Sendable {
    /// Path of the file.
    package let path: String
    /// Its number, from 1.
    package let number: Int
    /// When it was made.
    package let madeAt: String
    /// Code of the municipality it benchmarks.
    package let municipality: String
    /// Digest of its content; absent only in a candidate that is not finished.
    package let digest: ContentDigest?
    /// Number of current observations.
    package let observations: Int
    /// Number of current findings.
    package let findings: Int
    let queue: DatabaseQueue

    /// Opens a publication read-only.
    ///
    /// - Parameter path: Path of `pejl.sqlite`.
    /// - Throws: ``StoreError``.
    package init(path: String) throws {
        SystemErrorLog.begin()
        var configuration = Configuration()
        configuration.readonly = true
        configuration.prepareDatabase { database in
            try FigureScan.register(database)
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
        }
        let (queue, row) = try StoreError.translating(path) {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let row = try queue.read { database in
                let application = try Int.fetchOne(database, sql: "PRAGMA application_id")
                guard application == StoreSchema.applicationID else { throw StoreError.notOurs(path: path) }
                let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                guard version <= StoreSchema.version else {
                    throw StoreError.futureVersion(path: path, found: version, known: StoreSchema.version)
                }
                return try Row.fetchOne(
                    database,
                    sql: "SELECT * FROM publication WHERE state = 'published' ORDER BY number DESC LIMIT 1"
                )
            }
            return (queue, row)
        }
        self.path = path
        self.queue = queue
        number = row?["number"] ?? 0
        madeAt = row?["made_at"] ?? ""
        municipality = row?["municipality"] ?? ""
        digest = (row?["content_sha256"] as String?).flatMap(ContentDigest.init(hex:))
        observations = row?["observations"] ?? 0
        findings = row?["findings"] ?? 0
    }

    /// Computes the content's digest anew.
    package func contentDigest() throws -> ContentDigest {
        try read { try ContentHash.digest($0) }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try StoreError.translating(path) { try queue.read(body) }
    }
}
