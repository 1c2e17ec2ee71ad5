internal import GRDBSQLite
package import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// A value of a query's result.
package enum QueryValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob(Int)
}

/// Why a query was refused or stopped.
package enum QueryError: FailureConvertible, Equatable, CustomStringConvertible {
    /// The statement is not one that only reads the publication.
    case refused(message: String)
    /// The statement is not correct SQL for this store.
    case incorrect(message: String)
    /// The time limit was reached.
    case tooSlow(seconds: Int)
    /// The row limit was reached; the rows so far were delivered.
    case tooManyRows(limit: Int)

    package var description: String {
        switch self {
        case .refused(let message): "the query may only read: \(message)"
        case .incorrect(let message): "the query is not correct: \(message)"
        case .tooSlow(let seconds): "the query was stopped after \(seconds) s; narrow it or raise --timeout"
        case .tooManyRows(let limit): "the query was stopped after \(limit) rows; narrow it or raise --rows"
        }
    }

    package var failure: Failure {
        switch self {
        case .refused: Failure(kind: .config, name: "query-refused", message: description)
        case .incorrect: Failure(kind: .contract, name: "query-incorrect", message: description)
        case .tooSlow: Failure(kind: .contract, name: "query-too-slow", message: description)
        case .tooManyRows: Failure(kind: .contract, name: "query-too-many-rows", message: description)
        }
    }
}

/// What a query may cost; every limit has a default.
package struct QueryLimits: Sendable {
    /// Wall-clock seconds.
    package var seconds = 5
    /// Rows.
    package var rows = 1_000_000
    /// Bytes of one value.
    package var valueBytes = 10_000_000
    /// Bytes of the statement.
    package var statementBytes = 100_000

    /// The defaults.
    package init() {}
}

