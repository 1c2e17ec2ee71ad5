import PejlStandIn
import Testing

struct EducationTests {
    let standIn: StandIn

    init() throws {
        standIn = try StandIn.start()
    }

    @Test("1,174 absence cells are published; two are absent rows")
    func absence() throws {
        let rows = try Queries.rows(standIn.statistics(Queries.absence()))
        #expect(rows.count == 1_174)
        let code = "[Institution].[Beliggenhedskommunenummer].[Beliggenhedskommunenummer]"
        #expect(Set(rows.map { $0[code] }).count == 98)
        let all = try Queries.rows(standIn.statistics(Queries.absence(more: #","tomme_rækker":true"#)))
        #expect(all.count == 1_176)
        #expect(all.filter { $0[Queries.measure] == "" }.count == 2)
    }

    @Test("a row is flat, its keys repeat the level, its value is a Danish text")
    func rowBytes() throws {
        let levels = ["[Institution].[Beliggenhedskommune]", "[Klassetrin].[Skoletrin]", "[Tid].[Skoleår]"]
        let filter =
            #","filtre":{"[Institution].[Beliggenhedskommunenummer]":["766"],"[Tid].[Skoleår]":["2024/2025"]}"#
        let answer = try standIn.statistics(Queries.absence(levels: levels, more: filter))
        let expected = [("Mellemtrin", "7,1 %"), ("Udskoling", "8,0 %")].map { stage, value in
            #"{"[Institution].[Beliggenhedskommune].[Beliggenhedskommune]":"Hedensted","#
                + #""[Klassetrin].[Skoletrin].[Skoletrin]":"\#(stage)","#
                + #""[Tid].[Skoleår].[Skoleår]":"2024/2025","Gennemsnitligt fravær per skoleår":"\#(value)"}"#
        }
        #expect(try answer.text() == "[" + expected.joined(separator: ",") + "]")
        #expect(answer.header("Content-Type") == "application/json; charset=utf-8")
    }

    @Test("inclusion of six municipalities in 2023/2024")
    func inclusion() throws {
        let body =
            #"{"område":"GS","emne":"ELEV","underemne":"ELEVEX","nøgletal":["[Measures].[Inklusionsgrad]"],"#
            + #""detaljering":["[Institution].[Beliggenhedskommune]"],"filtre":{"[Skoleår].[Skoleår]":["2023/2024"]}}"#
        let rows = try Queries.rows(standIn.statistics(body))
        #expect(rows.map { $0["Inklusionsgrad"] } == ["93,6 %", "94,3 %", "97,3 %", "95,8 %", "94,8 %", "93,4 %"])
    }

    @Test(
        "pages end with an empty one",
        arguments: [(1, 1, 1_000), (1, 2, 174), (1, 3, 0), (1, 0, 1_000), (0, 0, 1_000), (0, 1, 174), (0, 2, 0)]
    )
    func pages(firstPage: Int, page: Int, count: Int) throws {
        let paged = try StandIn.start(firstPage: firstPage)
        let body = Queries.absence(more: #","side":\#(page),"side_størrelse":1000"#)
        #expect(try Queries.rows(paged.statistics(body)).count == count)
    }

    @Test("an absurd page is empty, not a crash", arguments: [Int.max, Int.min])
    func absurdPage(page: Int) throws {
        let answer = try standIn.statistics(Queries.absence(more: #","side":\#(page)"#))
        #expect(try Queries.rows(answer).count == (page > 0 ? 0 : 1_174))
    }

    @Test(
        "no key is 401",
        arguments: [nil, "Authorization: Bearer", "Authorization: Bearer \"x\"", "Authorization: x y"]
    )
    func unauthorised(header: String?) throws {
        let headers = header.map { [$0] } ?? []
        let answer = try standIn.ask("POST", "/Api/v1/statistik", headers, body: Queries.absence())
        #expect(answer.status == 401)
        #expect(try answer.text() == "Unauthorized")
    }

    @Test(
        "refuses what it does not know",
        arguments: [
            ("{}", "The request cannot be read"),
            (Queries.absence(measure: "Sygefravær per skoleår"), "Unknown measure: Sygefravær per skoleår"),
            (Queries.absence(levels: ["[Tid].[År]"]), "Unknown dimension: [Tid].[År]"),
            (
                Queries.absence(levels: ["[Institution].[Beliggenhedskommune]", "[Tid].[Skoleår]"]),
                "The stand-in has no total over [Klassetrin].[Skoletrin]"
            ),
            (Queries.absence(more: #","side_størrelse":0"#), "Page size below 1"),
            (#"{"område":"GS","emne":"X","underemne":"Y","nøgletal":[],"detaljering":[]}"#, "Unknown cube: GS/X/Y"),
        ]
    )
    func errors(body: String, text: String) throws {
        let answer = try standIn.statistics(body)
        #expect(answer.status == 400)
        #expect(try answer.text() == text)
    }

    @Test("a revision changes or hides a cell and leaves StatBank's update alone")
    func revision() throws {
        try standIn.revise(.absence(municipality: "766", stage: "Udskoling", schoolYear: "2024/2025", tenths: 81))
        try standIn.revise(.absence(municipality: "766", stage: "Mellemtrin", schoolYear: "2024/2025", tenths: nil))
        let filter =
            #","filtre":{"[Institution].[Beliggenhedskommunenummer]":["766"],"[Tid].[Skoleår]":["2024/2025"]}"#
        let rows = try Queries.rows(standIn.statistics(Queries.absence(more: filter)))
        #expect(rows.map { $0[Queries.measure] } == ["8,1 %"])
        #expect(try standIn.ask("GET", "/v1/tables").text().contains("2025-08-11T08:00:00"))
    }
}
