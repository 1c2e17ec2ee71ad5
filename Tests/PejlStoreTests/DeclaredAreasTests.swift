import PejlModel
import PejlStore
import Testing

/// Areas that a recipe declares come into the store with its figures.
struct DeclaredAreasTests {
    @Test("figures of a declared area are stored, shown by name and kept apart from the Danish ones")
    func stored() throws {
        let desk = try StoreDesk()
        func recipe(_ name: String) -> Recipe {
            StoreDesk.recipe(
                areas: [Area(kind: .municipality, code: "SE-0180", name: name, regionCode: nil, groupCode: nil)]
            )
        }
        _ = try desk.load(["766": 7.0, "SE-0180": 5.0], recipe: recipe("Stockholms stad"))
        _ = try desk.load(["766": 7.0, "SE-0180": 5.5], recipe: recipe("Stockholm"))
        let publication = try desk.publish()
        let rows = try desk.rows(publication, "SELECT area_code, area, area_kind, value FROM figures ORDER BY 1")
        #expect(
            rows == [
                [.text("766"), .text("Hedensted"), .text("municipality"), .real(7)],
                [.text("SE-0180"), .text("Stockholm"), .text("municipality"), .real(5.5)],
            ]
        )
        #expect(try publication.areas(.municipality).count == 99)
        #expect(try publication.areas(.municipality).last?.name == "Stockholm")
    }

    @Test("a figure of an area that nobody declared is refused, and nothing is stored")
    func undeclared() throws {
        let desk = try StoreDesk()
        #expect(throws: StoreError.self) { _ = try desk.load(["SE-0180": 5.0]) }
        #expect(try !desk.store.hasObservations())
    }
}
