package import PejlModel

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
    /// SQLite got no more memory.
    case tooMuchMemory(bytes: Int)
    /// One value was longer than may be.
    case valueTooLong(bytes: Int)

    package var description: String {
        switch self {
        case .refused(let message): "the query may only read: \(message)"
        case .incorrect(let message): "the query is not correct: \(message)"
        case .tooSlow(let seconds): "the query was stopped after \(seconds) s; narrow it or raise --timeout"
        case .tooManyRows(let limit): "the query was stopped after \(limit) rows; narrow it or raise --rows"
        case .tooMuchMemory(let bytes): "the query was stopped at \(bytes >> 20) MiB of memory; narrow it"
        case .valueTooLong(let bytes): "the query was stopped at a value of more than \(bytes) bytes; shorten it"
        }
    }

    package var failure: Failure {
        switch self {
        case .refused: Failure(kind: .config, name: "query-refused", message: description)
        case .incorrect: Failure(kind: .contract, name: "query-incorrect", message: description)
        case .tooSlow: Failure(kind: .contract, name: "query-too-slow", message: description)
        case .tooManyRows: Failure(kind: .contract, name: "query-too-many-rows", message: description)
        case .tooMuchMemory: Failure(kind: .contract, name: "query-too-much-memory", message: description)
        case .valueTooLong: Failure(kind: .contract, name: "query-value-too-long", message: description)
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
    /// Bytes that SQLite may have in use, over all that this process has open.
    package var memoryBytes = 256 << 20

    /// The defaults.
    package init() {}
}
