import PejlModel
import PejlNormalise
import PejlTestSupport
import Testing

/// Cells are taken column by column and numbered; what comes out is what reading each row by itself gives.
struct PlainCellsTests {
    private static let columns = ["K", "T", "A", "B", "C"]

    private static func breakdown(_ code: String, _ members: [String]) -> ColumnRule {
        let members = members.enumerated().map { number, source in
            number == 0 && source == "TOT"
                ? BreakdownMember.total(source: source)
                : BreakdownMember(source: source, id: source.lowercased(), title: Localised(same: source))
        }
        return ColumnRule(
            code: code,
            role: .breakdown(dimension: code.lowercased(), title: Localised(same: code), members: members)
        )
    }

    private static let members = ["A": ["TOT", "A1", "A2"], "B": ["TOT", "B1"], "C": ["TOT", "C1", "C2", "C3"]]
    private static let indicators = [
        Recipes.indicator("first", measure: "M", bounds: -5...100), Recipes.indicator("second", measure: "N"),
    ]
    private static let recipe = Recipes.recipe(
        extra: ["A", "B", "C"].map { breakdown($0, members[$0] ?? []) },
        indicators: indicators,
        ignored: ["skip"]
    )

    /// Reads row after row with nothing but texts, as the documentation of a recipe has it.
    private static func plainly(_ cells: [Cell]) -> (seen: [Seen], rejected: [RejectedRow]) {
        var (seen, rejected): ([Seen], [RejectedRow]) = ([], [])
        var known: Set<String> = []
        for (place, cell) in cells.enumerated() {
            func reject(_ rule: String, _ content: String) {
                rejected.append(RejectedRow(row: place + 1, rule: rule, content: content))
            }
            guard let indicator = indicators.first(where: { $0.measure == cell.measure }) else { continue }
            let checks: [(rule: String, isKnown: Bool)] = zip(columns, cell.texts).map { column, text in
                switch column {
                case "K": ("unknown-area", AreaCatalogue.denmark.area(code: text) != nil)
                case "T": ("unknown-period", (try? Period(code: text)) != nil)
                default: ("unknown-member", members[column]?.contains(text) == true)
                }
            }
            let odd = checks.indices.first { cell.texts[$0] == "skip" || !checks[$0].isKnown }
            if let odd {
                if cell.texts[odd] != "skip" { reject(checks[odd].rule, "\(columns[odd]) = \(cell.texts[odd])") }
                continue
            }
            let parts = zip(columns, cell.texts).dropFirst(2).filter { $1 != "TOT" }
            let breakdown = Breakdown(
                parts.map { BreakdownPart(dimension: $0.lowercased(), member: $1.lowercased()) }
            )
            let series = "\(SeriesKey(indicator: indicator.id, area: cell.texts[0], breakdown: breakdown))"
            let label = "\(series) \(cell.texts[1])"
            if !known.insert(label).inserted {
                reject("duplicate", "\(label) comes twice")
            } else if let mark = cell.mark {
                switch mark {
                case "..": seen.append(Seen(series, cell.texts[1], 0, .missing))
                default: reject("unknown-mark", "\(label) = \"\(mark)\"")
                }
            } else if cell.percent {
                reject("changed-unit", "\(label) = \(cell.value) with %")
            } else if !cell.value.isFinite {
                reject("not-a-number", label)
            } else if let bounds = indicator.bounds, !bounds.contains(cell.value) {
                reject("out-of-bounds", "\(label) = \(cell.value)")
            } else {
                seen.append(Seen(series, cell.texts[1], cell.value))
            }
        }
        return (seen, rejected)
    }

