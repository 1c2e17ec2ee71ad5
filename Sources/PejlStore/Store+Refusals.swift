internal import GRDB
package import PejlModel

extension Store {
    /// Writes down a load that was refused, with the rules it broke and the rows that could not be understood.
    func recordRefused(_ load: LoadRequest, _ error: any Error, _ rejected: [RejectedRow]) throws {
        try write { try Self.insertRefused(load, error, rejected, $0) }
    }

    /// Writes down a load that was refused; see ``recordRefused(_:_:_:)``.
    static func insertRefused(
        _ load: LoadRequest,
        _ error: any Error,
        _ rejected: [RejectedRow],
        _ database: Database
    ) throws {
        // What a refused recipe says of its indicators must not reach the good figures.
        let known = try Int64.fetchOne(
            database,
            sql: "SELECT id FROM dataset WHERE code = ?",
            arguments: [load.recipe.id]
        )
        let dataset = try known ?? upsertDatasetRow(load.recipe, database)
        let fetch = try insertFetch(load, dataset: dataset, outcome: "refused", database)
        let failure = Failure(error)
        let rules = (error as? LoadRefusal)?.rules ?? [BrokenRule(failure.name, failure.message)]
        for (position, rule) in rules.enumerated() {
            try database.execute(
                sql: "INSERT INTO refusal VALUES (?, ?, ?, ?, ?)",
                arguments: [fetch, position + 1, rule.rule, rule.finding, rule.isWaivable ? 1 : 0]
            )
        }
        try insert(rejected, fetch: fetch, database)
    }

    /// Writes what a load that passed brings besides figures: rows set aside, what is odd, and who let it in.
    static func insertJudgement(
        _ load: LoadRequest,
        fetch: Int64,
        rejected: [RejectedRow],
        notes: [PublisherNote],
        _ database: Database
    ) throws {
        try insert(rejected, fetch: fetch, database)
        try insert(notes, after: load.fetched.notes.count, fetch: fetch, database)
        guard let approval = load.approval else { return }
        try database.execute(
            sql: "INSERT INTO approval VALUES (?, ?, ?, ?, ?)",
            arguments: [fetch, approval.refusedFetch, approval.at.description, approval.actor, approval.reason]
        )
        try insertEvent(
            at: approval.at,
            actor: approval.actor,
            verb: "dataset approve",
            subject: load.recipe.id,
            detail: "refused fetch \(approval.refusedFetch) let in as fetch \(fetch): \(approval.reason)",
            database
        )
    }

    /// Writes who did what, where it belongs to no other transaction.
    package func recordEvent(at instant: UTCInstant, actor: String, verb: String, subject: String, detail: String)
        throws
    {
        try write { database in
            try Self.insertEvent(at: instant, actor: actor, verb: verb, subject: subject, detail: detail, database)
        }
    }

    /// When something was done last.
    package func lastEvent(_ verb: String) throws -> UTCInstant? {
        try read { database in
            // The last one by its number: a clock may have been set back since one that it put later.
            let sql = "SELECT at FROM event WHERE verb = ? ORDER BY id DESC LIMIT 1"
            return try String.fetchOne(database, sql: sql, arguments: [verb]).flatMap(UTCInstant.init)
        }
    }

    /// Writes who did what.
    static func insertEvent(
        at instant: UTCInstant,
        actor: String,
        verb: String,
        subject: String,
        detail: String,
        _ database: Database
    ) throws {
        try database.execute(
            sql: "INSERT INTO event (at, actor, verb, subject, detail) VALUES (?, ?, ?, ?, ?)",
            arguments: [instant.description, actor, verb, subject, detail]
        )
    }

    /// Writes notes of a fetch behind the `count` it has.
    static func insert(_ notes: [PublisherNote], after count: Int, fetch: Int64, _ database: Database) throws {
        for (position, note) in notes.enumerated() {
            try database.execute(
                sql: "INSERT INTO dataset_note VALUES (?, ?, ?, ?, ?)",
                arguments: [fetch, count + position + 1, note.kind.rawValue, note.text, note.isMandatory ? 1 : 0]
            )
        }
    }

    private static func insert(_ rejected: [RejectedRow], fetch: Int64, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO rejected_row (fetch_id, row, rule, content) VALUES (?, ?, ?, ?)"
        )
        for row in rejected { try statement.execute(arguments: [fetch, row.row, row.rule, row.content]) }
    }
}
