import Foundation
import PejlConfig
import PejlModel
import PejlPipeline
import Testing

/// The recipes that ship as examples: read as any other, and not among those that are fetched.
struct ExampleRecipesTests {
    private static let folder = "\(Desk.repository)/etc/pejl/examples"

    @Test("every example is read, declares its areas, and is not in the dataset directory")
    func examples() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasSuffix(".toml") }
            .sorted()
        #expect(names == ["kolada-elever-pr-laerer.toml", "kostra-hjemmetjenester.toml"])
        for name in names {
            let recipe = try RecipeFile.read("\(Self.folder)/\(name)")
            #expect(!FileManager.default.fileExists(atPath: "\(Desk.repository)/etc/pejl/datasets/\(name)"))
            #expect(recipe.gate.areas == .codes(recipe.areas.map(\.code)))
            #expect(recipe.areas.allSatisfy { $0.kind == .municipality })
        }
    }

    @Test("Kolada's example asks what it says")
    func kolada() throws {
        let recipe = try RecipeFile.read("\(Self.folder)/kolada-elever-pr-laerer.toml")
        #expect(recipe.publisher == .kolada)
        #expect(
            recipe.request
                == .kolada(
                    KoladaQuestion(
                        kpis: ["N15033"],
                        municipalities: ["0180", "0580", "1280", "1480", "2480"],
                        years: ["2021", "2022", "2023"]
                    )
                )
        )
        #expect(recipe.request.reading == .format(.kolada))
        #expect(recipe.columns.map(\.role).contains(.area(.code, prefix: "SE-")))
    }

    @Test("KOSTRA's example asks what it says")
    func kostra() throws {
        let recipe = try RecipeFile.read("\(Self.folder)/kostra-hjemmetjenester.toml")
        #expect(recipe.publisher == .ssb)
        #expect(recipe.request.reading == .format(.jsonStat))
        guard case .pxWeb(let question) = recipe.request else { throw CocoaError(.coderInvalidValue) }
        #expect(question.language == "no" && question.codeLists.isEmpty)
        #expect(question.variables.map(\.code) == ["KOKkommuneregion0000", "ContentsCode", "Tid"])
        #expect(recipe.marks == [".": .notApplicable, "..": .missing, ":": .suppressed])
    }
}

/// Mistakes in `[request]` of recipes that ask the neighbours.
struct NordicRequestFileTests {
    private static func problem(_ publisher: String, table: String = "T1", _ request: String) throws -> String? {
        let desk = try Desk()
        let text = RecipeText.replacing("\"statbank\"", "\"\(publisher)\"")
            .replacingOccurrences(of: "\"FOLK1AM\"", with: "\"\(table)\"")
        let start = try #require(text.range(of: "[request]"))
        let end = try #require(text.range(of: "[[columns]]"))
        try desk.write(
            "datasets/folk.toml",
            text.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: request + "\n")
        )
        return desk.problem { _ = try RecipeFile.read("\(desk.folder)/datasets/folk.toml") }
    }

    private static let variable = "[[request.variables]]\ncode = \"A\"\nvalues = [\"*\"]\n"

    @Test("a code list is read with its variable")
    func codeList() throws {
        #expect(
            try Self.problem("ssb", "[request]\nlanguage = \"no\"\n\(Self.variable)codelist = \"agg_Fylker\"\n") == nil
        )
    }

    @Test(
        "mistakes are named word for word",
        arguments: [
            (
                "ssb", "T1", "[request]\n\(variable)",
                "datasets/folk.toml:9: request.language: it is missing; one of \"no\", \"sv\", \"fi\", \"is\", \"da\", \"en\" is wanted"
            ),
            (
                "scb", "T1", "[request]\nlanguage = \"sv\"\n",
                "datasets/folk.toml:9: request.variables: at least one is wanted"
            ),
            (
                "ssb", "a/../b", "[request]\nlanguage = \"no\"\n\(variable)",
                "datasets/folk.toml:3: table: only A–Z, a–z, 0–9, \"-\" and \"_\" are allowed"
            ),
            (
                "ssb", "T1", "[request]\nlanguage = \"no\"\n\(variable)codelist = \"a b\"\n",
                "datasets/folk.toml:14: request.variables.codelist: the name of a code list is wanted"
            ),
            (
                "kolada", "T1", "[request]\nmunicipalities = [\"0180\"]\n",
                "datasets/folk.toml:9: request.kpis: it is missing; a list of ids is wanted"
            ),
            (
                "kolada", "T1", "[request]\nkpis = [\"N1/../x\"]\nmunicipalities = [\"0180\"]\n",
                "datasets/folk.toml:10: request.kpis: \"N1/../x\" is no id: only A–Z, a–z, 0–9, \"-\" and \"_\" are allowed"
            ),
            (
                "kolada", "T1", "[request]\nkpis = [\"N1\"]\nmunicipalities = [\"0180\", \"0180\"]\n",
                "datasets/folk.toml:11: request.municipalities: an id is there twice"
            ),
        ]
    )
    func mistakes(publisher: String, table: String, request: String, message: String) throws {
        #expect(try Self.problem(publisher, table: table, request) == message)
    }

    @Test("periods can be narrowed in the configuration")
    func narrowed() throws {
        let desk = try Desk()
        for name in ["kolada-elever-pr-laerer", "kostra-hjemmetjenester"] {
            let path = "\(Desk.repository)/etc/pejl/examples/\(name).toml"
            try desk.write("datasets/\(name).toml", String(contentsOfFile: path, encoding: .utf8))
        }
        try desk.write(
            "pejl.toml",
            Desk.top
                + "[datasets.kolada-elever-pr-laerer]\nperiods = [\"2022\"]\n[datasets.kostra-hjemmetjenester]\nperiods = [\"(1)\"]\n"
        )
        let requests = try desk.configuration().pipeline.recipes.map(\.request)
        guard case .kolada(let kolada) = requests[0], case .pxWeb(let kostra) = requests[1] else {
            throw CocoaError(.coderInvalidValue)
        }
        #expect(kolada.years == ["2022"])
        #expect(kostra.variables.last == Selection(code: "Tid", values: ["(1)"]))
    }
}