    /// Cells in an order, or in none, with odd ones among them.
    private static func cells(_ random: inout SeededRandom) -> [Cell] {
        let oddity = [4, 30, 1_000].randomElement(using: &random) ?? 30
        let pools = [
            ["615", "766", "101"], ["2023", "2024"], members["A"] ?? [], members["B"] ?? [], members["C"] ?? [],
        ]
        return (0..<Int.random(in: 1...300, using: &random)).map { _ in
            func isOdd() -> Bool { Int.random(in: 0..<oddity, using: &random) == 0 }
            let texts = pools.map { pool in
                isOdd()
                    ? ["skip", "x", "999", ""].randomElement(using: &random) ?? ""
                    : pool.randomElement(using: &random) ?? ""
            }
            let value =
                isOdd()
                ? [.nan, .infinity, 101, -5.5].randomElement(using: &random) ?? 0
                : Double.random(in: -5...100, using: &random)
            return Cell(
                texts,
                value,
                measure: ["M", "N", "other"].randomElement(using: &random) ?? "M",
                mark: isOdd() ? ["..", "?"].randomElement(using: &random) : nil,
                percent: isOdd()
            )
        }
    }

    @Test("what is taken, what is rejected and why, and in which order, row by row", arguments: 0..<6)
    func likeRowByRow(seed: Int) throws {
        var random = SeededRandom(state: UInt64(seed) + 11_001)
        var (taken, rejected) = (0, 0)
        for _ in 0..<60 {
            let cells = Self.cells(&random)
            let expected = Self.plainly(cells)
            for hasFlags in [false, true] {
                let page = Page(
                    columns: Self.columns,
                    measures: ["M", "N", "other"],
                    cells: cells,
                    chunkSize: Int.random(in: 1...300, using: &random),
                    hasFlags: hasFlags
                )
                let (seen, summary) = try normalise(Self.recipe, [page])
                #expect(seen == expected.seen)
                #expect(summary.rejected == Array(expected.rejected.prefix(Self.recipe.gate.keptRejectedRows)))
                #expect(summary.rejectedCount == expected.rejected.count)
                #expect(summary.observations == expected.seen.count)
                #expect(summary.rows == cells.count)
            }
            taken += expected.seen.count
            rejected += expected.rejected.count
        }
        #expect(taken > 500 && rejected > 500)
    }

    /// 20 columns of 3 members would be 3.5 thousand million combinations; two may never share a series.
    @Test("combinations of many columns are told apart")
    func manyColumns() throws {
        let codes = (0..<20).map { "B\($0)" }
        let recipe = Recipes.recipe(extra: codes.map { Self.breakdown($0, ["TOT", "X", "Y"]) })
        var random = SeededRandom(state: 12_001)
        let texts = Set(
            (0..<4_000).map { _ in codes.map { _ in ["TOT", "X", "Y"].randomElement(using: &random) ?? "" } }
        )
        let cells = texts.map { Cell(["766", "2024"] + $0, 1) }
        #expect(try seriesCount(recipe, Page(columns: ["K", "T"] + codes, cells: cells)) == texts.count)
    }

    /// More combinations than a table holds room for, so that the dictionary is used as well.
    @Test("combinations of long columns are told apart")
    func longColumns() throws {
        let names = (0..<500).map { "M\($0)" }
        let recipe = Recipes.recipe(extra: ["A", "B", "C"].map { Self.breakdown($0, names) })
        var random = SeededRandom(state: 13_001)
        let texts = Set((0..<9_000).map { _ in (0..<3).map { _ in names.randomElement(using: &random) ?? "" } })
        let cells = texts.map { Cell(["766", "2024"] + $0, 1) }
        #expect(try seriesCount(recipe, Page(columns: Self.columns, cells: cells)) == texts.count)
    }

    /// Series of a page whose absent combinations, too many to count, are not asked for.
    private func seriesCount(_ recipe: Recipe, _ page: Page) throws -> Int {
        let basket = Basket()
        let normaliser = Normaliser(recipe: recipe, sink: basket)
        try page.deliver(to: normaliser)
        #expect(basket.all.count == page.cells.count)
        return Set(basket.all.map(\.series)).count
    }
}
