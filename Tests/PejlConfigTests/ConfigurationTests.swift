import Foundation
import PejlAnalyse
import PejlConfig
import PejlDaemon
import PejlFetch
import PejlModel
import PejlPipeline
import Testing

/// `pejl.toml`: what it means, and what is said of mistakes.
struct ConfigurationTests {
    @Test("the shortest configuration has the defaults, and paths begin at its folder")
    func shortest() throws {
        let desk = try Desk()
        let configuration = try desk.configuration()
        #expect(configuration.pipeline.municipality.code == "766")
        #expect(configuration.pipeline.stateDirectory == "\(desk.folder)/state")
        #expect(configuration.pipeline.recipes.isEmpty)
        #expect(configuration.pipeline.plugins.isEmpty)
        #expect(configuration.lockPath == "\(desk.folder)/plugins.lock")
        #expect(configuration.pipeline.language == .danish)
    }

    @Test("what is written is what is used")
    func everything() throws {
        let desk = try Desk()
        try desk.write("key", "\n eyJ.abc-_ \n")
        try desk.write(
            "pejl.toml",
            Desk.top + """
                language = "en"
                program_directory = "bin"
                plugins_lock = "/x/lock"
                [fetch]
                proxy = "http://proxy.example.dk:3128"
                ca_bundle = "ca.pem"
                minimum_interval_seconds = 2
                patience_seconds = 0.5
                allow_private_addresses = true
                [publishers.statbank]
                base_url = "https://example.dk/v1"
                [publishers.uddannelsesstatistik]
                key_file = "key"
                """
        )
        let pipeline = try desk.configuration().pipeline
        #expect(pipeline.language == .english)
        #expect(pipeline.trust.programs == "\(desk.folder)/bin")
        #expect(pipeline.fetch.proxy == "http://proxy.example.dk:3128")
        #expect(pipeline.fetch.caBundle == "\(desk.folder)/ca.pem")
        #expect(pipeline.fetch.minimumInterval == .seconds(2))
        #expect(pipeline.fetch.patience == .milliseconds(500))
        #expect(pipeline.fetch.allowPrivateAddresses)
        #expect(pipeline.fetch.baseURL(of: .statbank) == "https://example.dk/v1")
        #expect(pipeline.fetch.keys[.uddannelsesstatistik]?.reveal() == "eyJ.abc-_")
        #expect(try desk.configuration().lockPath == "/x/lock")
        var dumped = ""
        dump(pipeline, to: &dumped)
        #expect(!dumped.contains("eyJ"))
    }

