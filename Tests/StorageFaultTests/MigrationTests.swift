import Foundation
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Testing

/// Stores of every earlier version (C14): upgraded whole or not at all.
@Suite(.timeLimit(.minutes(30)))
struct MigrationTests {
    /// Makes an empty store of a version, with a publisher and a run in it.
    private static func make(_ path: String, version: Int) throws {
        let script = """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            database.executescript(sys.argv[2])
            database.execute("INSERT INTO publisher VALUES (7, 'test', 'prøve', 'test', 'https://example.org')")
            database.execute("INSERT INTO run VALUES (3, 'refresh', 'x', '2026-01-01T00:00:00Z', NULL, 'running', "
                "NULL, NULL, NULL, NULL)")
            database.commit()
            """
        let versions = Store.versions
        let result = try Program.python(script, [path, versions[version - 1].script])
        guard result.status == 0 else { throw DeskError(result) }
    }

    /// What SQLite keeps of the schema, and the rows that were in the store before.
    private static func contents(_ path: String) throws -> String {
        let script = """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            for row in database.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2"): print(row)
            print(database.execute("PRAGMA user_version").fetchone(), database.execute("PRAGMA application_id").fetchone())
            print(database.execute("SELECT * FROM publisher WHERE code = 'test'").fetchall())
            """
        return try Program.python(script, [path]).output
    }

    @Test(
        "a store of any version becomes what a new one is, and keeps what is in it",
        arguments: 1...Store.versions.count
    )
    func upgrades(from version: Int) throws {
        let folder = try TemporaryFolder()
        let newest = Store.versions.count
        try Self.make(folder.file("new.sqlite"), version: newest)
        try Self.make(folder.file("old.sqlite"), version: version)
        for name in ["new", "old"] {
            let store = try Store(path: folder.file("\(name).sqlite"), now: SystemClock.now())
            #expect(try !store.hasOpenRuns())
            try store.disconnect()
        }
        let old = try Self.contents(folder.file("old.sqlite"))
        #expect(try old == Self.contents(folder.file("new.sqlite")))
        #expect(old.contains("prøve") && old.contains("(\(newest),)"))
    }

    @Test(
        "killed at any call while the store is made or upgraded, it is of one version or the other, and the next run goes on",
        arguments: [0, 1]
    )
    func kills(from version: Int) throws {
        let base = try FaultDesk()
        let expected = try base.dump()
        // The same figures come to no store, or to one of the first version, and nothing is published.
        for name in ["state/work.sqlite", "state/published/pejl.sqlite"] {
            try FileManager.default.removeItem(atPath: base.folder.file(name))
        }
        if version > 0 { try Self.make(base.paths.workStore, version: version) }
        let calls = try FaultCount(base, dropping: FaultDesk.first)
        // The upgrade is over when the run of the dataset begins; some calls more do no harm.
        let points = (1...90).flatMap { calls.writes.contains($0) ? ["\($0)", "\($0).5"] : ["\($0)"] }
        concurrently(points) { point in
            let desk = try base.copy()
            try desk.drop(FaultDesk.first)
            #expect(try desk.run(["PEJL_FILES_KILL": point]).status == 128 + SIGKILL, "\(point)")
            let next = try desk.run()
            #expect(next.status == 0 && !next.errors.contains("was damaged"), "\(point): \(next.errors)")
            #expect(try desk.dump() == expected, "\(point)")
            #expect(try desk.violations(acknowledged: 1) == [], "\(point)")
        }
    }
}
