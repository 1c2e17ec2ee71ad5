package import PejlFetch
import PejlModel

/// Writes the first draft of a recipe for a table that nobody has a recipe for.
///
/// What follows from the publisher's description is filled in, and the draft decodes and fetches as it is. What it
/// cannot know is marked: which members to keep, the definition, the unit, the direction.
package struct RecipeDraft {
    private let danish: StatBankTable
    private let english: StatBankTable

    /// A draft for a StatBank table, described in both languages.
    package init(danish: StatBankTable, english: StatBankTable) {
        self.danish = danish
        self.english = english
    }

    /// The recipe as TOML, to be saved under its id with the ending `.toml`.
    package var text: String {
        [head, request, columns, indicator, tail].joined(separator: "\n\n") + "\n"
    }

    // MARK: - Parts

    /// Left out where the publisher sums it away; the rest must be chosen from.
    private var chosen: [StatBankTable.Variable] {
        danish.variables.filter { $0.isTime || $0.map != nil || !$0.isEliminable || form == .bulk }
    }

    private var question: StatBankQuestion {
        let variables = danish.variables.filter { $0.isTime || $0.map != nil || !$0.isEliminable }
        return StatBankQuestion(
            form: .csv,
            language: "da",
            codes: true,
            variables: variables.map { Selection(code: $0.id, values: ["*"]) }
        )
    }

    /// CSV while it takes few requests; it sends every combination, so that nothing is to be made of gaps.
    private var form: StatBankForm {
        let plan = try? StatBankPlan(question, of: danish)
        return (plan?.questions.count ?? .max) <= 5 ? .csv : .bulk
    }

    private var head: String {
        let id = Self.identifier(danish.id, filler: "-")
        let left = danish.variables.filter { variable in !chosen.contains { $0.id == variable.id } }
        let summed =
            left.isEmpty
            ? [] : ["# Left out, so the publisher sums over them: \(left.map(\.id).joined(separator: ", "))."]
        let closed = danish.isActive ? [] : ["# The publisher has closed this table."]
        let lines =
            [
                "# Draft by `pejl dataset discover` from the publisher's description, updated \(danish.updated ?? "never").",
                "# Read it through: members, definition, unit and direction are for you to decide; see docs/add-a-dataset.md.",
            ] + summed + closed + [
                "id = \(Self.quoted(id))", "publisher = \"statbank\"", "table = \(Self.quoted(danish.id))",
                "title = \(Self.both(danish.text, english.text))", "licence = \"CC BY 4.0\"",
                "citation = "
                    + Self.both(
                        "Danmarks Statistik, www.statistikbanken.dk/\(danish.id)",
                        "Statistics Denmark, www.statbank.dk/\(danish.id)"
                    ),
            ]
            + (hasAreas
                ? [] : ["# The table has no areas: every figure is about the whole country.", "area = \"000\""])
        return (lines + ["absent = \"\(absent.rawValue)\""]).joined(separator: "\n")
    }

    private var absent: AbsentRule { form == .bulk && danish.suppressedDataValue == "0" ? .zero : .nothing }

    private var hasAreas: Bool { danish.variables.contains { $0.map != nil } }

    private var request: String {
        let variables = chosen.map { variable in
            let isConstant = !variable.isTime && variable.map == nil && variable.isEliminable
            let value = isConstant ? variable.values.first?.id ?? "*" : "*"
            return "[[request.variables]]\ncode = \(Self.quoted(variable.id))\nvalues = [\(Self.quoted(value))]"
        }
        let head = "[request]\nformat = \"\(form.rawValue)\"\nlanguage = \"da\"\ncodes = true"
        return ([head] + variables).joined(separator: "\n\n")
    }

    private var columns: String {
        var hasArea = false
        return chosen.map { variable in
            let head = "[[columns]]\ncode = \(Self.quoted(variable.id.uppercased()))\n"
            if variable.isTime { return head + "role = \"period\"" }
            if variable.map != nil, !hasArea {
                hasArea = true
                return head + "role = \"area\"\nareas_by = \"code\""
            }
            if variable.isEliminable {
                return head + "role = \"constant\"\nvalue = \(Self.quoted(variable.values.first?.id ?? ""))"
            }
            return head + breakdown(variable)
        }.joined(separator: "\n\n")
    }

    private func breakdown(_ variable: StatBankTable.Variable) -> String {
        let other = english.variable(variable.id)
        var taken: Set<String> = []
        let members = variable.values.map { value in
            var id = Self.identifier(value.text.isEmpty ? value.id : value.text, filler: "-")
            if id.isEmpty || !taken.insert(id).inserted {
                id = "\(Self.identifier(value.id, filler: "-"))-\(taken.count)"
                taken.insert(id)
            }
            let label = other?.values.first { $0.id == value.id }?.text ?? value.text
            return "  { source = \(Self.quoted(value.id)), id = \"\(id)\", title = \(Self.both(value.text, label)) },"
        }
        return """
            role = "breakdown"
            dimension = "\(Self.identifier(other?.text ?? variable.id, filler: "_"))"
            title = \(Self.both(variable.text, other?.text ?? variable.text))
            # Mark the total with { source = "…", total = true }, so that it is not taken for a member.
            members = [
            \(members.joined(separator: "\n"))
            ]
            """
    }

    private var indicator: String {
        """
        [[indicators]]
        id = "\(Self.identifier(danish.id, filler: "_"))"
        measure = "INDHOLD"
        title = \(Self.both(danish.text, english.text))
        # Say what is counted, of whom and when; a definition of your own gets an id of its own.
        definition = \(Self.both(danish.text, english.text))
        definition_id = "dst-\(Self.identifier(danish.id, filler: "-"))"
        # The publisher's unit is \(Self.quoted(danish.unit)).
        unit = "\(unit)"
        decimals = 0
        direction = "neutral"
        """
    }

    private var unit: String {
        switch english.unit.lowercased() {
        case "per cent", "pct.", "%": "%"
        case "dkk", "kr.", "kroner": "dkk"
        case "per 1,000", "per 1.000": "per_1000"
        default: "count"
        }
    }

    /// The areas of the table that pejl knows, and the codes that it does not.
    private var tail: String {
        let codes = danish.variables.first { $0.map != nil }?.values.map(\.id) ?? []
        let known = codes.filter { AreaCatalogue.denmark.area(code: $0) != nil }
        let unknown = codes.filter { AreaCatalogue.denmark.area(code: $0) == nil }
        let municipalities = AreaCatalogue.denmark.municipalities.map(\.code)
        let areas =
            codes.isEmpty
            ? ["000"] : Set(municipalities).isSubset(of: codes) || known.isEmpty ? ["municipalities"] : known
        let ignored =
            unknown.isEmpty
            ? ""
            : "\n# Codes of areas that pejl does not know.\nignored = [\(unknown.map(Self.quoted).joined(separator: ", "))]"
        let rule = absent == .zero ? "\nmaximum_absent_percent = 100" : ""
        let marks = "[marks]\n# O says missing; where this table hides small figures, write Q.\n\"..\" = \"O\""
        return marks + "\n\n[gate]\nareas = [\(areas.map(Self.quoted).joined(separator: ", "))]"
            + rule + ignored
    }

    // MARK: - Texts

    private static func both(_ danish: String, _ english: String) -> String {
        "{ da = \(quoted(danish.isEmpty ? english : danish)), en = \(quoted(english.isEmpty ? danish : english)) }"
    }

    /// A TOML text on one line.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Lower-case letters and digits, everything else one `filler`; Danish letters are spelt out.
    private static func identifier(_ text: String, filler: Character) -> String {
        var result = ""
        for character in text.lowercased() {
            switch character {
            case "æ": result += "ae"
            case "ø": result += "oe"
            case "å": result += "aa"
            case "a"..."z", "0"..."9": result.append(character)
            default: if result.last != filler, !result.isEmpty { result.append(filler) }
            }
        }
        result = String(result.prefix(60))
        while result.last == filler { result.removeLast() }
        return result
    }
}
