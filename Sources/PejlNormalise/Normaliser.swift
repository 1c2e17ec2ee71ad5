package import PejlModel

/// Turns decoded cells into observations by a recipe: the stage between decoding and the gate.
///
/// One normaliser reads one dataset: every page of it, in order. Rows that cannot be understood are rejected with a
/// reason, never guessed; the gate decides what that means for the load.
///
/// Two ways were weighed. Looking up area, period and breakdown for each row is simpler; doing so once for each
/// distinct text and joining small numbers for each row keeps the cost of a row at one hash, whatever the names are.
/// The second was chosen because a table has millions of rows and a few hundred distinct texts.
package final class Normaliser: CellSink {
    /// Names this way of reading; changed whenever the same cells would mean something else.
    package static let version = "1"

    private let recipe: Recipe
    private let catalogue: AreaCatalogue
    private let sink: any ObservationSink
    private let publisherUpdate: String?
    private let watched: Set<Int>
    private let keys = ObservationKeys()

    private var table: TableDictionary?
    private var readers: [ColumnReader] = []
    private var picker: IndicatorPicker
    /// Per indicator, so that a row copies no indicator: what values may be and are multiplied by, and whether a
    /// percent sign must follow.
    private let bounds: [ClosedRange<Double>?]
    private let scales: [ExactScale?]
    private let expectsSign: [Bool]
    private var markStatuses: [ObservationStatus?] = []
    private var isZero: [Bool] = []

    /// The area of every figure, where the answer has no column of areas.
    private var onlyArea: Int32 = -1
    private var institutions: InstitutionBook
    /// The municipality of every institution, where no column says.
    private var onlyMunicipality: Int32 = -1
    private var areas: [Area] = []
    private var areaNumbers: [String: Int32] = [:]
    private var seriesNumbers: [UInt64: Int32] = [:]
    private var seen = SeenCells()
    /// Figures of indicators whose small counts are hidden, until the document has ended.
    private var smallCounts: SmallCounts
    /// Periods of cells that were accepted; others of the answer mean nothing for what is absent.
    private var periodsWithRows: Set<Int32> = []
    private var lastPeriod: Int32 = -1
    private var output = ObservationChunk()
    private var rowsRead = 0
    private var summary = NormalisedSummary()

    /// - Parameters:
    ///   - recipe: What the columns, marks and values mean.
    ///   - catalogue: The areas that are known besides those that the recipe declares.
    ///   - publisherUpdate: When the publisher's description says that the figures were updated.
    ///   - rows: Numbers of rows that are kept when they are rejected, however many there are.
    ///   - sink: Receives the observations.
    package init(
        recipe: Recipe,
        catalogue: AreaCatalogue = .denmark,
        publisherUpdate: String? = nil,
        watching rows: Set<Int> = [],
        sink: any ObservationSink
    ) {
        self.recipe = recipe
        watched = rows
        self.publisherUpdate = publisherUpdate
        self.catalogue = catalogue.adding(recipe.areas)
        self.sink = sink
        picker = IndicatorPicker(recipe)
        smallCounts = SmallCounts(recipe)
        institutions = InstitutionBook(recipe)
        bounds = recipe.indicators.map(\.bounds)
        scales = recipe.indicators.map { $0.scale == 1 ? nil : ExactScale($0.scale, decimals: $0.decimals) }
        let isEducation = recipe.request.reading == .format(.uddannelsesstatistik)
        let hasSigns = isEducation || recipe.request.reading?.layout?.numbers.allowsPercent == true
        expectsSign = recipe.indicators.map { hasSigns && $0.unit == .percent }
        if let area = recipe.area.flatMap(self.catalogue.area(code:)) { onlyArea = number(of: area) }
        if let area = recipe.municipality.flatMap(self.catalogue.area(code:)) { onlyMunicipality = number(of: area) }
    }

    /// Holds a table's columns and measures against the recipe.
    ///
    /// - Throws: ``LoadRefusal`` with every column or measure that is lost, and every column that is not explained.
    package func begin(_ table: TableDictionary) throws {
        try refuseOtherUpdate(table)
        let broken = TableContract.brokenRules(table, recipe)
        if let refusal = LoadRefusal(dataset: recipe.id, rules: broken) { throw refusal }
        for measure in TableContract.unreadMeasures(table, recipe) where !summary.unreadMeasures.contains(measure) {
            summary.unreadMeasures.append(measure)
        }
        readers = recipe.columns.compactMap { rule in
            table.columns.firstIndex(of: rule.code).map { ColumnReader(column: $0, rule: rule) }
        }
        picker.begin(measures: table.measures)
        markStatuses = []
        isZero = []
        self.table = table
    }

    /// Holds the moment in the document, in UTC, against the description's, in Danish local time.
    ///
    /// Where they differ the table was updated between the two answers, and description and figures belong to two
    /// states of it. A moment in other words than StatBank's is not compared.
    private func refuseOtherUpdate(_ table: TableDictionary) throws(NormaliseError) {
        guard let described = publisherUpdate, let found = table.updated else { return }
        guard let expected = DanishTime.instants(described), let instant = UTCInstant(found) else { return }
        guard expected.contains(instant) else {
            throw .changedMeanwhile(dataset: recipe.id, described: described, found: found)
        }
    }

    /// Normalises the next cells.
    ///
    /// - Throws: What the sink throws.
    package func take(_ chunk: CellChunk) throws {
        guard let table else { throw NormaliseError.tables(dataset: recipe.id) }
        for index in readers.indices {
            readers[index].learn(table.books[readers[index].column]) { explain($0, $1) }
        }
        while markStatuses.count < table.marks.count {
            let mark = table.marks.text(Int32(markStatuses.count))
            markStatuses.append(recipe.marks[mark])
            isZero.append(recipe.zeros.contains(mark))
        }
        for row in 0..<chunk.count { normalise(row, of: chunk, table) }
        try flush()
    }

    /// Adds what was asked for and did not come, and sums up.
    ///
    /// - Throws: What the sink throws.
    package func finish() throws -> NormalisedSummary {
        for cell in smallCounts.settled(keys) {
            append(series: cell.series, period: cell.period, value: cell.value, status: cell.status)
        }
        try addAbsentCombinations()
        summary.rows = rowsRead
        summary.institutions = institutions.all(among: areas)
        summary.areasWithoutRows.sort()
        return summary
    }

    // MARK: - Cells

    private func normalise(_ row: Int, of chunk: CellChunk, _ table: TableDictionary) {
        rowsRead += 1
        let measure = chunk.measures[row]
        guard picker.isWanted(measure: measure) else { return }
        var selection: UInt64 = 0
        var breakdown: UInt64 = 0
        var area = onlyArea
        var name: Int32 = -1
        var municipality = onlyMunicipality
        var period: Int32 = -1
        for reader in readers {
            switch reader[chunk.codes[reader.column][row]] {
            case .ignored: return
            case .rejected(let rule): return reject(rule, text(of: reader, row, chunk, table))
            case .known(let number):
                switch reader.rule.role {
                case .area: area = number
                case .areaName: name = number
                case .municipality: municipality = number
                case .period: period = number
                case .breakdown: breakdown = breakdown &* 512 &+ UInt64(number)
                case .selector: selection = IndicatorPicker.selection(selection, adding: number)
                case .constant: continue
                }
            }
        }
        guard let indicator = picker.indicator(measure: measure, selection: selection) else {
            let selectors = readers.filter { $0.rule.role == .selector }.map { text(of: $0, row, chunk, table) }
            let content = (["measure \(table.measures[Int(measure)])"] + selectors).joined(separator: ", ")
            return reject("unclaimed-combination", content)
        }
        if institutions.isUsed {
            let day = keys.periods[Int(period)].firstDay
            let isAgreed = institutions.note(
                area: area,
                name: name,
                parent: municipality,
                period: period,
                firstDay: day
            )
            guard isAgreed else { return reject("two-names", "\(areas[Int(area)].code) \(keys.periods[Int(period)])") }
        }
        // 12 bits of indicator, 4 times 9 of members and 16 of area.
        let key = (UInt64(indicator) << 36 | breakdown) << 16 | UInt64(area)
        let series = seriesNumbers[key] ?? addSeries(key, row, chunk, indicator: Int(indicator), area: area)
        guard seen.insert(series: series, period: period) else {
            return reject("duplicate", "\(keys.series[Int(series)]) \(keys.periods[Int(period)]) comes twice")
        }
        appendCell(row, of: chunk, table, indicator: Int(indicator), series: series, period: period)
    }

    /// What a column says in a row, as the publisher writes it.
    private func text(of reader: ColumnReader, _ row: Int, _ chunk: CellChunk, _ table: TableDictionary) -> String {
        "\(reader.rule.code) = \(table.books[reader.column].text(chunk.codes[reader.column][row]))"
    }

    private func appendCell(
        _ row: Int,
        of chunk: CellChunk,
        _ table: TableDictionary,
        indicator: Int,
        series: Int32,
        period: Int32
    ) {
        func label() -> String { "\(keys.series[Int(series)]) \(keys.periods[Int(period)])" }
        /// What a refusal says of a number; of one that may have to be hidden, only that it is there.
        func shown(_ value: Double) -> String { smallCounts.holds(indicator) ? "a number" : "\(value)" }
        let mark = chunk.marks[row]
        if mark >= 0, isZero[Int(mark)] {
            if let bounds = bounds[indicator], !bounds.contains(0) { return reject("out-of-bounds", "\(label()) = 0") }
            return append(indicator, series: series, period: period, value: 0, status: .normal)
        }
        if mark >= 0 {
            guard let status = markStatuses[Int(mark)], !status.hasValue else {
                return reject("unknown-mark", "\(label()) = \"\(table.marks.text(mark))\"")
            }
            return append(indicator, series: series, period: period, value: 0, status: status)
        }
        guard chunk.percentSigns[row] == expectsSign[indicator] else {
            let sign = expectsSign[indicator] ? " without" : " with"
            return reject("changed-unit", "\(label()) = \(shown(chunk.values[row]))\(sign) %")
        }
        guard chunk.values[row].isFinite else { return reject("not-a-number", label()) }
        var value = chunk.values[row]
        if let scale = scales[indicator] {
            guard let product = scale.multiply(value) else {
                return reject("too-precise", "\(label()) = \(shown(value))")
            }
            value = product
        }
        if let bounds = bounds[indicator], !bounds.contains(value) {
            return reject("out-of-bounds", "\(label()) = \(shown(value))")
        }
        let flag = chunk.flag(row)
        if flag < 0 { return append(indicator, series: series, period: period, value: value, status: .normal) }
        // A number beside a status that no number may have is a contradiction, not a figure.
        guard let status = markStatuses[Int(flag)], status.hasValue else {
            return reject("unknown-mark", "\(label()) = \(shown(value)) \"\(table.marks.text(flag))\"")
        }
        append(indicator, series: series, period: period, value: value, status: status)
    }

    /// Appends a figure at once, or holds it where small counts are hidden.
    private func append(
        _ indicator: Int,
        series: Int32,
        period: Int32,
        value: Double,
        status: ObservationStatus
    ) {
        guard smallCounts.holds(indicator) else {
            return append(series: series, period: period, value: value, status: status)
        }
        periodsWithRows.insert(period)
        smallCounts.hold(
            SmallCounts.Cell(series: series, period: period, value: value, status: status),
            of: indicator
        )
    }

    private func append(series: Int32, period: Int32, value: Double, status: ObservationStatus) {
        if period != lastPeriod { periodsWithRows.insert(period) }
        lastPeriod = period
        output.append(series: series, period: period, value: value, status: status)
        summary.observations += 1
    }

    private func reject(_ rule: String, _ content: String) {
        summary.rejectedByRule[rule, default: 0] += 1
        guard summary.rejected.count < recipe.gate.keptRejectedRows || watched.contains(rowsRead) else { return }
        summary.rejected.append(RejectedRow(row: rowsRead, rule: rule, content: content))
    }

    private func flush() throws {
        guard output.count > 0 else { return }
        try sink.take(output, keys: keys)
        output.removeAll()
    }

    // MARK: - Meaning of texts

    private func explain(_ rule: ColumnRule, _ text: String) -> ColumnMember {
        if recipe.gate.ignored.contains(text) { return .ignored }
        let text = rule.aliases[text] ?? text
        switch rule.role {
        case .area(let reference, let prefix):
            guard let found = area(text, by: reference, prefix: prefix) else { return .rejected(rule: "unknown-area") }
            return .known(number(of: found))
        case .areaName: return .known(institutions.number(ofName: text))
        case .municipality(let reference):
            let found = area(text, by: reference, prefix: "")
            guard let found, found.kind == .municipality else { return .rejected(rule: "unknown-municipality") }
            return .known(number(of: found))
        case .period:
            guard let period = try? Period(code: text) else { return .rejected(rule: "unknown-period") }
            return .known(keys.number(of: period))
        case .breakdown(_, _, let members):
            guard let member = members.firstIndex(where: { $0.source == text }) else {
                return .rejected(rule: "unknown-member")
            }
            return .known(Int32(member))
        case .selector:
            return picker.member(text, of: rule.code).map { .known($0) } ?? .rejected(rule: "unknown-member")
        case .constant(let expected):
            return text == expected ? .known(0) : .rejected(rule: "changed-constant")
        }
    }

    private func area(_ text: String, by reference: AreaReference, prefix: String) -> Area? {
        switch reference {
        case .code: catalogue.area(code: prefix + text)
        case .name: catalogue.area(named: text, prefix: prefix)
        case .institution: InstitutionBook.area(number: text)
        }
    }

    private func number(of area: Area) -> Int32 {
        if let number = areaNumbers[area.code] { return number }
        let number = Int32(areas.count)
        areas.append(area)
        areaNumbers[area.code] = number
        return number
    }

    private func addSeries(
        _ key: UInt64,
        _ row: Int,
        _ chunk: CellChunk,
        indicator: Int,
        area: Int32
    ) -> Int32 {
        var parts: [BreakdownPart] = []
        for reader in readers {
            guard case .breakdown(let dimension, _, let members) = reader.rule.role else { continue }
            guard case .known(let number) = reader[chunk.codes[reader.column][row]] else { continue }
            parts += Self.parts(dimension, members[Int(number)])
        }
        if let institution = institutions.described(area, among: areas) { keys.describe(institution) }
        let series = keys.number(
            of: SeriesKey(
                indicator: recipe.indicators[indicator].id,
                area: areas[Int(area)].code,
                breakdown: Breakdown(parts)
            )
        )
        seriesNumbers[key] = series
        return series
    }

    /// The part of a breakdown that a member is; a total is none.
    private static func parts(_ dimension: String, _ member: BreakdownMember) -> [BreakdownPart] {
        member.isTotal ? [] : [BreakdownPart(dimension: dimension, member: member.id)]
    }

    // MARK: - Absent combinations

    /// Holds what came against what was asked for: expected areas × members × the periods that came.
    private func addAbsentCombinations() throws {
        let status: ObservationStatus? =
            switch recipe.absent {
            case .suppressed: .suppressed
            case .missing: .missing
            case .zero: .normal
            case .nothing: nil
            }
        let breakdowns = allBreakdowns()
        let periods = periodsWithRows.sorted()
        for area in recipe.gate.areas.codes(in: catalogue) {
            var hasRows = false
            let seriesOfArea = recipe.indicators.flatMap { indicator in
                breakdowns.map { SeriesKey(indicator: indicator.id, area: area, breakdown: $0) }
            }
            let numbers = seriesOfArea.map(keys.number(of:))
            for period in periods {
                let absent = numbers.filter { !seen.contains(series: $0, period: period) }
                summary.expected += numbers.count
                if absent.count < numbers.count {
                    hasRows = true
                } else {
                    summary.incompletePeriods[keys.periods[Int(period)].code, default: []].append(area)
                }
                guard let status, !absent.isEmpty else { continue }
                summary.absent += absent.count
                summary.absentByPeriod[keys.periods[Int(period)].code, default: 0] += absent.count
                for series in absent { append(series: series, period: period, value: 0, status: status) }
            }
            if !hasRows { summary.areasWithoutRows.append(area) }
        }
        summary.expectedPerPeriod = periods.isEmpty ? 0 : summary.expected / periods.count
        try flush()
    }

    /// Every combination of the members that the recipe keeps.
    private func allBreakdowns() -> [Breakdown] {
        var combinations: [[BreakdownPart]] = [[]]
        for rule in recipe.columns {
            guard case .breakdown(let dimension, _, let members) = rule.role else { continue }
            combinations = combinations.flatMap { parts in
                members.map { parts + Self.parts(dimension, $0) }
            }
        }
        return combinations.map(Breakdown.init(_:))
    }
}