    @Test(
        "a mistake is named with file, line and key",
        arguments: [
            ("languag = \"da\"", "pejl.toml:5: languag: there is no such key; did you mean language?"),
            ("languagexyz = \"da\"", "pejl.toml:5: languagexyz: there is no such key; did you mean language?"),
            (
                "languagewxyz = \"da\"",
                "pejl.toml:5: languagewxyz: there is no such key; known are area_changes, cage, contact, control, "
                    + "dataset_directory, datasets, drop, fetch, language, log, municipality, plugin_directories, plugins, "
                    + "plugins_lock, program_directory, publication, publishers, schedule, state_directory"
            ),
            (
                "[schedule]\nsplay_seconds = 86401",
                "pejl.toml:6: schedule.splay_seconds: a whole number from 0 to 86400 is wanted"
            ),
            (
                "[log]\nlevel = \"all\"",
                "pejl.toml:6: log.level: \"all\" is not one of \"error\", \"warning\", \"notice\", \"info\", \"debug\""
            ),
            (
                "[log]\nformat = \"xml\"",
                "pejl.toml:6: log.format: \"xml\" is not one of \"auto\", \"text\", \"json\", \"journal\""
            ),
            ("language = \"dk\"", "pejl.toml:5: language: \"dk\" is not one of \"da\", \"en\""),
            ("language = 1", "pejl.toml:5: language: a text in quotes is wanted"),
            (
                "[fetch]\nproxi = \"x\"", "pejl.toml:6: fetch.proxi: there is no such key; did you mean proxy?"
            ),
            (
                "[fetch]\nallow_private_addresses = 1",
                "pejl.toml:6: fetch.allow_private_addresses: true or false is wanted"
            ),
            (
                "[fetch]\nminimum_interval_seconds = -1",
                "pejl.toml:6: fetch.minimum_interval_seconds: a number from 0.0 to 3600.0 is wanted"
            ),
            (
                "[fetch]\nminimum_interval_seconds = \"1\"",
                "pejl.toml:6: fetch.minimum_interval_seconds: a number from 0.0 to 3600.0 is wanted"
            ),
            (
                "[fetch]\npatience_seconds = nan",
                "pejl.toml:6: fetch.patience_seconds: a number from 0.0 to 86400.0 is wanted"
            ),
            ("fetch = 1", "pejl.toml:5: fetch: a table is wanted"),
            (
                "[publishers.statbnk]\nbase_url = \"x\"",
                "pejl.toml:5: publishers.statbnk: there is no such key; did you mean statbank?"
            ),
            (
                "[publishers.statbank]\nurl = \"x\"",
                "pejl.toml:6: publishers.statbank.url: there is no such key; known are base_url, key_file"
            ),
            (
                "[publishers.uddannelsesstatistik]\nkey_file = \"none\"",
                "pejl.toml:6: publishers.uddannelsesstatistik.key_file: none is missing or may not be read"
            ),
            (
                "dataset_directory = \"none\"",
                "pejl.toml:5: dataset_directory: the folder none is missing or may not be read"
            ),
            (
                "[datasets.folk1]\nenabled = false",
                "pejl.toml:5: datasets.folk1: there is no such key; did you mean folk?"
            ),
            ("[datasets.folk]\nenabled = \"no\"", "pejl.toml:6: datasets.folk.enabled: true or false is wanted"),
            ("[datasets.folk]\nperiods = \"2024\"", "pejl.toml:6: datasets.folk.periods: a list of texts is wanted"),
            (
                "[datasets.folk]\nperiod = [\"2024\"]",
                "pejl.toml:6: datasets.folk.period: there is no such key; did you mean periods?"
            ),
        ]
    )
    func mistakes(text: String, message: String) throws {
        let desk = try Desk()
        try desk.write("datasets/folk.toml", RecipeText.plain)
        #expect(try desk.problem(appending: text + "\n") == message)
    }

    @Test("what the service is told is taken, and what it is not told has a default")
    func service() throws {
        let desk = try Desk()
        let usual = try desk.configuration().daemon
        #expect(usual.splaySeconds == 300 && usual.logLevel == .info && usual.logFormat == .automatic)
        let lines =
            "[schedule]\nsplay_seconds = 7\n[log]\nlevel = \"notice\"\nformat = \"json\"\n"
            + "[control]\nsocket = \"run/c.sock\"\nread_group = \"a\"\nadmin_group = \"b\"\n"
        try desk.write("pejl.toml", Desk.top + lines)
        let told = try desk.configuration().daemon
        #expect(told.splaySeconds == 7 && told.logLevel == .notice && told.logFormat == .json)
        #expect(usual.control.path == desk.folder + "/state/control.sock" && usual.control.readGroup == "pejl")
        #expect(told.control.path == desk.folder + "/run/c.sock")
        #expect(told.control.readGroup == "a" && told.control.adminGroup == "b")
        // Whoever asks may not be allowed to read the keys.
        #expect(try Configuration.control(path: desk.folder + "/pejl.toml") == told.control)
    }

    @Test(
        "a municipality is one of the 98, in quotes",
        arguments: [
            ("\"411\"", "pejl.toml:1: municipality: \"411\" is not the code of a municipality, such as \"766\""),
            ("\"082\"", "pejl.toml:1: municipality: \"082\" is not the code of a municipality, such as \"766\""),
            (
                "\"Hedensted\"",
                "pejl.toml:1: municipality: \"Hedensted\" is not the code of a municipality, such as \"766\""
            ),
            ("766", "pejl.toml:1: municipality: a text in quotes is wanted"),
            ("\"\"", "pejl.toml:1: municipality: it is missing; a text is wanted"),
        ]
    )
    func municipality(code: String, message: String) throws {
        let desk = try Desk()
        try desk.write("pejl.toml", Desk.top.replacingOccurrences(of: "\"766\"", with: code))
        #expect(desk.problem { _ = try desk.configuration() } == message)
    }

