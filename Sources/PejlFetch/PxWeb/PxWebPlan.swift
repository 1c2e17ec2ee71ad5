package import PejlModel

/// How a recipe's question is put to one table of PxWebApi 2: what is sent, and in how many requests.
package struct PxWebPlan: Sendable, Equatable {
    /// What is asked of one variable.
    package struct Choice: Sendable, Equatable {
        /// Code of the variable.
        package let variable: String
        /// What is sent: `*`, or codes.
        package let sent: [String]
        /// Codes that it stands for.
        package let codes: [String]

        /// One choice.
        package init(variable: String, sent: [String], codes: [String]) {
            self.variable = variable
            self.sent = sent
            self.codes = codes
        }
    }

    /// Most requests that one question is cut into.
    package static let requestLimit = 200
    /// Longest list of choices in one address, in bytes; common servers take 2,048 in all.
    package static let queryLimit = 1_500

    /// Cells of the whole question.
    package let cells: Int
    /// The choices of each request; together they are the question.
    package let parts: [[Choice]]

    /// Holds a question against a table.
    ///
    /// - Parameters:
    ///   - question: The recipe's question.
    ///   - table: What `/metadata` says.
    ///   - cellLimit: Cells of one answer.
    /// - Throws: ``CatalogueMisfit`` where the question does not fit the table.
    package init(_ question: PxWebQuestion, of table: PxWebTable, cellLimit: Int) throws(CatalogueMisfit) {
        var choices: [Choice] = []
        for selection in question.variables {
            guard let variable = table.variables.first(where: { $0.id == selection.code }) else {
                throw .unknown(.variable, selection.code, among: table.variables.map(\.id))
            }
            guard !choices.contains(where: { $0.variable == variable.id }) else {
                throw .repeatedVariable(variable.id)
            }
            choices.append(try Self.choice(selection, of: variable))
        }
        for variable in table.variables where !choices.contains(where: { $0.variable == variable.id }) {
            guard variable.isEliminable else {
                let example = variable.isTime ? "(1)" : variable.values.first?.id ?? "*"
                throw .mustChoose(variable: variable.id, example: example)
            }
        }
        cells = Self.cells(choices)
        parts = try Self.parts(choices, cellLimit: cellLimit)
    }

    private static func choice(_ selection: Selection, of variable: StatBankTable.Variable) throws(CatalogueMisfit)
        -> Choice
    {
        // Periods are newest and oldest by their codes, whatever order the server lists them in.
        let ordered =
            variable.isTime
            ? StatBankTable.Variable(
                id: variable.id,
                text: variable.text,
                isEliminable: variable.isEliminable,
                isTime: true,
                map: nil,
                values: variable.values.sorted { $0.id < $1.id }
            ) : variable
        var chosen: Set<Int> = []
        for text in selection.values {
            let places = ValueSelector(text, among: ordered.values).chosen(of: ordered)
            guard !places.isEmpty else { throw .unknown(.value, text, among: ordered.values.map(\.id)) }
            chosen.formUnion(places)
        }
        let codes = ordered.values.indices.filter(chosen.contains).map { ordered.values[$0].id }
        if codes.count == ordered.values.count { return Choice(variable: variable.id, sent: ["*"], codes: codes) }
        if let code = codes.first(where: { !isPlain($0) }) { throw .unaskable(code: code, variable: variable.id) }
        return Choice(variable: variable.id, sent: codes, codes: codes)
    }

    /// Whether the server takes a code for a code: no list, no pattern and no expression.
    private static func isPlain(_ code: String) -> Bool { !code.contains { ",*?[]()".contains($0) } }

    // MARK: - Parts

    /// Halves the longest choice until every part fits.
    private static func parts(_ choices: [Choice], cellLimit: Int) throws(CatalogueMisfit) -> [[Choice]] {
        var open = [choices]
        var done: [[Choice]] = []
        while let part = open.popLast() {
            if cells(part) <= cellLimit, length(part) <= queryLimit {
                done.append(part)
                continue
            }
            guard let longest = part.indices.max(by: { part[$0].codes.count < part[$1].codes.count }),
                part[longest].codes.count > 1, open.count + done.count < requestLimit
            else { throw .tooManyCells(cells(choices), limit: cellLimit, requests: requestLimit) }
            let (choice, half) = (part[longest], (part[longest].codes.count + 1) / 2)
            if let code = choice.codes.first(where: { !isPlain($0) }) {
                throw .unaskable(code: code, variable: choice.variable)
            }
            for codes in [Array(choice.codes[half...]), Array(choice.codes[..<half])] {
                var piece = part
                piece[longest] = Choice(variable: choice.variable, sent: codes, codes: codes)
                open.append(piece)
            }
        }
        return done
    }

    private static func cells(_ choices: [Choice]) -> Int {
        choices.reduce(1) { product, choice in
            let (result, isOver) = product.multipliedReportingOverflow(by: choice.codes.count)
            return isOver ? .max : result
        }
    }

    /// Bytes of the choices in an address; a character outside ASCII and a comma take three each byte.
    private static func length(_ choices: [Choice]) -> Int {
        choices.reduce(0) { sum, choice in
            sum + (choice.variable.utf8.count + choice.sent.reduce(0) { $0 + $1.utf8.count + 3 }) + 20
        }
    }
}
