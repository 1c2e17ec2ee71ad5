import Foundation
import PejlConfig
import Testing

/// Mistakes of newcomers that are found before anybody is asked.
struct RecipeMistakesTests {
    private static func problem(_ text: String) throws -> String? {
        let desk = try Desk()
        try desk.write("datasets/folk.toml", text)
        return desk.problem { _ = try RecipeFile.read("\(desk.folder)/datasets/folk.toml") }
    }

    @Test(
        "the columns of StatBank's CSV and BULK are the variables asked for, in capitals",
        arguments: [
            (
                "code = \"TID\"", "code = \"Tid\"",
                "datasets/folk.toml:28: columns.code: the header of StatBank's answer is in capitals; did you mean TID?"
            ),
            (
                "code = \"TID\"", "code = \"TDI\"",
                "datasets/folk.toml:28: columns.code: no such variable is asked for under [request]; did you mean TID, or "
                    + "is that the misspelt one?"
            ),
            (
                "code = \"OMRÅDE\"\nvalues", "code = \"OMRADE\"\nvalues",
                "datasets/folk.toml:23: columns.code: no such variable is asked for under [request]; did you mean OMRADE, "
                    + "or is that the misspelt one?"
            ),
            (
                "code = \"OMRÅDE\"\nrole", "code = \"KOMMUNE\"\nrole",
                "datasets/folk.toml:23: columns.code: no such variable is asked for under [request]; the columns are "
                    + "OMRÅDE, TID"
            ),
            (
                "code = \"Tid\"\n", "code = \"Tidd\"\n",
                "datasets/folk.toml:19: request.variables.code: \"Tidd\" is asked for and no column explains it; is it a "
                    + "misspelt TID?"
            ),
            (
                "[[columns]]\ncode = \"OMRÅDE\"",
                "[[request.variables]]\ncode = \"Køn\"\nvalues = [\"*\"]\n\n[[columns]]\ncode = \"OMRÅDE\"",
                "datasets/folk.toml:23: request.variables.code: \"Køn\" is asked for and no column explains it; add "
                    + "[[columns]] with code = \"KØN\", or do not ask for it"
            ),
        ]
    )
    func columns(text: String, other: String, message: String) throws {
        let spoilt = RecipeText.replacing(text, other)
        #expect(try Self.problem(spoilt) == message)
        #expect(try Self.problem(spoilt.replacingOccurrences(of: "statbank-csv", with: "bulk")) == message)
        // The other forms name columns in other ways.
        #expect(try Self.problem(spoilt.replacingOccurrences(of: "statbank-csv", with: "json-stat")) == nil)
    }

    @Test("a time that is not asked for still has its column")
    func newestPeriod() throws {
        let time = "[[request.variables]]\ncode = \"Tid\"\nvalues = [\"*\"]\n\n"
        #expect(try Self.problem(RecipeText.replacing(time, "")) == nil)
    }

    @Test("the name of a kind of areas stands alone", arguments: ["municipalities", "institutions"])
    func kinds(kind: String) throws {
        #expect(
            try Self.problem(RecipeText.replacing("[\"municipalities\"]", "[\"000\", \"\(kind)\"]"))
                == "datasets/folk.toml:45: gate.areas: \"\(kind)\" is a kind of areas and stands alone: areas = "
                + "[\"\(kind)\"]; areas that are not listed may come too"
        )
    }

    @Test(
        "a required key that is missing is told with the unknown one in its table",
        arguments: [
            (
                "licence = \"CC BY 4.0\"", "terms = \"CC BY 4.0\"",
                "datasets/folk.toml: licence: it is missing; a text is wanted; and there is no such key as terms"
            ),
            (
                "code = \"Tid\"\nvalues", "variable = \"Tid\"\nvalues",
                "datasets/folk.toml:18: request.variables.code: it is missing; a text is wanted; and there is no such key "
                    + "as variable"
            ),
            (
                "code = \"Tid\"\nvalues", "code = \"Tid\"\nvalue",
                "datasets/folk.toml:20: request.variables.value: there is no such key; did you mean values?"
            ),
            (
                "definition_id = \"dst-people\"", "definition_name = \"dst-people\"",
                "datasets/folk.toml:31: indicators.definition_id: it is missing; a text is wanted; and there is no such "
                    + "key as definition_name"
            ),
            (
                "role = \"area\"", "kind = \"area\"",
                "datasets/folk.toml:22: columns.role: it is missing; one of \"area\", \"area_name\", \"municipality\", "
                    + "\"period\", \"breakdown\", \"selector\", \"constant\" is wanted; and there is no such key as kind"
            ),
            (
                "areas = [\"municipalities\"]", "kommuner = [\"municipalities\"]",
                "datasets/folk.toml:44: gate.areas: it is missing; [\"municipalities\"], [\"institutions\"] or a list of "
                    + "codes is wanted; and there is no such key as kommuner"
            ),
            (
                "[gate]", "[gates]", "datasets/folk.toml:44: gates: there is no such key; did you mean gate?"
            ),
            (
                "[gate]", "[control]",
                "datasets/folk.toml: gate: the table [gate] is missing; and there is no such key as control"
            ),
        ]
    )
    func missingKeys(text: String, other: String, message: String) throws {
        #expect(try Self.problem(RecipeText.replacing(text, other)) == message)
    }
}
