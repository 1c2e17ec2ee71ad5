import PejlModel
import Testing

/// Numbers as readers see them; the decimals follow `decimal.Decimal(repr(x)).quantize(…, ROUND_HALF_UP)` of Python.
struct NumberTextTests {
    private static let minus = "\u{2212}"

    @Test(
        "a number in Danish and in English",
        arguments: [
            (0, 0, "0", "0"), (0, 2, "0,00", "0.00"), (7.1, 1, "7,1", "7.1"), (7.25, 1, "7,3", "7.3"),
            (0.05, 1, "0,1", "0.1"), (0.04, 1, "0,0", "0.0"), (2.5, 0, "3", "3"), (1.5, 0, "2", "2"),
            (0.5, 0, "1", "1"), (0.49, 0, "0", "0"), (999.95, 1, "1.000,0", "1,000.0"), (9.99, 1, "10,0", "10.0"),
            (99.5, 0, "100", "100"), (1234, 0, "1.234", "1,234"), (123, 0, "123", "123"),
            (5_932_654, 0, "5.932.654", "5,932,654"), (12345.678, 2, "12.345,68", "12,345.68"),
            (1e15, 0, "1.000.000.000.000.000", "1,000,000,000,000,000"),
            (1e16, 0, "10.000.000.000.000.000", "10,000,000,000,000,000"),
            (1.5e-5, 5, "0,00002", "0.00002"), (1e-300, 3, "0,000", "0.000"), (94.1499863639, 4, "94,1500", "94.1500"),
            (100, 1, "100,0", "100.0"), (7, -1, "7", "7"),
        ] as [(Double, Int, String, String)]
    )
    func positive(value: Double, decimals: Int, danish: String, english: String) {
        #expect(NumberText.text(value, decimals: decimals, .danish) == danish)
        #expect(NumberText.text(value, decimals: decimals, .english) == english)
        guard danish.contains(where: { ("1"..."9").contains($0) }) else { return }
        #expect(NumberText.text(-value, decimals: decimals, .danish) == Self.minus + danish)
        #expect(NumberText.text(-value, decimals: decimals, .english) == Self.minus + english)
    }

    @Test("what rounds to nothing has no minus", arguments: [(-0.0, 0), (-0.04, 1), (-0.4, 0), (-1e-20, 5)])
    func noMinusOnZero(value: Double, decimals: Int) {
        #expect(!NumberText.text(value, decimals: decimals, .danish).contains(Self.minus))
        #expect(!NumberText.text(value, decimals: decimals, .danish).contains("-"))
    }

    @Test(
        "the noise of binary arithmetic does not decide a half",
        arguments: [
            (7.4 - 7.25, 1, "0,2"), (7.1 - 7.95, 1, "\u{2212}0,9"), (8.6 - 8.35, 1, "0,3"), (0.1 + 0.2, 1, "0,3"),
            (1.1 * 3 - 3.25, 1, "0,1"),
        ]
    )
    func noise(value: Double, decimals: Int, text: String) {
        #expect(NumberText.text(value, decimals: decimals, .danish) == text)
    }

    @Test("what is no number is a dash", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(value: Double) {
        #expect(NumberText.text(value, decimals: 1, .danish) == "–")
        #expect(NumberText.text(value, decimals: 1, .english) == "–")
        #expect(NumberText.coordinate(value) == "0")
    }

    @Test(
        "a coordinate has at most two decimals, a point and an ASCII minus",
        arguments: [
            (0, "0"), (100, "100"), (10.5, "10.5"), (10.25, "10.25"), (10.255, "10.26"), (-0.001, "0"), (-3.5, "-3.5"),
            (1234.5, "1234.5"), (0.1 + 0.2, "0.3"),
        ] as [(Double, String)]
    )
    func coordinate(value: Double, text: String) { #expect(NumberText.coordinate(value) == text) }
}
