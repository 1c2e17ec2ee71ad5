import BenchmarkPlugin
import PejlPluginKit
import Testing

/// Hedensted's absence in all years and stages against SciPy.
struct AbsenceTests {
    private static let findings = Result { try Bench.findings(Bench.request(), Bench.absenceSeries) }

    @Test("Hedensted stands where SciPy says", arguments: Figures.expected)
    func standing(expected: Figures.Expected) throws {
        let all = try Self.findings.get().filter {
            $0.period == expected.year && $0.breakdown == ["stage": expected.stage]
        }
        func near(_ statistic: String, _ value: Double, _ unit: String) {
            guard let finding = all.one(statistic, expected.group) else {
                Issue.record("no single \(statistic)")
                return
            }
            #expect(abs(finding.value - value) < 1e-9, "\(statistic)")
            #expect(finding.unit == unit)
            #expect(finding.count == expected.count)
            #expect(finding.kind == "benchmark" && finding.area == "766" && finding.indicator == "absence")
            #expect(finding.lower == nil && finding.upper == nil)
            #expect((finding.rank == nil) == (statistic != "rank"))
        }
        near("rank", Double(expected.rank), "rank")
        near("percentile", expected.percentile, "percentile")
        near("quartile", Double(expected.quartile), "quartile")
        near("z", expected.score, "standard_deviations")
        near("median", expected.median, "%")
        near("mean-unweighted", expected.mean, "%")
        near("distance-to-median", expected.value - expected.median, "percentage_points")
        let rank = try #require(all.one("rank", expected.group))
        #expect(rank.rank == expected.rank && rank.rankLow == expected.rank && rank.rankHigh == expected.last)
        #expect(rank.caveats.contains("interval-of-ties-only"))
        #expect(rank.caveats.contains("tied") == (expected.last > expected.rank))
        #expect(all.one("value", "country")?.value == expected.value)
        #expect(all.one("mean-weighted", expected.group) == nil)
    }

    @Test("the table of expectations is whole: 2 stages, 6 years, 3 groups")
    func expectations() {
        #expect(Figures.expected.count == 2 * 6 * 3)
        #expect(Bench.absenceSeries.count == 2 * 98)
        #expect(Bench.absenceSeries.flatMap(\.values).count { $0 == nil } == 2)
    }

    @Test("12 values, and 7 statistics in each of 3 groups; the value is found once, in the first group")
    func count() throws {
        let all = try Self.findings.get()
        #expect(all.count { $0.statistic == "value" } == 12)
        #expect(all.allSatisfy { $0.statistic != "value" || $0.group == "country" })
        #expect(all.count == 12 + 12 * 3 * 7)
    }

    @Test("the covid years carry their caveat, the others do not")
    func covid() throws {
        for finding in try Self.findings.get() {
            let covid = ["2019/2020", "2020/2021", "2021/2022"].contains(finding.period)
            #expect(finding.caveats.contains("covid-19") == covid)
            #expect(finding.caveats == finding.caveats.sorted())
            #expect(Set(finding.caveats).count == finding.caveats.count)
            #expect(finding.caveats.contains("unweighted") == (finding.statistic == "mean-unweighted"))
            #expect(!finding.caveats.contains("neutral-direction"))
            #expect(!finding.caveats.contains("own-value-missing"))
        }
    }

