import PejlModel
import PejlStore
import PejlTestSupport
import Testing

/// Statements that nobody wrote (CWE-89 of the security table): each is answered, refused or stopped, and nothing changes.
struct HostileQueryTests {
    private static let words = [
        "SELECT", "FROM", "WHERE", "figures", "observation", "figures_vintages", "*", "value", "area_code", "(", ")",
        ",",
        "=", "'766'", "'", "\"", ";", "--", "/*", "*/", "UNION ALL", "WITH RECURSIVE", "c(x)", "AS", "c", "JOIN", "ON",
        "GROUP BY", "ORDER BY", "LIMIT", "-1", "1e400", "NULL", "INSERT INTO", "UPDATE", "DELETE FROM", "DROP TABLE",
        "ATTACH", "PRAGMA", "writable_schema", "sqlite_schema", "load_extension", "randomblob", "zeroblob", "printf",
        "'%*d'", "9223372036854775807", "hex", "replace", "group_concat", "json_extract", "EXISTS", "NOT", "LIKE",
        "GLOB",
        "MATCH", "COLLATE", "CASE WHEN", "END", "VALUES", "x'00'", "\u{0}", "æ", "RETURNING", "INDEXED BY", "?1", ":a",
        "pragma_database_list", "dbstat", "generate_series", "BEGIN", "COMMIT", "VACUUM INTO", "'/tmp/x'", "main.",
        "temp.",
    ]

    /// Random words, and real statements with words put in, taken out and repeated.
    private static func statement(_ random: inout SeededRandom) -> String {
        let real = [
            "SELECT area_code, value FROM figures WHERE indicator = 'absence' ORDER BY value LIMIT 5",
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 9) SELECT sum(x) FROM c",
            "SELECT count(*) FROM figures_vintages a JOIN figures b ON a.area_code = b.area_code",
            "SELECT name, sql FROM sqlite_schema",
        ]
        var parts = (real.randomElement(using: &random) ?? "").split(separator: " ").map(String.init)
        if Int.random(in: 0..<8, using: &random) == 0 { parts = [] }
        for _ in 0..<Int.random(in: parts.isEmpty ? 3...12 : 0...3, using: &random) {
            let word = words.randomElement(using: &random) ?? ""
            let place = Int.random(in: 0...parts.count, using: &random)
            switch Int.random(in: 0..<9, using: &random) {
            case 0..<3 where place < parts.count: parts.remove(at: place)
            case 3..<5 where place < parts.count: parts[place] = word
            case 5: parts.insert(String(repeating: word + " ", count: 40), at: place)
            default: parts.insert(word, at: place)
            }
        }
        if Int.random(in: 0..<5, using: &random) == 0 {
            parts.append(
                "; " + (["DELETE FROM area", "PRAGMA query_only = OFF", "VACUUM"].randomElement(using: &random) ?? "")
            )
        }
        return parts.joined(separator: " ")
    }

    @Test("five hundred random statements are answered, refused or stopped, and the publication stays as it is")
    func random() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 1, "630": 2, "615": nil])
        let publication = try desk.publish()
        let digest = try publication.contentDigest()
        var limits = QueryLimits()
        limits.seconds = 1
        limits.rows = 10_000
        var random = SeededRandom(state: 20_261_127)
        var endings: [String: Int] = [:]
        for _ in 0..<500 {
            let sql = Self.statement(&random)
            let query = try Query(path: publication.path, limits: limits)
            do {
                try query.run(sql, header: { _ in }, row: { _ in })
                endings["answered", default: 0] += 1
            } catch let error as QueryError {
                endings[error.failure.name, default: 0] += 1
            }
        }
        print("500 random statements, seed 20261127: \(endings)")
        #expect(endings["answered", default: 0] > 10 && endings["query-refused", default: 0] > 10)
        #expect(try publication.contentDigest() == digest)
        #expect(try publication.verify() == [])
    }

    @Test(
        "a statement that wants more than it may have is refused or stopped",
        arguments: [
            "SELECT zeroblob(2000000000)",
            "SELECT hex(randomblob(500000000))",
            "SELECT replace(replace(printf('%.*c', 9000000, 'x'), 'x', 'xxxxxxxxxx'), 'x', 'xxxxxxxxxx')",
            "WITH RECURSIVE c(x) AS (SELECT 'x' UNION ALL SELECT x || x FROM c) SELECT length(x) FROM c",
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT * FROM c",
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION SELECT x + 1 FROM c) SELECT group_concat(x) FROM c",
            "SELECT count(*) FROM area a, area b, area c, area d, area e",
            "SELECT * FROM area a, area b, area c, area d ORDER BY random()",
            "SELECT 'a' LIKE printf('%.*c', 100000, '%') || 'b'",
            "SELECT " + String(repeating: "(", count: 2000) + "1" + String(repeating: ")", count: 2000),
            "SELECT " + String(repeating: "1 UNION ALL SELECT ", count: 3000) + "1",
            "SELECT " + String(repeating: "1,", count: 3000) + "1",
            "SELECT '" + String(repeating: "x", count: 200_000) + "'",
            "SELECT * FROM pragma_database_list",
            "SELECT writefile('/tmp/pejl-test-never', 'x')",
            "SELECT fts3_tokenizer('simple')",
        ]
    )
    func greedy(sql: String) throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 1])
        var limits = QueryLimits()
        limits.seconds = 1
        limits.rows = 100_000
        let query = try Query(path: try desk.publish().path, limits: limits)
        let clock = ContinuousClock()
        let began = clock.now
        #expect(throws: QueryError.self) { try query.run(sql, header: { _ in }, row: { _ in }) }
        // A second by the handler; the rest is what one step may take.
        #expect(clock.now - began < .seconds(20))
    }
}