/// One read-only statement on a publication, for people who type SQL.
///
/// The file is opened read-only, `query_only` is on, and an authorizer lets through nothing but reading: no PRAGMA, no
/// ATTACH, no extension. Time, rows, memory and depth are limited.
package final class Query {
    private let connection: OpaquePointer
    private let limits: QueryLimits
    private var deadline = Deadline(at: 0)

    /// Opens the publication at `path`.
    ///
    /// - Parameters:
    ///   - path: Path of the publication.
    ///   - limits: What a statement may cost.
    ///   - view: Which vintages the view `figures` shows.
    /// - Throws: ``StoreError``; ``MomentError`` where nothing was known at the moment asked for.
    package init(path: String, limits: QueryLimits = QueryLimits(), view: FigureView = .current) throws {
        let publication = try Publication(path: path)
        var lastLoad = 0
        if case .asOf(let instant) = view { lastLoad = try publication.lastLoad(at: instant) }
        var connection: OpaquePointer?
        let code = sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let connection else {
            sqlite3_close_v2(connection)
            throw StoreError.cannotOpen(path: path)
        }
        self.connection = connection
        self.limits = limits
        let prelude = [
            "PRAGMA trusted_schema = OFF", "PRAGMA temp_store = MEMORY", view.statement(lastLoad: Int64(lastLoad)),
        ]
        // A temporary view is written too, so writing is switched off behind it.
        for statement in prelude.compactMap({ $0 }) + ["PRAGMA query_only = ON"] {
            guard sqlite3_exec(connection, statement, nil, nil, nil) == SQLITE_OK else {
                throw StoreError.sqlite(
                    path: path,
                    code: Int(sqlite3_extended_errcode(connection)),
                    message: String(cString: sqlite3_errmsg(connection))
                )
            }
        }
        sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Int32(limits.valueBytes))
        sqlite3_limit(connection, SQLITE_LIMIT_SQL_LENGTH, Int32(limits.statementBytes))
        sqlite3_limit(connection, SQLITE_LIMIT_COLUMN, 200)
        sqlite3_limit(connection, SQLITE_LIMIT_EXPR_DEPTH, 100)
        sqlite3_limit(connection, SQLITE_LIMIT_COMPOUND_SELECT, 20)
        sqlite3_limit(connection, SQLITE_LIMIT_VDBE_OP, 25_000)
        sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0)
        sqlite3_hard_heap_limit64(256 << 20)
        sqlite3_set_authorizer(connection, { _, action, _, name, _, _ in Query.authorise(action, name) }, nil)
    }

    deinit { sqlite3_close_v2(connection) }

    /// Runs one statement.
    ///
    /// - Parameters:
    ///   - sql: The statement, one only.
    ///   - header: Receives the names of the columns, once.
    ///   - row: Receives each row.
    /// - Throws: ``QueryError``, or what `header` and `row` throw.
    package func run(_ sql: String, header: ([String]) throws -> Void, row: ([QueryValue]) throws -> Void) throws {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        let columns = sqlite3_column_count(statement)
        try header((0..<columns).map { String(cString: sqlite3_column_name(statement, $0)) })
        deadline.at = Deadline.now() + limits.seconds
        sqlite3_progress_handler(
            connection,
            10_000,
            { Unmanaged<Deadline>.fromOpaque($0.unsafelyUnwrapped).takeUnretainedValue().isPassed ? 1 : 0 },
            Unmanaged.passUnretained(deadline).toOpaque()
        )
        var count = 0
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_DONE: return
            case SQLITE_ROW:
                count += 1
                guard count <= limits.rows else { throw QueryError.tooManyRows(limit: limits.rows) }
                try row((0..<columns).map { value(statement, $0) })
            case SQLITE_INTERRUPT: throw QueryError.tooSlow(seconds: limits.seconds)
            default: throw QueryError.incorrect(message: String(cString: sqlite3_errmsg(connection)))
            }
        }
    }

    private func prepare(_ sql: String) throws -> OpaquePointer {
        var statement: OpaquePointer?
        var sql = sql
        // Bytes after the first statement: anything but white space, semicolons and comments is a second one.
        let (code, rest) = sql.withUTF8 { bytes -> (Int32, String) in
            bytes.withMemoryRebound(to: CChar.self) { text in
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v2(connection, text.baseAddress, Int32(text.count), &statement, &tail)
                let start = text.baseAddress.flatMap { base in tail.map { $0 - base } } ?? text.count
                return (code, String(decoding: bytes[min(start, bytes.count)...], as: UTF8.self))
            }
        }
        guard code == SQLITE_OK else {
            let message = String(cString: sqlite3_errmsg(connection))
            // A function that is denied is reported as an ordinary error, in these words.
            let isRefused = code == SQLITE_AUTH || code == SQLITE_READONLY || message.hasPrefix("not authorized")
            throw isRefused ? QueryError.refused(message: message) : .incorrect(message: message)
        }
        guard let statement else { throw QueryError.incorrect(message: "it is empty") }
        guard rest.allSatisfy({ $0.isWhitespace || $0 == ";" }), sqlite3_stmt_readonly(statement) != 0 else {
            sqlite3_finalize(statement)
            throw QueryError.refused(message: "one statement at a time")
        }
        return statement
    }

    private func value(_ statement: OpaquePointer, _ column: Int32) -> QueryValue {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT: .text(sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "")
        case SQLITE_BLOB: .blob(Int(sqlite3_column_bytes(statement, column)))
        default: .null
        }
    }

    private static let refusedFunctions: Set<String> = [
        "load_extension", "randomblob", "zeroblob", "writefile", "readfile", "edit", "fts3_tokenizer",
    ]

    private static func authorise(_ action: Int32, _ name: UnsafePointer<CChar>?) -> Int32 {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
        case SQLITE_FUNCTION:
            let function = name.map { String(cString: $0).lowercased() } ?? ""
            return refusedFunctions.contains(function) ? SQLITE_DENY : SQLITE_OK
        default: return SQLITE_DENY
        }
    }
}

/// The moment a query must have ended by, on the monotonic clock.
private final class Deadline {
    var at: Int

    init(at: Int) { self.at = at }

    var isPassed: Bool { Self.now() >= at }

    /// Whole seconds of the monotonic clock.
    static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec
    }
}
