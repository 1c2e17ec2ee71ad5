import Foundation
import PejlFetch
import PejlModel

/// What a publisher has, as JSON with stable names; members are sorted.
enum DiscoveryJSON {
    private struct Subject: Encodable {
        let id: String
        let title: String
        let active: Bool
        let subjects: [Subject]

        init(_ subject: StatBankSubject) {
            id = subject.id
            title = subject.text
            active = subject.isActive
            subjects = subject.subjects.map(Subject.init)
        }
    }

    private struct Entry: Encodable {
        let id: String
        let title: String
        let unit: String
        let updated: String?
        let periods: String
        let active: Bool
        let variables: [String]
    }

    private struct Table: Encodable {
        struct Note: Encodable {
            let kind: String
            let text: String
            let mandatory: Bool
        }

        struct Variable: Encodable {
            let id: String
            let title: String
            let eliminable: Bool
            let time: Bool
            let map: String?
            let values: [Value]
        }

        struct Value: Encodable {
            let id: String
            let title: String
        }

        let id: String
        let title: String
        let unit: String
        let updated: String?
        let active: Bool
        let suppressed_data_value: String?
        let notes: [Note]
        let variables: [Variable]
    }

    static func subjects(_ subjects: [StatBankSubject]) throws -> String { try text(subjects.map(Subject.init)) }

    static func tables(_ tables: [StatBankList.Entry]) throws -> String {
        try text(
            tables.map { table in
                Entry(
                    id: table.id,
                    title: table.text,
                    unit: table.unit,
                    updated: table.updated,
                    periods: table.periods,
                    active: table.isActive,
                    variables: table.variables
                )
            }
        )
    }

    static func table(_ table: StatBankTable) throws -> String {
        try text(
            Table(
                id: table.id,
                title: table.text,
                unit: table.unit,
                updated: table.updated,
                active: table.isActive,
                suppressed_data_value: table.suppressedDataValue,
                notes: table.notes.map { Table.Note(kind: $0.kind.rawValue, text: $0.text, mandatory: $0.isMandatory) },
                variables: table.variables.map { variable in
                    Table.Variable(
                        id: variable.id,
                        title: variable.text,
                        eliminable: variable.isEliminable,
                        time: variable.isTime,
                        map: variable.map,
                        values: variable.values.map { Table.Value(id: $0.id, title: $0.text) }
                    )
                }
            )
        )
    }

    private static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
