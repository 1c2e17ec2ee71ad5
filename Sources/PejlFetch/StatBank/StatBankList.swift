package import PejlModel

/// A list of tables as StatBank's `/tables` gives it.
package struct StatBankList: Sendable, Equatable {
    /// One table of the list.
    package struct Entry: Sendable, Equatable {
        /// The table's code.
        package let id: String
        /// Its title.
        package let text: String
        /// Its unit; `-` where a variable tells it.
        package let unit: String
        /// When it was updated, in the publisher's words.
        package let updated: String?
        /// First and newest period; their letters depend on the language.
        package let periods: String
        /// Whether it is still published.
        package let isActive: Bool
        /// Labels of its variables.
        package let variables: [String]
    }

    /// The tables in the publisher's order.
    package let entries: [Entry]

    /// Reads a list; an element without a code makes it unreadable, because it could be the one that changed.
    package init?(_ document: JSONValue) {
        guard let elements = document.elements else { return nil }
        var entries: [Entry] = []
        for element in elements {
            guard let id = element["id"]?.text, !id.isEmpty else { return nil }
            let first = element["firstPeriod"]?.text
            let latest = element["latestPeriod"]?.text
            entries.append(
                Entry(
                    id: id,
                    text: element["text"]?.text ?? "",
                    unit: element["unit"]?.text ?? "",
                    updated: element["updated"]?.text,
                    periods: first == latest ? first ?? "" : "\(first ?? "")–\(latest ?? "")",
                    isActive: element["active"]?.flag ?? true,
                    variables: (element["variables"]?.elements ?? []).compactMap(\.text)
                )
            )
        }
        self.entries = entries
    }

    /// The table of that code, in any case.
    func entry(_ table: String) -> Entry? { entries.first { $0.id.lowercased() == table.lowercased() } }
}

/// A branch of StatBank's tree of subjects.
///
/// The publisher renumbers the tree, the tables keep their codes: nothing is keyed on a subject.
package struct StatBankSubject: Sendable, Equatable {
    /// Its number.
    package let id: String
    /// Its title.
    package let text: String
    /// Whether tables under it are still published.
    package let isActive: Bool
    /// The subjects under it that the answer holds.
    package let subjects: [StatBankSubject]

    /// Reads what `/subjects` answered; nothing where an element has no number or no title.
    package static func list(_ document: JSONValue) -> [StatBankSubject]? {
        guard let elements = document.elements else { return nil }
        var subjects: [StatBankSubject] = []
        for element in elements {
            guard let id = element["id"]?.text, let text = element["description"]?.text else { return nil }
            guard let inner = list(element["subjects"] ?? .array([])) else { return nil }
            let isActive = element["active"]?.flag ?? true
            subjects.append(StatBankSubject(id: id, text: text, isActive: isActive, subjects: inner))
        }
        return subjects
    }
}
