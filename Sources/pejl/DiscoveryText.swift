import PejlFetch
import PejlModel

/// What a publisher has, as a person reads it.
struct DiscoveryText {
    let say: LanguageOption
    /// Values shown of each variable; 0 for all.
    let values: Int

    func subjects(_ subjects: [StatBankSubject], depth: Int = 0) -> String {
        subjects.map { subject in
            String(repeating: "  ", count: depth) + "\(subject.id)  \(subject.text)"
                + (subject.isActive ? "" : say(" (lukket)", " (closed)")) + "\n"
                + self.subjects(subject.subjects, depth: depth + 1)
        }.joined()
    }

    func tables(_ tables: [StatBankList.Entry]) -> String {
        let lines = tables.map { table in
            "\(table.id)  \(table.text) (\(table.unit)), \(table.periods): "
                + table.variables.map { $0.filter { $0 != "\n" } }.joined(separator: ", ")
                + (table.isActive ? "" : say("  [lukket]", "  [closed]"))
        }
        let count =
            tables.count == 1 ? say("1 tabel", "1 table") : say("\(tables.count) tabeller", "\(tables.count) tables")
        return (lines + [count]).joined(separator: "\n") + "\n"
    }

    func table(_ table: StatBankTable) -> String {
        var lines = ["\(table.id)  \(table.text) (\(table.unit))"]
        let updated = table.updated ?? say("ukendt", "unknown")
        lines.append(
            table.isActive
                ? say("  opdateret \(updated) dansk tid", "  updated \(updated) Danish time")
                : say(
                    "  LUKKET hos udgiveren, svarer stadig; opdateret \(updated)",
                    "  CLOSED by the publisher, still answers; updated \(updated)"
                )
        )
        if let footnote = table.footnote {
            let kind = footnote.isMandatory ? say("skal vises", "must be shown") : say("frivillig", "voluntary")
            lines.append(say("  note (\(kind)): ", "  note (\(kind)): ") + footnote.text)
        }
        let gap = table.suppressedDataValue.map { "\"\($0)\"" } ?? say("intet", "nothing")
        lines.append(
            say("  det, som BULK udelader, står for \(gap)", "  what BULK leaves out stands for \(gap)")
        )
        lines.append("  " + cells(table))
        for variable in table.variables { lines += self.variable(variable) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func cells(_ table: StatBankTable) -> String {
        let all = table.variables.map { Selection(code: $0.id, values: ["*"]) }
        let question = StatBankQuestion(form: .bulk, language: "da", codes: true, variables: all)
        guard let plan = try? StatBankPlan(question, of: table) else { return say("tom", "empty") }
        let limit = StatBankPlan.cellLimit
        return say("hele tabellen: \(plan.cells) celler", "the whole table: \(plan.cells) cells")
            + (plan.cells > limit
                ? say(", over grænsen på \(limit)", ", over the limit of \(limit)") : "")
    }

    private func variable(_ variable: StatBankTable.Variable) -> [String] {
        let values = variable.values.count
        var words = [values == 1 ? say("1 værdi", "1 value") : say("\(values) værdier", "\(values) values")]
        if variable.isTime { words.append(say("tiden", "the time")) }
        if let map = variable.map { words.append(say("geografi (\(map))", "geography (\(map))")) }
        if !variable.isTime {
            words.append(
                variable.isEliminable
                    ? say("kan udelades", "may be left out") : say("skal vælges", "must be chosen from")
            )
        }
        let head = "  \(variable.id)  \(variable.text): \(words.joined(separator: ", "))"
        let count = self.values == 0 ? values : self.values
        // Of the time the newest periods are what one looks for.
        let shown = variable.isTime ? variable.values.suffix(count) : variable.values.prefix(count)
        let rest = values - shown.count
        let more =
            rest > 0
            ? [say("      og \(rest) til; --values 0 viser alle", "      and \(rest) more; --values 0 shows all")] : []
        let lines = shown.map { $0.id == $0.text ? "      \($0.id)" : "      \($0.id)  \($0.text)" }
        return [head] + (variable.isTime ? more + lines : lines + more)
    }
}
