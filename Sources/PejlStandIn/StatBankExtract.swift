/// One `data` request against a table, checked and resolved to values.
struct StatBankExtract {
    /// A variable and its chosen values.
    struct Column {
        var variable: StatBankTable.Variable
        var values: [StatBankTable.Value]
    }

    /// The formats the stand-in knows.
    enum Format: String {
        case csv = "CSV"
        case bulk = "BULK"
        case jsonStat = "JSONSTAT"
        case px = "PX"
    }

    let table: StatBankTable
    let format: Format
    let request: StatBankRequest
    /// In the order of the request, a time nobody asked for last.
    let columns: [Column]

    init(_ request: StatBankRequest, table: StatBankTable, cellLimit: Int) throws(StatBankError) {
        guard let format = Format(rawValue: request.format?.uppercased() ?? "") else { throw .formatMissing }
        if format == .bulk, request.timeOrder != nil { throw .streamingTimeSort }
        let known = table.variables
        let chosen = (request.variables ?? []).filter { !($0.values ?? []).isEmpty }
        let isMisspelt = chosen.contains { choice in !known.contains { $0.isCalled(choice.code) } }
        // An eliminated variable is no column; time is never eliminated, its newest period is taken.
        for variable in known where !chosen.contains(where: { variable.isCalled($0.code) }) {
            let mustChoose = format == .bulk || !variable.isTime && (isMisspelt || !variable.isEliminable)
            if mustChoose { throw .mustChoose(variable.id) }
        }
        var columns: [Column] = []
        for choice in chosen {
            guard let variable = known.first(where: { $0.isCalled(choice.code) }),
                !columns.contains(where: { $0.variable.id == variable.id })
            else { continue }
            columns.append(try Self.column(variable, choice.values ?? [], request))
        }
        if !columns.contains(where: \.variable.isTime), let time = known.first(where: \.isTime) {
            columns.append(Column(variable: time, values: Array(time.values.suffix(1))))
        }
        let cells = columns.reduce(1) { $0 * $1.values.count } * (columns.count + 1)
        if format != .bulk, cells > cellLimit { throw .tooManyCells(cells, limit: cellLimit) }
        self.table = table
        self.format = format
        self.request = request
        self.columns = columns.map { column in
            guard column.variable.map != nil else { return column }
            return Column(variable: column.variable, values: table.present(column.values))
        }
    }

    private static func column(
        _ variable: StatBankTable.Variable,
        _ selectors: [String],
        _ request: StatBankRequest
    ) throws(StatBankError) -> Column {
        let codes = variable.values.map(\.code)
        var chosen: [String] = []
        for selector in selectors {
            let found = StatBankSelection.codes(selector, among: codes)
            if found.isEmpty { throw .noSuchValue(selector, variable: variable.id, isEnglish: request.isEnglish) }
            chosen += found.filter { !chosen.contains($0) }
        }
        if variable.isTime {
            chosen.sort()
            if request.timeOrder?.lowercased() == "descending" { chosen.reverse() }
        }
        let values = chosen.compactMap { code in variable.values.first { $0.code == code } }
        return Column(variable: variable, values: values)
    }

    /// Every combination of the chosen values, the last column fastest, with its cell.
    var rows: [(values: [StatBankTable.Value], cell: StatBankTable.Cell)] {
        var combinations: [[StatBankTable.Value]] = [[]]
        for column in columns {
            combinations = combinations.flatMap { start in column.values.map { start + [$0] } }
        }
        let names = columns.map(\.variable.id)
        return combinations.map { values in
            let cell = table.cell(Dictionary(uniqueKeysWithValues: zip(names, values.map(\.code))))
            guard case .number(let number) = cell else { return (values, cell) }
            return (values, table.distortion.value(number).map { .number($0) } ?? .hidden)
        }
    }

    /// The answer in the requested format; the type of a PX file is not recorded.
    var answer: HTTPAnswer {
        let (type, body, ending) =
            switch format {
            case .csv, .bulk: ("text/csv; charset=utf-8", csv, ".csv")
            case .jsonStat: ("text/json; charset=utf-8", jsonStat.bytes, ".json")
            case .px: ("text/plain; charset=windows-1252", px, ".px")
            }
        var answer = HTTPAnswer.statBank(200, type: type, body: body)
        answer.headers.append(Header("Content-Disposition", "attachment; filename=" + table.id + ending))
        answer.framing = .chunked
        return answer
    }
}
