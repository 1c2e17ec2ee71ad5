import BenchmarkPlugin
import PejlPluginKit
import Testing

/// The six municipalities of `domain.md` §4.1, and the cases at the edges.
struct BenchmarkPluginTests {
    private static let weight = AnalysisIndicator.Weight(
        indicator: "population",
        period: "2025M01",
        isDenominator: false
    )
    private static let inclusion = Bench.indicator(
        "inclusion_rate",
        PluginText(da: "Inklusionsgrad", en: "Inclusion rate"),
        direction: "neutral",
        weight: weight
    )
    private static let population = Bench.indicator(
        "population",
        PluginText(da: "Befolkning", en: "Population"),
        unit: "persons",
        decimals: 0,
        direction: "neutral"
    )
    private static let six = AnalysisGroup(
        id: "six",
        title: PluginText(da: "de seks", en: "the six"),
        members: Figures.catalogue.map(\.code).sorted()
    )
    private static let series =
        Bench.series(
            "inclusion_rate",
            "2023/2024",
            Dictionary(uniqueKeysWithValues: Figures.catalogue.map { ($0.code, $0.inclusion) })
        )
        + Bench.series(
            "population",
            "2025M01",
            Dictionary(uniqueKeysWithValues: Figures.catalogue.map { ($0.code, $0.population) })
        )

    private static func findings(
        _ code: String = "223",
        name: String = "Hørsholm",
        groups: [AnalysisGroup] = [six],
        indicators: [AnalysisIndicator] = [inclusion, population],
        series: [SeriesData] = series
    ) throws -> [PluginFinding] {
        let request = Bench.request(municipality: code, name: name, groups: groups, indicators: indicators)
        return try Bench.findings(request, series).filter { $0.indicator == "inclusion_rate" }
    }

    /// Rank, distance to the median 94.55, z of `domain.md` §4.1; `percentileofscore(…, "mean")` is 100(2k − 1)/12.
    @Test(
        "each of the six stands where domain.md says",
        arguments: [
            ("223", 1, 2.75, 1.6501, 91.6667, 4), ("480", 2, 1.25, 0.6329, 75, 4),
            ("265", 3, 0.25, -0.0452, 58.3333, 3),
            ("860", 4, -0.25, -0.3843, 41.6667, 2), ("851", 5, -0.95, -0.8589, 25, 1),
            ("791", 6, -1.15, -0.9946, 8.3333, 1),
        ]
    )
    func standing(code: String, rank: Int, distance: Double, score: Double, percentile: Double, quartile: Int) throws {
        let all = try Self.findings(code)
        #expect(all.one("rank", "six")?.rank == rank)
        #expect(all.one("rank", "six")?.rankHigh == rank)
        for (statistic, expected) in [
            ("distance-to-median", distance), ("z", score), ("percentile", percentile), ("quartile", Double(quartile)),
            ("median", 94.55), ("mean-unweighted", 94.8667), ("mean-weighted", 94.149_986_36),
        ] {
            let value = try #require(all.one(statistic, "six")?.value)
            #expect(abs(value - expected) < 5.1e-5, "\(statistic)")
        }
        #expect(all.allSatisfy { $0.count == 6 })
    }

