import PejlModel
import PejlStore
import PejlTestSupport
import Testing

/// The sum over what a store knew at its last publication.
struct HistoryTests {
    /// Opens a store with Python's SQLite, carries out a statement and prints the newest sum.
    private static func recorded(_ path: String, changedBy sql: String = "SELECT 1") throws -> [String] {
        let script = """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            assert database.execute(sys.argv[2]).rowcount in (-1, 1)
            database.commit()
            print(database.execute("SELECT history FROM publication ORDER BY number DESC LIMIT 1").fetchone()[0] or "")
            """
        let result = try Program.python(script, [path, sql])
        #expect(result.status == 0, "\(result.errors)")
        return result.output.split(separator: " ").map { String($0.filter { !$0.isWhitespace }) }
    }

    /// A store's faults after `change` was made to the newest sum or to its rows.
    private static func faults(after change: String...) throws -> [StoreFault.Kind] {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 6.1, "630": 5.4])
        try desk.publish()
        #expect(try desk.store.verify() == [])
        try desk.store.disconnect()
        for sql in change { _ = try recorded(desk.path, changedBy: sql) }
        try desk.reopen()
        return try desk.store.verify().map(\.kind)
    }

    private static let figure = "UPDATE observation SET value = 6.2 WHERE value = 6.1"

    /// Puts another version of the schema before the sum that was recorded.
    private static func sum(ofVersion version: String) -> String {
        "UPDATE publication SET history = '\(version)' || substr(history, instr(history, ' '))"
    }

    @Test("a figure that changed behind a sum of this version of the schema is found")
    func ownVersion() throws {
        #expect(try Self.faults(after: Self.figure) == [.changedHistory])
        let newest = "\(Store.versions.count)"
        #expect(try Self.faults(after: Self.sum(ofVersion: newest), Self.figure) == [.changedHistory])
        // The last of the sum's digits, another one.
        let digit = "substr(history, 1, length(history) - 1) || (substr(history, -1) = '0')"
        #expect(try Self.faults(after: "UPDATE publication SET history = \(digit)") == [.changedHistory])
    }

    @Test(
        "a sum of another version of the schema, or no sum at all, is passed over: its rows had other columns",
        arguments: [
            "UPDATE publication SET history = NULL", "UPDATE publication SET history = ''", sum(ofVersion: ""),
            sum(ofVersion: "0"), sum(ofVersion: "1"), sum(ofVersion: "2"), sum(ofVersion: "99"), sum(ofVersion: "x"),
        ]
    )
    func otherVersion(change: String) throws {
        // With a figure changed too: were the sums compared, they would differ.
        #expect(try Self.faults(after: change, Self.figure) == [])
    }

    @Test("the publication after an upgrade has a sum of the new version, and the store is held against it again")
    func nextPublication() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 6.1, "630": 5.4])
        try desk.publish()
        try desk.store.disconnect()
        let older = try Self.recorded(desk.path, changedBy: Self.sum(ofVersion: "\(Store.versions.count - 1)"))
        #expect(older.first == "\(Store.versions.count - 1)" && older.count == 8)
        try desk.reopen()
        #expect(try desk.store.verify() == [])
        _ = try desk.load(["766": 6.3, "630": 5.4])
        try desk.publish()
        #expect(try desk.store.verify() == [])
        try desk.store.disconnect()
        let newer = try Self.recorded(desk.path)
        #expect(newer.first == "\(Store.versions.count)" && newer.count == 8)
        _ = try Self.recorded(desk.path, changedBy: "UPDATE observation SET value = 6.2 WHERE value = 6.3")
        try desk.reopen()
        #expect(try desk.store.verify().map(\.kind) == [.changedHistory])
    }

    @Test(
        "a view, an index or a table that is not what this version makes it is found, though every page is whole",
        arguments: [
            "UPDATE sqlite_schema SET sql = replace(sql, 'o.value AS value', '-o.value AS value') WHERE name = 'figures'",
            "DELETE FROM sqlite_schema WHERE name = 'findings'",
            "UPDATE sqlite_schema SET sql = replace(sql, 'value REAL', 'value ANY ') WHERE name = 'observation'",
        ]
    )
    func definitions(change: String) throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 6.1])
        try desk.publish()
        try desk.store.disconnect()
        let script = """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            database.execute("PRAGMA writable_schema = ON")
            assert database.execute(sys.argv[2]).rowcount == 1
            database.commit()
            database.execute("PRAGMA writable_schema = OFF")
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            """
        let result = try Program.python(script, [desk.path, change])
        #expect(result.status == 0, "\(result.errors)")
        try desk.reopen()
        #expect(try desk.store.verify().map(\.kind) == [.damagedPages])
    }
}
