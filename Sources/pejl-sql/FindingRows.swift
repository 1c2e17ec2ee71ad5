import PejlPluginKit
import PejlStore

/// Rows of a statement as findings: the names of the columns say what each value is.
///
/// Two ways were weighed for what a finding rests on. Every figure that the statement could read: true of nothing, and no
/// chain to follow. Or what the statement names in a column `inputs`, and the figure that the finding is about where it
/// names none: this is the latter. The host refuses an input that is no figure of the candidate.
struct FindingRows {
    /// What a column may be.
    private enum Column: String, CaseIterable {
        case kind, indicator, area, breakdown, period, group, statistic, value, unit, lower, upper, rank
        case rankLow = "rank_low"
        case rankHigh = "rank_high"
        case count = "n"
        case caveats
        case danish = "text_da"
        case english = "text_en"
        case inputs

        /// As the views call the two whose names are taken: `group` is a word of SQL, `area` a name there.
        init?(name: String) {
            switch name {
            case "comparison_group": self = .group
            case "area_code": self = .area
            default: self.init(rawValue: name)
            }
        }

        /// Columns without which no row is a finding.
        static let wanted: [Column] = [.indicator, .period, .statistic, .value, .unit, .danish, .english]
    }

    private let columns: [Column]
    private let municipality: String
    private let caveats: [String: [String: [String]]]
    private let onlyKind: String?
    private var number = 0

    /// - Parameters:
    ///   - names: Names of the columns.
    ///   - municipality: The area of a row that names none.
    ///   - kind: The kind of a row that names none; nothing where there are several.
    ///   - caveats: Of each indicator its own caveats, with their periods: no view tells them, so they are added to what
    ///     is found on those periods or computed from them.
    /// - Throws: ``StatementFailure`` where a column is unknown, twice there or missing.
    init(_ names: [String], municipality: String, kind: String?, caveats: [String: [String: [String]]]) throws {
        var columns: [Column] = []
        for name in names {
            guard let column = Column(name: name) else {
                let known = Column.allCases.map(\.rawValue).joined(separator: ", ")
                throw StatementFailure(.row, "column \(name) is unknown; there are \(known)")
            }
            guard !columns.contains(column) else { throw StatementFailure(.row, "column \(name) is there twice") }
            columns.append(column)
        }
        let wanted = Column.wanted + (kind == nil ? [.kind] : [])
        if let missing = wanted.first(where: { !columns.contains($0) }) {
            throw StatementFailure(.row, "there is no column \(missing.rawValue)")
        }
        self.columns = columns
        self.municipality = municipality
        self.caveats = caveats
        onlyKind = kind
    }

    /// The next row as a finding.
    ///
    /// - Throws: ``StatementFailure`` with the number of the row and the name of the column.
    mutating func finding(_ values: [QueryValue]) throws -> PluginFinding {
        number += 1
        let row = Row(number: number, values: Dictionary(uniqueKeysWithValues: zip(columns.map(\.rawValue), values)))
        let indicator = try row.text(.indicator)
        let period = try row.text(.period)
        let area = try row.optionalText(.area) ?? municipality
        let breakdown = try row.breakdown()
        let own = PluginFinding.Input(indicator: indicator, breakdown: breakdown, period: period, areas: [area])
        let inputs = try row.inputs(own)
        let said = try row.optionalText(.caveats)?.split(separator: ",").map { String($0.trimmed) } ?? []
        let held = ([own] + inputs).flatMap { input in
            caveats[input.indicator, default: [:]].filter { $0.value.contains(input.period) }.keys
        }
        return PluginFinding(
            kind: try row.optionalText(.kind) ?? onlyKind ?? row.text(.kind),
            indicator: indicator,
            area: area,
            breakdown: breakdown,
            period: period,
            group: try row.optionalText(.group) ?? "country",
            statistic: try row.text(.statistic),
            value: try row.number(.value),
            unit: try row.text(.unit),
            lower: try row.optionalNumber(.lower),
            upper: try row.optionalNumber(.upper),
            rank: try row.optionalWhole(.rank),
            rankLow: try row.optionalWhole(.rankLow),
            rankHigh: try row.optionalWhole(.rankHigh),
            count: try row.optionalWhole(.count) ?? Set(inputs.flatMap(\.areas)).count,
            caveats: Set(said + held).sorted(),
            text: PluginText(da: try row.text(.danish), en: try row.text(.english)),
            inputs: inputs
        )
    }
}

extension FindingRows {
    /// One row, with its values by the name of the column.
    private struct Row {
        let number: Int
        let values: [String: QueryValue]

        private func value(_ column: Column) -> QueryValue { values[column.rawValue] ?? .null }

        private func wrong(_ column: Column, _ wanted: String) -> StatementFailure {
            let found =
                switch value(column) {
                case .null: "NULL"
                case .integer, .real: "a number"
                case .text: "another text"
                case .blob: "a blob"
                }
            return StatementFailure(.row, "row \(number), column \(column.rawValue): \(wanted) is wanted, not \(found)")
        }

        func optionalText(_ column: Column) throws -> String? {
            switch value(column) {
            case .null: return nil
            case .text(let text): return text
            default: throw wrong(column, "a text")
            }
        }

        func text(_ column: Column) throws -> String {
            guard let text = try optionalText(column), !text.isEmpty else { throw wrong(column, "a text") }
            return text
        }

        func optionalNumber(_ column: Column) throws -> Double? {
            switch value(column) {
            case .null: return nil
            case .integer(let number): return Double(number)
            case .real(let number) where number.isFinite: return number
            default: throw wrong(column, "a finite number")
            }
        }

        func number(_ column: Column) throws -> Double {
            guard let number = try optionalNumber(column) else { throw wrong(column, "a finite number") }
            return number
        }

        func optionalWhole(_ column: Column) throws -> Int? {
            switch value(column) {
            case .null: return nil
            case .integer(let number): return Int(number)
            default: throw wrong(column, "a whole number")
            }
        }

        func breakdown() throws -> [String: String] {
            guard let parts = BreakdownCode.parts(try optionalText(.breakdown) ?? "") else {
                throw wrong(.breakdown, "a breakdown such as stage=mellemtrin")
            }
            return parts
        }

        /// What `inputs` says, or the finding's own figure where it says nothing.
        func inputs(_ own: PluginFinding.Input) throws -> [PluginFinding.Input] {
            guard let text = try optionalText(.inputs) else { return [own] }
            guard let inputs = InputList.read(text, own) else {
                throw wrong(.inputs, "a JSON list such as [{\"period\":\"2024\",\"areas\":[\"766\"]}]")
            }
            return inputs
        }
    }
}

extension StringProtocol {
    fileprivate var trimmed: SubSequence {
        let front = drop { $0.isWhitespace }
        return front[..<(front.lastIndex { !$0.isWhitespace }.map(front.index(after:)) ?? front.startIndex)]
    }
}
