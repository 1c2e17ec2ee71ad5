import PejlModel
import PejlNormalise
import PejlTestSupport
import Testing

/// Small counts of persons are hidden, with as many others that no total gives them away.
struct SmallCountsTests {
    private static func recipe(_ extra: [ColumnRule] = []) -> Recipe {
        var pupils = Recipes.indicator("pupils", unit: .persons)
        pupils.hidesBelow = 5
        return Recipes.recipe(
            extra: extra,
            indicators: [pupils],
            areas: .codes(["615", "630", "766"])
        )
    }

    /// What is shown of counts in three municipalities; nil is hidden.
    private func shown(_ counts: [Double]) throws -> [Double?] {
        let cells = zip(["615", "630", "766"], counts).map { Cell([$0, "2024"], $1) }
        return try normalise(Self.recipe(), cells).seen.map { $0.status == .suppressed ? nil : $0.value }
    }

    @Test(
        "counts of 1 to 4 are hidden, and never one alone",
        arguments: [
            // domain.md §4.0: a total of 20 with the parts 3 and 17 hides both.
            ([3, 17], [nil, nil]),
            ([3, 17, 0], [nil, nil, 0]),
            ([5, 17, 30], [5, 17, 30]),
            // The smallest other goes with it.
            ([30, 4, 17], [30, nil, nil]),
            // Two that are 1 each are known from their sum of 2: a third goes with them.
            ([1, 1, 40], [nil, nil, nil]),
            ([4, 4, 40], [nil, nil, 40]),
            // Where there is nothing else, a zero stands beside it; then 3 and 0 may be 1 and 2.
            ([3, 0, 0], [nil, nil, nil]),
            ([0, 0, 9], [0, 0, 9]),
        ] as [([Double], [Double?])]
    )
    func hidden(counts: [Double], expected: [Double?]) throws { #expect(try shown(counts) == expected) }

    @Test("a missing count is not hidden, and one that the file hides counts as hidden")
    func marked() throws {
        let recipe = Self.recipe()
        let missing = try normalise(
            recipe,
            [Cell(["615", "2024"], 0, mark: ".."), Cell(["630", "2024"], 2), Cell(["766", "2024"], 9)]
        ).seen
        #expect(missing.map(\.status) == [.missing, .suppressed, .suppressed])
        #expect(missing.allSatisfy { $0.value == 0 })
        let hidden = try normalise(
            recipe,
            [Cell(["615", "2024"], 0, mark: "x"), Cell(["630", "2024"], 8), Cell(["766", "2024"], 9)]
        ).seen
        #expect(hidden.map(\.status) == [.suppressed, .suppressed, .normal])
    }

    @Test("periods and indicators are apart, and an indicator without the key is left as it is")
    func apart() throws {
        var recipe = Self.recipe()
        let open = Recipes.indicator("open", measure: "N", unit: .persons)
        recipe = Recipes.recipe(indicators: recipe.indicators + [open], areas: .codes(["615", "766"]))
        let page = Page(
            measures: ["M", "N"],
            cells: [
                Cell(["615", "2023"], 3), Cell(["766", "2023"], 50), Cell(["615", "2024"], 6),
                Cell(["766", "2024"], 50),
                Cell(["615", "2023"], 3, measure: "N"), Cell(["766", "2023"], 4, measure: "N"),
            ]
        )
        let seen = try normalise(recipe, [page]).seen
        #expect(
            Set(seen) == [
                Seen("pupils 615", "2023", 0, .suppressed), Seen("pupils 766", "2023", 0, .suppressed),
                Seen("pupils 615", "2024", 6), Seen("pupils 766", "2024", 50),
                Seen("open 615", "2023", 3), Seen("open 766", "2023", 4),
            ]
        )
    }

    @Test("what is refused does not tell a count either")
    func refused() throws {
        let summary = try normalise(Self.recipe(), [Cell(["615", "2024"], 3, percent: true)]).summary
        #expect(summary.rejected.map(\.rule) == ["changed-unit"])
        #expect(summary.rejected.allSatisfy { !$0.content.contains("3") })
    }

    @Test("in tables of two dimensions no row, column or whole gives a count away", arguments: 0..<200)
    func protected(seed: UInt64) throws {
        var random = SeededRandom(state: seed)
        let areas = ["615", "630", "766"]
        let stages = ["Mellemtrin", "Udskoling"]
        var counts: [[Double]] = []
        for _ in areas { counts.append(stages.map { _ in Double(Int.random(in: 0...12, using: &random)) }) }
        var cells: [Cell] = []
        for (area, row) in zip(areas, counts) {
            for (stage, count) in zip(stages, row) { cells.append(Cell([area, "2024", stage], count)) }
        }
        cells.shuffle(using: &random)
        let page = Page(columns: ["K", "T", "S"], cells: cells)
        let seen = try normalise(Self.recipe([Recipes.stage]), [page]).seen
        let byName = Dictionary(uniqueKeysWithValues: seen.map { ($0.series, $0) })
        func isHidden(_ area: Int, _ stage: Int) throws -> Bool {
            let found = try #require(byName["pupils \(areas[area]) stage=\(stages[stage].lowercased())"])
            if found.status == .normal { #expect(found.value == counts[area][stage]) }
            return found.status == .suppressed
        }
        let places = areas.indices.flatMap { area in stages.indices.map { (area, $0) } }
        for (area, stage) in places where (1...4).contains(counts[area][stage]) { #expect(try isHidden(area, stage)) }
        var lines = areas.indices.map { area in stages.indices.map { (area, $0) } }
        lines += stages.indices.map { stage in areas.indices.map { ($0, stage) } }
        lines.append(places)
        for line in lines {
            let hidden = try line.filter { try isHidden($0.0, $0.1) }
            if hidden.isEmpty || hidden.count == line.count { continue }
            #expect(hidden.count >= 2)
            #expect(hidden.reduce(0) { $0 + counts[$1.0][$1.1] } >= 5)
        }
    }
}
