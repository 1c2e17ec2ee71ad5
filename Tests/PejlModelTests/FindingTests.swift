import PejlModel
import Testing

struct FindingTests {
    private struct Parts {
        var plugin = "benchmark"
        var kind = "benchmark"
        var indicator = "absence"
        var area = "766"
        var breakdown = Breakdown([BreakdownPart(dimension: "stage", member: "mellemtrin")])
        var period = "2024/2025"
        var group = "country"
        var statistic = "rank"
        var value = 24.0
        var unit = "rank"
        var lower: Double?
        var upper: Double?
        var rank: Int? = 24
        var rankLow: Int? = 24
        var rankHigh: Int? = 30
        var count = 98
        var caveats = ["tied"]
        var text = Localised(same: "t")
        var inputs: [FindingInput] = []

        var finding: Finding {
            Finding(
                plugin: plugin,
                kind: kind,
                indicator: indicator,
                area: area,
                breakdown: breakdown,
                period: period,
                group: group,
                statistic: statistic,
                value: value,
                unit: unit,
                lower: lower,
                upper: upper,
                rank: rank,
                rankLow: rankLow,
                rankHigh: rankHigh,
                count: count,
                caveats: caveats,
                text: text,
                inputs: inputs
            )
        }

        func with(_ change: (inout Parts) -> Void) -> Finding {
            var other = self
            change(&other)
            return other.finding
        }
    }

    /// Python: `"f" + hashlib.sha256("".join(f"{len(p.encode())}:{p}" for p in parts).encode()).hexdigest()[:16]`.
    ///
    /// The parts are plugin, kind, indicator, area, period, group, statistic, unit, twice the number of breakdown
    /// parts, these, the seven numbers ("" where there is none) and the caveats.
    @Test("the identifier is stable between versions")
    func stable() {
        #expect(Parts().finding.id == "f3ec7de58f9bc18c4")
        #expect(Parts().finding.id == Parts().finding.id)
    }

    @Test("a change of anything that identifies or values a finding changes the identifier; all are different")
    func unique() {
        let parts = Parts()
        let all = [
            parts.finding, parts.with { $0.plugin = "trend" }, parts.with { $0.kind = "trend" },
            parts.with { $0.indicator = "absence2" }, parts.with { $0.area = "615" },
            parts.with { $0.breakdown = .none },
            parts.with { $0.period = "2023/2024" }, parts.with { $0.group = "region-082" },
            parts.with { $0.statistic = "median" }, parts.with { $0.value = 24.000000000000004 },
            parts.with { $0.unit = "quartile" }, parts.with { $0.lower = 1 }, parts.with { $0.upper = 1 },
            parts.with { $0.rank = nil }, parts.with { $0.rankLow = nil }, parts.with { $0.rankHigh = nil },
            parts.with { $0.count = 97 }, parts.with { $0.caveats = [] },
            parts.with { $0.caveats = ["tied", "covid-19"] },
        ]
        #expect(Set(all.map(\.id)).count == all.count)
        for finding in all {
            #expect(finding.id.count == 17 && finding.id.hasPrefix("f"))
            #expect(finding.id.dropFirst().allSatisfy { $0.isHexDigit && !$0.isUppercase })
        }
    }

    @Test("the sentence may be reworded under the same identifier")
    func reworded() {
        #expect(Parts().with { $0.text = Localised(same: "other") }.id == Parts().finding.id)
    }

    @Test(
        "a separator inside a part makes no two findings one"
    )
    func separators() {
        let parts = Parts()
        #expect(parts.with { $0.caveats = ["a", "b"] }.id != parts.with { $0.caveats = ["a,b"] }.id)
        let two = Breakdown([BreakdownPart(dimension: "a", member: "b"), BreakdownPart(dimension: "c", member: "d")])
        let one = Breakdown([BreakdownPart(dimension: "a", member: "b;c=d")])
        #expect(parts.with { $0.breakdown = two }.id != parts.with { $0.breakdown = one }.id)
    }

    @Test(
        "equal findings have equal identifiers, a zero with a minus too"
    )
    func negativeZero() {
        let parts = Parts()
        #expect(parts.with { $0.value = 0 } == parts.with { $0.value = -0.0 })
        #expect(parts.with { $0.value = 0 }.id == parts.with { $0.value = -0.0 }.id)
    }
}
