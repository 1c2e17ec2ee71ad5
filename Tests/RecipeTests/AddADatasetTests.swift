import Foundation
import PejlConfig
import PejlDecode
import PejlFetch
import PejlModel
import PejlNormalise
import PejlTestSupport
import Testing

/// `docs/add-a-dataset.md`: the recipe in it works as it stands, and the mistakes it lists give the messages it lists.
struct AddADatasetTests {
    private static func page() throws -> String { try Repository.text("docs/add-a-dataset.md") }

    /// The recipe as a newcomer copies it from the page.
    private static func recipeText() throws -> String {
        let blocks = try page().components(separatedBy: "```toml\n").dropFirst()
        let text = try #require(blocks.first?.components(separatedBy: "```").first)
        return text
    }

    private static func recipe(_ text: String, file: String = "straf42-unge.toml") throws -> Recipe {
        let folder = try TemporaryFolder()
        return try RecipeFile.read(folder.write(text, to: file))
    }

    /// STRAF42 as `/tableinfo` described it on 6 September 2025, with the values that the page speaks of.
    private static func table() -> StatBankTable {
        func variable(_ id: String, _ text: String, _ values: [String], isTime: Bool = false)
            -> StatBankTable.Variable
        {
            StatBankTable.Variable(
                id: id,
                text: text,
                isEliminable: !isTime,
                isTime: isTime,
                map: nil,
                values: values.map { StatBankTable.Value(id: $0, text: $0) }
            )
        }
        return StatBankTable(
            id: "STRAF42",
            text: "Afgørelser i alt",
            unit: "Antal",
            suppressedDataValue: "0",
            updated: "2025-03-25T08:00:00",
            isActive: true,
            footnote: nil,
            variables: [
                variable("HERKOMST1", "national oprindelse", ["00", "80"]),
                variable("OVERTRÆD", "overtrædelsens art", ["TOT", "1", "11"]),
                variable("AFGØRELSE", "afgørelsestype", ["000", "1"]),
                variable("ALDER", "alder", ["TOT", "UA", "15", "16", "17", "18"]),
                variable("KØN", "køn", ["TOT", "M", "K", "VIRKSOMHEDER"]),
                variable("Tid", "tid", ["2022", "2023", "2024"], isTime: true),
            ]
        )
    }

    private static func plan(_ recipe: Recipe) throws -> StatBankPlan {
        guard case .statBank(let question) = recipe.request else { throw NotStatBank() }
        return try StatBankPlan(question, of: table())
    }

    private struct NotStatBank: Error {}

    /// Answers a recipe with a document, as far as the gate.
    private static func gate(_ recipe: Recipe, _ document: String) throws {
        let sink = Sink()
        let normaliser = Normaliser(recipe: recipe, sink: sink)
        try Array(document.utf8).withUnsafeBytes {
            try DocumentDecoder.decode(bytes: $0, format: .statBankCSV, proof: .length, into: normaliser)
        }
        try Gate.check(normaliser.finish(), LoadDifference(firstLoadOf: sink.values.count), recipe: recipe)
    }

    private final class Sink: ObservationSink {
        private(set) var values: [String: Double] = [:]

        func take(_ chunk: ObservationChunk, keys: ObservationKeys) {
            for row in 0..<chunk.count {
                let key = "\(keys.series[Int(chunk.series[row])]) \(keys.periods[Int(chunk.periods[row])])"
                values[key] = chunk.values[row]
            }
        }
    }

    private static func document(_ change: (inout StatBankDocument) -> Void = { _ in }) -> String {
        var document = StatBankDocument(["OVERTRÆD", "ALDER", "TID"])
        for offence in ["TOT", "1"] {
            for age in ["TOT", "15", "16", "17"] {
                // Real, published: all decisions of 2023, STRAF42, www.statistikbanken.dk, CC BY 4.0; others synthetic.
                document.add([offence, age, "2023"], offence + age == "TOTTOT" ? "233454" : "100")
            }
        }
        change(&document)
        return document.text
    }

    @Test("the recipe of the page decodes, fits the table, and reads what StatBank sends")
    func works() throws {
        let recipe = try Self.recipe(try Self.recipeText())
        let plan = try Self.plan(recipe)
        #expect(plan.columns == ["OVERTRÆD", "ALDER", "Tid"])
        #expect(plan.questions.count == 1 && plan.cells == 2 * 4 * 3 * 4)
        let sink = Sink()
        let normaliser = Normaliser(recipe: recipe, sink: sink)
        try Array(Self.document().utf8).withUnsafeBytes {
            try DocumentDecoder.decode(bytes: $0, format: .statBankCSV, proof: .length, into: normaliser)
        }
        try Gate.check(normaliser.finish(), LoadDifference(firstLoadOf: sink.values.count), recipe: recipe)
        #expect(sink.values.count == 8)
        #expect(sink.values["decisions 000 2023"] == 233_454)
        #expect(sink.values["decisions 000 age=15;offence=straffelov 2023"] == 100)
    }

