internal import GRDBSQLite

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

/// One read-only statement on a publication, for people who type SQL.
///
/// The file is opened read-only, `query_only` is on, and an authorizer lets through nothing but reading: no PRAGMA, no
/// ATTACH, no extension. Time, rows, memory and depth are limited.
package final class Query {
    private let connection: OpaquePointer
    private let limits: QueryLimits
    private let contract: StatementContract?
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
        let views = [view.statement(lastLoad: Int64(lastLoad))].compactMap { $0 }
        connection = try Self.open(path, system: nil, views: views)
        self.limits = limits
        contract = nil
        Self.bound(connection, limits)
        sqlite3_set_authorizer(connection, { _, action, _, name, _, _ in Query.authorise(action, name) }, nil)
    }

    /// Opens a candidate for the statement of an SQL plugin.
    ///
    /// For a process of its own: the limit on memory holds for everything that the process has open.
    ///
    /// - Parameters:
    ///   - path: Path of the candidate.
    ///   - limits: What the statement may cost.
    ///   - contract: What it may read, and its parameters.
    /// - Throws: ``StoreError``.
    package init(path: String, limits: QueryLimits, contract: StatementContract) throws {
        connection = try Self.open(path, system: StatementClock.install(contract.clock), views: contract.narrowing)
        self.limits = limits
        self.contract = contract
        Self.bound(connection, limits)
        sqlite3_set_authorizer(connection, { _, action, _, name, _, _ in Query.authorise(action, name) }, nil)
    }

    /// A connection that reads one file, with temporary views before the file's own.
    private static func open(_ path: String, system: String?, views: [String]) throws -> OpaquePointer {
        var connection: OpaquePointer?
        let code = sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, system)
        guard code == SQLITE_OK, let connection else {
            sqlite3_close_v2(connection)
            throw StoreError.cannotOpen(path: path)
        }
        // A temporary view is written too, so writing is switched off behind it.
        for statement in ["PRAGMA trusted_schema = OFF", "PRAGMA temp_store = MEMORY"] + views
            + ["PRAGMA query_only = ON"]
        {
            guard sqlite3_exec(connection, statement, nil, nil, nil) == SQLITE_OK else {
                defer { sqlite3_close_v2(connection) }
                throw StoreError.sqlite(
                    path: path,
                    code: Int(sqlite3_extended_errcode(connection)),
                    message: String(cString: sqlite3_errmsg(connection))
                )
            }
        }
        return connection
    }

    /// Applies the limits that SQLite keeps by itself.
    static func bound(_ connection: OpaquePointer, _ limits: QueryLimits) {
        sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Int32(limits.valueBytes))
        sqlite3_limit(connection, SQLITE_LIMIT_SQL_LENGTH, Int32(limits.statementBytes))
        sqlite3_limit(connection, SQLITE_LIMIT_COLUMN, 200)
        sqlite3_limit(connection, SQLITE_LIMIT_EXPR_DEPTH, 100)
        sqlite3_limit(connection, SQLITE_LIMIT_COMPOUND_SELECT, 20)
        sqlite3_limit(connection, SQLITE_LIMIT_VDBE_OP, 25_000)
        sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0)
        sqlite3_hard_heap_limit64(sqlite3_int64(limits.memoryBytes))
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
        try contract?.check(sql, limits)
        let statement = try Self.prepare(sql, connection, limits)
        defer { sqlite3_finalize(statement) }
        try contract?.bind(statement)
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
            case let code: throw Self.error(code, connection, limits)
            }
        }
    }

    private static func error(_ code: Int32, _ connection: OpaquePointer, _ limits: QueryLimits) -> QueryError {
        let message = String(cString: sqlite3_errmsg(connection))
        switch code & 0xff {
        case SQLITE_NOMEM: return .tooMuchMemory(bytes: limits.memoryBytes)
        case SQLITE_TOOBIG: return .valueTooLong(bytes: limits.valueBytes)
        case SQLITE_AUTH, SQLITE_READONLY: return .refused(message: message)
        default:
            // A function that is denied and a view that is written to are reported as ordinary errors, in these words.
            let isRefused = message.hasPrefix("not authorized") || message.hasPrefix("cannot modify")
            return isRefused ? .refused(message: message) : .incorrect(message: message)
        }
    }

    /// Compiles one statement that reads; the caller finalises it.
    static func prepare(_ sql: String, _ connection: OpaquePointer, _ limits: QueryLimits) throws(QueryError)
        -> OpaquePointer
    {
        guard sql.utf8.count <= limits.statementBytes else {
            throw .incorrect(message: "it is longer than \(limits.statementBytes) bytes")
        }
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
        guard code == SQLITE_OK else { throw error(code, connection, limits) }
        guard let statement else { throw QueryError.incorrect(message: "it is empty") }
        guard isBlank(rest, connection) else {
            sqlite3_finalize(statement)
            throw QueryError.refused(message: "one statement at a time")
        }
        guard sqlite3_stmt_readonly(statement) != 0 else {
            sqlite3_finalize(statement)
            throw QueryError.refused(message: "this statement does more")
        }
        return statement
    }

    /// Whether nothing is in a text but white space, semicolons and comments.
    private static func isBlank(_ text: String, _ connection: OpaquePointer) -> Bool {
        let text = text.drop { $0.isWhitespace || $0 == ";" }
        guard !text.isEmpty else { return true }
        guard text.hasPrefix("--") || text.hasPrefix("/*"), !text.utf8.contains(0) else { return false }
        var second: OpaquePointer?
        defer { sqlite3_finalize(second) }
        return String(text).withCString { text in
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v2(connection, text, -1, &second, &tail)
            return code == SQLITE_OK && second == nil && tail.map { $0.pointee == 0 } ?? false
        }
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
