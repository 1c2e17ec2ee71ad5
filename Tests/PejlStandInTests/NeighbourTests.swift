import FoundationEssentials
import PejlStandIn
import Testing

/// The stand-ins for PxWebApi 2, Kolada and the catalogue of uddannelsesstatistik.dk.
struct NeighbourTests {
    // MARK: - PxWebApi 2

    private static let data =
        "/api/pxwebapi/v2/tables/12209/data?lang=no&outputFormat=json-stat2"
        + "&valuecodes%5BContentsCode%5D=*"

    private struct Dataset: Decodable {
        var id: [String]
        var size: [Int]
        var value: [Double?]
        var status: [String: String]?
    }

    private static func dataset(_ answer: WireAnswer) throws -> Dataset {
        try JSONDecoder().decode(Dataset.self, from: Data(try answer.body()))
    }

    @Test("a table is described without figures and answered in row-major order, old regions with a status")
    func table() throws {
        let standIn = try StandIn.start()
        let path = "/api/pxwebapi/v2/tables/12209/metadata?lang=no&outputFormat=json-stat2"
        let description = try Self.dataset(standIn.ask("GET", path))
        #expect(description.size == [5, 1, 3] && description.value.isEmpty && description.status == nil)
        let query = Self.data + "&valuecodes%5BKOKkommuneregion0000%5D=0301,1601&valuecodes%5BTid%5D=2021,2023"
        let figures = try Self.dataset(standIn.ask("GET", query))
        #expect(figures.size == [2, 1, 2])
        // The table's order, not the question's: 1601 stands before 0301.
        #expect(figures.value == [nil, nil, 21, 21.6])
        #expect(figures.status == ["0": ".", "1": "."])
    }

    @Test(
        "problems have the titles that PxWebApi gives them",
        arguments: [
            ("/api/pxwebapi/v2/tables/1/data", 404, "Non-existent table"),
            ("/api/pxwebapi/v2/nothing", 404, "Not found"),
            (data + "&valuecodes%5BTid%5D=*", 400, "Missing selection for mandantory variable"),
            (data + "&valuecodes%5BSex%5D=*", 400, "Non-existent variable"),
            (
                data + "&valuecodes%5BTid%5D=1900&valuecodes%5BKOKkommuneregion0000%5D=*", 400, "Non-existent value"
            ),
            (data + "&valuecodes%5BTid%5D=*&valuecodes%5BKOKkommuneregion0000%5D=*", 403, "Too many cells selected"),
            ("/api/pxwebapi/v2/tables/12209/data?lang=no&outputFormat=csv", 400, "Unsupported output format"),
            ("/api/pxwebapi/v2/tables/12209/data?lang=dk&outputFormat=json-stat2", 400, "Unsupported language"),
        ]
    )
    func problems(path: String, status: Int, title: String) throws {
        var settings = NeighbourSettings()
        settings.pxWebCells = 14
        let answer = try StandIn.start(neighbours: settings).ask("GET", path)
        #expect(answer.status == status)
        #expect(answer.header("Content-Type") == "application/problem+json; charset=utf-8")
        #expect(try answer.text() == #"{"type":"Parameter error","title":"\#(title)","status":\#(status)}"#)
    }

    @Test("the configuration says the limits")
    func configuration() throws {
        let text = try StandIn.start().ask("GET", "/api/pxwebapi/v2/config").text()
        #expect(text.contains(#""maxDataCells":800000,"maxCallsPerTimeWindow":30,"timeWindow":60"#))
    }

    // MARK: - Kolada

