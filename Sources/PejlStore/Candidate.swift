internal import GRDB
package import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// What a publication was made of.
package struct PublicationDescription: Hashable, Sendable {
    /// Counts from 1, without gaps.
    package let number: Int
    /// When it was made.
    package let madeAt: UTCInstant
    /// Code of the municipality it benchmarks.
    package let municipality: String
    /// Digest of plugins, settings and groups; a new one calls for a new publication.
    package let analysis: ContentDigest

    package init(number: Int, madeAt: UTCInstant, municipality: String, analysis: ContentDigest) {
        self.number = number
        self.madeAt = madeAt
        self.municipality = municipality
        self.analysis = analysis
    }
}

/// The findings of one plugin run.
package struct AnalysisResult: Sendable {
    /// Number of the run.
    package let run: Int
    /// When the run began and ended.
    package let time: ClosedRange<UTCInstant>
    /// Identifier of the plugin.
    package let plugin: String
    /// Its version.
    package let version: String
    /// Digest of its manifest and program.
    package let digest: ContentDigest
    /// What it found.
    package let findings: [Finding]

    package init(
        run: Int,
        time: ClosedRange<UTCInstant>,
        plugin: String,
        version: String,
        digest: ContentDigest,
        findings: [Finding]
    ) {
        self.run = run
        self.time = time
        self.plugin = plugin
        self.version = version
        self.digest = digest
        self.findings = findings
    }
}

extension Store {
    /// The next publication's number.
    package func nextPublicationNumber() throws -> Int {
        try read { database in
            (try Int.fetchOne(database, sql: "SELECT max(number) FROM publication WHERE state = 'published'") ?? 0) + 1
        }
    }

