internal import PejlModel

extension StatBankTable {
    /// Most variables of one table.
    static let variableLimit = 64
    /// Longest footnote that is kept, in characters.
    static let footnoteLimit = 20_000

    /// Why a document does not describe a table.
    struct Problem: Error, Equatable {
        let reason: String
    }

    /// Reads what `/tableinfo` answered; any text may be null, what pejl computes with may not.
    ///
    /// - Throws: ``Problem`` naming the member that is missing or odd.
    init(_ document: JSONValue) throws(Problem) {
        guard document.members != nil else { throw Problem(reason: "it is no object") }
        guard let id = document["id"]?.text, !id.isEmpty else { throw Problem(reason: "no id") }
        guard let list = document["variables"]?.elements else { throw Problem(reason: "no variables") }
        guard list.count <= Self.variableLimit else { throw Problem(reason: "\(list.count) variables") }
        var variables: [Variable] = []
        for element in list {
            let variable = try Variable(element)
            guard !variables.contains(where: { $0.isCalled(variable.id) }) else {
                throw Problem(reason: "the variable \"\(variable.id)\" stands twice")
            }
            variables.append(variable)
        }
        guard variables.filter(\.isTime).count <= 1 else { throw Problem(reason: "two variables are the time") }
        self.id = id
        self.variables = variables
        text = document["text"]?.text ?? ""
        unit = document["unit"]?.text ?? ""
        suppressedDataValue = document["suppressedDataValue"]?.text ?? document["suppressedDataValue"]?.digits
        updated = document["updated"]?.text
        isActive = document["active"]?.flag ?? true
        footnote = try Self.footnote(document["footnote"])
    }

    private static func footnote(_ value: JSONValue?) throws(Problem) -> PublisherNote? {
        guard let value, value != .null else { return nil }
        // A note in another shape must not be lost: it may be a mandatory one.
        guard value.members != nil else { throw Problem(reason: "the footnote is no object") }
        guard let text = value["text"]?.text else {
            guard value["text"] == nil || value["text"] == .null else {
                throw Problem(reason: "the footnote's text is no text")
            }
            return nil
        }
        let isMandatory = value["mandatory"]?.flag ?? true
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty else { return nil }
        let shown = words.count > footnoteLimit ? words.prefix(footnoteLimit) + " …" : words[...]
        return PublisherNote(kind: .footnote, text: String(shown), isMandatory: isMandatory)
    }
}

extension StatBankTable.Variable {
    fileprivate init(_ element: JSONValue) throws(StatBankTable.Problem) {
        guard let id = element["id"]?.text, !id.isEmpty else {
            throw StatBankTable.Problem(reason: "a variable without id")
        }
        guard let list = element["values"]?.elements else {
            throw StatBankTable.Problem(reason: "the variable \"\(id)\" has no values")
        }
        var values: [StatBankTable.Value] = []
        values.reserveCapacity(list.count)
        var known: Set<String> = []
        for value in list {
            guard let code = value["id"]?.text else {
                throw StatBankTable.Problem(reason: "a value of \"\(id)\" without id")
            }
            guard known.insert(code).inserted else {
                throw StatBankTable.Problem(reason: "the value \"\(code)\" of \"\(id)\" stands twice")
            }
            values.append(StatBankTable.Value(id: code, text: value["text"]?.text ?? ""))
        }
        let isTime = element["time"]?.flag ?? false
        self.id = id
        self.isTime = isTime
        text = element["text"]?.text ?? ""
        isEliminable = element["elimination"]?.flag ?? false
        map = element["map"]?.text
        self.values = isTime ? values.sorted { $0.id < $1.id } : values
    }
}
