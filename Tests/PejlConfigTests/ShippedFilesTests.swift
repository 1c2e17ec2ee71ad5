import Foundation
import PejlAnalyse
import PejlConfig
import PejlFetch
import PejlModel
import PejlPluginKit
import PejlPipeline
import Testing

/// What the repository ships decodes and says what the documents say.
struct ShippedFilesTests {
    private static func recipe(_ id: String) throws -> Recipe {
        try RecipeFile.read("\(Desk.repository)/etc/pejl/datasets/\(id).toml")
    }

    /// All datasets that ship, as the issue and `docs/coverage.md` list them.
    private static let all = [
        "budk32", "elevfravaer", "elevfravaer-landet", "elevtal", "elevtal-landet", "folk1a", "folk1am",
        "folketal-katalog", "inklusion-katalog", "karakterer", "karakterer-dansk-matematik", "karakterer-landet",
        "kvotien", "laby16", "nglk", "regk31", "segregering", "skoleoverblik", "socioekonomisk-reference", "special1",
        "special2", "special3", "statusu6", "trivsel", "trivsel-fordeling", "trivsel-landet", "uddakt20",
        "udgift-pr-elev",
    ]

    /// Those whose files are dropped: off until they are switched on.
    private static let dropped = [
        "kommunens-placeringer", "kommunens-skoler", "kommunens-skolestartere", "noegletal", "statusu6-formular",
    ]

