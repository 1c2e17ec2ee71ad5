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
    /// The settings it was told.
    package let settings: [String: String]
    /// The groups it was told.
    package let groups: [ComparisonGroup]
    /// What it found.
    package let findings: [Finding]

    package init(
        run: Int,
        time: ClosedRange<UTCInstant>,
        plugin: String,
        version: String,
        digest: ContentDigest,
        settings: [String: String],
        groups: [ComparisonGroup],
        findings: [Finding]
    ) {
        self.run = run
        self.time = time
        self.plugin = plugin
        self.version = version
        self.digest = digest
        self.settings = settings
        self.groups = groups
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

    /// Whether the store holds loads or analyses that the file at `published` does not show, or that file is another.
    package func needsPublication(analysis: ContentDigest, published: String) throws -> Bool {
        guard let present = try? Publication(path: published) else { return true }
        // A kill between rebuilding vintages and publishing them leaves no new fetch to tell of it.
        guard try read(Self.lastReplay) == present.read(Self.lastReplay) else { return true }
        return try read { database in
            let last = try Row.fetchOne(
                database,
                sql: """
                    SELECT number, content_sha256, through_fetch, analysis_sha256 FROM publication
                    WHERE state = 'published' ORDER BY number DESC LIMIT 1
                    """
            )
            guard let last, last["number"] == present.number, last["content_sha256"] == present.digest?.hex else {
                return true
            }
            let changes = try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM fetch WHERE id > ? AND added + changed + withdrawn > 0",
                arguments: [last["through_fetch"] as Int]
            )
            let names = try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM area_change WHERE fetch_id > ?",
                arguments: [last["through_fetch"] as Int]
            )
            let notes = try Self.notes(through: nil, database)
            let shown = try Self.notes(through: last["through_fetch"], database)
            return changes != 0 || names != 0 || notes != shown || last["analysis_sha256"] != analysis.hex
        }
    }

    /// The last time that vintages were rebuilt, by the number of its event.
    private static func lastReplay(_ database: Database) throws -> Int? {
        try Int.fetchOne(database, sql: "SELECT max(id) FROM event WHERE verb = 'replay'")
    }

    /// What publishers said beside the figures, as of a fetch; a footnote may change where no figure does.
    private static func notes(through fetch: Int?, _ database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT f.dataset_id || ' ' || n.kind || ' ' || n.mandatory || ' ' || n.text
                FROM dataset_note n JOIN fetch f ON f.id = n.fetch_id
                WHERE f.id = (
                    SELECT max(g.id) FROM fetch g JOIN exchange e ON e.fetch_id = g.id AND e.purpose <> 'poll'
                    WHERE g.dataset_id = f.dataset_id AND g.outcome <> 'refused' AND g.id <= coalesce(?, g.id))
                ORDER BY 1
                """,
            arguments: [fetch]
        )
    }

    /// Copies the store's present state to `path` with `VACUUM INTO`; plugins read it there.
    ///
    /// Killed midway, `VACUUM INTO` can leave a file that opens and holds nothing, so the candidate has a name of its
    /// own, is made anew each time and is verified before it gets the publication's name.
    package func makeCandidate(at path: String) throws {
        discardCandidate(at: path)
        try StoreError.translating(path) {
            try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
        }
        chmod(path, 0o640)
    }

    /// Removes a candidate that will not be published, and whatever SQLite left beside it.
    package func discardCandidate(at path: String) {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(path + suffix) }
    }

    /// Writes findings and the publication's row, verifies the candidate and gives it the publication's name.
    ///
    /// Order, so that a kill at any point leaves the old or the new publication and a store that knows which:
    /// the candidate is completed, verified and gets its digest; the store gets the same findings and a `prepared` row
    /// with that digest in one transaction; the candidate is synced and renamed; the store marks the row `published`.
    /// ``recoverPublication(at:)`` ends what a kill left open.
    ///
    /// - Returns: Digest of the publication's content.
    /// - Throws: ``StoreError``; the old publication then stands.
    package func publish(
        _ description: PublicationDescription,
        _ results: [AnalysisResult],
        candidate: String,
        to published: String
    ) throws -> ContentDigest {
        try Self.changing(candidate) { try Self.complete($0, description, results) }
        let (digest, history) = try verify(candidate)
        try Self.changing(candidate) { try Self.setDigest(digest, history, of: description.number, $0) }
        try write { database in
            try Self.insert(description, results, state: "prepared", database)
            try Self.setDigest(digest, history, of: description.number, database)
        }
        try Self.moveDurably(candidate, to: published)
        try markPublished(description.number)
        return digest
    }

    /// Ends a publication that a killed or failed step left between its steps.
    ///
    /// - Parameter published: Path of the publication.
    /// - Throws: ``StoreError``, also when the published file is newer than this store knows: the store was then lost
    ///   or restored, and publishing would overwrite the only copy of a history.
    package func recoverPublication(at published: String) throws {
        let isThere = access(published, F_OK) == 0
        let present = isThere ? try Publication(path: published) : nil
        let (known, prepared) = try read { database in
            (
                try Int.fetchOne(database, sql: "SELECT max(number) FROM publication") ?? 0,
                try Row.fetchOne(
                    database,
                    sql: "SELECT number, content_sha256 FROM publication WHERE state = 'prepared'"
                )
            )
        }
        if let present, present.number > known {
            throw StoreError.behind(path: path, published: published, number: present.number, known: known)
        }
        guard let prepared else { return }
        let number: Int = prepared["number"]
        if let present, present.number == number, present.digest?.hex == prepared["content_sha256"] {
            try markPublished(number)
        } else {
            try write { try Self.abandon(number, $0) }
        }
    }

    private static func abandon(_ number: Int, _ database: Database) throws {
        let runs = "SELECT run_id FROM publication_run WHERE publication = ?"
        for table in ["finding_input", "finding", "plugin_run_group", "plugin_run"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE run_id IN (\(runs))", arguments: [number])
        }
        try database.execute(sql: "DELETE FROM publication_run WHERE publication = ?", arguments: [number])
        try database.execute(sql: "DELETE FROM publication WHERE number = ?", arguments: [number])
    }

    private func markPublished(_ number: Int) throws {
        try write { database in
            try database.execute(
                sql: "UPDATE publication SET state = 'published' WHERE number = ?",
                arguments: [number]
            )
            try Self.setCurrentRuns(number, database)
        }
    }

    /// The findings of a publication are those of its own runs; a plugin without one has none any more.
    private static func setCurrentRuns(_ number: Int, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE plugin SET current_run_id = (
                    SELECT r.run_id FROM plugin_run r JOIN publication_run p ON p.run_id = r.run_id
                    WHERE p.publication = ? AND r.plugin_id = plugin.id)
                """,
            arguments: [number]
        )
    }

    private static func setDigest(
        _ digest: ContentDigest,
        _ history: HistorySum,
        of number: Int,
        _ database: Database
    ) throws {
        try database.execute(
            sql: "UPDATE publication SET content_sha256 = ?, history = ? WHERE number = ?",
            arguments: [digest.hex, history.description, number]
        )
    }

    // MARK: - Writing

    private static func insert(
        _ description: PublicationDescription,
        _ results: [AnalysisResult],
        state: String,
        _ database: Database
    ) throws {
        for result in results { try FindingWriter(database, result).write() }
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
        for result in results {
            try database.execute(
                sql: "INSERT INTO publication_run VALUES (?, ?)",
                arguments: [description.number, result.run]
            )
        }
    }

    /// The candidate was copied before its analyses ran.
    private static func insertRun(_ result: AnalysisResult, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO run (id, kind, subject, started_at, finished_at, state)
                VALUES (?, 'analyse', ?, ?, ?, 'succeeded')
                ON CONFLICT (id) DO UPDATE SET finished_at = excluded.finished_at, state = excluded.state
                """,
            arguments: [
                result.run, result.plugin, result.time.lowerBound.description, result.time.upperBound.description,
            ]
        )
    }

    /// Writes to a candidate.
    ///
    /// Durability comes from one sync of the finished file; until then nobody knows its name.
    private static func changing(_ candidate: String, _ body: (Database) throws -> Void) throws {
        try StoreError.translating(candidate) {
            var configuration = Configuration()
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF;")
            }
            let queue = try DatabaseQueue(path: candidate, configuration: configuration)
            defer { try? queue.close() }
            try queue.write(body)
        }
    }

    private static func complete(
        _ database: Database,
        _ description: PublicationDescription,
        _ results: [AnalysisResult]
    ) throws {
        for result in results { try insertRun(result, database) }
        try insert(description, results, state: "published", database)
        try setCurrentRuns(description.number, database)
    }

    // MARK: - Verifying

    /// Reads the finished candidate as a reader would, and holds it against this store; each on a thread of its own.
    ///
    /// - Returns: Digest of its content, and the sum of what both know.
    /// - Throws: ``StoreError/unverified(path:detail:)`` where its pages are damaged, a row refers to nothing, or it does
    ///   not say what the store says.
    private func verify(_ candidate: String) throws -> (ContentDigest, HistorySum) {
        let (_, (content, history)) = try SideThread.run({ try Self.verifyPages(candidate) }) {
            try SideThread.run({ try Self.content(candidate) }) {
                try read { try HistorySum($0, FigurePass.run($0)) }
            }
        }
        guard content.history == history else {
            throw StoreError.unverified(path: candidate, detail: "it does not say what the store says")
        }
        return content
    }

    private static func content(_ path: String) throws -> (digest: ContentDigest, history: HistorySum) {
        try reading(path) { database in
            let (digest, pass) = try ContentHash.digestAndFigures(database)
            guard pass.orphans == 0 else {
                throw StoreError.unverified(path: path, detail: "a figure without the row it refers to")
            }
            return (digest, try HistorySum(database, pass))
        }
    }

    private static func verifyPages(_ path: String) throws {
        try reading(path) { database in
            let check = try String.fetchAll(database, sql: "PRAGMA quick_check")
            guard check == ["ok"] else {
                throw StoreError.unverified(path: path, detail: check.first ?? "quick_check")
            }
            guard try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") == nil else {
                throw StoreError.unverified(path: path, detail: "a row without the row it refers to")
            }
        }
    }

    /// Reads a database through a connection of its own.
    private static func reading<Result>(_ path: String, _ body: (Database) throws -> Result) throws -> Result {
        try StoreError.translating(path) {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.prepareDatabase { try FigureScan.register($0) }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.read(body)
        }
    }

    // MARK: - Publishing

    private static func moveDurably(_ candidate: String, to published: String) throws {
        let folder = String(published[..<(published.lastIndex(of: "/") ?? published.startIndex)])
        try sync(candidate, O_RDONLY)
        guard rename(candidate, published) == 0 else {
            throw StoreError.system(operation: "rename to", path: published, code: errno)
        }
        try sync(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY)
    }

    /// Has a file or folder written to the disk.
    static func sync(_ path: String, _ flags: Int32) throws {
        let descriptor = open(path, flags | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw StoreError.system(operation: "sync", path: path, code: errno)
        }
    }
}
