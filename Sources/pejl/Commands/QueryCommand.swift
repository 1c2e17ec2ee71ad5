import ArgumentParser
import PejlModel
import PejlPipeline
import PejlStore

/// SQL on the publication, reading only.
struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Run one SQL statement on the publication; it can only read.",
        discussion: """
            The views are figures, figures_vintages, indicators, datasets, areas, breaks, findings, fetches, runs, \
            rejected_rows, refusals and approvals; the table column_description explains their columns.

            Examples:
              pejl query "SELECT period, breakdown, value FROM figures WHERE indicator = 'absence' AND area_code = '766'"
              pejl query "SELECT view, name, meaning_en, unit FROM column_description" --format csv
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, csv, json
    }

    @Argument(help: "The statement.")
    var sql: String

    @Option(help: "How rows are written: table, csv or json.")
    var format = Format.table

    @Option(help: "Seconds it may take, 1 to 3600.")
    var timeout = 5

    @Option(help: "Rows it may give.")
    var rows = 1_000_000

    @OptionGroup var state: StateOption

    func validate() throws {
        guard (1...3600).contains(timeout) else { throw ValidationError("--timeout is 1 to 3600 seconds") }
        guard rows > 0 else { throw ValidationError("--rows is at least 1") }
    }

    func run() throws {
        var limits = QueryLimits()
        limits.seconds = timeout
        limits.rows = rows
        let query = try Query(path: state.paths.publication, limits: limits)
        let writer: any RowWriter =
            switch format {
            case .table: TableWriter()
            case .csv: CSVWriter()
            case .json: JSONWriter()
            }
        do {
            try query.run(sql, header: { writer.begin($0) }, row: { writer.row($0) })
        } catch {
            writer.end()
            throw error
        }
        writer.end()
    }
}