    @Test("the table has what the page says it has", .enabled(if: Repository.hasShared))
    func recorded() throws {
        let path = Repository.shared + "/data/statbank-http/tableinfo_STRAF42_en.json"
        let data = try #require(FileManager.default.contents(atPath: path))
        let info = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let variables = try #require(info["variables"] as? [[String: Any]])
        #expect(variables.map { $0["id"] as? String } == Self.table().variables.map(\.id))
        #expect(variables.map { $0["elimination"] as? Bool } == Self.table().variables.map(\.isEliminable))
        for (variable, typed) in zip(variables, Self.table().variables) {
            let values = try #require(variable["values"] as? [[String: Any]])
            let codes = Set(values.compactMap { $0["id"] as? String })
            #expect(Set(typed.values.map(\.id)).isSubset(of: codes), "\(typed.id)")
        }
        #expect((info["footnote"] as? [String: Any])?["mandatory"] as? Bool == true)
        let page = try Self.page()
        for variable in Self.table().variables { #expect(page.contains("| `\(variable.id)` |")) }
    }

    /// What to spoil, how, and the part of the message that the page shows.
    private static let mistakes: [(from: String, to: String, message: String)] = [
        ("id = \"straf42-unge\"", "id = \"straf42-unge\"", "\"straf42-unge\" is not the name of the file"),
        ("licence = ", "license = ", "there is no such key; did you mean licence?"),
        (", en = \"Decisions in criminal cases, young people\"", "", "title.en: it is missing; a text is wanted"),
        (
            // In both tables; in one alone, the next two say so.
            "code = \"ALDER\"", "code = \"ALDR\"",
            "there is no variable \"ALDR\"; did you mean ALDER (alder)?"
        ),
        ("values = [\"TOT\", \"15\", \"16\", \"17\"]", "values = [\"18-\"]", "\"18-\" fits no value of ALDER"),
        (
            "[[columns]]\ncode = \"OVERTRÆD\"\nrole = \"breakdown\"",
            "[[columns]]\ncode = \"OVERTÆD\"\nrole = \"breakdown\"",
            "no such variable is asked for under [request]; did you mean OVERTRÆD, or is that the misspelt one?"
        ),
        (
            "[[request.variables]]\ncode = \"Tid\"",
            "[[request.variables]]\ncode = \"KØN\"\nvalues = [\"*\"]\n\n[[request.variables]]\ncode = \"Tid\"",
            "\"KØN\" is asked for and no column explains it"
        ),
        (
            "  { source = \"17\", id = \"17\", title = { da = \"17 år\", en = \"17 years\" } },\n", "",
            "2 rows cannot be understood (unknown-member): row 4: ALDER = 17; "
        ),
        ("minimum = 0", "minimum = 1000", "(out-of-bounds)"),
        ("areas = [\"000\"]", "areas = [\"000\", \"766\"]", "1 of the expected areas has no row at all: 766"),
    ]

    @Test("a mistake that the page lists gives the message that it lists", arguments: mistakes.indices)
    func messages(index: Int) throws {
        let mistake = Self.mistakes[index]
        let text = try Self.recipeText()
        #expect(text.contains(mistake.from))
        let spoilt = text.replacingOccurrences(of: mistake.from, with: mistake.to)
        var message = ""
        do {
            let recipe = try Self.recipe(spoilt, file: index == 0 ? "straf42.toml" : "straf42-unge.toml")
            _ = try Self.plan(recipe)
            try Self.gate(recipe, Self.document())
        } catch { message = "\(error)" }
        #expect(message.contains(mistake.message), "\(message)")
        #expect(try Self.page().contains(mistake.message), "\(mistake.message)")
    }

    @Test("nothing is said of a time that is left out: the newest period comes")
    func noTime() throws {
        let text = try Self.recipeText()
        let recipe = try Self.recipe(
            text.replacingOccurrences(of: "[[request.variables]]\ncode = \"Tid\"\nvalues = [\"*\"]\n", with: "")
        )
        #expect(try Self.plan(recipe).columns == ["OVERTRÆD", "ALDER", "Tid"])
        #expect(try Self.page().contains("| none: `Tid` is left out |"))
    }

    @Test("a mark that the recipe does not know is named as the page shows it")
    func mark() throws {
        let recipe = try Self.recipe(try Self.recipeText())
        let document = Self.document { $0.add(["TOT", "TOT", "2024"], ":") }
        let error = #expect(throws: LoadRefusal.self) { try Self.gate(recipe, document) }
        let shown = "(unknown-mark): row 9: decisions 000 2024 = \":\""
        #expect(error.map { "\($0)" }?.contains(shown) == true)
        #expect(try Self.page().contains(shown))
    }
}
