import PejlModel
import PejlNormalise
import Testing

/// The moment of the update in the description, Danish local time, against the one in the figures, UTC.
struct PublisherUpdateTests {
    private func problem(described: String?, found: String?) -> Failure? {
        let recipe = Recipes.recipe()
        let normaliser = Normaliser(recipe: recipe, publisherUpdate: described, sink: Basket())
        let table = TableDictionary(
            columns: recipe.columns.map(\.code),
            measures: recipe.indicators.map(\.measure),
            updated: found
        )
        do {
            try normaliser.begin(table)
            return nil
        } catch {
            return Failure(error)
        }
    }

    @Test(
        "The same moment, or one that is not told, is no problem",
        arguments: [
            ("2025-03-25T08:00:00", "2025-03-25T07:00:00Z"), ("2025-08-11T08:00:00", "2025-08-11T06:00:00Z"),
            ("2025-10-26T02:30:00", "2025-10-26T01:30:00Z"), (nil, "2025-08-11T06:00:00Z"),
            ("2025-08-11T08:00:00", nil), ("2025-08-11", "2025-08-12T06:00:00Z"),
            ("2025-08-11T08:00:00", "2025-08-12 06:00"),
        ] as [(String?, String?)]
    )
    func agrees(described: String?, found: String?) {
        #expect(problem(described: described, found: found) == nil)
    }

    @Test(
        "Another moment means that the table was updated in between; it may pass",
        arguments: [
            ("2025-03-25T08:00:00", "2025-03-25T08:00:00Z"), ("2025-08-11T08:00:00", "2025-08-11T07:00:00Z"),
            ("2025-08-11T08:00:00", "2025-09-10T06:00:00Z"),
        ]
    )
    func differs(described: String, found: String) {
        #expect(
            problem(described: described, found: found)
                == Failure(
                    kind: .transient,
                    name: "changed-meanwhile",
                    message: "prøve: the table was updated at \(described) Danish time, its figures at \(found); wait "
                        + "for the next try, and ask for another format if it goes on"
                )
        )
    }
}
