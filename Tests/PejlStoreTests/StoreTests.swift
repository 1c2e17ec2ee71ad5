import PejlModel
import PejlStore
import PejlTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Loading, vintages and opening of the work store.
struct StoreTests {
    @Test("a first load is all new, the same again is nothing, and a change is one vintage")
    func vintages() throws {
        let desk = try StoreDesk()
        #expect(try desk.load(["766": 7.0, "615": 6.0]).counts == [2, 0, 0])
        #expect(try desk.load(["766": 7.0, "615": 6.0]).counts == [0, 0, 0])
        #expect(try desk.load(["766": 7.5, "615": 6.0, "630": 5.0]).counts == [1, 1, 0])
        #expect(try desk.load(["766": 7.5, "615": 6.0]).counts == [0, 0, 1])
        #expect(try desk.load(["766": 7.5, "615": 6.0, "630": 5.0]).counts == [1, 0, 0])
        let publication = try desk.publish()
        let rows = try desk.rows(
            publication,
            "SELECT area_code, value, valid_from IS NOT NULL, valid_to IS NULL FROM figures_vintages "
                + "ORDER BY area_code, fetch_id"
        )
        #expect(
            rows == [
                [.text("615"), .real(6), .integer(1), .integer(1)],
                [.text("630"), .real(5), .integer(1), .integer(0)],
                [.text("630"), .real(5), .integer(1), .integer(1)],
                [.text("766"), .real(7), .integer(1), .integer(0)],
                [.text("766"), .real(7.5), .integer(1), .integer(1)],
            ]
        )
    }

    @Test("a value that becomes hidden is a change, and a hidden one is never zero")
    func suppression() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 0, "615": 6.0])
        #expect(try desk.load(["766": nil, "615": 6.0]).counts == [0, 1, 0])
        let rows = try desk.rows(
            desk.publish(),
            "SELECT value, status, confidentiality FROM figures_vintages WHERE area_code = '766' ORDER BY fetch_id"
        )
        #expect(rows == [[.real(0), .text("A"), .text("F")], [.null, .text("Q"), .text("C")]])
    }

    @Test("a refused load leaves nothing but its record")
    func refusal() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0])
        #expect(throws: Refused.self) { try desk.load(["766": 9.0, "615": 1.0], refusing: true) }
        #expect(throws: Refused.self) { try desk.load(["766": 9.0, "615": 1.0], breaking: true) }
        let publication = try desk.publish()
        #expect(try desk.rows(publication, "SELECT area_code, value FROM figures") == [[.text("766"), .real(7)]])
        #expect(
            try desk.rows(publication, "SELECT outcome FROM fetches ORDER BY fetch_id") == [
                [.text("loaded")], [.text("refused")], [.text("refused")],
            ]
        )
    }

    @Test(
        "a recipe that changes the unit or the definition of figures held is refused, and leaves them as they were",
        arguments: [
            (StoreDesk.recipe(unit: .points), "unit from % to points"),
            (StoreDesk.recipe(definitionID: "other"), "definition from test to other"),
        ]
    )
    func changedDefinition(recipe: Recipe, change: String) throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0])
        let error = #expect(throws: LoadRefusal.self) { try desk.load(["766": 7.0], recipe: recipe) }
        #expect(
            error?.rules.map(\.finding) == [
                "absence: the recipe changes its \(change); another definition is another indicator: give it an "
                    + "identifier of its own"
            ]
        )
        #expect(error?.failure.name == "definition-changed" && error?.isWaivable == false)
        let rows = try desk.rows(desk.publish(), "SELECT unit, definition_id FROM indicators")
        #expect(rows == [[.text("%"), .text("test")]])
    }

    @Test("breaks are those of the recipe, and a load that leaves them as they are leaves the store as it is")
    func breaks() throws {
        func one(_ text: String, _ reason: String) throws -> IndicatorBreak {
            IndicatorBreak(
                day: try #require(CalendarDay(iso: text)),
                reason: Localised(da: reason, en: "en \(reason)"),
                source: "kilde"
            )
        }
        let desk = try StoreDesk()
        let law = try one("2012-08-01", "lov")
        let figures: [String: Double?] = ["766": 7.0]
        _ = try desk.load(figures, recipe: StoreDesk.recipe(breaks: [law, try one("2017-01-01", "praksis")]))
        let sql = "SELECT indicator, day, reason_da, reason_en FROM breaks ORDER BY day"
        let first = try desk.publish()
        let lawRow: [QueryValue] = [.text("absence"), .text("2012-08-01"), .text("lov"), .text("en lov")]
        #expect(
            try desk.rows(first, sql) == [
                lawRow, [.text("absence"), .text("2017-01-01"), .text("praksis"), .text("en praksis")],
            ]
        )
        #expect(try first.indicators().first?.breaks.map(\.day.description) == ["2012-08-01", "2017-01-01"])

        let changed = StoreDesk.recipe(breaks: [try one("2020-01-01", "covid"), law])
        _ = try desk.load(figures, recipe: changed)
        let ids = "SELECT id, day FROM break ORDER BY id"
        let before = try desk.rows(desk.publish(), ids)
        #expect(before.map { $0[1] } == [.text("2012-08-01"), .text("2020-01-01")])
        _ = try desk.load(figures, recipe: changed)
        #expect(try desk.rows(desk.publish(), ids) == before)

        _ = try desk.load(figures)
        #expect(try desk.rows(desk.publish(), sql) == [])
    }

    @Test("tells how a load differs: withdrawn figures by name, thousandfold jumps by number")
    func differences() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["101": 10, "147": 20, "151": 0, "153": nil])
        let difference = try desk.load(["101": 10_000, "147": 20.5, "151": 5])
        #expect(difference.before == 4)
        #expect(difference.now == 3)
        #expect(difference.jumps == 1)
        #expect(difference.comparable == 2)
        #expect(
            difference.examples.map { "\($0.kind) \($0)" } == [
                "withdrawn absence 153 stage=mellemtrin 2024/2025: (Q) → –",
                "jumped absence 101 stage=mellemtrin 2024/2025: 10 → 10000",
                "changed absence 147 stage=mellemtrin 2024/2025: 20 → 20.5",
                "changed absence 151 stage=mellemtrin 2024/2025: 0 → 5",
            ]
        )
    }

    @Test("what is not a pejl store is refused and stays as it is")
    func foreignFiles() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write(
            "this is not a database, and longer than a header would be: " + String(repeating: "x", count: 200),
            to: "text"
        )
        let failure = #expect(throws: StoreError.self) { try Store(path: text, now: StoreDesk.start) }
        #expect(failure == .notOurs(path: text))

        let other = folder.file("other.sqlite")
        let script = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('create table t(a)'); c.commit()"
        #expect(try Program.python(script, [other]).status == 0)
        let before = ContentDigest(of: try #require(contents(other)))
        let second = #expect(throws: StoreError.self) { try Store(path: other, now: StoreDesk.start) }
        #expect(second == .notOurs(path: other))
        #expect(ContentDigest(of: try #require(contents(other))) == before)
    }

    @Test("a store of a newer pejl is refused by name")
    func futureVersion() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0])
        let path = try desk.publish().path
        let script = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('pragma user_version=99')"
        #expect(try Program.python(script, [path]).status == 0)
        let failure = #expect(throws: StoreError.self) { try Publication(path: path) }
        #expect(failure?.description == "\(path) has schema 99, this pejl knows 6; install the newer pejl")
    }

    @Test("a second connection is refused while the store is held")
    func isExclusive() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0])
        let failure = #expect(throws: StoreError.self) { try Store(path: desk.path, now: StoreDesk.start) }
        #expect(failure == .locked(path: desk.path))
    }

    @Test("a run that a killed process left open is interrupted at the next start")
    func interruptedRuns() throws {
        let desk = try StoreDesk()
        _ = try desk.store.beginRun(.refresh, subject: "test", at: StoreDesk.start)
        try desk.reopen()
        let rows = try desk.rows(desk.publish(), "SELECT kind, subject, state FROM runs WHERE state <> 'succeeded'")
        #expect(rows == [[.text("refresh"), .text("test"), .text("interrupted")]])
    }

    private func contents(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        let count = read(descriptor, &buffer, buffer.count)
        return count < 0 ? nil : Array(buffer[..<count])
    }
}

extension LoadDifference {
    /// New, changed and withdrawn.
    var counts: [Int] { [added, changed, withdrawn] }
}
