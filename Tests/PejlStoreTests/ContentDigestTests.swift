import PejlModel
import PejlStore
import PejlTestSupport
import Testing

/// The digest of a publication's content, beside the same digest made by another program.
struct ContentDigestTests {
    /// A publication with present and superseded figures, with and without a value, whole and not.
    private func published() throws -> (StoreDesk, Publication) {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0, "615": nil, "630": -0.25, "657": 0])
        _ = try desk.load(["766": 7.5, "615": 1e300, "630": nil])
        _ = try desk.load(["766": nil, "615": 2, "630": nil, "657": 4])
        return (desk, try desk.publish())
    }

    @Test("a digest is what its description says: tables by name, rows by key, values with their types")
    func independent() throws {
        let (desk, publication) = try published()
        defer { withExtendedLifetime(desk) {} }
        let script = """
            import hashlib, sqlite3, struct, sys
            content = sqlite3.connect(sys.argv[1])
            content.text_factory = bytes
            sha = hashlib.sha256()
            def add(sql):
                for row in content.execute(sql):
                    for value in row:
                        if value is None: sha.update(b'\\x05')
                        elif isinstance(value, int): sha.update(b'\\x01' + struct.pack('<q', value))
                        elif isinstance(value, float): sha.update(b'\\x02' + struct.pack('<d', value))
                        else: sha.update(b'\\x03' + struct.pack('<Q', len(value)) + value)
                    sha.update(b'\\n')
            add('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name')
            tables = [name.decode() for (name,) in content.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
            for table in tables:
                sha.update(f'table {table}\\n'.encode())
                info = [(name.decode(), key) for _, name, _, _, _, key in content.execute(f'PRAGMA table_info({table})')]
                key = ', '.join(name for name, place in sorted(info, key=lambda column: column[1]) if place > 0)
                columns = [name for name, _ in info
                    if table != 'publication' or name not in ('content_sha256', 'history')]
                add(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {key}")
            counts = [content.execute(f'SELECT count(*) FROM {table}').fetchone()[0]
                for table in ('observation', 'observation_vintage')]
            print(sha.hexdigest(), *counts)
            """
        let result = try Program.python(script, [publication.path])
        #expect(result.output == "\(try publication.contentDigest().hex) 4 6\n", "\(result.errors)")
        #expect(try publication.contentDigest() == publication.digest)
    }

    @Test(
        "a figure that its table cannot hold is damage, not another digest",
        arguments: [
            "UPDATE observation SET status = 'x' WHERE value IS NULL",
            "UPDATE observation SET value = 'x' WHERE value IS NOT NULL",
            "UPDATE observation SET fetch_id = x'00'", "UPDATE observation_vintage SET to_fetch_id = 'x'",
            "UPDATE observation_vintage SET value = 'x' WHERE value IS NOT NULL",
        ]
    )
    func otherTypes(change: String) throws {
        let (desk, publication) = try published()
        defer { withExtendedLifetime(desk) {} }
        let script = """
            import sqlite3, sys
            def run(*statements):
                content = sqlite3.connect(sys.argv[1])
                content.execute('PRAGMA writable_schema = ON')
                for statement in statements: assert content.execute(statement).rowcount > 0
                content.commit()
                content.close()
            run("UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT, ', ''), ' REAL', ' BLOB')"
                " WHERE name LIKE 'observation%'")
            run(sys.argv[2])
            run("UPDATE sqlite_schema SET sql = replace(replace(sql, 'WITHOUT', 'STRICT, WITHOUT'), ' BLOB', ' REAL')"
                " WHERE name IN ('observation', 'observation_vintage')")
            """
        let result = try Program.python(script, [publication.path, change])
        #expect(result.status == 0, "\(result.errors)")
        let damaged = try Publication(path: publication.path)
        let error = #expect(throws: StoreError.self) { try damaged.contentDigest() }
        guard case .corrupt? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try damaged.verify().map(\.kind) == [.damagedPages])
    }
}
