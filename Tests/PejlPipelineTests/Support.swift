import Foundation
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport

/// The rows of a query on an installation's publication.
struct Rows {
    /// All rows.
    let all: [[QueryValue]]

    /// Number of rows.
    var count: Int { all.count }

    init(_ installation: TestInstallation, _ sql: String) throws {
        try self.init(path: installation.paths.publication, sql)
    }

    init(path: String, _ sql: String) throws {
        var rows: [[QueryValue]] = []
        try Query(path: path).run(sql, header: { _ in }, row: { rows.append($0) })
        all = rows
    }
}

/// One installation with one publication, for tests that only read.
actor Shared {
    private static let shared = Shared()
    private var task: Task<TestInstallation, any Error>?

    static func installation() async throws -> TestInstallation { try await shared.made().value }

    private func made() -> Task<TestInstallation, any Error> {
        if let task { return task }
        let task = Task {
            let installation = try TestInstallation()
            _ = try await installation.run()
            return installation
        }
        self.task = task
        return task
    }
}

/// A summary that a test did not expect.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ summary: RefreshSummary) { description = "\(summary)" }
}

/// The bytes of files.
enum Bytes {
    static func of(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }
}

extension Recipe {
    /// The same recipe with another digest, as after a change of its text.
    func with(digest: ContentDigest) -> Recipe {
        Recipe(
            id: id,
            publisher: publisher,
            table: table,
            title: title,
            licence: licence,
            citation: citation,
            request: request,
            columns: columns,
            indicators: indicators,
            marks: marks,
            absent: absent,
            gate: gate,
            schedule: schedule,
            digest: digest
        )
    }
}
