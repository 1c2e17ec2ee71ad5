import PejlModel
import PejlStore
import Testing

/// What publishers say beside the figures, and what is known before they are asked again.
struct NotesTests {
    private static func footnote(_ text: String) -> PublisherNote {
        PublisherNote(kind: .footnote, text: text, isMandatory: true)
    }

    private static let analysis = ContentDigest(of: "analysis")

    @Test("The notes of the last description stand; a list of changes and a refused load say nothing")
    func current() throws {
        let desk = try StoreDesk()
        let closed = PublisherNote(kind: .closedTable, text: "2020-03-02T08:00:00", isMandatory: true)
        _ = try desk.load(["766": 7.0], notes: [Self.footnote("gammel")])
        try desk.store.recordUnchanged(desk.request(purposes: [.metadata], notes: [Self.footnote("ny"), closed]))
        try desk.store.recordUnchanged(desk.request(purposes: [.poll]))
        _ = try? desk.load(["766": 8.0], notes: [Self.footnote("afvist")], refusing: true)
        let publication = try desk.publish()
        #expect(try publication.notes() == ["test": [Self.footnote("ny"), closed]])
        #expect(
            try desk.rows(publication, "SELECT dataset, kind, text, mandatory, noted_at, fetch_id FROM dataset_notes")
                == [
                    [
                        .text("test"), .text("footnote"), .text("ny"), .integer(1), .text("2026-01-05T06:00:02Z"),
                        .integer(2),
                    ],
                    [
                        .text("test"), .text("closed_table"), .text("2020-03-02T08:00:00"), .integer(1),
                        .text("2026-01-05T06:00:02Z"), .integer(2),
                    ],
                ]
        )
        #expect(
            try desk.rows(publication, "SELECT DISTINCT fetch_id, purpose FROM fetches ORDER BY 1")
                == [
                    [.integer(1), .text("figures")], [.integer(2), .text("metadata")], [.integer(3), .text("poll")],
                    [.integer(4), .text("figures")],
                ]
        )
    }

    @Test("A new note is reason enough for a publication, the same note is not")
    func needsPublication() throws {
        let desk = try StoreDesk()
        func isNeeded() throws -> Bool {
            try desk.store.needsPublication(analysis: Self.analysis, published: desk.published)
        }
        _ = try desk.load(["766": 7.0], notes: [Self.footnote("a")])
        try desk.publish()
        try desk.store.recordUnchanged(desk.request(purposes: [.metadata], notes: [Self.footnote("a")]))
        try desk.store.recordUnchanged(desk.request(purposes: [.poll]))
        #expect(try !isNeeded())
        try desk.store.recordUnchanged(desk.request(purposes: [.metadata], notes: [Self.footnote("b")]))
        #expect(try isNeeded())
        try desk.publish()
        #expect(try !isNeeded())
        try desk.store.recordUnchanged(desk.request(purposes: [.metadata]))
        #expect(try isNeeded())
    }

    @Test("What is known of a dataset is its last fetch, and when it was last asked about itself")
    func lastRetrieval() throws {
        let desk = try StoreDesk()
        func last(_ decoder: String = "test 1") throws -> LastRetrieval? {
            try desk.store.lastRetrieval(of: "test", decoder: decoder)
        }
        #expect(try last() == nil)
        try desk.store.recordUnchanged(desk.request(purposes: [.metadata, .figures], update: "u1"))
        try desk.store.recordUnchanged(desk.request(purposes: [.poll], update: "u1"))
        let known = LastRetrieval(
            finishedAt: StoreDesk.start.adding(seconds: 2),
            askedAt: StoreDesk.start.adding(seconds: 1),
            publisherUpdate: "u1",
            recipe: StoreDesk.recipe.digest
        )
        #expect(try last() == known)
        #expect(try last("test 2") == nil)
        #expect(try desk.store.lastRetrieval(of: "other", decoder: "test 1") == nil)
        _ = try? desk.load(["766": 8.0], refusing: true)
        #expect(try last() == nil)
    }

    @Test("A load that waited for a person was asked for when its documents were fetched, not when it was let in")
    func askedBeforeApproval() throws {
        let desk = try StoreDesk()
        let request = try desk.request(purposes: [.metadata, .figures], update: "u1")
        let asked = request.fetched.startedAt
        let waited = LoadRequest(
            recipe: request.recipe,
            fetched: FetchedDataset(
                dataset: "test",
                startedAt: asked,
                finishedAt: asked.adding(seconds: 5 * 86_400),
                exchanges: request.fetched.exchanges,
                publisherUpdate: "u1"
            ),
            decoder: request.decoder,
            run: request.run
        )
        try desk.store.recordUnchanged(waited)
        let last = try #require(try desk.store.lastRetrieval(of: "test", decoder: "test 1"))
        #expect(last.askedAt == asked && last.finishedAt == asked)
    }

    @Test("Vintages that were rebuilt are published, though no fetch tells of them")
    func rebuiltVintages() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 8.0])
        try desk.publish()
        func isNeeded() throws -> Bool {
            try desk.store.needsPublication(analysis: ContentDigest(of: "analysis"), published: desk.published)
        }
        #expect(try !isNeeded())
        try desk.store.recordEvent(at: StoreDesk.start, actor: "test", verb: "replay", subject: "test", detail: "")
        #expect(try isNeeded())
        try desk.publish()
        #expect(try !isNeeded())
    }
}
