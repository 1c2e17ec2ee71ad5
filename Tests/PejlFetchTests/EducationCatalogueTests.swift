import PejlFetch
import PejlModel
import PejlStandIn
import Testing

/// The catalogue of uddannelsesstatistik.dk, asked before the figures.
struct EducationCatalogueTests {
    private static func catalogue(_ text: String) throws -> EducationCatalogue? {
        EducationCatalogue(try JSONValue(Array(text.utf8)))
    }

    @Test(
        "a cube's description is read in every form that names measures and levels",
        arguments: [
            #"{"detaljer":[{"name":"[A].[B]","count":3}],"nøgletal":["M 1","M 2"],"rapporter":[]}"#,
            #"{"nøgletal":[{"ID":"M 1","Name":"x"},{"name":"M 2","unit":7}],"detaljer":["[A].[B]"],"more":{"a":1}}"#,
            #""{\"detaljer\":[\"[A].[B]\"],\"nøgletal\":[\"M 1\",\"M 2\"]}""#,
        ]
    )
    func forms(text: String) throws {
        let cube = try #require(try Self.catalogue(text))
        #expect(cube.measures == ["M 1", "M 2"])
        #expect(cube.levels == ["[A].[B]"])
    }

    @Test(
        "anything else is none",
        arguments: [
            "{}", "[]", #""x""#, #"{"detaljer":[],"nøgletal":["M"]}"#, #"{"detaljer":["[A].[B]"]}"#,
            #"{"detaljer":[7],"nøgletal":["M"]}"#, #"{"detaljer":[{"count":1}],"nøgletal":["M"]}"#,
        ]
    )
    func noCube(text: String) throws { #expect(try Self.catalogue(text) == nil) }

    @Test(
        "a list of codes or members is read bare or as the one list of an object",
        arguments: [
            (#"[{"ID":"GS","Name":"Grundskole"}]"#, ["GS"]),
            (#"["2023/2024","2024/2025"]"#, ["2023/2024", "2024/2025"]),
            (#"{"medlemmer":["a"],"count":1}"#, ["a"]), (#"{"a":["x"],"b":["y"]}"#, nil), ("7", nil), ("[7]", nil),
        ] as [(String, [String]?)]
    )
    func lists(text: String, names: [String]?) throws {
        #expect(EducationCatalogue.list(try JSONValue(Array(text.utf8))) == names)
    }

    @Test("measures are the same with and without [Measures], levels with and without their repetition")
    func spellings() throws {
        let cube = try #require(
            try Self.catalogue(#"{"detaljer":["[A].[B].[B]","[C].[D]"],"nøgletal":["[Measures].[M 1]","M 2"]}"#)
        )
        func question(_ measure: String, _ level: String) -> EducationQuestion {
            EducationQuestion(
                area: "GS",
                subject: "E",
                subsubject: "F",
                measures: [measure],
                dimensions: [level],
                filters: [],
                pageSize: 1
            )
        }
        for measure in ["M 1", "[Measures].[M 1]", "[Measures].[M 2]"] {
            for level in ["[A].[B]", "[C].[D]", "[C].[D].[D]"] { try cube.check(question(measure, level)) }
        }
        #expect(throws: CatalogueMisfit.self) { try cube.check(question("M 3", "[A].[B]")) }
        #expect(throws: CatalogueMisfit.self) { try cube.check(question("M 1", "[A].[C]")) }
    }

    @Test("one request for the cube and one for each filter, then the figures; all of it is archived")
    func fits() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL)
        let dataset = try await desk.fetch(Recipes.absence())
        #expect(dataset.exchanges.map(\.purpose) == [.metadata, .metadata, .figures])
        #expect(
            dataset.exchanges.map(\.requestBody).prefix(2) == [
                #"{"område":"GS","emne":"ELEVFRAV","underemne":"FRAVAAR"}"#,
                #"{"område":"GS","emne":"ELEVFRAV","underemne":"FRAVAAR","detalje":"[Tid].[Skoleår]"}"#,
            ]
        )
        #expect(dataset.notes.isEmpty)
    }

    @Test(
        "a name that is gone is refused with the nearest ones, before figures are asked for",
        arguments: [
            (Recipes.absence(area: "GY"), "unknown-area", "area \"GY\"; nearest are \"GS\""),
            (Recipes.absence(subject: "FRAV"), "unknown-subject", "subject \"FRAV\"; nearest are \"ELEVFRAV\""),
            (Recipes.absence(cube: "FRAVAER"), "unknown-cube", "cube \"FRAVAER\"; nearest are \"FRAVAAR\""),
            (
                Recipes.absence(measure: "Gennemsnitligt fravær"), "unknown-measure",
                "measure \"Gennemsnitligt fravær\"; nearest are \"Gennemsnitligt fravær per skoleår\""
            ),
            (
                Recipes.absence(stage: "[Klassetrin].[Trin]"), "unknown-level",
                "level \"[Klassetrin].[Trin]\"; nearest are \"[Klassetrin].[Skoletrin]\""
            ),
            (
                Recipes.absence(year: "2024/25"), "unknown-member",
                "member \"2024/25\"; nearest are \"2024/2025\""
            ),
        ]
    )
    func gone(recipe: Recipe, name: String, beginning: String) async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL)
        let failure = try #require(await desk.failure(of: recipe))
        #expect(failure.name == name && failure.kind == .contract)
        #expect(
            failure.description.hasPrefix("GS/ELEVFRAV/FRAVAAR: the publisher has no \(beginning)"),
            "\(failure.description)"
        )
        #expect(
            failure.description.hasSuffix("it may have been renamed: compare the definition before changing the recipe")
        )
        #expect(standIn.figureRequests.isEmpty)
        #expect(desk.files.isEmpty)
    }

    @Test("a measure renamed in the catalogue alone is told as well")
    func renamed() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.renamedColumn, on: "/Api/v1/skema")
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL)
        let failure = await desk.failure(of: Recipes.absence())
        #expect(failure?.name == "unknown-measure")
        #expect(failure?.description.contains("nearest are \"Gennemsnitligt fravær per skoleår (ny)\"") == true)
    }

    @Test(
        "a catalogue that cannot be had or read is a note, and the figures come",
        arguments: [
            Misbehaviour.htmlPage, .emptyBody, .publisherError(code: "X", message: "y"),
            .wrongContentType("text/plain"),
        ]
    )
    func unreadable(misbehaviour: Misbehaviour) async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(misbehaviour, on: "/Api/v1/skema")
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL)
        let dataset = try await desk.fetch(Recipes.absence())
        #expect(dataset.figures.count == 1)
        #expect(dataset.notes.map(\.kind) == [.uncheckedCatalogue])
        #expect(dataset.notes[0].text.hasSuffix("(its lists cannot be read either)"))
    }

    @Test("a catalogue inside a text is read; a refused key and a broken server are no matter of the catalogue")
    func others() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.jsonInsideString, on: "/Api/v1/skema", times: 2)
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL)
        #expect(try await desk.fetch(Recipes.absence()).notes.isEmpty)
        standIn.misbehave(.unauthorised401, on: "/Api/v1/skema", times: 1)
        #expect(await desk.failure(of: Recipes.absence())?.name == "unauthorised")
        standIn.misbehave(.serverError(502), on: "/Api/v1/skema", times: 1)
        #expect(await desk.failure(of: Recipes.absence())?.name == "server-error")
    }

    @Test(
        "it is asked at most once a day for a dataset, and again for another recipe",
        arguments: [(-86_399, true), (-86_400, false), (1, false)]
    )
    func daily(age: Int, isFresh: Bool) async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL)
        let recipe = Recipes.absence()
        func last(_ digest: ContentDigest) -> LastRetrieval {
            let asked = Desk.moment.adding(seconds: age)
            return LastRetrieval(finishedAt: asked, askedAt: asked, publisherUpdate: nil, recipe: digest)
        }
        let dataset = try await desk.fetch(recipe, last: last(recipe.digest))
        #expect(dataset.exchanges.contains { $0.purpose == .metadata } != isFresh)
        let other = try await desk.fetch(recipe, last: last(ContentDigest(of: "other")))
        #expect(other.exchanges.contains { $0.purpose == .metadata })
    }
}

/// Names that resemble a name.
struct NearestTests {
    @Test("a renamed measure is found by its words")
    func renamed() {
        let names = ["Antal børn", "Normering kommune fra 2023", "Normering land fra 2023", "Antal institutioner"]
        let misfit = CatalogueMisfit.unknown(.measure, "Normering kommune til og med 2022", among: names)
        #expect(
            misfit
                == .unknown(
                    .measure,
                    "Normering kommune til og med 2022",
                    near: ["Normering kommune fra 2023", "Normering land fra 2023"]
                )
        )
    }

    @Test("what resembles nothing gets the first names, and hostile names are printable")
    func nothing() {
        let misfit = CatalogueMisfit.unknown(.measure, "Q", among: ["a\u{202e}b", "c", "d", "e"])
        #expect(
            misfit.description
                == "the publisher has no measure \"Q\"; nearest are \"a\\u{202e}b\", \"c\", \"d\": it may have been renamed: "
                + "compare the definition before changing the recipe"
        )
    }
}