    /// Læsø (825) has no figure in 2021/2022; it lies in Region Nordjylland and is a landkommune.
    @Test("a hidden figure of a small area makes its groups partial and the others not")
    func partial() throws {
        for finding in try Self.findings.get() {
            let isPartial = finding.group == "country" && finding.period == "2021/2022"
            #expect(finding.caveats.contains("partial-group") == isPartial)
            #expect(
                finding.count
                    == (isPartial ? 97 : finding.group == "country" ? 98 : finding.group == "region-082" ? 19 : 24)
            )
        }
    }

    @Test("a finding names what it was computed from: indicator, breakdown, period and the group's areas, ascending")
    func inputs() throws {
        for finding in try Self.findings.get() {
            let members = Bench.groups.first { $0.id == finding.group }?.members.sorted()
            #expect(
                finding.inputs == [
                    PluginFinding.Input(
                        indicator: "absence",
                        breakdown: finding.breakdown,
                        period: finding.period,
                        areas: members ?? []
                    )
                ]
            )
        }
    }

    /// The numbers are those of `Figures.expected`, rounded: median 7.8, mean 7.8786, z −0.6579, percentile 27.04.
    @Test(
        "the sentences, word for word",
        arguments: [
            (
                "value", "Elevfravær, mellemtrin, 2024/2025: Hedensted 7,1\u{a0}%",
                "Pupils' absence, stage mellemtrin, 2024/2025: Hedensted 7.1\u{a0}%"
            ),
            (
                "rank",
                "Elevfravær, mellemtrin, 2024/2025 (sammenlignet med hele landet, n\u{a0}=\u{a0}98): "
                    + "Hedensted er nr. 24–30 (delt) af 98; 1 = lavest",
                "Pupils' absence, stage mellemtrin, 2024/2025 (compared with the whole country, n\u{a0}=\u{a0}98): "
                    + "Hedensted is number 24–30 (tied) of 98; 1 = lowest"
            ),
            (
                "percentile",
                "Elevfravær, mellemtrin, 2024/2025 (sammenlignet med hele landet, n\u{a0}=\u{a0}98): "
                    + "Hedensted ligger på percentil 27",
                "Pupils' absence, stage mellemtrin, 2024/2025 (compared with the whole country, n\u{a0}=\u{a0}98): "
                    + "Hedensted is at percentile 27"
            ),
            (
                "quartile",
                "Elevfravær, mellemtrin, 2024/2025 (sammenlignet med hele landet, n\u{a0}=\u{a0}98): "
                    + "Hedensted ligger i 1. kvartil; 1 = de laveste værdier",
                "Pupils' absence, stage mellemtrin, 2024/2025 (compared with the whole country, n\u{a0}=\u{a0}98): "
                    + "Hedensted is in quartile 1; 1 = the lowest values"
            ),
            (
                "z",
                "Elevfravær, mellemtrin, 2024/2025 (sammenlignet med hele landet, n\u{a0}=\u{a0}98): "
                    + "Hedensted ligger \u{2212}0,66 standardafvigelser fra gennemsnittet",
                "Pupils' absence, stage mellemtrin, 2024/2025 (compared with the whole country, n\u{a0}=\u{a0}98): "
                    + "Hedensted lies \u{2212}0.66 standard deviations from the mean"
            ),
            (
                "distance-to-median",
                "Elevfravær, mellemtrin, 2024/2025 (sammenlignet med hele landet, n\u{a0}=\u{a0}98): "
                    + "Hedensted ligger \u{2212}0,70\u{a0}procentpoint fra medianen",
                "Pupils' absence, stage mellemtrin, 2024/2025 (compared with the whole country, n\u{a0}=\u{a0}98): "
                    + "Hedensted lies \u{2212}0.70\u{a0}percentage points from the median"
            ),
            (
                "median",
                "Elevfravær, mellemtrin, 2024/2025 (sammenlignet med hele landet, n\u{a0}=\u{a0}98): medianen er 7,80\u{a0}%",
                "Pupils' absence, stage mellemtrin, 2024/2025 (compared with the whole country, n\u{a0}=\u{a0}98): "
                    + "the median is 7.80\u{a0}%"
            ),
            (
                "mean-unweighted",
                "Elevfravær, mellemtrin, 2024/2025 (sammenlignet med hele landet, n\u{a0}=\u{a0}98): "
                    + "det uvægtede gennemsnit er 7,88\u{a0}%",
                "Pupils' absence, stage mellemtrin, 2024/2025 (compared with the whole country, n\u{a0}=\u{a0}98): "
                    + "the unweighted mean is 7.88\u{a0}%"
            ),
        ]
    )
    func sentences(statistic: String, danish: String, english: String) throws {
        let finding = try #require(try Self.findings.get().one(statistic, "country", "2024/2025", stage: "mellemtrin"))
        #expect(finding.text == PluginText(da: danish, en: english))
    }

    @Test("a rank without ties has no range", arguments: [("dst-group-4", "2023/2024", "nr. 6 af 24; 1 = lavest")])
    func untied(group: String, year: String, words: String) throws {
        let finding = try #require(try Self.findings.get().one("rank", group, year, stage: "mellemtrin"))
        #expect(finding.text.da.hasSuffix("Hedensted er \(words)"))
    }

    @Test("the order in which series come changes no finding and not their order", arguments: 1...8)
    func deterministic(seed: Int) throws {
        var random = SplitMix(state: UInt64(seed))
        let shuffled = Bench.absenceSeries.shuffled(using: &random)
        #expect(try Bench.findings(Bench.request(), shuffled) == Self.findings.get())
        var request = Bench.request()
        request.groups = request.groups.map {
            AnalysisGroup(id: $0.id, title: $0.title, members: $0.members.shuffled(using: &random))
        }
        #expect(try Bench.findings(request, shuffled) == Self.findings.get())
    }
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
