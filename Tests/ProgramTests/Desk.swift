import Foundation
import PejlTestSupport

/// The administrator's programs on one configuration.
struct Desk {
    /// Path of the configuration.
    let config: String
    /// What would take its folder away with it.
    private let installation: AnyObject

    init(_ installation: TestInstallation) {
        self.installation = installation
        config = installation.configurationPath
    }

    init(_ installation: DropInstallation) {
        self.installation = installation
        config = installation.configurationPath
    }

    /// `pejl`, with the configuration named.
    @discardableResult
    func pejl(_ arguments: String...) throws -> ProgramResult {
        try Program.run("pejl", arguments + ["--config", config])
    }

    /// `pejld --once`.
    @discardableResult
    func pejld(_ arguments: String...) throws -> ProgramResult {
        try Program.run("pejld", ["--once", "--config", config] + arguments)
    }

    /// What a command with `--json` prints.
    func json(_ arguments: [String]) throws -> [String: Any] {
        let result = try Program.run("pejl", arguments + ["--json", "--config", config])
        let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return value as? [String: Any] ?? [:]
    }

    /// Texts of the first column of a query on a publication.
    func query(_ publication: String, _ sql: String) throws -> [String] {
        let result = try Program.run(
            "/usr/bin/env",
            [
                "python3", "-c",
                "import sqlite3, sys\nfor row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]): print(*row, sep='|')",
                publication, sql,
            ]
        )
        guard result.status == 0 else { throw DeskError(description: result.errors) }
        return result.output.split(separator: "\n").map(String.init)
    }
}

/// A command of a test that went wrong.
struct DeskError: Error, CustomStringConvertible {
    let description: String
}

/// A work store from the outside, through Python's SQLite; no program may hold it.
struct StoreFile {
    /// Path of `work.sqlite`.
    let path: String

    /// Every row of the tables that say what is held of figures and where it came from, as text, each value with its type.
    func dump() throws -> String {
        try python(
            """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            for table in ('publisher', 'dataset', 'fetch', 'exchange', 'raw_document', 'area', 'period', 'indicator',
                          'breakdown', 'series', 'observation', 'observation_vintage', 'rejected_row', 'refusal',
                          'approval', 'dataset_note'):
                names = [row[1] for row in database.execute(f'PRAGMA table_info({table})')]
                print(table, names)
                for row in database.execute(f'SELECT * FROM {table} ORDER BY {", ".join(names)}'): print(repr(row))
            """
        )
    }

    /// Changes it.
    func execute(_ sql: String) throws {
        _ = try python(
            """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            database.executescript(sys.argv[2])
            """,
            [sql]
        )
    }

    private func python(_ script: String, _ arguments: [String] = []) throws -> String {
        let result = try Program.python(script, [path] + arguments)
        guard result.status == 0 else { throw DeskError(description: result.errors) }
        return result.output
    }
}