    @Test("a row as recorded, and as version 2 spells it")
    func spellings() throws {
        let path = "/v3/data/kpi/N21704/municipality/0580/year/2023"
        func value(_ gender: String, _ value: String, _ deleted: String) -> String {
            #"{"gender":"\#(gender)","count":1,"status":"","value":\#(value),"\#(deleted)":false}"#
        }
        func row(_ deleted: String, _ period: String) -> String {
            let values = [("K", "7.221589"), ("T", "6.067015"), ("M", "4.434292")].map { value($0.0, $0.1, deleted) }
            return #"{"values":[{"values":[\#(values.joined(separator: ","))],"kpi":"N21704","period":\#(period),"#
                + #""municipality":"0580"}],"count":1,"#
        }
        let new = try StandIn.start().ask("GET", path).text()
        #expect(new == row("isdeleted", "2023") + #""previous_url":null,"next_url":null}"#)
        var settings = NeighbourSettings()
        settings.koladaSpelling = .version2
        let old = try StandIn.start(neighbours: settings).ask("GET", path).text()
        #expect(old == row("is_deleted", "\"2023\"") + #""previous_page":null,"next_page":null}"#)
    }

    @Test("unknown ids give an empty list, over 25 of them and unknown paths an error")
    func ids() throws {
        let standIn = try StandIn.start()
        let empty = try standIn.ask("GET", "/v3/data/kpi/N1/municipality/0180").text()
        #expect(empty == #"{"values":[],"count":0,"previous_url":null,"next_url":null}"#)
        let many = (1...26).map(String.init).joined(separator: ",")
        #expect(try standIn.ask("GET", "/v3/data/kpi/\(many)/municipality/0180").status == 400)
        #expect(try standIn.ask("GET", "/v3/data/kpi/N1").status == 404)
        #expect(try standIn.ask("POST", "/v3/data/kpi/N1/municipality/0180").status == 405)
    }

    @Test("pages link to the next one until the last")
    func pages() throws {
        var settings = NeighbourSettings()
        settings.koladaPageSize = 6
        let standIn = try StandIn.start(neighbours: settings)
        let path = "/v3/data/kpi/N15033/municipality/0180,0580,1280,1480,2480"
        let first = try standIn.ask("GET", path).text()
        #expect(first.contains(#""count":6,"#) && first.hasSuffix(#"\#(path)?page=2&per_page=6"}"#))
        #expect(try standIn.ask("GET", path + "?page=3").text().hasSuffix(#""next_url":null}"#))
        #expect(try standIn.ask("GET", path + "?page=\(Int.max)").text().hasPrefix(#"{"values":[],"#))
    }

    // MARK: - The catalogue

    @Test(
        "the catalogue answers from the areas down to the members of a level",
        arguments: [
            ("{}", #"[{"ID":"GS","Name":"Grundskole"}]"#),
            (#"{"område":"GS"}"#, #"[{"ID":"ELEVFRAV","Name":"Elevfravær"},{"ID":"ELEV","Name":"Elever"}]"#),
            (#"{"område":"GS","emne":"ELEV"}"#, #"[{"ID":"ELEVEX","Name":"Elevtal"}]"#),
            (
                #"{"område":"GS","emne":"ELEV","underemne":"ELEVEX"}"#,
                #"{"detaljer":[{"name":"[Institution].[Beliggenhedskommune]","count":6},"#
                    + #"{"name":"[Institution].[Beliggenhedskommunenummer]","count":6},"#
                    + #"{"name":"[Skoleår].[Skoleår]","count":1}],"nøgletal":["Inklusionsgrad"],"rapporter":[]}"#
            ),
            (
                #"{"område":"GS","emne":"ELEV","underemne":"ELEVEX","detalje":"[Skoleår].[Skoleår]"}"#,
                #"["2023/2024"]"#
            ),
        ]
    )
    func catalogue(body: String, text: String) throws {
        let answer = try StandIn.start().ask("POST", "/Api/v1/skema", ["Authorization: Bearer x"], body: body)
        #expect(answer.status == 200)
        #expect(try answer.text() == text)
    }

    @Test(
        "a token is refused from its end on, by the stand-in's own day",
        arguments: [(1_757_116_799, 401), (1_757_116_800, 200)]
    )
    func token(end: Int, status: Int) throws {
        let payload = Data("{\"exp\":\(end)}".utf8).base64EncodedString().filter { $0 != "=" }
        let header = "Authorization: Bearer e30.\(payload).x"
        #expect(try StandIn.start().ask("POST", "/Api/v1/skema", [header], body: "{}").status == status)
    }
}
