internal import GRDBSQLite
package import PejlModel

/// What the statement of an SQL plugin may read and call, and what it is told.
///
/// Two ways were weighed to hold a statement to the documented views.
/// - The authorizer alone. It is told which table is read and the name of the view that reads it; but a common table
///   expression that calls itself `figures` is told apart from the view of that name by nobody, and reads anything.
/// - To compile the statement twice: first in an empty database that has the documented views and nothing else, then on the
///   candidate. What is not documented does not exist in the first, under whatever name. This is the latter; the
///   authorizer keeps functions and everything that is no reading out of both.
///
/// On the candidate `figures` and `figures_vintages` are narrowed to the indicators and kinds of area that the manifest
/// declares, so that what is undeclared is not there, as for plugins that are processes.
package struct StatementContract: Sendable {
    /// Codes of the indicators it may see.
    package let indicators: [String]
    /// Kinds of area it may see.
    package let areaKinds: [String]
    /// The moment that the analysis counts as made; SQLite's own clock stands at it.
    package let clock: UTCInstant
    /// Values of the parameters `:name`, by name.
    package let parameters: [String: QueryValue]

    package init(
        indicators: [String],
        areaKinds: [String],
        clock: UTCInstant,
        parameters: [String: QueryValue]
    ) {
        self.indicators = indicators
        self.areaKinds = areaKinds
        self.clock = clock
        self.parameters = parameters
    }

    /// The views that it may read, with their columns.
    ///
    /// Findings and runs are left out: while a candidate is analysed they are those of the publication before it, and
    /// which of them are there depends on what happened on the way.
    package static let views: [(name: String, columns: [String])] = {
        var views: [(name: String, columns: [String])] = []
        for column in DataDictionary.columns where column.view != "findings" && column.view != "runs" {
            if views.last?.name == column.view {
                views[views.count - 1].columns.append(column.name)
            } else {
                views.append((column.view, [column.name]))
            }
        }
        return views
    }()

    /// The functions that it may call: those whose result follows from their arguments and the clock.
    static let functions: Set<String> = [
        // of one row
        "abs", "char", "coalesce", "format", "glob", "hex", "ifnull", "iif", "instr", "length", "like", "likelihood",
        "likely", "lower", "ltrim", "max", "min", "nullif", "printf", "quote", "replace", "round", "rtrim", "sign",
        "substr", "substring", "trim", "typeof", "unicode", "unlikely", "upper",
        // mathematics
        "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "ceil", "ceiling", "cos", "cosh", "degrees", "exp",
        "floor", "ln", "log", "log10", "log2", "mod", "pi", "pow", "power", "radians", "sin", "sinh", "sqrt", "tan",
        "tanh", "trunc",
        // time, which stands at the clock
        "current_date", "current_time", "current_timestamp", "date", "datetime", "julianday", "strftime", "time",
        "unixepoch",
        // of many rows
        "avg", "count", "group_concat", "sum", "total", "cume_dist", "dense_rank", "first_value", "lag", "last_value",
        "lead", "nth_value", "ntile", "percent_rank", "rank", "row_number",
        // JSON, for `inputs`
        "json", "json_array", "json_extract", "json_group_array", "json_group_object", "json_object",
    ]

    /// Statements that put the declared figures before the candidate's own.
    var narrowing: [String] {
        func list(_ texts: [String]) -> String {
            texts.map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: ", ")
        }
        return ["figures", "figures_vintages"].map {
            """
            CREATE TEMP VIEW \($0) AS SELECT * FROM main.\($0)
            WHERE indicator IN (\(list(indicators))) AND area_kind IN (\(list(areaKinds)))
            """
        }
    }

    /// Compiles a statement against the documented views alone.
    ///
    /// - Throws: ``QueryError``.
    func check(_ sql: String, _ limits: QueryLimits) throws(QueryError) {
        var connection: OpaquePointer?
        defer { sqlite3_close_v2(connection) }
        guard sqlite3_open_v2(":memory:", &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK,
            let connection
        else { throw .tooMuchMemory(bytes: limits.memoryBytes) }
        for view in Self.views {
            let nothing = [String](repeating: "NULL", count: view.columns.count).joined(separator: ", ")
            let columns = view.columns.joined(separator: ", ")
            let statement = "CREATE TEMP VIEW \(view.name) (\(columns)) AS SELECT \(nothing)"
            guard sqlite3_exec(connection, statement, nil, nil, nil) == SQLITE_OK else {
                throw .incorrect(message: String(cString: sqlite3_errmsg(connection)))
            }
        }
        Query.bound(connection, limits)
        sqlite3_set_authorizer(
            connection,
            { _, action, table, function, _, _ in Self.authorise(action, table ?? function) },
            nil
        )
        do throws(QueryError) {
            sqlite3_finalize(try Query.prepare(sql, connection, limits))
        } catch .incorrect(let message)
            where message.hasPrefix("no such table") || message.hasPrefix("vtable constructor failed")
        {
            throw .refused(message: "\(message); the views are \(Self.views.map(\.name).joined(separator: ", "))")
        }
    }

    private static func authorise(_ action: Int32, _ name: UnsafePointer<CChar>?) -> Int32 {
        // Of the table where something is read, else of the function.
        let name = name.map { String(cString: $0).lowercased() } ?? ""
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE: return SQLITE_OK
        // Which tables there are is SQLite's own knowledge, in tables of its own.
        case SQLITE_READ: return name.hasPrefix("sqlite_") || name.hasPrefix("pragma_") ? SQLITE_DENY : SQLITE_OK
        case SQLITE_FUNCTION: return functions.contains(name) ? SQLITE_OK : SQLITE_DENY
        default: return SQLITE_DENY
        }
    }

    /// Gives a statement its parameters.
    ///
    /// - Throws: ``QueryError`` where it names one that there is not.
    func bind(_ statement: OpaquePointer) throws(QueryError) {
        for index in 0..<sqlite3_bind_parameter_count(statement) {
            let name = sqlite3_bind_parameter_name(statement, index + 1).map { String(cString: $0) } ?? "?"
            guard name.hasPrefix(":"), let value = parameters[String(name.dropFirst())] else {
                let known = parameters.keys.sorted().map { ":\($0)" }.joined(separator: ", ")
                throw .incorrect(message: "no parameter \(name); there are \(known)")
            }
            switch value {
            case .integer(let number): sqlite3_bind_int64(statement, index + 1, number)
            case .real(let number): sqlite3_bind_double(statement, index + 1, number)
            case .text(let text):
                // SQLite makes a copy of its own.
                let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
                sqlite3_bind_text(statement, index + 1, text, -1, copied)
            case .null, .blob: sqlite3_bind_null(statement, index + 1)
            }
        }
    }
}
