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
    /// Per indicator, so that a row copies no indicator.
    private let valueRules: [ValueRule]
    private var markStatuses: [ObservationStatus?] = []
    private var isZero: [Bool] = []

    /// The area of every figure, where the answer has no column of areas.
    private var onlyArea: Int32 = -1
    private var institutions: InstitutionBook
    /// The municipality of every institution, where no column says.
    private var onlyMunicipality: Int32 = -1
    private var areas: [Area] = []
    private var areaNumbers: [String: Int32] = [:]
    /// Figures of indicators whose small counts are hidden, until the document has ended.
    private var smallCounts: SmallCounts
    private let meanings = RowMeanings()
    /// Numbers of breakdowns by the combination of members, as far as they were met.
    private var breakdownNumbers: [Int32] = []
    /// Per indicator the series that was met last: nearly always the next one too.
    private var lastSeries: [LastSeries]
    private let seen = SeenFigures()
    /// Whether cells of a period, by its number, were accepted; others of the answer mean nothing for what is absent.
    private var hasRows: [Bool] = []
    private let output = ObservationBuffer()
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
        let isEducation = recipe.request.reading == .format(.uddannelsesstatistik)
        let hasSigns = isEducation || recipe.request.reading?.layout?.numbers.allowsPercent == true
        let counts = smallCounts
        valueRules = recipe.indicators.enumerated().map { number, indicator in
            ValueRule(
                indicator,
                expectsSign: hasSigns && indicator.unit == .percent,
                isHeld: counts.holds(number)
            )
        }
        let keys = keys
        lastSeries = recipe.indicators.map { LastSeries(indicator: keys.number(ofIndicator: $0.id)) }
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
        meanings.begin(readers)
        breakdownNumbers = []
        for indicator in lastSeries.indices { lastSeries[indicator].area = -1 }
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
        meanings.read(chunk, readers, area: onlyArea, municipality: onlyMunicipality)
        while hasRows.count < keys.periods.count { hasRows.append(false) }
        numberBreakdowns()
        normalise(chunk, table)
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

    /// Takes the rows one by one; plain numbers, which most are, without asking for more than is needed to be sure.
    private func normalise(_ chunk: CellChunk, _ table: TableDictionary) {
        let (meanings, seen, output, rules, indicators) = (meanings, seen, output, valueRules, picker.ofMeasure)
        let before = rowsRead
        // Statuses beside numbers, and institutions, whose rows also say what they are called, are looked at one by one.
        let mayBePlain = chunk.flags.isEmpty && !institutions.isUsed
        var last = lastSeries
        var hasRows = hasRows
        chunk.measures.withUnsafeBufferPointer { measures in
            chunk.values.withUnsafeBufferPointer { values in
                chunk.marks.withUnsafeBufferPointer { marks in
                    chunk.percentSigns.withUnsafeBufferPointer { percentSigns in
                        for row in 0..<measures.count {
                            let number = Int(indicators[Int(measures[row])])
                            let isPlain = mayBePlain && number >= 0 && meanings.obstacles[row] < 0 && marks[row] < 0
                            guard isPlain, rules[number].takes(values[row], isPercent: percentSigns[row]) else {
                                rowsRead = before + row + 1
                                normalise(row, of: chunk, table)
                                continue
                            }
                            let (area, combination) = (meanings.areas[row], meanings.combinations[row])
                            if last[number].area != area || last[number].combination != combination {
                                last[number].series = series(number, area, combination)
                                last[number].area = area
                                last[number].combination = combination
                            }
                            let (series, period) = (last[number].series, meanings.periods[row])
                            guard seen.insert(series: series, period: period) else {
                                rowsRead = before + row + 1
                                rejectDuplicate(series, period)
                                continue
                            }
                            hasRows[Int(period)] = true
                            output.append(series: series, period: period, value: values[row], status: .normal)
                        }
                    }
                }
            }
        }
        rowsRead = before + chunk.count
        lastSeries = last
        for period in hasRows.indices where hasRows[period] { self.hasRows[period] = true }
    }

    private func normalise(_ row: Int, of chunk: CellChunk, _ table: TableDictionary) {
        let measure = chunk.measures[row]
        guard picker.isWanted(measure: measure) else { return }
        let obstacle = Int(meanings.obstacles[row])
        if obstacle >= 0 {
            let reader = readers[obstacle]
            guard case .rejected(let rule) = reader[chunk.codes[reader.column][row]] else { return }
            return reject(rule, text(of: reader, row, chunk, table))
        }
        guard let indicator = picker.indicator(measure: measure, selection: meanings.selections[row]) else {
            let selectors = readers.filter { $0.rule.role == .selector }.map { text(of: $0, row, chunk, table) }
            let content = (["measure \(table.measures[Int(measure)])"] + selectors).joined(separator: ", ")
            return reject("unclaimed-combination", content)
        }
        let (area, period) = (meanings.areas[row], meanings.periods[row])
        if institutions.isUsed {
            let day = keys.periods[Int(period)].firstDay
            let isAgreed = institutions.note(
                area: area,
                name: meanings.names[row],
                parent: meanings.municipalities[row],
                period: period,
                firstDay: day
            )
            guard isAgreed else { return reject("two-names", "\(areas[Int(area)].code) \(keys.periods[Int(period)])") }
        }
        let series = series(Int(indicator), area, meanings.combinations[row])
        guard seen.insert(series: series, period: period) else { return rejectDuplicate(series, period) }
        appendCell(row, of: chunk, table, indicator: Int(indicator), series: series, period: period)
    }

    private func series(_ indicator: Int, _ area: Int32, _ combination: Int32) -> Int32 {
        let last = lastSeries[indicator]
        if last.area == area, last.combination == combination { return last.series }
        let known = keys.series.count
        let series = keys.number(
            indicator: last.indicator,
            area: keys.number(ofArea: areas[Int(area)].code),
            breakdown: breakdownNumbers[Int(combination)]
        )
        if series == known, let institution = institutions.described(area, among: areas) { keys.describe(institution) }
        lastSeries[indicator] = LastSeries(
            indicator: last.indicator,
            area: area,
            combination: combination,
            series: series
        )
        return series
    }

    /// Gives the combinations of members that are new their breakdowns.
    private func numberBreakdowns() {
        let rules = readers.compactMap { reader -> (String, [BreakdownMember])? in
            guard case .breakdown(let dimension, _, let members) = reader.rule.role else { return nil }
            return (dimension, members)
        }
        for combination in breakdownNumbers.count..<meanings.members.count {
            let numbers = meanings.members.members(of: Int32(combination))
            let parts = zip(rules, numbers).flatMap { rule, number in Self.parts(rule.0, rule.1[Int(number)]) }
            breakdownNumbers.append(keys.number(of: Breakdown(parts)))
        }
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
        let rule = valueRules[indicator]
        if mark >= 0, isZero[Int(mark)] {
            if !rule.allows(0) { return reject("out-of-bounds", "\(label()) = 0") }
            return append(indicator, series: series, period: period, value: 0, status: .normal)
        }
        if mark >= 0 {
            guard let status = markStatuses[Int(mark)], !status.hasValue else {
                return reject("unknown-mark", "\(label()) = \"\(table.marks.text(mark))\"")
            }
            return append(indicator, series: series, period: period, value: 0, status: status)
        }
        guard chunk.percentSigns[row] == rule.expectsSign else {
            let sign = rule.expectsSign ? " without" : " with"
            return reject("changed-unit", "\(label()) = \(shown(chunk.values[row]))\(sign) %")
        }
        guard chunk.values[row].isFinite else { return reject("not-a-number", label()) }
        var value = chunk.values[row]
        if let scale = rule.scale {
            guard let product = scale.multiply(value) else {
                return reject("too-precise", "\(label()) = \(shown(value))")
            }
            value = product
        }
        if !rule.allows(value) { return reject("out-of-bounds", "\(label()) = \(shown(value))") }
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
        hasRows[Int(period)] = true
        smallCounts.hold(
            SmallCounts.Cell(series: series, period: period, value: value, status: status),
            of: indicator
        )
    }

    private func append(series: Int32, period: Int32, value: Double, status: ObservationStatus) {
        hasRows[Int(period)] = true
        output.append(series: series, period: period, value: value, status: status)
    }

    private func rejectDuplicate(_ series: Int32, _ period: Int32) {
        reject("duplicate", "\(keys.series[Int(series)]) \(keys.periods[Int(period)]) comes twice")
    }

    private func reject(_ rule: String, _ content: String) {
        summary.rejectedByRule[rule, default: 0] += 1
        guard summary.rejected.count < recipe.gate.keptRejectedRows || watched.contains(rowsRead) else { return }
        summary.rejected.append(RejectedRow(row: rowsRead, rule: rule, content: content))
    }

    private func flush() throws {
        summary.observations += output.count
        try output.flush(to: sink, keys)
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
        let breakdowns = allBreakdowns().map(keys.number(of:))
        let periods = hasRows.indices.filter { hasRows[$0] }.map(Int32.init)
        for code in recipe.gate.areas.codes(in: catalogue) {
            let area = keys.number(ofArea: code)
            var hasAny = false
            let series = lastSeries.flatMap { indicator in
                breakdowns.map { AskedSeries(indicator: indicator.indicator, area: area, breakdown: $0, in: keys) }
            }
            for period in periods {
                let absent = series.filter { !$0.isSeen(in: seen, period) }
                summary.expected += series.count
                if absent.count < series.count {
                    hasAny = true
                } else {
                    summary.incompletePeriods[keys.periods[Int(period)].code, default: []].append(code)
                }
                guard let status, !absent.isEmpty else { continue }
                summary.absent += absent.count
                summary.absentByPeriod[keys.periods[Int(period)].code, default: 0] += absent.count
                for series in absent {
                    if output.isFull { try flush() }
                    append(series: series.number(in: keys), period: period, value: 0, status: status)
                }
            }
            if !hasAny { summary.areasWithoutRows.append(code) }
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

/// A series of an indicator and the numbers it was found by.
private struct LastSeries {
    /// Number of the indicator.
    var indicator: Int32
    var area: Int32 = -1
    var combination: Int32 = -1
    var series: Int32 = -1
}
