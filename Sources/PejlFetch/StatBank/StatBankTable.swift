package import PejlModel

/// A table as StatBank's `/tableinfo` describes it.
package struct StatBankTable: Sendable, Equatable {
    /// One value of a variable.
    package struct Value: Sendable, Equatable {
        /// Its code.
        package let id: String
        /// Its label; empty where there is none.
        package let text: String

        package init(id: String, text: String) {
            self.id = id
            self.text = text
        }
    }

    /// One variable.
    package struct Variable: Sendable, Equatable {
        /// Its code; asked for in any case.
        package let id: String
        /// Its label; empty where there is none.
        package let text: String
        /// Whether it may be left out, and is summed away then.
        package let isEliminable: Bool
        /// Whether it is the time.
        package let isTime: Bool
        /// The map that its areas are drawn on; only variables of geography have one.
        package let map: String?
        /// Its values in the publisher's order; periods oldest first.
        package let values: [Value]

        package init(id: String, text: String, isEliminable: Bool, isTime: Bool, map: String?, values: [Value]) {
            self.id = id
            self.text = text
            self.isEliminable = isEliminable
            self.isTime = isTime
            self.map = map
            self.values = values
        }

        /// Whether `code` names it.
        package func isCalled(_ code: String) -> Bool { id.lowercased() == code.lowercased() }
    }

    /// The table's code.
    package let id: String
    /// Its title; empty where there is none.
    package let text: String
    /// Its unit; `-` or empty where a variable tells it.
    package let unit: String
    /// What a combination that BULK leaves out stands for.
    package let suppressedDataValue: String?
    /// When it was updated, in the publisher's words: Danish local time without a zone.
    package let updated: String?
    /// Whether it is still published; a closed table may go on answering.
    package let isActive: Bool
    /// The publisher's footnote.
    package let footnote: PublisherNote?
    /// The variables in the publisher's order.
    package let variables: [Variable]

    package init(
        id: String,
        text: String,
        unit: String,
        suppressedDataValue: String?,
        updated: String?,
        isActive: Bool,
        footnote: PublisherNote?,
        variables: [Variable]
    ) {
        self.id = id
        self.text = text
        self.unit = unit
        self.suppressedDataValue = suppressedDataValue
        self.updated = updated
        self.isActive = isActive
        self.footnote = footnote
        self.variables = variables
    }

    /// The variable of that code, in any case.
    package func variable(_ code: String) -> Variable? { variables.first { $0.isCalled(code) } }

    /// What readers of the figures should know: the footnote, and that the table is closed, with its last update.
    package var notes: [PublisherNote] {
        let closed = PublisherNote(kind: .closedTable, text: updated ?? "", isMandatory: true)
        return (footnote.map { [$0] } ?? []) + (isActive ? [] : [closed])
    }
}
