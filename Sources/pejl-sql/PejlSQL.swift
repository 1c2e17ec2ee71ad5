import Foundation
import PejlModel
import PejlPluginKit
import PejlStore

#if canImport(Glibc)
import Glibc
#endif

/// Runs the statement of one SQL plugin; started by `pejld`, in the cage of a plugin.
///
/// `pejl-sql STATEMENT PLUGIN CANDIDATE MEMORY KINDS KIND`: the path of the statement, the plugin's identifier, the path of
/// the candidate, the bytes that SQLite may use, the kinds of area that the plugin may see, separated by commas, and the
/// only kind of finding that it may make, empty where there are several. It speaks the protocol of plugins, so that time,
/// output and findings are held by the host in one way for both kinds of plugin.
@main
struct PejlSQL: AnalysisPlugin {
    static var id: String { CommandLine.arguments.dropFirst(2).first ?? "" }

    private let statement: String
    private let candidate: String
    private let memoryBytes: Int
    private let areaKinds: [String]
    private let onlyKind: String?

    static func main() {
        // Local time is the machine's; a statement gets the same answer on every one.
        setenv("TZ", "UTC", 1)
        let words = CommandLine.arguments
        guard words.count == 7, let memoryBytes = Int(words[4]) else {
            let usage = "usage: pejl-sql STATEMENT PLUGIN CANDIDATE MEMORY KINDS KIND; pejld starts it\n"
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        }
        PluginMain.run(
            PejlSQL(
                statement: words[1],
                candidate: words[3],
                memoryBytes: memoryBytes,
                areaKinds: words[5].split(separator: ",").map(String.init),
                onlyKind: words[6].isEmpty ? nil : words[6]
            )
        )
    }

    func analyse(_ request: AnalysisRequest, _ series: [SeriesData], emit: (PluginFinding) throws -> Void) throws {
        let text = try readStatement()
        guard let clock = UTCInstant(request.clock) else { throw PluginFailure.system("a clock that is no moment") }
        var limits = QueryLimits()
        // Time and rows are the host's to keep.
        limits.seconds = 86_400
        limits.rows = .max
        limits.valueBytes = 1_000_000
        limits.memoryBytes = memoryBytes
        let contract = StatementContract(
            indicators: request.indicators.map(\.id),
            areaKinds: areaKinds,
            clock: clock,
            parameters: Self.parameters(request)
        )
        let caveats = Dictionary(request.indicators.map { ($0.id, $0.caveats) }) { first, _ in first }
        var rows: FindingRows?
        do {
            let query = try Query(path: candidate, limits: limits, contract: contract)
            try query.run(text) { columns in
                rows = try FindingRows(columns, municipality: request.municipality, kind: onlyKind, caveats: caveats)
            } row: { row in
                if let finding = try rows?.finding(row) { try emit(finding) }
            }
        } catch let error as QueryError {
            throw StatementFailure(Self.reason(error), error.description)
        }
    }

    private func readStatement() throws -> String {
        guard let bytes = FileManager.default.contents(atPath: statement) else {
            throw PluginFailure.system("the statement cannot be read")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw StatementFailure(.incorrect, "the statement is not UTF-8")
        }
        return text
    }

    /// The settings, and what the host tells every plugin.
    private static func parameters(_ request: AnalysisRequest) -> [String: QueryValue] {
        var parameters = request.settings.mapValues { setting -> QueryValue in
            switch setting {
            case .boolean(let value): .integer(value ? 1 : 0)
            case .integer(let value): .integer(Int64(value))
            case .number(let value): .real(value)
            case .text(let value): .text(value)
            }
        }
        parameters["municipality"] = .text(request.municipality)
        parameters["clock"] = .text(request.clock)
        parameters["publication"] = .integer(Int64(request.publication))
        return parameters
    }

    private static func reason(_ error: QueryError) -> StatementFailure.Reason {
        switch error {
        case .refused: .refused
        case .incorrect: .incorrect
        case .tooSlow, .tooManyRows, .tooMuchMemory, .valueTooLong: .limit
        }
    }
}
