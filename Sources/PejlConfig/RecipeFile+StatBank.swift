import PejlModel

extension RecipeFile {
    /// Holds the columns of StatBank's CSV and BULK against what is asked for: their header is the variables in capitals.
    ///
    /// The other forms name columns in other ways; there only the answer shows a mistake.
    static func compare(
        _ question: StatBankQuestion,
        with columns: [ColumnRule],
        _ top: TOMLSection
    ) throws(ConfigurationError) {
        guard question.form == .csv || question.form == .bulk else { return }
        let header = question.variables.map { $0.code.uppercased() }
        for section in try top.sections("columns") {
            let code = try section.requiredString("code")
            // The time comes, its newest period alone, where it is not asked for.
            guard !header.contains(code), code != "TID" else { continue }
            throw section.error("code", misfit(code, header, columns))
        }
        for section in try top.requiredSection("request").sections("variables") {
            let code = try section.requiredString("code")
            guard !columns.contains(where: { $0.code == code.uppercased() }) else { continue }
            let spare = columns.map(\.code).first { !header.contains($0) }
            let advice =
                spare.map { "is it a misspelt \($0)?" }
                ?? "add [[columns]] with code = \"\(code.uppercased())\", or do not ask for it"
            throw section.error("code", "\"\(code)\" is asked for and no column explains it; \(advice)")
        }
    }

    /// What is wrong with a column that no variable is for.
    private static func misfit(_ code: String, _ header: [String], _ columns: [ColumnRule]) -> String {
        if header.contains(code.uppercased()) {
            return "the header of StatBank's answer is in capitals; did you mean \(code.uppercased())?"
        }
        // A variable that has its column already is not what was meant.
        let free = header.filter { name in !columns.contains { $0.code == name } }
        let near = free.map { (EditDistance.between($0, code.uppercased()), $0) }.min { $0.0 < $1.0 }
        if let near, near.0 <= 2 {
            return "no such variable is asked for under [request]; did you mean \(near.1), or is that the misspelt one?"
        }
        return "no such variable is asked for under [request]; the columns are \(header.joined(separator: ", "))"
    }
}
