import PejlModel
import Testing

struct UnitTests {
    @Test(
        "a unit is written one way and read back",
        arguments: [
            ("%", Unit.percent, "%", "%"), ("per_1000", .perThousand, "pr. 1.000", "per 1,000"),
            ("persons", .persons, "", ""), ("count", .count, "", ""), ("dkk", .kroner, "kr.", "DKK"),
            ("dkk/inhabitant", .kronerPerInhabitant, "kr. pr. indbygger", "DKK per inhabitant"),
            ("dkk/pupil", .kronerPerPupil, "kr. pr. elev", "DKK per pupil"),
            ("pupils/class", .pupilsPerClass, "elever pr. klasse", "pupils per class"), ("points", .points, "", ""),
            ("ratio", .ratio, "", ""),
        ]
    )
    func units(text: String, unit: Unit, danish: String, english: String) {
        #expect(Unit(rawValue: text) == unit)
        #expect(unit.rawValue == text)
        #expect(unit.priceYear == nil)
        #expect(unit.symbol == Localised(da: danish, en: english))
        #expect(Unit.allCases.contains(unit))
    }

    @Test("these are all units of current prices")
    func all() { #expect(Unit.allCases.count == 10) }

    @Test(
        "an amount in fixed prices names the year",
        arguments: [
            ("dkk-2024", "kr. (2024-priser)", "DKK (2024 prices)"),
            ("dkk-2008/pupil", "kr. pr. elev (2008-priser)", "DKK per pupil (2008 prices)"),
            ("dkk-2024/inhabitant", "kr. pr. indbygger (2024-priser)", "DKK per inhabitant (2024 prices)"),
        ]
    )
    func fixedPrices(text: String, danish: String, english: String) throws {
        let unit = try #require(Unit(rawValue: text))
        #expect(unit.rawValue == text)
        #expect(unit.priceYear == Int(text.dropFirst(4).prefix(4)))
        #expect(unit.symbol == Localised(da: danish, en: english))
        #expect(unit != .kroner && unit != .kronerPerPupil && unit != .kronerPerInhabitant)
    }

    @Test(
        "what is no unit is none",
        arguments: [
            "", "procent", "kr", "DKK", "dkk-", "dkk-24", "dkk-20245", "dkk-2024/class", "dkk-2024-2025", "%-2024",
            "persons-2024", "dkk/pupil-2024", "dkk-0024", "dkk-+024", "dkk/", "per_100",
        ]
    )
    func unknown(text: String) { #expect(Unit(rawValue: text) == nil) }

    @Test("shares, means and amounts per head are ranked; counts and amounts follow size and are not")
    func comparable() {
        let ranked = [
            "%", "per_1000", "dkk/inhabitant", "dkk/pupil", "dkk-2024/pupil", "pupils/class", "points", "ratio",
        ]
        for text in ranked { #expect(Unit(rawValue: text)?.isComparable == true, "\(text)") }
        for text in ["persons", "count", "dkk", "dkk-2024"] {
            #expect(Unit(rawValue: text)?.isComparable == false, "\(text)")
        }
    }
}
