/// Why a recipe's question does not fit the table it asks.
///
/// Found by comparing the recipe with the publisher's own description, before any figure is asked for.
package enum StatBankMisfit: Error, Sendable, Equatable, CustomStringConvertible {
    /// The table has no such variable.
    case unknownVariable(String, near: [String])
    /// A variable is chosen from twice.
    case repeatedVariable(String)
    /// A selection fits no value.
    case unknownValue(String, variable: String, near: [String])
    /// A selection that the publisher would compute.
    case computedValue(String, variable: String)
    /// A variable that cannot be summed away is not chosen from.
    case mustChoose(variable: String, example: String)
    /// BULK is asked for and a variable is not chosen from.
    case bulkWantsAll(variable: String, example: String)
    /// Too many cells, and no way to ask for them in at most so many requests.
    case tooManyCells(Int, limit: Int, requests: Int)
    /// What the recipe says of absent combinations is not what the table says of them.
    case absentRule(recipe: String, table: String?)
    /// A zero for what is absent is only told by BULK.
    case zeroOutsideBulk
    /// The answer lacks a column that was asked for.
    case lostColumn(String, found: [String])

    /// Stable name in kebab case.
    package var name: String {
        switch self {
        case .unknownVariable, .repeatedVariable: "unknown-variable"
        case .unknownValue, .computedValue: "unknown-value"
        case .mustChoose, .bulkWantsAll: "variable-not-chosen"
        case .tooManyCells: "too-many-cells"
        case .absentRule, .zeroOutsideBulk: "absent-rule"
        case .lostColumn: "lost-column"
        }
    }

    /// What happened and what to do.
    package var description: String {
        switch self {
        case .unknownVariable(let code, let near):
            "there is no variable \"\(code)\"; \(Self.suggestion(near, "pejl dataset discover shows the variables"))"
        case .repeatedVariable(let code):
            "the variable \"\(code)\" is asked for twice; put its values into one [[request.variables]]"
        case .unknownValue(let text, let variable, let near):
            "\"\(text)\" fits no value of \(variable); "
                + Self.suggestion(near, "pejl dataset discover shows the values")
        case .computedValue(let text, let variable):
            "\"\(text)\" of \(variable) is a value that the publisher would compute; ask for the values themselves and "
                + "declare a derived indicator"
        case .mustChoose(let variable, let example):
            "\(variable) cannot be summed away and nothing is chosen from it; \(Self.remedy(variable, example))"
        case .bulkWantsAll(let variable, let example):
            "BULK wants every variable and \(variable) is left out; \(Self.remedy(variable, example)), or ask for "
                + "statbank-csv, which sums it away"
        case .tooManyCells(let cells, let limit, let requests):
            "\(cells) cells are more than \(limit) and would take more than \(requests) requests; choose fewer values "
                + "or ask for format = \"bulk\""
        case .absentRule(let recipe, let table):
            "the recipe says absent = \"\(recipe)\", but a combination that BULK leaves out of this table stands for "
                + "\(table.map { "\"\($0)\"" } ?? "nothing that the publisher names"); write absent = "
                + "\"\(table == "0" ? "zero" : "nothing")\""
        case .zeroOutsideBulk:
            "absent = \"zero\" goes with format = \"bulk\" alone; other forms send every combination"
        case .lostColumn(let column, let found):
            "the answer has no column \(column), only \(found.joined(separator: ", ")); report it to the publisher"
        }
    }

    private static func suggestion(_ near: [String], _ otherwise: String) -> String {
        near.isEmpty ? otherwise : "did you mean \(near.joined(separator: " or "))?"
    }

    private static func remedy(_ variable: String, _ example: String) -> String {
        "add [[request.variables]] with code = \"\(variable)\" and values = [\"\(example)\"]"
    }
}
