import PejlModel
import PejlStore
import PejlTestSupport
import Testing

/// What is computed from a dataset is of the same transaction as the dataset's load.
struct DerivationTests {
    private static let formula = Derivation.complement(of: DerivedInput(indicator: "absence", definitionID: "test"))

    private static let presence = Recipe(
        id: "presence",
        publisher: .pejl,
        table: formula.text,
        title: Localised(da: "Fremmøde", en: "Presence"),
        licence: "CC0",
        citation: Localised(da: "kilde", en: "source"),
        request: .derived(formula),
        columns: [],
        indicators: [
            Indicator(
                id: "presence",
                measure: "",
                title: Localised(da: "Fremmøde", en: "Presence"),
                definition: Localised(da: "…", en: "…"),
                definitionID: "presence",
                unit: .percent,
                decimals: 1,
                direction: .neutral
            )
        ],
        marks: [:],
        absent: .nothing,
        gate: GateRule(areas: .municipalities),
        digest: ContentDigest(of: "presence")
    )

    /// A plan that computes 100 less each figure, and stops with `failure` where one is given.
    private static func plan(stoppingWith failure: Failure? = nil) -> DerivationPlan {
        DerivationPlan(order: DerivationOrder([StoreDesk.recipe, presence]), decoder: "test") { _, inputs in
            if let failure { throw failure }
            let figures = inputs[0].map { input in
                DerivedFigure(
                    key: DerivedKey(area: input.area, breakdown: input.breakdown, period: input.period),
                    value: input.value.map { 100 - $0 },
                    status: input.status,
                    inputs: [input.reference]
                )
            }
            return DerivedTable(figures: figures, summary: NormalisedSummary())
        } judge: { _, _, _, _ in
            []
        }
    }

    private func load(_ value: Double, _ desk: StoreDesk, _ plan: DerivationPlan) throws -> [DerivedOutcome] {
        let year = try Period(code: "2024/2025")
        return try desk.store.load(desk.request(), deriving: plan) { sink in
            let keys = ObservationKeys()
            var chunk = ObservationChunk()
            chunk.append(
                series: keys.number(of: SeriesKey(indicator: "absence", area: "766", breakdown: .none)),
                period: keys.number(of: year),
                value: value,
                status: .normal
            )
            try sink.take(chunk, keys: keys)
            return NormalisedSummary()
        } judge: { _, _ in
            []
        }.1
    }

    private static let figures = "SELECT indicator, value FROM figures ORDER BY 1"

    @Test("where the machine stops a computation, its input's load is undone too; nothing in between is ever stored")
    func stopped() throws {
        let desk = try StoreDesk()
        let outcomes = try load(8, desk, Self.plan())
        #expect(outcomes.map(\.dataset) == ["presence"])
        let before: [[QueryValue]] = [[.text("absence"), .real(8)], [.text("presence"), .real(92)]]
        #expect(try desk.rows(desk.publish(), Self.figures) == before)

        let full = Failure(kind: .system, name: "disk-full", message: "a test's disk is full")
        let failure = #expect(throws: Failure.self) { try load(9, desk, Self.plan(stoppingWith: full)) }
        #expect(failure?.name == "disk-full")
        #expect(try desk.rows(desk.publish(), Self.figures) == before)
    }

    @Test("where a computation is refused, the load stands, and what was computed before does")
    func refused() throws {
        let desk = try StoreDesk()
        _ = try load(8, desk, Self.plan())
        let wrong = Failure(kind: .contract, name: "wrong-periods", message: "a test refuses")
        let outcomes = try load(9, desk, Self.plan(stoppingWith: wrong))
        #expect(outcomes.map(\.outcome) == [.failed(wrong)])
        let publication = try desk.publish()
        #expect(
            try desk.rows(publication, Self.figures)
                == [[.text("absence"), .real(9)], [.text("presence"), .real(92)]]
        )
        #expect(
            try desk.rows(publication, "SELECT dataset, rule FROM refusals")
                == [[.text("presence"), .text("wrong-periods")]]
        )
        // The lineage is that of the figure that stands: the absence of then.
        let key = SeriesKey(indicator: "presence", area: "766", breakdown: .none)
        let (figure, _) = try #require(try publication.chain(figure: key, period: "2024/2025"))
        #expect(figure.value == 92 && figure.inputs.map(\.value) == [8])
    }
}
