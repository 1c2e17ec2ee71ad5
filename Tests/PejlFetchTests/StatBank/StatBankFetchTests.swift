import PejlFetch
import PejlModel
import PejlStandIn
import Testing

/// StatBank's way through the real libcurl: description, figures, notes.
struct StatBankFetchTests {
    private static func path(_ request: RecordedRequest) -> String { String(request.path.prefix { $0 != "?" }) }

    private static let series = [
        Selection(code: "OMRÅDE", values: ["*"]), Selection(code: "SERIE", values: ["*"]),
        Selection(code: "Tid", values: ["*"]),
    ]

    @Test("The description comes first, is kept with the figures and brings the footnote and the day of the update")
    func description() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        let dataset = try await desk.fetch(Recipes.statBank(form: .bulk, table: "SYNT1", Self.series))
        #expect(standIn.requests.map(Self.path) == ["/v1/tableinfo", "/v1/data"])
        #expect(dataset.exchanges.map(\.purpose) == [.metadata, .figures])
        #expect(dataset.exchanges[0].requestBody == #"{"table":"SYNT1","lang":"da","format":"JSON"}"#)
        #expect(dataset.publisherUpdate == "2025-08-20T08:00:00" && !dataset.isUnchanged)
        let note = "SYNTETISK: intet tal i tabellen er virkeligt. Serie C sluttede i 2022."
        #expect(dataset.notes == [PublisherNote(kind: .footnote, text: note, isMandatory: true)])
        #expect(desk.files.count == 2)
    }

    @Test("A closed table still answers, and that is noted")
    func closed() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        let dataset = try await desk.fetch(
            Recipes.statBank(form: .px, table: "synt2", [Selection(code: "OMRÅDE", values: ["000"])])
        )
        #expect(dataset.notes == [PublisherNote(kind: .closedTable, text: "2020-03-02T08:00:00", isMandatory: true)])
        #expect(Desk.bytes(of: dataset.figures[0].document.path).starts(with: "CHARSET=\"ANSI\";".utf8))
    }

    @Test("A question that does not fit costs one request, and says what to write")
    func misfit() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        let recipe = Recipes.population(areas: ["Hedensted"])
        let failure = try #require(await desk.failure(of: recipe)).failure
        #expect(failure.name == "unknown-value" && failure.kind == .contract)
        #expect(failure.message == #"FOLK1AM: "Hedensted" fits no value of OMRÅDE; did you mean 766 (Hedensted)?"#)
        #expect(standIn.requests.count == 1)
        #expect(desk.files.isEmpty)
    }

    @Test("An answer without a column that was asked for is refused")
    func lostColumn() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.renamedColumn, on: "/v1/data")
        let desk = Desk(statBank: standIn.statBankURL)
        let failure = await desk.failure(of: Recipes.population())
        #expect(
            failure?.description == "FOLK1AM: the answer has no column OMRÅDE, only OMRÅDE_NY, TID, INDHOLD; "
                + "report it to the publisher"
        )
        #expect(desk.files.isEmpty)
    }

    @Test("A description of another table is refused")
    func otherTable() async throws {
        let server = RawServer([StatBankDescription.answer], describes: false)
        defer { server.stop() }
        let desk = Desk(statBank: server.url)
        let failure = await desk.failure(of: Recipes.population(table: "FOLK1A"))
        guard case .unexpectedContent(_, let reason, _)? = failure else { return #expect(Bool(false), "it was read") }
        #expect(reason == #"it describes the table "FOLK1AM""#)
    }

    // MARK: - Too many cells

    @Test("A large question comes in parts, in order, and the parts are one state of the table")
    func parts() async throws {
        let standIn = try StandIn.start(cellLimit: 10_000)
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL) { $0.limits.statBankCells = 10_000 }
        // 105 areas × 32 months × 3 columns = 10,080 cells: 31 months fit.
        let dataset = try await desk.fetch(Recipes.population())
        #expect(standIn.requests.map(Self.path) == ["/v1/tableinfo", "/v1/data", "/v1/data", "/v1/tableinfo"])
        #expect(dataset.exchanges.map(\.purpose) == [.metadata, .figures, .figures, .metadata])
        #expect(dataset.figures[0].requestBody.contains("\"2021M10\""))
        #expect(dataset.figures[1].requestBody.hasSuffix(#"{"code":"Tid","values":["2025M01"]}]}"#))
        let lines = dataset.figures.map { Desk.bytes(of: $0.document.path).count { $0 == UInt8(ascii: "\n") } }
        #expect(lines == [105 * 31 + 1, 105 + 1])
    }

    @Test("Parts of two states of a table are not put together")
    func changedMeanwhile() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL) { $0.limits.statBankCells = 10_000 }
        let figure = Revision.population(area: "766", period: "2024M04", persons: 47_900)
        let failure: FetchError?
        do throws(FetchError) {
            _ = try await desk.fetch(Recipes.population()) { progress in
                if progress.page == 2 { try? standIn.revise(figure) }
            }
            failure = nil
        } catch {
            failure = error
        }
        #expect(failure == .changedMeanwhile(url: standIn.statBankURL + "/tableinfo"))
        #expect(failure?.kind == .transient && desk.files.isEmpty)
    }

    // MARK: - What BULK leaves out

    @Test(
        "What the recipe says of absent combinations must be what the table says",
        arguments: [
            ("SYNT1", AbsentRule.zero, nil), ("SYNT1", .nothing, nil),
            (
                "SYNT1", .suppressed,
                #"SYNT1: the recipe says absent = "suppressed", but a combination that BULK leaves out of this table "#
                    + #"stands for "0"; write absent = "zero""#
            ),
            (
                "SYNT2", .zero,
                #"SYNT2: the recipe says absent = "zero", but a combination that BULK leaves out of this table stands "#
                    + #"for ".."; write absent = "nothing""#
            ),
            ("SYNT2", .missing, nil),
        ] as [(String, AbsentRule, String?)]
    )
    func absentRule(table: String, rule: AbsentRule, expected: String?) async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        let variables = table == "SYNT1" ? Self.series : Self.series.filter { $0.code != "SERIE" }
        let recipe = Recipes.statBank(form: .bulk, table: table, absent: rule, variables)
        #expect(await desk.failure(of: recipe)?.description == expected)
    }

    @Test("Zeros for what is absent go with BULK alone")
    func zeroElsewhere() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        let recipe = Recipes.statBank(table: "SYNT1", absent: .zero, Self.series)
        #expect(
            await desk.failure(of: recipe)?.description
                == #"SYNT1: absent = "zero" goes with format = "bulk" alone; other forms send every combination"#
        )
    }
}
