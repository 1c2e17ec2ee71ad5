import PejlModel
import PejlStore
import PejlTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Publications: numbers, verification and what a kill leaves behind.
struct PublicationTests {
    @Test("counts publications from 1 and knows when there is something new")
    func numbers() throws {
        let desk = try StoreDesk()
        let analysis = ContentDigest(of: "analysis")
        _ = try desk.load(["766": 7.0])
        #expect(try desk.store.needsPublication(analysis: analysis, published: desk.published))
        #expect(try desk.publish().number == 1)
        #expect(try !desk.store.needsPublication(analysis: analysis, published: desk.published))
        #expect(try desk.store.needsPublication(analysis: ContentDigest(of: "other"), published: desk.published))
        _ = try desk.load(["766": 7.0])
        #expect(try !desk.store.needsPublication(analysis: analysis, published: desk.published))
        _ = try desk.load(["766": 7.1])
        #expect(try desk.store.needsPublication(analysis: analysis, published: desk.published))
        #expect(try desk.publish().number == 2)
        unlink(desk.published)
        #expect(try desk.store.needsPublication(analysis: analysis, published: desk.published))
    }

    @Test("a digest follows the content, not how its pages lie")
    func contentDigest() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0, "615": 6.0])
        let publication = try desk.publish()
        let digest = try publication.contentDigest()
        #expect(publication.digest == digest)
        func change(_ sql: String) throws {
            let script = """
                import sqlite3,sys
                c=sqlite3.connect(sys.argv[1],isolation_level=None)
                for s in sys.argv[2].split(';'): c.execute(s)
                """
            #expect(try Program.python(script, [publication.path, sql]).status == 0)
        }
        try change("PRAGMA page_size=8192; VACUUM")
        #expect(try Publication(path: publication.path).contentDigest() == digest)
        try change("UPDATE observation SET value = 7.000000001 WHERE value = 7")
        #expect(try Publication(path: publication.path).contentDigest() != digest)
    }

    @Test("a candidate that was damaged is not published, and the old publication stands")
    func damagedCandidate() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0])
        try desk.publish()
        _ = try desk.load(["766": 8.0])
        try desk.store.makeCandidate(at: desk.candidate)
        #expect(truncate(desk.candidate, 8192) == 0)
        #expect(throws: StoreError.self) {
            try desk.store.publish(try desk.description(), [], candidate: desk.candidate, to: desk.published)
        }
        let publication = try Publication(path: desk.published)
        #expect(publication.number == 1)
        #expect(try publication.contentDigest() == publication.digest)
        try desk.reopen()
        try desk.store.recoverPublication(at: desk.published)
        #expect(try desk.publish().number == 2)
    }

    @Test(
        "a candidate that does not say what the store says is not published, and the old publication stands",
        arguments: [
            ("UPDATE observation SET value = 8.000000001 WHERE value = 8", "it does not say what the store says"),
            ("UPDATE observation SET status = 1", "it does not say what the store says"),
            ("DELETE FROM observation WHERE value = 6", "it does not say what the store says"),
            ("UPDATE observation_vintage SET value = 7.5", "it does not say what the store says"),
            ("DELETE FROM observation_vintage", "it does not say what the store says"),
            ("UPDATE raw_document SET bytes = bytes + 1 WHERE id = 1", "it does not say what the store says"),
            ("INSERT INTO observation VALUES (99, 1, 5, 0, 1)", "a figure without the row it refers to"),
            ("INSERT INTO observation VALUES (1, 99, 5, 0, 1)", "a figure without the row it refers to"),
            ("UPDATE observation SET fetch_id = 99 WHERE value = 8", "a figure without the row it refers to"),
            ("UPDATE observation_vintage SET to_fetch_id = 99", "a figure without the row it refers to"),
            ("UPDATE series SET area_id = 9999 WHERE id = 1", "a row without the row it refers to"),
        ]
    )
    func otherCandidate(change: String, complaint: String) throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0, "615": 6.0])
        try desk.publish()
        _ = try desk.load(["766": 8.0, "615": 6.0])
        try desk.store.makeCandidate(at: desk.candidate)
        let script = """
            import sqlite3, sys
            candidate = sqlite3.connect(sys.argv[1])
            assert candidate.execute(sys.argv[2]).rowcount > 0
            candidate.commit()
            """
        #expect(try Program.python(script, [desk.candidate, change]).status == 0)
        let error = #expect(throws: StoreError.self) {
            try desk.store.publish(try desk.description(), [], candidate: desk.candidate, to: desk.published)
        }
        guard case .unverified(_, let detail)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(detail == complaint)
        #expect(try Publication(path: desk.published).number == 1)
        // The store is as it was, and its next candidate is sound.
        #expect(try desk.publish().number == 2)
    }

    @Test("a kill after the rename is noticed at the next start, one before it is undone")
    func recovery() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0])
        try desk.publish()
        // The rename happened, the store does not know: the published file is put back as it was made.
        let aside = desk.folder.file("aside.sqlite")
        _ = try desk.load(["766": 8.0])
        try desk.publish()
        #expect(rename(desk.published, aside) == 0)
        _ = try desk.load(["766": 9.0])
        try desk.store.makeCandidate(at: desk.candidate)
        // The folder of the target is missing, so the rename fails where a kill would have come.
        #expect(throws: StoreError.self) {
            try desk.store.publish(try desk.description(), [], candidate: desk.candidate, to: "/nonexistent/x")
        }
        #expect(rename(aside, desk.published) == 0)
        try desk.reopen()
        try desk.store.recoverPublication(at: desk.published)
        #expect(try desk.store.nextPublicationNumber() == 3)
        let publication = try desk.publish()
        #expect(publication.number == 3)
        #expect(try desk.rows(publication, "SELECT value FROM figures") == [[.real(9)]])
        #expect(
            try desk.rows(publication, "SELECT number, state FROM publication ORDER BY number") == [
                [.integer(1), .text("published")], [.integer(2), .text("published")],
                [.integer(3), .text("published")],
            ]
        )
    }

    @Test("a store that knows less than the publication was lost, and nothing is overwritten")
    func lostStore() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0])
        try desk.publish()
        let store = try Store(path: desk.folder.file("new.sqlite"), now: StoreDesk.start)
        let error = #expect(throws: StoreError.self) { try store.recoverPublication(at: desk.published) }
        #expect(
            error
                == .behind(path: desk.folder.file("new.sqlite"), published: desk.published, number: 1, known: 0)
        )
    }

    @Test("another publication put in the place of the last one is not taken for it")
    func foreignPublication() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0])
        try desk.publish()
        let analysis = ContentDigest(of: "analysis")
        #expect(try !desk.store.needsPublication(analysis: analysis, published: desk.published))
        let other = try StoreDesk()
        _ = try other.load(["766": 9.0])
        try other.publish()
        #expect(rename(other.published, desk.published) == 0)
        #expect(try desk.store.needsPublication(analysis: analysis, published: desk.published))
    }

    @Test("findings are those of the publication's own runs: a plugin that is gone leaves none")
    func goneplugin() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0])
        let run = try desk.store.beginRun(.analyse, subject: "test", at: StoreDesk.start)
        let finding = Finding(
            plugin: "test",
            kind: "test",
            indicator: "absence",
            area: "766",
            breakdown: Breakdown([BreakdownPart(dimension: "stage", member: "mellemtrin")]),
            period: "2024/2025",
            group: "country",
            statistic: "value",
            value: 7,
            unit: "%",
            count: 1,
            caveats: [],
            text: Localised(same: "t"),
            inputs: []
        )
        let group = ComparisonGroup(id: "country", title: Localised(same: "c"), members: ["630", "766"], source: "s")
        let result = AnalysisResult(
            run: run,
            time: StoreDesk.start...StoreDesk.start,
            plugin: "test",
            version: "1",
            digest: ContentDigest(of: "p"),
            settings: ["b": "2", "a": "\"1\""],
            groups: [group],
            findings: [finding]
        )
        let first = try desk.publish([result])
        #expect(try desk.rows(first, "SELECT finding_id FROM findings") == [[.text(finding.id)]])
        _ = try desk.load(["766": 7.5])
        let second = try desk.publish()
        #expect(try desk.rows(second, "SELECT finding_id FROM findings") == [])
        // The old finding is still explained, with the version that made it, and as superseded.
        let chain = try #require(try second.chain(finding: finding.id))
        #expect(chain.isSuperseded)
        #expect(chain.pluginVersion == "1")
        #expect(chain.settings == ["a": "\"1\"", "b": "2"])
        let told = try #require(chain.group)
        #expect(told.members == ["630", "766"] && told.source == "s" && told.digest == group.version.hex)
        #expect(
            try desk.rows(second, "SELECT settings FROM plugin_run") == [[.text(#"{"a":"\"1\"","b":"2"}"#)]]
        )
    }

    @Test("a reader without pejl can open a publication: Python's sqlite3")
    func otherReaders() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0])
        let publication = try desk.publish()
        let script = """
            import sqlite3,sys
            c=sqlite3.connect('file:'+sys.argv[1]+'?mode=ro',uri=True)
            print(c.execute('pragma journal_mode').fetchone()[0], c.execute('pragma integrity_check').fetchone()[0],
                c.execute('select area_code, value from figures').fetchall())
            """
        let result = try Program.python(script, [publication.path])
        #expect(result.output == "delete ok [('766', 7.0)]\n")
    }

    @Test("files are for the owner and the group only")
    func modes() throws {
        let desk = try StoreDesk()
        _ = try desk.load(["766": 7.0])
        try desk.publish()
        for path in [desk.path, desk.published] {
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o640)
        }
    }
}
