package import PejlModel

/// How a recipe's question is put to one table: the values it chooses, the cells they make, the requests that get them.
package struct StatBankPlan: Sendable, Equatable {
    /// A variable that is asked for, with the values that its selections choose.
    struct Column: Sendable, Equatable {
        let variable: StatBankTable.Variable
        let selection: Selection
        let codes: [String]
        /// Whether the choice follows from the codes alone, so that it may be cut into parts.
        let isDivisible: Bool
    }

    /// Cells that one answer may have outside the streamed forms, as StatBank counts them.
    package static let cellLimit = 1_000_000
    /// Most requests that one question is cut into; more is a question for BULK.
    package static let requestLimit = 100

    /// Rows × columns, time and value counted in, as StatBank counts.
    package let cells: Int
    /// The questions in order; together they are the recipe's.
    package let questions: [StatBankQuestion]
    /// Codes of the columns that every answer must have.
    package let columns: [String]

    /// Holds a question against a table.
    ///
    /// - Parameters:
    ///   - question: The recipe's question.
    ///   - table: What `/tableinfo` says.
    ///   - cellLimit: Cells of one answer outside BULK.
    /// - Throws: ``StatBankMisfit`` where the question does not fit the table.
    package init(
        _ question: StatBankQuestion,
        of table: StatBankTable,
        cellLimit: Int = StatBankPlan.cellLimit
    ) throws(StatBankMisfit) {
        let chosen = try Self.columns(question, table)
        try Self.refuseLeftOut(chosen, question.form, table)
        // Without a period the newest one is taken, and it is a column.
        let takesNewest = !chosen.contains(where: \.variable.isTime) && table.variables.contains(where: \.isTime)
        columns = chosen.map(\.variable.id) + (takesNewest ? table.variables.filter(\.isTime).map(\.id) : [])
        let width = columns.count + 1
        cells = Self.product(chosen.map(\.codes.count) + [width])
        guard question.form != .bulk, cells > cellLimit else {
            questions = [question]
            return
        }
        questions = try Self.parts(question, chosen, rowLimit: cellLimit / width, cells: cells, cellLimit: cellLimit)
    }

    // MARK: - What is chosen

    private static func columns(_ question: StatBankQuestion, _ table: StatBankTable) throws(StatBankMisfit) -> [Column]
    {
        var columns: [Column] = []
        for selection in question.variables {
            guard let variable = table.variable(selection.code) else {
                let known = table.variables.map { (code: $0.id, label: $0.text) }
                throw .unknownVariable(selection.code, near: NearMatch.near(selection.code, among: known))
            }
            guard !columns.contains(where: { $0.variable.id == variable.id }) else {
                throw .repeatedVariable(selection.code)
            }
            columns.append(try column(variable, selection))
        }
        return columns
    }

    private static func column(_ variable: StatBankTable.Variable, _ selection: Selection) throws(StatBankMisfit)
        -> Column
    {
        var isChosen = [Bool](repeating: false, count: variable.values.count)
        var isDivisible = true
        for text in selection.values {
            let selector = ValueSelector(text, among: variable.values)
            let positions = selector.chosen(of: variable)
            if positions.isEmpty { throw misfit(selector, text, variable) }
            for position in positions { isChosen[position] = true }
            switch selector {
            case .code, .pattern: break
            case .range, .position, .several, .computed: isDivisible = isDivisible && variable.isTime
            }
        }
        return Column(
            variable: variable,
            selection: selection,
            codes: variable.values.indices.filter { isChosen[$0] }.map { variable.values[$0].id },
            isDivisible: isDivisible
        )
    }

    private static func misfit(_ selector: ValueSelector, _ text: String, _ variable: StatBankTable.Variable)
        -> StatBankMisfit
    {
        if case .computed = selector { return .computedValue(text, variable: variable.id) }
        let known = variable.values.map { (code: $0.id, label: $0.text) }
        return .unknownValue(text, variable: variable.id, near: NearMatch.near(text, among: known))
    }

    private static func refuseLeftOut(_ chosen: [Column], _ form: StatBankForm, _ table: StatBankTable)
        throws(StatBankMisfit)
    {
        for variable in table.variables where !chosen.contains(where: { $0.variable.id == variable.id }) {
            let example = variable.isTime ? "(1)" : variable.values.first?.id ?? "*"
            if form == .bulk { throw .bulkWantsAll(variable: variable.id, example: example) }
            guard variable.isEliminable || variable.isTime else {
                throw .mustChoose(variable: variable.id, example: example)
            }
        }
    }

    // MARK: - Parts

    /// Cuts the periods first, then the variable with most values, until every part fits.
    private static func parts(
        _ question: StatBankQuestion,
        _ chosen: [Column],
        rowLimit: Int,
        cells: Int,
        cellLimit: Int
    ) throws(StatBankMisfit) -> [StatBankQuestion] {
        var sizes = chosen.map(\.codes.count)
        let order = chosen.indices.filter { chosen[$0].isDivisible }.sorted { left, right in
            let (first, second) = (chosen[left], chosen[right])
            if first.variable.isTime != second.variable.isTime { return first.variable.isTime }
            return (-first.codes.count, left) < (-second.codes.count, right)
        }
        for index in order where product(sizes) > rowLimit {
            let others = product(sizes.indices.filter { $0 != index }.map { sizes[$0] })
            sizes[index] = max(1, min(sizes[index], rowLimit / max(1, others)))
        }
        let counts = chosen.indices.map { (chosen[$0].codes.count + sizes[$0] - 1) / sizes[$0] }
        guard product(sizes) <= rowLimit, product(counts) <= requestLimit else {
            throw .tooManyCells(cells, limit: cellLimit, requests: requestLimit)
        }
        var parts: [[Selection]] = [question.variables]
        for index in order where counts[index] > 1 {
            let codes = chosen[index].codes
            let pieces = stride(from: 0, to: codes.count, by: sizes[index]).map { start in
                Array(codes[start..<min(start + sizes[index], codes.count)])
            }
            parts = parts.flatMap { selections in
                pieces.map { piece in
                    selections.enumerated().map { place, selection in
                        place == index ? Selection(code: selection.code, values: piece) : selection
                    }
                }
            }
        }
        return parts.map { selections in
            var part = question
            part.variables = selections
            return part
        }
    }

    /// The product, or the largest number where it is larger than any number.
    private static func product(_ factors: [Int]) -> Int {
        factors.reduce(1) { product, factor in
            let (result, isOver) = product.multipliedReportingOverflow(by: factor)
            return isOver ? .max : result
        }
    }
}
