import PejlModel
import Testing

struct ObservationTests {
    /// SDMX `CL_OBS_STATUS` 2.2: A normal, P provisional, E estimated, B break, Q suppressed, O missing, M cannot exist.
    @Test(
        "statuses have the letters of CL_OBS_STATUS, and only four have a value",
        arguments: [
            (.normal, "A", true, 0), (.provisional, "P", true, 1), (.estimated, "E", true, 2),
            (.breakInSeries, "B", true, 3),
            (.suppressed, "Q", false, 4), (.missing, "O", false, 5), (.notApplicable, "M", false, 6),
        ] as [(ObservationStatus, String, Bool, UInt8)]
    )
    func letters(status: ObservationStatus, letter: String, hasValue: Bool, stored: UInt8) {
        #expect(status.sdmx == letter)
        #expect(ObservationStatus(sdmx: letter) == status)
        #expect(status.hasValue == hasValue)
        #expect(status.rawValue == stored)
        #expect(status.confidentiality == (letter == "Q" ? "C" : "F"))
        #expect(!status.meaning.da.isEmpty && !status.meaning.en.isEmpty)
    }

    @Test("no other letter is a status", arguments: ["", "a", "AA", " A", "L", "H", "S", "F", "0", "Q "])
    func otherLetters(letter: String) { #expect(ObservationStatus(sdmx: letter) == nil) }

    @Test("seven statuses, seven letters, seven meanings")
    func distinct() {
        #expect(Set(ObservationStatus.allCases.map(\.sdmx)).count == 7)
        #expect(Set(ObservationStatus.allCases.map(\.meaning)).count == 7)
    }

    @Test("a breakdown's code is in the order of the dimensions and is read back")
    func breakdownCode() {
        let parts = [
            BreakdownPart(dimension: "stage", member: "udskoling"), BreakdownPart(dimension: "sex", member: "m"),
        ]
        let breakdown = Breakdown(parts)
        #expect(breakdown.code == "sex=m;stage=udskoling")
        #expect(Breakdown(parts.reversed()) == breakdown)
        #expect(Breakdown(code: breakdown.code) == breakdown)
        #expect(Breakdown.none.code == "")
        #expect(Breakdown(code: "") == Breakdown.none)
        #expect(Breakdown(code: "a=b=c") == Breakdown([BreakdownPart(dimension: "a", member: "b=c")]))
    }

    @Test(
        "a code that is half unreadable is not read as another breakdown",
        arguments: ["stage=", "stage", "stage=;sex=m"]
    )
    func unreadableCode(code: String) { #expect(Breakdown(code: code) == nil) }

    @Test("the keys of a load number series and periods by first appearance")
    func keys() throws {
        let keys = ObservationKeys()
        let series = SeriesKey(indicator: "absence", area: "766", breakdown: .none)
        let other = SeriesKey(indicator: "absence", area: "615", breakdown: .none)
        #expect([series, other, series].map { keys.number(of: $0) } == [0, 1, 0])
        let periods = try ["2024", "2024K1", "2024Q1", "2024"].map { try Period(code: $0) }
        #expect(periods.map { keys.number(of: $0) } == [0, 1, 1, 0])
        #expect(Array(keys.series) == [series, other])
        #expect(keys.periods.map(\.code) == ["2024", "2024K1"])
        #expect(series.description == "absence 766")
        #expect(
            SeriesKey(
                indicator: "absence",
                area: "766",
                breakdown: Breakdown([BreakdownPart(dimension: "stage", member: "x")])
            ).description
                == "absence 766 stage=x"
        )
    }

    @Test("a status without a value never carries a number")
    func noNumber() {
        var chunk = ObservationChunk()
        for status in ObservationStatus.allCases { chunk.append(series: 0, period: 0, value: 7.5, status: status) }
        #expect(chunk.values == [7.5, 7.5, 7.5, 7.5, 0, 0, 0])
        #expect(chunk.count == 7)
        chunk.removeAll()
        #expect(chunk.count == 0 && chunk.series.isEmpty && chunk.periods.isEmpty && chunk.statuses.isEmpty)
    }

    @Test("a rejected row keeps at most 400 characters")
    func rejectedRow() {
        let row = RejectedRow(row: 3, rule: "unknown-area", content: String(repeating: "å", count: 500))
        #expect(row.content == String(repeating: "å", count: 400))
    }
}
