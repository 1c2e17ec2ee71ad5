/// One `data` request against FOLK1AM, checked and resolved to values.
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
            if format == .bulk || (isMisspelt && !variable.isTime) { throw .mustChoose(variable.id) }
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

    /// Every combination of the chosen values, the last column fastest, with its figure.
    var rows: [(values: [StatBankTable.Value], figure: Int?)] {
        var combinations: [[StatBankTable.Value]] = [[]]
        for column in columns {
            combinations = combinations.flatMap { start in column.values.map { start + [$0] } }
        }
        let place = columns.firstIndex { $0.variable.map != nil }
        let time = columns.firstIndex { $0.variable.isTime }
        return combinations.map { values in
            let area = place.map { values[$0].code } ?? "000"
            let period = time.map { values[$0].code } ?? ""
            return (values, table.distortion.value(table.figures.population[area, period]))
        }
    }

    /// The answer in the requested format.
    var answer: HTTPAnswer {
        let isJSON = format == .jsonStat
        var answer = HTTPAnswer.statBank(
            200,
            type: isJSON ? "text/json" : "text/csv",
            body: isJSON ? jsonStat.bytes : csv
        )
        let name = StatBankTable.id + (isJSON ? ".json" : ".csv")
        answer.headers.append(Header("Content-Disposition", "attachment; filename=" + name))
        answer.framing = .chunked
        return answer
    }
}