    /// Whether the store holds loads or analyses that the file at `published` does not show.
    package func needsPublication(analysis: ContentDigest, published: String) throws -> Bool {
        guard access(published, F_OK) == 0 else { return true }
        return try read { database in
            let last = try Row.fetchOne(
                database,
                sql: """
                    SELECT through_fetch, analysis_sha256 FROM publication WHERE state = 'published'
                    ORDER BY number DESC LIMIT 1
                    """
            )
            guard let last else { return true }
            let changes = try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM fetch WHERE id > ? AND added + changed + withdrawn > 0",
                arguments: [last["through_fetch"] as Int]
            )
            return changes != 0 || last["analysis_sha256"] != analysis.hex
        }
    }

    /// Copies the store's present state to `path` with `VACUUM INTO`; plugins read it there.
    ///
    /// Killed midway, `VACUUM INTO` can leave a file that opens and holds nothing, so the candidate has a name of its
    /// own, is made anew each time and is verified before it gets the publication's name.
    package func makeCandidate(at path: String) throws {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(path + suffix) }
        try StoreError.translating(path) {
            try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
        }
        chmod(path, 0o640)
    }

    /// Writes findings and the publication's row, verifies the candidate and gives it the publication's name.
    ///
    /// Order, so that a kill at any point leaves the old or the new publication and a store that knows which:
    /// the store gets findings and a `prepared` row in one transaction; the candidate gets the same; the candidate is
    /// verified, synced and renamed; the store marks the row `published`. ``recoverPublication(at:)`` ends what a
    /// kill left open.
    ///
    /// - Returns: Digest of the publication's content.
    /// - Throws: ``StoreError``; the old publication then stands.
    package func publish(
        _ description: PublicationDescription,
        _ results: [AnalysisResult],
        candidate: String,
        to published: String
    ) throws -> ContentDigest {
        try write { try Self.insert(description, results, state: "prepared", $0) }
        let digest = try Self.complete(candidate, description, results)
        try Self.verify(candidate, digest)
        try Self.moveDurably(candidate, to: published)
        try markPublished(description.number, digest)
        return digest
    }

    /// Ends a publication that a killed process left between its steps.
    ///
    /// - Parameter published: Path of the publication.
    /// - Throws: ``StoreError``.
    package func recoverPublication(at published: String) throws {
        let number = try read { database in
            try Int.fetchOne(database, sql: "SELECT number FROM publication WHERE state = 'prepared'")
        }
        guard let number else { return }
        if let present = try? Publication(path: published), present.number == number, let digest = present.digest {
            try markPublished(number, digest)
        } else {
            try write { database in
                try database.execute(
                    sql: """
                        DELETE FROM finding_input WHERE run_id IN (SELECT id FROM run WHERE kind = 'analyse'
                            AND id > coalesce((SELECT max(current_run_id) FROM plugin), 0));
                        DELETE FROM finding WHERE run_id IN (SELECT id FROM run WHERE kind = 'analyse'
                            AND id > coalesce((SELECT max(current_run_id) FROM plugin), 0));
                        DELETE FROM publication WHERE state = 'prepared';
                        """
                )
            }
        }
    }

    private func markPublished(_ number: Int, _ digest: ContentDigest) throws {
        try write { database in
            try database.execute(
                sql: "UPDATE publication SET state = 'published', content_sha256 = ? WHERE number = ?",
                arguments: [digest.hex, number]
            )
            try database.execute(
                sql: """
                    UPDATE plugin SET current_run_id = coalesce(
                        (SELECT max(f.run_id) FROM finding f WHERE f.plugin = plugin.id), current_run_id)
                    """
            )
        }
    }

    // MARK: - Writing

    private static func insert(
        _ description: PublicationDescription,
        _ results: [AnalysisResult],
        state: String,
        _ database: Database
    ) throws {
        for result in results { try FindingWriter(database, result).write(current: state == "published") }
        try database.execute(
            sql: """
                INSERT INTO publication (number, made_at, municipality, through_fetch, analysis_sha256, observations,
                    findings, state)
                SELECT ?, ?, ?, coalesce((SELECT max(id) FROM fetch), 0), ?, (SELECT count(*) FROM observation), ?, ?
                """,
            arguments: [
                description.number, description.madeAt.description, description.municipality, description.analysis.hex,
                results.reduce(0) { $0 + $1.findings.count }, state,
            ]
        )
    }

    /// The candidate was copied before its analyses ran.
    private static func insertRun(_ result: AnalysisResult, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO run (id, kind, subject, started_at, finished_at, state)
                VALUES (?, 'analyse', ?, ?, ?, 'succeeded')
                """,
            arguments: [
                result.run, result.plugin, result.time.lowerBound.description, result.time.upperBound.description,
            ]
        )
    }

    private static func complete(
        _ candidate: String,
        _ description: PublicationDescription,
        _ results: [AnalysisResult]
    ) throws -> ContentDigest {
        try StoreError.translating(candidate) {
            var configuration = Configuration()
            configuration.prepareDatabase { database in
                // Durability comes from one fsync of the finished file; until then nobody knows its name.
                try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF;")
            }
            let queue = try DatabaseQueue(path: candidate, configuration: configuration)
            defer { try? queue.close() }
            return try queue.write { database in
                for result in results { try insertRun(result, database) }
                try insert(description, results, state: "published", database)
                let digest = try ContentHash.digest(database)
                try database.execute(
                    sql: "UPDATE publication SET content_sha256 = ? WHERE number = ?",
                    arguments: [digest.hex, description.number]
                )
                return digest
            }
        }
    }

    /// Reads the finished file as a reader would: pages, foreign keys, content.
    private static func verify(_ candidate: String, _ digest: ContentDigest) throws {
        try StoreError.translating(candidate) {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: candidate, configuration: configuration)
            defer { try? queue.close() }
            try queue.read { database in
                let check = try String.fetchAll(database, sql: "PRAGMA quick_check")
                guard check == ["ok"] else {
                    throw StoreError.unverified(path: candidate, detail: check.first ?? "quick_check")
                }
                let orphan = try Row.fetchOne(database, sql: "PRAGMA foreign_key_check")
                let orphaned = try Int.fetchOne(database, sql: orphanedObservations)
                guard orphan == nil, orphaned == 0 else {
                    throw StoreError.unverified(path: candidate, detail: "a row without the row it refers to")
                }
                guard try ContentHash.digest(database) == digest else {
                    throw StoreError.unverified(path: candidate, detail: "its content is not what was written")
                }
            }
        }
    }

    /// Observations and vintages whose series, period or fetch is not there; these tables have no foreign keys.
    private static let orphanedObservations = """
        SELECT
            (SELECT count(*) FROM (SELECT DISTINCT series_id FROM observation
                UNION SELECT DISTINCT series_id FROM observation_vintage) WHERE series_id NOT IN (SELECT id FROM series))
            + (SELECT count(*) FROM (SELECT DISTINCT period_id FROM observation
                UNION SELECT DISTINCT period_id FROM observation_vintage) WHERE period_id NOT IN (SELECT id FROM period))
            + (SELECT count(*) FROM (SELECT DISTINCT fetch_id FROM observation
                UNION SELECT DISTINCT from_fetch_id FROM observation_vintage
                UNION SELECT DISTINCT to_fetch_id FROM observation_vintage) WHERE fetch_id NOT IN (SELECT id FROM fetch))
        """

    private static func moveDurably(_ candidate: String, to published: String) throws {
        let folder = String(published[..<(published.lastIndex(of: "/") ?? published.startIndex)])
        try sync(candidate, O_RDONLY)
        guard rename(candidate, published) == 0 else {
            throw StoreError.system(operation: "rename to", path: published, detail: String(cString: strerror(errno)))
        }
        try sync(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY)
    }

    private static func sync(_ path: String, _ flags: Int32) throws {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw StoreError.system(operation: "sync", path: path, detail: String(cString: strerror(errno)))
        }
        close(descriptor)
    }
}
