package import PejlModel

/// A table as PxWebApi 2 describes it: JSON-stat 2 whose list of values is empty.
package struct PxWebTable: Sendable, Equatable {
    /// Why a document does not describe a table.
    struct Problem: Error {
        let reason: String
    }

    /// The variables in the publisher's order.
    package let variables: [StatBankTable.Variable]
    /// When the table was last updated, in the publisher's words.
    package let updated: String?
    /// What readers of the figures should know.
    package let notes: [PublisherNote]

    /// Notes of one table that are kept.
    private static let noteLimit = 50
    private static let valueLimit = 1_000_000

    /// Reads the description; nothing where it contradicts itself.
    package init?(_ document: JSONValue) {
        guard let table = try? PxWebTable(reading: document) else { return nil }
        self = table
    }

    init(reading document: JSONValue) throws(Problem) {
        guard let ids = document["id"]?.elements?.compactMap(\.text), !ids.isEmpty, Set(ids).count == ids.count,
            let sizes = document["size"]?.elements?.map({ $0.digits.flatMap(Int.init) }), sizes.count == ids.count
        else { throw Problem(reason: "no ids, or not as many sizes") }
        let times = document["role"]?["time"]?.elements?.compactMap(\.text) ?? []
        var variables: [StatBankTable.Variable] = []
        for (id, size) in zip(ids, sizes) {
            guard let dimension = document["dimension"]?[id] else { throw Problem(reason: "no dimension \(id)") }
            let values = try Self.values(dimension, id)
            guard values.count == size else { throw Problem(reason: "\(values.count) values of \(id), not its size") }
            variables.append(
                StatBankTable.Variable(
                    id: id,
                    text: dimension["label"]?.text ?? "",
                    isEliminable: dimension["extension"]?["elimination"]?.flag ?? false,
                    isTime: times.contains(id),
                    map: nil,
                    values: values
                )
            )
        }
        self.variables = variables
        updated = document["updated"]?.text
        notes = Self.notes(document)
    }

    /// The values of a variable by their position; periods oldest first, as text sorts them.
    private static func values(_ dimension: JSONValue, _ id: String) throws(Problem) -> [StatBankTable.Value] {
        let category = dimension["category"]
        let labels = category?["label"]?.members ?? [:]
        let codes: [String]
        switch category?["index"] {
        case .array(let elements): codes = elements.compactMap(\.text)
        case .object(let members):
            var placed: [(place: Int, code: String)] = []
            for (code, place) in members {
                guard let place = place.digits.flatMap(Int.init) else { throw Problem(reason: "no places of \(id)") }
                placed.append((place, code))
            }
            codes = placed.sorted { $0.place < $1.place }.map(\.code)
        default:
            guard labels.count == 1 else { throw Problem(reason: "no values of \(id)") }
            codes = Array(labels.keys)
        }
        guard codes.count <= valueLimit else { throw Problem(reason: "more than \(valueLimit) values of \(id)") }
        return codes.map { StatBankTable.Value(id: $0, text: labels[$0]?.text ?? "") }
    }

    private static func notes(_ document: JSONValue) -> [PublisherNote] {
        let mandatory = document["extension"]?["noteMandatory"]
        let texts = document["note"]?.elements ?? []
        let notes = texts.prefix(noteLimit).enumerated().compactMap { place, note in
            note.text.map {
                PublisherNote(kind: .footnote, text: $0, isMandatory: mandatory?[String(place)]?.flag ?? false)
            }
        }
        let isClosed = document["extension"]?["discontinued"]?.flag ?? false
        let updated = document["updated"]?.text ?? ""
        return notes + (isClosed ? [PublisherNote(kind: .closedTable, text: updated, isMandatory: true)] : [])
    }
}
