import PejlFetch
import PejlModel
import Testing

struct StatBankTableTests {
    private func refusal(_ json: String) async -> String? {
        let server = RawServer([StatBankDescription.answer(json)], describes: false)
        defer { server.stop() }
        let desk = Desk(statBank: server.url)
        do throws(FetchError) {
            _ = try await desk.fetcher.statBankTable("T", language: .danish)
            return nil
        } catch .unexpectedContent(_, let reason, _) {
            return reason
        } catch {
            return error.description
        }
    }

    private func table(_ json: String) async throws -> StatBankTable {
        let server = RawServer([StatBankDescription.answer(json)], describes: false)
        defer { server.stop() }
        let desk = Desk(statBank: server.url)
        let table = try await desk.fetcher.statBankTable("T", language: .danish)
        #expect(desk.files.isEmpty)
        return table
    }

    private static let time = #"{"id":"Tid","time":true,"values":[{"id":"2024"},{"id":"2022"},{"id":"2023"}]}"#

    @Test("Any text may be null, and periods are put oldest first")
    func nulls() async throws {
        let table = try await table(
            #"{"id":"T","text":null,"unit":null,"suppressedDataValue":null,"updated":null,"documentation":null,"#
                + #""footnote":null,"variables":[\#(Self.time),{"id":"X","text":null,"elimination":true,"#
                + #""values":[{"id":"b","text":null},{"id":"a"}]}]}"#
        )
        #expect(table.text == "" && table.unit == "" && table.updated == nil && table.suppressedDataValue == nil)
        #expect(table.isActive && table.notes.isEmpty)
        #expect(table.variables.map(\.id) == ["Tid", "X"])
        #expect(table.variables.map { $0.values.map(\.id) } == [["2022", "2023", "2024"], ["b", "a"]])
        #expect(table.variables.map(\.isEliminable) == [false, true])
        #expect(table.variable("tid")?.isTime == true && table.variable("x")?.map == nil)
    }

