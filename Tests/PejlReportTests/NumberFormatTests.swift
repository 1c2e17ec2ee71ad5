import PejlModel
import PejlReport
import Testing

/// Formatting is seen through the cells of a small table, as readers see it.
struct NumberFormatTests {
    private static let plain = [
        FigureUnit(symbol: Localised(same: ""), decimals: 0, distance: Localised(same: "")),
        FigureUnit(symbol: Localised(same: ""), decimals: 1, distance: Localised(same: "")),
        FigureUnit(symbol: Localised(same: ""), decimals: 2, distance: Localised(same: "")),
    ]

    private static func shown(_ value: Double, _ unit: FigureUnit, _ language: Language) -> String? {
        var model = Samples.model()
        model.figures = []
        model.tables[0].rows = [[.text(Localised(same: "x")), .value(value, unit)]]
        return Page(model, language).named("td").first?.text
    }

    @Test(
        "rounds half away from zero on the decimal text, with separators of the language",
        arguments: [
            (0.0, 1, "0,0", "0.0"), (-0.04, 1, "0,0", "0.0"), (0.05, 1, "0,1", "0.1"), (-0.05, 1, "−0,1", "−0.1"),
            (1.005, 2, "1,01", "1.01"), (2.675, 2, "2,68", "2.68"), (7.25, 1, "7,3", "7.3"),
            (7.4 - 7.25, 1, "0,2", "0.2"), (7.25 - 7.1, 1, "0,2", "0.2"), (9.95, 1, "10,0", "10.0"),
            (999.95, 1, "1.000,0", "1,000.0"), (999_999.5, 0, "1.000.000", "1,000,000"),
            (-1234.5, 0, "−1.235", "−1,235"),
            (1e-7, 2, "0,00", "0.00"), (Double.leastNonzeroMagnitude, 2, "0,00", "0.00"), (0.5, 0, "1", "1"),
            (0.49, 0, "0", "0"),
            (1e16, 0, "10.000.000.000.000.000", "10,000,000,000,000,000"), (224_612, 0, "224.612", "224,612"),
            (.nan, 1, "–", "–"), (.infinity, 1, "–", "–"),
        ]
    )
    func numbers(value: Double, decimals: Int, danish: String, english: String) {
        let unit = Self.plain[decimals]
        #expect(Self.shown(value, unit, .danish) == danish)
        #expect(Self.shown(value, unit, .english) == english)
    }

    @Test("sets a percent sign as the language does")
    func percent() {
        #expect(Self.shown(95.84, .percent, .danish) == "95,8\u{A0}%")
        #expect(Self.shown(95.84, .percent, .english) == "95.8%")
    }

    @Test(
        "shows a moment of another shape as it is",
        arguments: [
            ("2026-11-22T13:05:00Z", "22. november 2026 kl. 13.05 (UTC)"),
            ("2026-13-01T00:00:00Z", "2026-13-01T00:00:00Z"),
            ("i går", "i går"), ("2026-11-22T13:05:00+01:00", "2026-11-22T13:05:00+01:00"),
        ]
    )
    func moments(iso: String, wanted: String) {
        var model = Samples.model()
        model.madeAt = iso
        #expect(Page(model).named("time").map(\.text) == [wanted])
    }
}