    @Test("every shipped recipe decodes, and these are all of them")
    func recipes() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(Desk.repository)/etc/pejl/datasets")
        #expect(Set(names) == Set((Self.all + Self.dropped).map { "\($0).toml" }))
        for name in names {
            let path = "\(Desk.repository)/etc/pejl/datasets/\(name)"
            let recipe = try RecipeFile.read(path)
            #expect("\(recipe.id).toml" == name)
            let bytes = try #require(FileManager.default.contents(atPath: path))
            #expect(recipe.digest == ContentDigest(of: bytes))
            let isDropped = Self.dropped.contains(recipe.id)
            #expect(recipe.isOptional == isDropped)
            let saysWhen = String(decoding: bytes, as: UTF8.self).contains("\nschedule = \"")
            // Of a dropped file nobody is asked, and what is computed is computed when its inputs come.
            #expect(saysWhen == (!isDropped && recipe.derivation == nil), "\(name) says when")
        }
    }

    @Test("the absence recipe asks what sources.md §2.2 asks, for every measure, and reads what §2.3 shows")
    func absence() throws {
        let recipe = try Self.recipe("elevfravaer")
        #expect(recipe.publisher == .uddannelsesstatistik)
        #expect(recipe.table == "GS/ELEVFRAV/FRAVAAR")
        #expect(
            recipe.request
                == .uddannelsesstatistik(
                    EducationQuestion(
                        area: "GS",
                        subject: "ELEVFRAV",
                        subsubject: "FRAVAAR",
                        measures: [
                            "Gennemsnitligt fravær per skoleår", "Sygefravær per skoleår",
                            "Ulovligt fravær per skoleår",
                            "Over 10 procent",
                        ],
                        dimensions: [
                            "[Institution].[Beliggenhedskommune]", "[Klassetrin].[Skoletrin]", "[Tid].[Skoleår]",
                        ],
                        filters: [
                            Selection(
                                code: "[Klassetrin].[Skoletrin]",
                                values: ["Indskoling", "Mellemtrin", "Udskoling", "10. klasse mv."]
                            )
                        ],
                        pageSize: 500
                    )
                )
        )
        #expect(
            recipe.columns.map(\.code) == [
                "[Institution].[Beliggenhedskommune].[Beliggenhedskommune]", "[Klassetrin].[Skoletrin].[Skoletrin]",
                "[Tid].[Skoleår].[Skoleår]",
            ]
        )
        #expect(recipe.columns.first?.role == .area(.name))
        #expect(recipe.absent == .suppressed)
        #expect(recipe.gate.areas == .municipalities)
        #expect(recipe.indicators.map(\.id) == ["absence", "absence_sick", "absence_unlawful", "absence_over_10"])
        for indicator in recipe.indicators {
            #expect(indicator.unit == .percent && indicator.decimals == 1 && indicator.direction == .lowerBetter)
            #expect(indicator.bounds == 0...100)
            #expect(indicator.caveats.map(\.code) == ["covid-19"])
            #expect(indicator.caveats.first?.periods == ["2019/2020", "2020/2021", "2021/2022"])
        }
    }

    @Test("the demonstration's absence is the shipped one's, so far as its publisher has it")
    func demonstration() throws {
        let demo = try RecipeFile.read("\(Desk.repository)/etc/pejl/demo/elevfravaer.toml")
        let recipe = try Self.recipe("elevfravaer")
        let small = try #require(demo.indicators.first)
        let full = try #require(recipe.indicators.first)
        #expect(demo.id == recipe.id)
        #expect(demo.indicators.count == 1)
        #expect(small.id == full.id)
        #expect(small.definitionID == full.definitionID)
        #expect(small.measure == full.measure)
        #expect(small.unit == full.unit && small.direction == full.direction)
        #expect(small.caveats == full.caveats)
    }

    @Test("inclusion is neutral, between 0 and 100, and weighed by a population that is not its denominator")
    func inclusion() throws {
        let recipe = try Self.recipe("inklusion-katalog")
        let indicator = try #require(recipe.indicators.first)
        #expect(indicator.direction == .neutral)
        #expect(indicator.bounds == 0...100)
        #expect(
            indicator.weight
                == IndicatorWeight(indicator: "population_catalogue", period: "2025M01", isDenominator: false)
        )
        let population = try Self.recipe("folketal-katalog")
        #expect(population.indicators.map(\.id) == ["population_catalogue"])
        #expect(population.gate.areas == recipe.gate.areas)
        #expect(recipe.gate.areas == .codes(["223", "265", "480", "791", "851", "860"]))
    }

    @Test("the population recipe reads StatBank's CSV, whose header is upper case and whose value column is INDHOLD")
    func population() throws {
        let recipe = try Self.recipe("folk1am")
        #expect(recipe.request.reading == .format(.statBankCSV))
        #expect(recipe.columns.map(\.code) == ["OMRÅDE", "TID"])
        #expect(recipe.indicators.map(\.measure) == ["INDHOLD"])
        #expect(recipe.marks == ["..": .missing])
        #expect(recipe.absent == .nothing)
        #expect(recipe.indicators.first?.bounds?.lowerBound == 0)
        #expect(recipe.indicators.first?.bounds?.upperBound == .infinity)
    }

    @Test("the shipped manifest decodes")
    func manifest() throws {
        let manifest = try ManifestFile.read("\(Desk.repository)/Plugins/Benchmark/plugin.toml")
        #expect(manifest.id == "benchmark")
        #expect(manifest.body == .process(command: ["pejl-plugins", "benchmark"], interpreter: nil))
        #expect(manifest.indicators == ["*"])
        #expect(manifest.areaKinds == [.municipality])
        #expect(manifest.outputs.map(\.name) == ["benchmark"] && manifest.settingRules.isEmpty)
        #expect(manifest.protocolVersions == 1...1)
        #expect(manifest.limits.seconds == 300 && manifest.limits.outputBytes == 64 << 20)
        #expect(manifest.folder == "\(Desk.repository)/Plugins/Benchmark")
        #expect(manifest.title == Localised(da: "Sammenligning", en: "Benchmark"))
    }

    @Test("the shipped manifest of an SQL plugin decodes")
    func statementManifest() throws {
        let manifest = try ManifestFile.read("\(Desk.repository)/Plugins/StaleFigures/plugin.toml")
        #expect(manifest.id == "stale-figures")
        #expect(manifest.body == .sql(query: "stale.sql"))
        #expect(manifest.outputs.map(\.name) == ["data-quality"])
        #expect(manifest.settings == ["months": .integer(6)])
        #expect(manifest.limits.seconds == 60 && manifest.limits.memoryBytes == 256 << 20)
        #expect(manifest.limits.rows == 100_000)
    }

    @Test("pejl.toml as shipped decodes once its folders are there, and every key it shows at its default is known")
    func configuration() throws {
        let desk = try Desk()
        try desk.ship()
        let text = try String(contentsOfFile: "\(Desk.repository)/etc/pejl/pejl.toml", encoding: .utf8)
        try desk.write(
            "pejl.toml",
            text.replacingOccurrences(
                of: "# plugin_directories = [\"/usr/lib/pejl/plugins\", \"/etc/pejl/plugins.d\"]",
                with: "plugin_directories = [\"plugins\"]"
            )
        )
        let plain = try desk.configuration()
        #expect(plain.pipeline.municipality.name == "Hedensted")
        #expect(Set(plain.pipeline.recipes.map(\.id)) == Set(Self.all))
        #expect(plain.pipeline.plugins.map(\.id) == ["benchmark"])
        #expect(plain.pipeline.stateDirectory == "/var/lib/pejl")
        #expect(plain.pipeline.trust.programs == "/usr/lib/pejl")
        #expect(plain.pipeline.language == .danish)
        #expect(plain.pipeline.trust.pins.isEmpty)
        #expect(plain.lockPath == "\(desk.folder)/plugins.lock")
        #expect(plain.pipeline.fetch.minimumInterval == .seconds(1))
        #expect(plain.pipeline.fetch.patience == .seconds(60))
        #expect(!plain.pipeline.fetch.allowPrivateAddresses)
        #expect(plain.pipeline.fetch.proxy == nil && plain.pipeline.fetch.caBundle == nil)
        #expect(plain.pipeline.fetch.keys.isEmpty && plain.pipeline.fetch.baseURLs.isEmpty)

        let uncommented = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("# ") && !line.hasPrefix("# plugin_directories") ? String(line.dropFirst(2)) : String(line)
        }.joined(separator: "\n")
        try desk.write(
            "pejl.toml",
            uncommented.replacingOccurrences(
                of: "# plugin_directories = [\"/usr/lib/pejl/plugins\", \"/etc/pejl/plugins.d\"]",
                with: "plugin_directories = [\"plugins\"]"
            )
        )
        let full = try desk.configuration()
        #expect(full.pipeline.stateDirectory == plain.pipeline.stateDirectory)
        #expect(full.pipeline.trust.programs == plain.pipeline.trust.programs)
        #expect(full.lockPath == plain.lockPath)
        #expect(full.pipeline.fetch.minimumInterval == plain.pipeline.fetch.minimumInterval)
        #expect(full.pipeline.fetch.patience == plain.pipeline.fetch.patience)
        #expect(full.pipeline.fetch.proxy == nil && full.pipeline.fetch.caBundle == nil)
        #expect(full.pipeline.fetch.keys.isEmpty)
        for publisher in Publisher.known {
            #expect(full.pipeline.fetch.baseURL(of: publisher) == publisher.baseURL ?? "")
        }
    }
}