    @Test("a missing contact, a missing file and a text that is not TOML are told")
    func whole() throws {
        let desk = try Desk()
        try desk.write("pejl.toml", "municipality = \"766\"\nplugin_directories = []\n")
        #expect(desk.problem { _ = try desk.configuration() } == "pejl.toml: contact: it is missing; a text is wanted")
        try desk.write("pejl.toml", Desk.top + "language = da\n")
        let message = desk.problem { _ = try desk.configuration() }
        #expect(message?.hasPrefix("pejl.toml:5: it is not TOML: ") == true)
        #expect(
            desk.problem { _ = try Configuration(path: "\(desk.folder)/none.toml") }
                == "none.toml: it is missing or may not be read"
        )
    }

    @Test("a failure of the configuration is of kind config and holds the message")
    func failure() throws {
        let error = ConfigurationError(file: "f.toml", line: 3, key: "a.b", problem: "it is wrong")
        #expect(error.failure == Failure(kind: .config, name: "configuration", message: "f.toml:3: a.b: it is wrong"))
        #expect(ConfigurationError(file: "f", line: nil, key: "", problem: "p").description == "f: p")
    }

    @Test(
        "a key file holds one key on one line",
        arguments: ["", "  \n", "two words", "a\nb", "nøgle", "a\u{0}b", "a\tb"]
    )
    func badKey(text: String) throws {
        let desk = try Desk()
        try desk.write("key", text)
        #expect(
            try desk.problem(appending: "[publishers.uddannelsesstatistik]\nkey_file = \"key\"\n")
                == "pejl.toml:6: publishers.uddannelsesstatistik.key_file: key must hold one key on one line, without quotes or blanks"
        )
    }

    @Test(
        "a key in quotes is refused, as the message promises",
        arguments: ["\"eyJ.abc\"", "'eyJ.abc'"]
    )
    func quotedKey(text: String) throws {
        let desk = try Desk()
        try desk.write("key", text)
        #expect(
            try desk.problem(appending: "[publishers.uddannelsesstatistik]\nkey_file = \"key\"\n")
                == "pejl.toml:6: publishers.uddannelsesstatistik.key_file: key must hold one key on one line, without quotes or blanks"
        )
    }

    @Test("no message about a key file shows the key")
    func keyNotShown() throws {
        let desk = try Desk()
        try desk.write("key", "hemmelig nøgle")
        let message = try desk.problem(appending: "[publishers.uddannelsesstatistik]\nkey_file = \"key\"\n")
        #expect(message?.contains("hemmelig") == false)
    }

    @Test("one indicator belongs to one dataset")
    func oneOwner() throws {
        let desk = try Desk()
        try desk.write("datasets/alfa.toml", RecipeText.named("alfa", indicator: "people"))
        try desk.write("datasets/beta.toml", RecipeText.named("beta", indicator: "people"))
        #expect(
            desk.problem { _ = try desk.configuration() }
                == "datasets/beta.toml: indicators.id: \"people\" belongs to alfa already; two definitions are two indicators"
        )
        try desk.write("pejl.toml", Desk.top + "[datasets.alfa]\nenabled = false\n")
        #expect(try desk.configuration().pipeline.recipes.map(\.id) == ["beta"])
    }

    @Test("a plugin that is there twice is told")
    func pluginTwice() throws {
        let desk = try Desk()
        try desk.ship()
        try FileManager.default.copyItem(
            atPath: "\(desk.folder)/plugins/benchmark",
            toPath: "\(desk.folder)/plugins/copy"
        )
        #expect(
            desk.problem { _ = try desk.configuration() }
                == "pejl.toml:4: plugin_directories: plugin benchmark is there 2 times"
        )
    }

    @Test("the lock's digests are the trusted ones")
    func trusted() throws {
        let desk = try Desk()
        let digest = ContentDigest(of: "x")
        let pins = ["benchmark": PluginPins(program: digest, files: ["plugin.toml": digest])]
        var lock = PluginLock()
        lock.pins = pins
        try lock.write(to: "\(desk.folder)/plugins.lock")
        #expect(try desk.configuration().pipeline.trust.pins == pins)
    }
}

