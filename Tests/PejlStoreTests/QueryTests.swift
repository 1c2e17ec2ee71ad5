import PejlModel
import PejlStore
import PejlTestSupport
import Testing

/// What people may do with `pejl query`.
struct QueryTests {
    @Test(
        "a statement that does more than read is refused",
        arguments: [
            "INSERT INTO area (kind, code, name) VALUES ('x', 'y', 'z')",
            "UPDATE observation SET value = 0",
            "DELETE FROM observation",
            "REPLACE INTO breakdown VALUES (1, 'x')",
            "DROP TABLE observation",
            "CREATE TABLE t (a)",
            "CREATE TEMP TABLE t (a)",
            "CREATE VIEW v AS SELECT 1",
            "ALTER TABLE area RENAME TO b",
            "ATTACH DATABASE '/tmp/x' AS x",
            "DETACH DATABASE main",
            "VACUUM",
            "VACUUM INTO '/tmp/x'",
            "REINDEX",
            "ANALYZE",
            "PRAGMA journal_mode = WAL",
            "PRAGMA query_only = OFF",
            "BEGIN",
            "SAVEPOINT s",
            "SELECT load_extension('x')",
            "SELECT randomblob(1000000000)",
            "SELECT 1; DELETE FROM observation",
            "SELECT 1; SELECT 2",
        ]
    )
    func refuses(sql: String) throws {
        let query = try Self.query()
        let error = #expect(throws: QueryError.self) { try query.run(sql, header: { _ in }, row: { _ in }) }
        guard case .refused = error else {
            Issue.record("\(sql): \(String(describing: error))")
            return
        }
    }

    @Test(
        "a statement that does not end is stopped at the limit",
        arguments: [
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
            "SELECT count(*) FROM area a, area b, area c, area d, area e, area f",
        ]
    )
    func stops(sql: String) throws {
        var limits = QueryLimits()
        limits.seconds = 1
        let query = try Self.query(limits)
        #expect(throws: QueryError.tooSlow(seconds: 1)) { try query.run(sql, header: { _ in }, row: { _ in }) }
    }

    @Test("rows over the limit stop the query after the limit was delivered")
    func limitsRows() throws {
        var limits = QueryLimits()
        limits.rows = 3
        let query = try Self.query(limits)
        var rows = 0
        #expect(throws: QueryError.tooManyRows(limit: 3)) {
            try query.run("SELECT * FROM areas", header: { _ in }, row: { _ in rows += 1 })
        }
        #expect(rows == 3)
    }

    @Test(
        "an incorrect statement is told from a refused one",
        arguments: ["", "  -- nothing\n", "SELEC 1", "SELECT colour FROM figures"]
    )
    func incorrect(sql: String) throws {
        let query = try Self.query()
        let error = #expect(throws: QueryError.self) { try query.run(sql, header: { _ in }, row: { _ in }) }
        guard case .incorrect = error else {
            Issue.record("\(sql): \(String(describing: error))")
            return
        }
    }

    @Test("reads what it should, with names and kinds of values")
    func reads() throws {
        let query = try Self.query()
        var names: [String] = []
        var rows: [[QueryValue]] = []
        try query.run(
            "SELECT area_code AS code, value, NULL AS empty, 1 + 1 AS two FROM figures;  ",
            header: { names = $0 },
            row: { rows.append($0) }
        )
        #expect(names == ["code", "value", "empty", "two"])
        #expect(rows == [[.text("766"), .real(7), .null, .integer(2)]])
    }

    @Test("the data dictionary names every column of every view, in order, and nothing else")
    func dictionary() throws {
        let query = try Self.query()
        for view in Set(DataDictionary.columns.map(\.view)) {
            var names: [String] = []
            try query.run("SELECT * FROM \(view) LIMIT 0", header: { names = $0 }, row: { _ in })
            #expect(DataDictionary.columns.filter { $0.view == view }.map(\.name) == names, "\(view)")
        }
        var views: [QueryValue] = []
        try query.run(
            "SELECT name FROM sqlite_schema WHERE type = 'view'",
            header: { _ in },
            row: { views.append($0[0]) }
        )
        #expect(Set(views) == Set(DataDictionary.columns.map { .text($0.view) }))
        #expect(
            DataDictionary.columns.allSatisfy { !$0.meaning.da.isEmpty && !$0.meaning.en.isEmpty && !$0.unit.isEmpty }
        )
    }

    private static func query(_ limits: QueryLimits = QueryLimits()) throws -> Query {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0])
        let path = try desk.publish().path
        // The open file outlives its folder.
        return try Query(path: path, limits: limits)
    }
}