    @Test("the mean weighted by population says that this is not the denominator, and names the weights it used")
    func weighted() throws {
        let finding = try #require(try Self.findings().one("mean-weighted", "six"))
        #expect(abs(finding.value - 94.149_986_36) < 5e-9)
        #expect(finding.caveats == ["neutral-direction", "weight-is-not-the-denominator"])
        #expect(finding.inputs.map(\.indicator) == ["inclusion_rate", "population"])
        #expect(finding.inputs.map(\.period) == ["2023/2024", "2025M01"])
        #expect(finding.inputs.map(\.areas) == [Self.six.members, Self.six.members])
        #expect(
            finding.text
                == PluginText(
                    da:
                        "Inklusionsgrad, 2023/2024 (sammenlignet med de seks, n\u{a0}=\u{a0}6): det vægtede gennemsnit er 94,15\u{a0}%",
                    en:
                        "Inclusion rate, 2023/2024 (compared with the six, n\u{a0}=\u{a0}6): the weighted mean is 94.15\u{a0}%"
                )
        )
    }

    @Test("a weight that is the denominator carries no such caveat")
    func denominator() throws {
        var indicator = Self.inclusion
        indicator.weight?.isDenominator = true
        let finding = try Self.findings(indicators: [indicator]).one("mean-weighted", "six")
        #expect(finding?.caveats == ["neutral-direction"])
    }

    @Test("the mean weighted by figures with reservations carries these too, and no other statistic does")
    func caveatsOfWeights() throws {
        var population = Self.population
        population.caveats = ["counted-anew": ["2025M01"], "before-the-reform": ["2006M01"]]
        let series = Self.series.map { one in
            var one = one
            if one.indicator == "population", one.area == "860" { one.statuses = ["P"] }
            return one
        }
        let all = try Self.findings(indicators: [Self.inclusion, population], series: series)
        let wanted = ["counted-anew", "neutral-direction", "provisional-values", "weight-is-not-the-denominator"]
        #expect(all.one("mean-weighted", "six")?.caveats == wanted)
        for finding in all where finding.statistic != "mean-weighted" {
            #expect(Set(finding.caveats).isDisjoint(with: ["counted-anew", "provisional-values"]))
        }
    }

    @Test("no weighted mean is made of some of the weights")
    func lostWeight() throws {
        let series = Self.series.filter { $0.indicator != "population" || $0.area != "860" }
        let all = try Self.findings(series: series)
        #expect(all.one("mean-weighted", "six") == nil)
        #expect(all.one("mean-unweighted", "six") != nil)
    }

    @Test("a neutral indicator has its highest value first and says that neither way is better")
    func neutral() throws {
        let rank = try #require(try Self.findings().one("rank", "six"))
        #expect(rank.caveats == ["interval-of-ties-only", "neutral-direction"])
        #expect(
            rank.text.da
                == "Inklusionsgrad, 2023/2024 (sammenlignet med de seks, n\u{a0}=\u{a0}6): Hørsholm er nr. 1 af 6; 1 = højest"
        )
        #expect(
            rank.text.en
                == "Inclusion rate, 2023/2024 (compared with the six, n\u{a0}=\u{a0}6): Hørsholm is number 1 of 6; 1 = highest"
        )
    }

    @Test("without an own value only the group's statistics are found, with a caveat")
    func ownMissing() throws {
        let all = try Self.findings("766", name: "Hedensted", groups: [Bench.groups[0]])
        #expect(all.map(\.statistic).sorted() == ["mean-unweighted", "mean-weighted", "median"])
        for finding in all {
            #expect(finding.caveats.contains("own-value-missing"))
            #expect(finding.caveats.contains("partial-group"))
            #expect(finding.count == 6)
            #expect(finding.area == "766")
            #expect(finding.rank == nil)
            #expect(!finding.text.da.contains("Hedensted"))
        }
        #expect(all.one("median", "country")?.value == 94.55)
    }

    @Test("a suppressed own value is no zero and no rank")
    func ownSuppressed() throws {
        var series = Self.series
        let index = try #require(series.firstIndex { $0.area == "223" && $0.indicator == "inclusion_rate" })
        series[index].values = [nil]
        series[index].statuses = ["Q"]
        let all = try Self.findings(series: series)
        #expect(Set(all.map(\.statistic)) == ["median", "mean-unweighted", "mean-weighted"])
        // np.median([95.8, 93.6, 94.8, 93.4, 94.3])
        #expect(all.one("median", "six")?.value == 94.3)
        #expect(all.one("median", "six")?.caveats == ["neutral-direction", "own-value-missing", "partial-group"])
        #expect(all.allSatisfy { $0.count == 5 })
    }

    @Test("a period, a group and an indicator without any value have no findings")
    func nothing() throws {
        #expect(try Self.findings(series: []).isEmpty)
        #expect(try Self.findings(series: Bench.series("inclusion_rate", "2024", ["223": nil, "480": nil])).isEmpty)
        #expect(try Self.findings(series: Bench.series("other", "2024", ["223": 1])).isEmpty)
        let others = AnalysisGroup(id: "others", title: Bench.country, members: ["101", "147"])
        #expect(try Self.findings(groups: [others]).isEmpty)
    }

    @Test("a municipality alone in its group has a value, rank 1 of 1, and no standard score")
    func alone() throws {
        let group = AnalysisGroup(id: "one", title: Bench.country, members: ["223"])
        let all = try Self.findings(groups: [group])
        #expect(all.one("z", "one") == nil)
        #expect(all.one("rank", "one")?.rank == 1)
        #expect(all.one("percentile", "one")?.value == 50)
        #expect(all.one("distance-to-median", "one")?.value == 0)
        #expect(!(all.one("rank", "one")?.caveats.contains("partial-group") ?? true))
    }

    @Test(
        "equal values have no standard score",
        arguments: [0.1, 5.7, 7.1, 93.4]
    )
    func equalScore(value: Double) throws {
        let values = Dictionary(uniqueKeysWithValues: Self.six.members.map { ($0, Double?.some(value)) })
        let all = try Self.findings(series: Bench.series("inclusion_rate", "2023/2024", values))
        #expect(!all.isEmpty)
        #expect(all.one("z", "six") == nil)
    }

    @Test("equal values share rank 1", arguments: [0.1, 5.7, 7.1, 93.4])
    func equal(value: Double) throws {
        let values = Dictionary(uniqueKeysWithValues: Self.six.members.map { ($0, Double?.some(value)) })
        let all = try Self.findings(series: Bench.series("inclusion_rate", "2023/2024", values))
        let rank = try #require(all.one("rank", "six"))
        #expect(rank.rank == 1 && rank.rankHigh == 6)
        #expect(rank.caveats.contains("tied"))
        #expect(rank.text.da.hasSuffix("Hørsholm er nr. 1–6 (delt) af 6; 1 = højest"))
    }

    @Test("areas outside the groups, the country's total for one, are no part of any statistic")
    func outside() throws {
        let plain = try Self.findings()
        let extra = Bench.series("inclusion_rate", "2023/2024", ["000": 50, "084": 40, "411": 0])
        #expect(try Self.findings(series: Self.series + extra) == plain)
    }

    @Test("a distance in kroner says kroner")
    func kroner() throws {
        let cost = Bench.indicator(
            "inclusion_rate",
            PluginText(da: "Udgift", en: "Cost"),
            unit: "dkk",
            decimals: 0,
            direction: "neutral"
        )
        let values: [String: Double?] = ["223": 80_000, "480": 75_000, "265": nil, "791": nil, "851": nil, "860": nil]
        let all = try Self.findings(indicators: [cost], series: Bench.series("inclusion_rate", "2024", values))
        #expect(all.one("median", "six")?.text.da.hasSuffix("medianen er 77.500,0\u{a0}kr.") == true)
        #expect(all.one("distance-to-median", "six")?.unit == "dkk")
        #expect(
            all.one("distance-to-median", "six")?.text.da.hasSuffix("Hørsholm ligger 2.500,0\u{a0}kr. fra medianen")
                == true
        )
    }

    @Test("a municipality that is not among the areas is a mistake of the configuration")
    func unknownMunicipality() {
        var request = Bench.request()
        request.areas = []
        #expect(throws: PluginFailure.config("the municipality 766 is not among the areas")) {
            try Bench.findings(request, Bench.absenceSeries)
        }
    }

    @Test("an error of the host's side stops the analysis")
    func emitFails() {
        struct Closed: Error {}
        #expect(throws: Closed.self) {
            try BenchmarkPlugin().analyse(Bench.request(), Bench.absenceSeries) { _ in throw Closed() }
        }
    }

    @Test(
        "a break, an estimate and a provisional value are told with the finding",
        arguments: ["B", "E", "P"]
    )
    func statusTold(letter: String) throws {
        var series = Self.series
        for index in series.indices where series[index].area == "223" { series[index].statuses = [letter] }
        let all = try Self.findings(series: series)
        #expect(all.one("rank", "six")?.caveats != ["interval-of-ties-only", "neutral-direction"])
    }

    @Test("the plugin is called as its manifest says")
    func id() { #expect(BenchmarkPlugin.id == "benchmark") }
}