/// `[datasets.NAME] periods = […]`.
struct NarrowingTests {
    private static func recipe(_ id: String, _ periods: String?) throws -> Recipe {
        let desk = try Desk()
        try desk.ship()
        try desk.write("pejl.toml", Desk.top + (periods.map { "[datasets.\(id)]\nperiods = \($0)\n" } ?? ""))
        return try #require(try desk.configuration().pipeline.recipes.first { $0.id == id })
    }

    @Test(
        "StatBank's time variable is narrowed and nothing else changes",
        arguments: [("folk1am", "Tid"), ("folketal-katalog", "Tid")]
    )
    func statBank(id: String, variable: String) throws {
        let plain = try Self.recipe(id, nil)
        let narrowed = try Self.recipe(id, "[\">=2024M01\", \"2020M01\"]")
        guard case .statBank(let plainQuestion) = plain.request, case .statBank(let question) = narrowed.request else {
            Issue.record("not a request to StatBank")
            return
        }
        let (before, after) = (plainQuestion.variables, question.variables)
        #expect(after.first { $0.code == variable }?.values == [">=2024M01", "2020M01"])
        #expect(after.filter { $0.code != variable } == before.filter { $0.code != variable })
        #expect(after.map(\.code) == before.map(\.code))
        #expect(narrowed.digest != plain.digest)
        #expect(
            narrowed.columns == plain.columns && narrowed.indicators == plain.indicators && narrowed.gate == plain.gate
        )
    }

    @Test(
        "uddannelsesstatistik.dk gets one filter on its school years",
        arguments: [("elevfravaer", "[Tid].[Skoleår]"), ("inklusion-katalog", "[Skoleår].[Skoleår]")]
    )
    func education(id: String, dimension: String) throws {
        let plain = try Self.recipe(id, nil)
        let narrowed = try Self.recipe(id, "[\"2023/2024\", \"2024/2025\"]")
        guard case .uddannelsesstatistik(let plainQuestion) = plain.request,
            case .uddannelsesstatistik(let question) = narrowed.request
        else {
            Issue.record("not a request to uddannelsesstatistik.dk")
            return
        }
        let (before, after) = (plainQuestion.filters, question.filters)
        #expect(
            after.filter { $0.code == dimension } == [Selection(code: dimension, values: ["2023/2024", "2024/2025"])]
        )
        #expect(after.filter { $0.code != dimension } == before.filter { $0.code != dimension })
        #expect(narrowed.digest != plain.digest)
    }

    @Test("other periods are another digest, the same ones the same")
    func digests() throws {
        let texts = ["[\"2024\"]", "[\"2023\"]", "[\"2023\", \"2024\"]", "[\"2024\", \"2023\"]"]
        let digests = try texts.map { try Self.recipe("folk1am", $0).digest }
        #expect(Set(digests).count == 4)
        #expect(try Self.recipe("folk1am", texts[0]).digest == digests[0])
    }

    @Test(
        "an empty list of periods is refused, as an empty list of values is in a recipe"
    )
    func noPeriods() throws {
        let desk = try Desk()
        try desk.ship()
        #expect(try desk.problem(appending: "[datasets.folk1am]\nperiods = []\n") != nil)
    }

    @Test(
        "narrowing a dataset that asks for no time variable is refused or takes effect"
    )
    func noTimeVariable() throws {
        let desk = try Desk()
        let text = RecipeText.replacing("[[request.variables]]\ncode = \"Tid\"\nvalues = [\"*\"]\n\n", "")
        try desk.write("datasets/folk.toml", text)
        try desk.write("pejl.toml", Desk.top + "[datasets.folk]\nperiods = [\"2024M01\"]\n")
        guard let recipe = try? desk.configuration().pipeline.recipes.first else { return }
        guard case .statBank(let question) = recipe.request else { return }
        #expect(question.variables.contains { $0.values == ["2024M01"] })
    }
}