    @Test("The footnote is kept in one line with what it says of itself, and a closed table is noted")
    func notes() async throws {
        let table = try await table(
            #"{"id":"T","updated":"2020-03-02T08:00:00","active":false,"variables":[\#(Self.time)],"#
                + #""footnote":{"text":"Tallet er for lavt.   \r\n \r\n  330 mangler. ","mandatory":true}}"#
        )
        #expect(
            table.notes == [
                PublisherNote(kind: .footnote, text: "Tallet er for lavt. 330 mangler.", isMandatory: true),
                PublisherNote(kind: .closedTable, text: "2020-03-02T08:00:00", isMandatory: true),
            ]
        )
        let voluntary = try await self.table(
            #"{"id":"T","variables":[],"footnote":{"text":"Se også T2.","mandatory":false}}"#
        )
        #expect(voluntary.notes == [PublisherNote(kind: .footnote, text: "Se også T2.", isMandatory: false)])
    }

    @Test(
        "A footnote that may be mandatory is taken as mandatory, an empty one as none",
        arguments: [
            (#"{"text":"x"}"#, true), (#"{"text":"x","mandatory":null}"#, true), (#"{"text":"  \r\n"}"#, nil),
            (#"{"text":null,"mandatory":true}"#, nil), (#"{}"#, nil),
        ] as [(String, Bool?)]
    )
    func mandatory(footnote: String, expected: Bool?) async throws {
        let table = try await table(#"{"id":"T","variables":[],"footnote":\#(footnote)}"#)
        #expect(table.footnote?.isMandatory == expected)
    }

    @Test(
        "What pejl computes with must be there",
        arguments: [
            ("[]", "it is no object"), ("{}", "no id"), (#"{"id":""}"#, "no id"), (#"{"id":7}"#, "no id"),
            (#"{"id":"T"}"#, "no variables"), (#"{"id":"T","variables":{}}"#, "no variables"),
            (#"{"id":"T","variables":[{}]}"#, "a variable without id"),
            (#"{"id":"T","variables":[{"id":"X"}]}"#, #"the variable "X" has no values"#),
            (#"{"id":"T","variables":[{"id":"X","values":[{"text":"a"}]}]}"#, #"a value of "X" without id"#),
            (
                #"{"id":"T","variables":[{"id":"X","values":[{"id":"a"},{"id":"a"}]}]}"#,
                #"the value "a" of "X" stands twice"#
            ),
            (
                #"{"id":"T","variables":[{"id":"X","values":[]},{"id":"x","values":[]}]}"#,
                #"the variable "x" stands twice"#
            ),
            (
                #"{"id":"T","variables":[{"id":"X","time":true,"values":[]},{"id":"Y","time":true,"values":[]}]}"#,
                "two variables are the time"
            ),
            (#"{"id":"T","variables":[],"footnote":"x"}"#, "the footnote is no object"),
            (#"{"id":"T","variables":[],"footnote":{"text":7}}"#, "the footnote's text is no text"),
        ]
    )
    func refused(json: String, reason: String) async {
        #expect(await refusal(json) == "it does not describe a table (\(reason))")
    }

    @Test("Sixty-five variables are refused, and so is what is no JSON")
    func limits() async {
        let variable = #"{"id":"X","values":[]}"#
        let many = (0..<65).map { variable.replacing("X", with: "X\($0)") }.joined(separator: ",")
        let reason = await refusal(#"{"id":"T","variables":[\#(many)]}"#)
        #expect(reason == "it does not describe a table (65 variables)")
        #expect(
            await refusal(#"{"id":"T","id":"T"}"#) == "the answer is not readable JSON (byte 14: a member comes twice)"
        )
    }

    @Test("A recorded description is read", .enabled(if: Recorded.isAtHand, Recorded.reason))
    func recorded() async throws {
        let json = String(decoding: Recorded.bytes("statbank-http/tableinfo_STRAF42_en.json"), as: UTF8.self)
        let table = try await table(json)
        #expect(table.id == "STRAF42" && table.unit == "Number" && table.updated == "2025-03-25T08:00:00")
        #expect(table.suppressedDataValue == "0" && table.isActive)
        #expect(table.footnote?.isMandatory == true)
        #expect(table.footnote?.text.contains("330 convictions missing. The provisions of the Danish") == true)
        #expect(table.variables.map(\.id) == ["HERKOMST1", "OVERTRÆD", "AFGØRELSE", "ALDER", "KØN", "Tid"])
        // Counted with Python's json module.
        #expect(table.variables.map(\.values.count) == [7, 97, 47, 19, 4, 30])
        #expect(table.variables.map(\.isEliminable) == [true, true, true, true, true, false])
        #expect(table.variables.last?.values.first?.id == "1995")
        let sample = String(
            decoding: Recorded.bytes("statbank-samples/tableinfo_FOLK1A_trimmed_en.json"),
            as: UTF8.self
        )
        #expect(try await self.table(sample).variables.map(\.id) == ["KØN"])
    }

    @Test("A recorded catalogue and tree are read whole", .enabled(if: Recorded.isAtHand, Recorded.reason))
    func recordedLists() async throws {
        let catalogue = String(decoding: Recorded.bytes("statbank-http/tables_da.json"), as: UTF8.self)
        let tree = String(decoding: Recorded.bytes("statbank-http/subjects_recursive_en.json"), as: UTF8.self)
        let server = RawServer([StatBankDescription.answer(catalogue), StatBankDescription.answer(tree)])
        defer { server.stop() }
        let desk = Desk(statBank: server.url)
        let list = try await desk.fetcher.statBankTables(language: .danish)
        #expect(list.entries.count == 2234)
        let population = try #require(list.entries.first { $0.id == "FOLK1AM" })
        #expect(population.updated == "2025-08-11T08:00:00" && population.periods == "2021M10–2025M07")
        #expect(population.variables == ["område", "køn", "alder", "tid"])
        let subjects = try await desk.fetcher.statBankSubjects(language: .english)
        #expect(subjects.map(\.id) == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "19"])
        #expect(subjects.first?.subjects.isEmpty == false)
        #expect(
            server.requests.map { String($0.prefix { $0 != "\r\n" }) } == [
                "GET /tables?lang=da&format=JSON HTTP/1.1", "GET /subjects?recursive=true&lang=en&format=JSON HTTP/1.1",
            ]
        )
    }
}

/// Answers as publishers sent them; not part of the repository.
enum Recorded {
    private static let folder =
        "/" + #filePath.split(separator: "/").dropLast(5).joined(separator: "/") + "/shared/data/"
    static let isAtHand = !bytes("INDEX.md").isEmpty
    static let reason: Comment = "../shared/data is not beside this repository: nothing to compare with"

    static func bytes(_ name: String) -> [UInt8] { Desk.bytes(of: folder + name) }
}
