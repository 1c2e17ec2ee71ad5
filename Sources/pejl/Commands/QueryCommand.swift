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
            The views are figures, figures_vintages, indicators, datasets, areas, area_changes, breaks, findings, fetches, runs, \
            rejected_rows, refusals and approvals; the table column_description explains their columns, and so does \
            docs/data-dictionary.md. Without a statement the figures are shown, narrowed by --indicator, --area and \
            --period. With --as-of the view figures is what was known at a moment: \(Moment.forms).

            Examples:
              pejl query --indicator absence --area 766
              pejl query "SELECT period, breakdown, value FROM figures WHERE indicator = 'absence' AND area_code = '766'"
              pejl query --indicator absence --area 766 --as-of 2026-01-31 --format csv
              pejl query --indicator absence --area 766 --all-vintages
              pejl query "SELECT view, name, meaning_en, unit FROM column_description" --format tsv
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, csv, tsv, json
    }

    @Argument(help: "The statement.")
    var sql: String?

    @Option(help: "Without a statement: figures of this indicator.")
    var indicator: String?

    @Option(help: "Without a statement: figures of the area with this code.")
    var area: String?

    @Option(help: "Without a statement: figures of the period with this code.")
    var period: String?

    @Option(help: "Figures as they were known at a moment.")
    var asOf: Moment?

    @Flag(help: "Figures as they were first released.")
    var firstRelease = false

    @Flag(help: "Every vintage of the figures, with valid_from and valid_to.")
    var allVintages = false

    @Option(help: "How rows are written: table, csv, tsv or json.")
    var format = Format.table

    @Option(help: "Seconds it may take, 1 to 3600.")
    var timeout = 5

    @Option(help: "Rows it may give.")
    var rows = 1_000_000

    @OptionGroup var state: StateOption

    func validate() throws {
        guard (1...3600).contains(timeout) else { throw ValidationError("--timeout is 1 to 3600 seconds") }
        guard rows > 0 else { throw ValidationError("--rows is at least 1") }
        let narrowed = [indicator, area, period].contains { $0 != nil }
        guard sql == nil || !narrowed else {
            throw ValidationError(
                "--indicator, --area and --period are for want of a statement: say it in the statement"
            )
        }
        guard sql != nil || narrowed else {
            throw ValidationError("a statement is wanted, or --indicator, --area or --period")
        }
        guard [asOf != nil, firstRelease, allVintages].count(where: { $0 }) <= 1 else {
            throw ValidationError("--as-of, --first-release and --all-vintages exclude each other")
        }
    }

    func run() throws {
        var limits = QueryLimits()
        limits.seconds = timeout
        limits.rows = rows
        let query = try Query(path: state.paths.publication, limits: limits, view: view)
        let writer: any RowWriter =
            switch format {
            case .table: TableWriter()
            case .csv: CSVWriter()
            case .tsv: TSVWriter()
            case .json: JSONWriter()
            }
        do {
            try query.run(sql ?? statement, header: { writer.begin($0) }, row: { writer.row($0) })
        } catch {
            writer.end()
            throw error
        }
        writer.end()
    }

    private var view: FigureView {
        if let asOf { return .asOf(asOf.instant) }
        if firstRelease { return .firstReleases }
        return allVintages ? .allVintages : .current
    }

    /// The figures that the options name.
    private var statement: String {
        let conditions = [("indicator", indicator), ("area_code", area), ("period", period)].compactMap {
            column,
            value in
            value.map { "\(column) = '\($0.replacing("'", with: "''"))'" }
        }
        let vintages = allVintages ? ", valid_from, valid_to" : ""
        return """
            SELECT indicator, area_code, area, breakdown, period, value, unit, status, vintage_at\(vintages) FROM figures
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY indicator, area_code, breakdown, period_start, period\(allVintages ? ", valid_from" : "")
            """
    }
}
