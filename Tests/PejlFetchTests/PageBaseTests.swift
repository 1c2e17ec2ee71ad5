import PejlFetch
import PejlModel
import PejlStandIn
import Testing

/// Whether the first page is 0 or 1 is found out from the answers.
struct PageBaseTests {
    private static func settings(_ pageZero: NeighbourSettings.PageZero) -> NeighbourSettings {
        var settings = NeighbourSettings()
        settings.pageZero = pageZero
        return settings
    }

    @Test(
        "every page comes once, in order, whatever the publisher calls the first one and does with page 0",
        arguments: [
            (0, NeighbourSettings.PageZero.first, 30), (1, .first, 30), (1, .empty, 30), (1, .refused, 30),
            (0, .first, 1000), (1, .refused, 1000), (0, .first, 98), (1, .first, 98), (0, .first, 196),
        ]
    )
    func bases(firstPage: Int, pageZero: NeighbourSettings.PageZero, pageSize: Int) async throws {
        let standIn = try StandIn.start(firstPage: firstPage, neighbours: Self.settings(pageZero))
        defer { standIn.stop() }
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL)
        let dataset = try await desk.fetch(Recipes.absence(pageSize: pageSize))
        let rows = dataset.figures.flatMap { exchange in
            String(decoding: Desk.bytes(of: exchange.document.path), as: UTF8.self).split(separator: "}").dropLast()
        }
        // 98 municipalities in two stages; every row there, and none twice.
        #expect(rows.count == 195 || rows.count == 196)
        #expect(Set(rows.map { $0.drop { ",[{".contains($0) } }).count == rows.count)
        #expect(dataset.figures.count == (rows.count + pageSize - 1) / pageSize)
    }

    @Test("what one dataset found out the next one uses")
    func remembered() async throws {
        for (firstPage, first) in [(0, 0), (1, 1)] {
            let standIn = try StandIn.start(firstPage: firstPage)
            defer { standIn.stop() }
            let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL)
            _ = try await desk.fetch(Recipes.absence())
            let before = standIn.figureRequests.count
            let dataset = try await desk.fetch(Recipes.absence())
            #expect(standIn.figureRequests.count == before + 2)
            #expect(dataset.figures[0].requestBody.contains("\"side\":\(first),"))
        }
    }
}
