import PejlAnalyse
import PejlConfig
import PejlModel
import PejlPipeline
import PejlPluginKit
import Testing

/// `[settings.NAME]` in a manifest and `[plugins.ID]` in `pejl.toml`.
struct PluginSettingsTests {
    private static let manifest = """
        id = "trend"
        version = "1.0.0"
        kind = "process"
        command = ["trend"]
        title = { da = "Udvikling", en = "Trend" }
        licence = "EUPL-1.2"
        contact = "trend@example.dk"
        [protocol]
        minimum = 1
        [inputs]
        indicators = ["absence"]
        area_kinds = ["municipality"]
        [outputs.trend]
        meaning = { da = "Udvikling", en = "Trend" }
        [outputs.trend.units]
        slope = ["indicator"]
        [settings.years]
        type = "integer"
        default = 5
        minimum = 3
        maximum = 20
        meaning = { da = "År i udviklingen", en = "Years in the trend" }
        [settings.share]
        type = "number"
        default = 0.5
        minimum = 0
        maximum = 1
        meaning = { da = "Andel", en = "Share" }
        [settings.all]
        type = "boolean"
        default = false
        meaning = { da = "Alle", en = "All" }
        [settings.name]
        type = "text"
        default = ""
        maximum = 8
        meaning = { da = "Navn", en = "Name" }
        [settings.method]
        type = "choice"
        choices = ["theil-sen", "least-squares"]
        default = "theil-sen"
        meaning = { da = "Metode", en = "Method" }

        """

    private static let defaults: [String: PluginSetting] = [
        "years": .integer(5), "share": .number(0.5), "all": .boolean(false), "name": .text(""),
        "method": .text("theil-sen"),
    ]

    private static func read(_ manifest: String, _ top: String = "") throws -> (
        plugins: [PluginManifest], problem: String?
    ) {
        let desk = try Desk()
        try desk.write("plugins/benchmark/plugin.toml", manifest)
        try desk.write("pejl.toml", Desk.top + top)
        var plugins: [PluginManifest] = []
        let problem = desk.problem { plugins = try desk.configuration().pipeline.plugins }
        return (plugins, problem?.replacing("plugins/benchmark/", with: ""))
    }

    @Test("settings have their defaults where the configuration says nothing, and its values where it does")
    func values() throws {
        #expect(try Self.read(Self.manifest).plugins.map(\.settings) == [Self.defaults])
        #expect(
            try Self.read(Self.manifest, "[plugins.trend]\nenabled = true\n").plugins.map(\.settings) == [Self.defaults]
        )
        let told = try Self.read(
            Self.manifest,
            """
            [plugins.trend]
            years = 20
            share = 1
            all = true
            name = "Ærø 8 å"
            method = "least-squares"
            """
        )
        #expect(
            told.plugins.map(\.settings) == [
                [
                    "years": .integer(20), "share": .number(1), "all": .boolean(true), "name": .text("Ærø 8 å"),
                    "method": .text("least-squares"),
                ]
            ]
        )
        #expect(told.plugins.first?.licence == "EUPL-1.2" && told.plugins.first?.contact == "trend@example.dk")
    }

    @Test("a plugin can be switched off, and is held against its manifest even so")
    func switchedOff() throws {
        #expect(try Self.read(Self.manifest, "[plugins.trend]\nenabled = false\n").plugins.isEmpty)
        #expect(
            try Self.read(Self.manifest, "[plugins.trend]\nenabled = false\nyears = 1\n").problem
                == "pejl.toml:7: plugins.trend.years: a whole number from 3 to 20 is wanted"
        )
    }

    @Test(
        "a value that the manifest does not allow is told with file, line and what is wanted",
        arguments: [
            ("years = 2", "plugins.trend.years: a whole number from 3 to 20 is wanted"),
            ("years = 3.0", "plugins.trend.years: a whole number from 3 to 20 is wanted"),
            ("years = \"5\"", "plugins.trend.years: a whole number from 3 to 20 is wanted"),
            ("share = 1.01", "plugins.trend.share: a number from 0.0 to 1.0 is wanted"),
            ("share = nan", "plugins.trend.share: a number from 0.0 to 1.0 is wanted"),
            ("all = 1", "plugins.trend.all: true or false is wanted"),
            ("name = \"nine char\"", "plugins.trend.name: a text of at most 8 characters on one line is wanted"),
            ("name = \"a\\nb\"", "plugins.trend.name: a text of at most 8 characters on one line is wanted"),
            ("method = \"mean\"", "plugins.trend.method: one of \"theil-sen\", \"least-squares\" is wanted"),
            ("year = 5", "plugins.trend.year: there is no such key; did you mean years?"),
        ]
    )
    func badValues(line: String, problem: String) throws {
        #expect(try Self.read(Self.manifest, "[plugins.trend]\n\(line)\n").problem == "pejl.toml:6: \(problem)")
    }

    @Test("a table for a plugin that is not there is told")
    func noSuchPlugin() throws {
        #expect(
            try Self.read(Self.manifest, "[plugins.tend]\n").problem
                == "pejl.toml:5: plugins.tend: there is no such key; did you mean trend?"
        )
    }

    @Test(
        "a setting that contradicts itself is told",
        arguments: [
            (
                "default = 5", "default = 2",
                "plugin.toml:19: settings.years.default: a whole number from 3 to 20 is wanted"
            ),
            (
                "default = 5\n", "",
                "plugin.toml:17: settings.years.default: it is missing; a whole number from 3 to 20 is wanted"
            ),
            ("minimum = 3", "minimum = 30", "plugin.toml:20: settings.years.minimum: it is above maximum"),
            (
                "type = \"boolean\"", "type = \"bool\"",
                "plugin.toml:30: settings.all.type: \"bool\" is not one of "
                    + "\"integer\", \"number\", \"boolean\", \"text\", \"choice\""
            ),
            (
                "choices = [\"theil-sen\", \"least-squares\"]", "choices = [\"theil-sen\"]",
                "plugin.toml:40: settings.method.choices: at least two different texts are wanted"
            ),
            (
                "default = \"theil-sen\"", "default = \"mean\"",
                "plugin.toml:41: settings.method.default: one of \"theil-sen\", \"least-squares\" is wanted"
            ),
            (
                "[settings.all]", "[settings.enabled]",
                "plugin.toml:29: settings.enabled: "
                    + "a letter a–z, then up to 31 of a–z, 0–9 and \"_\" are wanted, and not \"enabled\""
            ),
            (
                "[settings.all]", "[settings.a-b]",
                "plugin.toml:29: settings.a-b: "
                    + "a letter a–z, then up to 31 of a–z, 0–9 and \"_\" are wanted, and not \"enabled\""
            ),
        ]
    )
    func contradictions(text: String, other: String, problem: String) throws {
        let spoilt = Self.manifest.replacing(text, with: other)
        #expect(spoilt != Self.manifest)
        #expect(try Self.read(spoilt).problem == problem)
    }

    @Test(
        "a setting is read from a text as it is written into one",
        arguments: [
            (SettingRule.Values.integer(0...9), PluginSetting.integer(7)), (.number(-1...1), .number(0.1)),
            (.boolean, .boolean(true)), (.text(maximum: 5), .text("å b")), (.choice(["a", "b"]), .text("b")),
        ]
    )
    func texts(values: SettingRule.Values, value: PluginSetting) {
        let rule = SettingRule(name: "x", values: values, initial: value, meaning: Localised(same: ""))
        #expect(rule.accepted(text: value.description) == value)
        #expect(rule.accepted(text: "no such value") == nil)
    }
}
