import FoundationEssentials
import PejlStandIn
import Testing

struct StatBankTests {
    let standIn: StandIn

    init() throws {
        standIn = try StandIn.start()
    }

    @Test("CSV has a byte order mark, a header in capitals, labels and CRLF, in several chunks")
    func csvBytes() throws {
        let answer = try standIn.data(Queries.population())
        let expected = "OMRÅDE;KØN;ALDER;TID;INDHOLD\r\nHedensted;I alt;Alder i alt;2024M04;47660\r\n"
        #expect(try answer.body() == [0xEF, 0xBB, 0xBF] + Array(expected.utf8))
        #expect(try answer.chunks().count > 2)
        #expect(answer.header("Content-Type") == "text/csv; charset=utf-8")
        #expect(answer.header("Content-Disposition") == "attachment; filename=FOLK1AM.csv")
        #expect(answer.header("Statbankapi-Request-Id") == "00000000-0000-4000-8000-000000000001")
        #expect(answer.header("Content-Length") == nil)
    }

    @Test("JSON-stat is version 1 in a dataset, as recorded")
    func jsonStat() throws {
        let body =
            #"{"table":"folk1am","lang":"en","format":"jsonstat","#
            + #""variables":[{"code":"OMRÅDE","values":["480","766"]},{"code":"TID","values":["2025M01"]}]}"#
        let answer = try standIn.data(body)
        let expected =
            #"{"dataset":{"dimension":{"OMRÅDE":{"label":"region","category":{"index":{"480":0,"766":1},"#
            + #""label":{"480":"Nordfyns","766":"Hedensted"}}},"ContentsCode":{"label":"Indhold","category":"#
            + #"{"index":{"FOLK1AM":0},"label":{"FOLK1AM":"Population at the first day of the month"},"#
            + #""unit":{"FOLK1AM":{"base":"Number","decimals":0}}}},"Tid":{"label":"time","category":"#
            + #"{"index":{"2025M01":0},"label":{"2025M01":"2025M01"}}},"id":["OMRÅDE","ContentsCode","Tid"],"#
            + #""size":[2,1,1],"role":{"geo":["OMRÅDE"],"metric":["ContentsCode"],"time":["Tid"]}},"#
            + #""label":"Population at the first day of the month by region, Indhold and time","#
            + #""source":"Statistics Denmark","updated":"2025-08-11T06:00:00Z","value":[29342,null],"#
            + #""extension":{"px":{"tableid":"FOLK1AM","decimals":0}}}}"#
        #expect(try answer.text() == expected)
        #expect(answer.header("Content-Type") == "text/json; charset=utf-8")
    }

    @Test("the municipalities and Christiansø add up to the regions and to the country in every month")
    func population() throws {
        var sums: [String: [String: Int]] = [:]
        for line in try Queries.lines(standIn.data(Queries.whole)) where line[1] != "2025M01" {
            let kind = line[0] == "000" ? "country" : line[0].hasPrefix("08") ? "regions" : "municipalities"
            sums[line[1], default: [:]][kind, default: 0] += try #require(Int(line[2]))
        }
        #expect(sums.count == 31)
        for (period, sum) in sums {
            #expect(Set(sum.values).count == 1, "\(period): \(sum)")
        }
        #expect(sums["2024M04"]?["country"] == 5_967_824)
    }

    @Test(
        "chooses periods as StatBank does",
        arguments: [
            (#""2024M04","2024M03","2024M04""#, ["2024M03", "2024M04"]),
            (#""2022*2""#, ["2022M02", "2022M12"]),
            (#"">=2024M02<=2024M03""#, ["2024M02", "2024M03"]),
            (#"">=2024M03""#, ["2024M03", "2024M04", "2025M01"]),
            (#""<=2021M11""#, ["2021M10", "2021M11"]),
            (#""(1)""#, ["2025M01"]),
            (#""(2)""#, ["2024M04"]),
            (#""(-n+3)""#, ["2024M03", "2024M04", "2025M01"]),
            (#""-(2)""#, ["2021M11"]),
            (#""-(-n+3)""#, ["2021M10", "2021M11", "2021M12"]),
        ]
    )
    func selections(time: String, expected: [String]) throws {
        let answer = try standIn.data(Queries.population(time: time))
        #expect(try Queries.lines(answer).map { $0[3] } == expected)
    }

    @Test("an omitted variable is eliminated and an omitted time is the newest")
    func elimination() throws {
        let body = #"{"table":"FOLK1AM","format":"CSV","variables":[{"code":"OMRÅDE","values":["791","766"]}]}"#
        let expected = "\u{FEFF}OMRÅDE;TID;INDHOLD\r\nViborg;2025M01;97621\r\nHedensted;2025M01;..\r\n"
        #expect(try standIn.data(body).text() == expected)
        let country = #"{"table":"FOLK1AM","format":"CSV","variables":[{"code":"Tid","values":["2024M04"]}]}"#
        #expect(try standIn.data(country).text() == "\u{FEFF}TID;INDHOLD\r\n2024M04;5967824\r\n")
    }

    @Test("BULK leaves out what is not stored and keeps a stored row without a number")
    func bulk() throws {
        let population = try standIn.data(Queries.population("BULK", area: #""*""#, time: #""2025M01""#))
        #expect(try Queries.lines(population).filter { $0[4] == ".." }.count == 105 - 6)
        let body =
            #"{"table":"SYNT1","format":"BULK","valuePresentation":"Code","variables":[{"code":"OMRÅDE","values":["101"]},"#
            + #"{"code":"SERIE","values":["*"]},{"code":"Tid","values":["2022","2023"]}]}"#
        let expected = [
            "101;A;2022;2123", "101;A;2023;2124", "101;B;2022;2123", "101;C;2022;2123", "101;C;2023;..",
            "101;D;2022;..", "101;D;2023;..",
        ]
        #expect(try Queries.lines(standIn.data(body)).map { $0.joined(separator: ";") } == expected)
        let csv = body.replacing("BULK", with: "CSV")
        #expect(
            try Queries.lines(standIn.data(csv)).map { $0[3] } == [
                "2123", "2124", "2123", "0", "2123", "..", "..", "..",
            ]
        )
    }

    @Test("PX is Windows-1252 with codes, and shows a hidden figure as text")
    func px() throws {
        let body =
            #"{"table":"SYNT1","format":"PX","variables":[{"code":"OMRÅDE","values":["101"]},"#
            + #"{"code":"SERIE","values":["A","D"]},{"code":"Tid","values":["2023"]}]}"#
        let text = String(try standIn.data(body).body().map { Character(Unicode.Scalar($0)) })
        #expect(text.hasPrefix("CHARSET=\"ANSI\";\r\n"))
        #expect(text.contains("VARIABLECODE(\"område\")=\"OMRÅDE\";\r\n"))
        #expect(text.contains("CODES(\"serie\")=\"A\",\"D\";\r\n"))
        #expect(text.contains("NOTEX=\"SYNTETISK: intet tal i tabellen er virkeligt. Serie C sluttede i 2022.\";"))
        #expect(text.hasSuffix("DATA=\r\n2124\r\n\"..\";\r\n"))
    }

    @Test(
        "writes codes, labels, both, and other delimiters",
        arguments: [
            (#","valuePresentation":"Code""#, "766;TOT;IALT;2024M04;47660"),
            (#","valuePresentation":"Value""#, "Hedensted;I alt;Alder i alt;2024M04;47660"),
            (
                #","valuePresentation":"CodeAndValue""#,
                "766 Hedensted;TOT I alt;IALT Alder i alt;2024M04 2024M04;47660"
            ),
            (
                #","valuePresentation":"ValueAndCode","lang":"en""#,
                "Hedensted 766;Total TOT;Age, total IALT;2024M04 2024M04;47660"
            ),
            (#","valuePresentation":"Code","delimiter":"Tab""#, "766\tTOT\tIALT\t2024M04\t47660"),
        ]
    )
    func presentation(more: String, line: String) throws {
        let text = try standIn.data(Queries.population(more: more)).text()
        #expect(text.split(separator: "\r\n").last.map(String.init) == line)
    }

    @Test("timeOrder Descending turns the periods round")
    func timeOrder() throws {
        let body = Queries.population(time: #""2024M0*""#, more: #","timeOrder":"Descending""#)
        #expect(try Queries.lines(standIn.data(body)).map { $0[3] } == ["2024M04", "2024M03", "2024M02", "2024M01"])
    }

    @Test("GET says the same as POST")
    func get() throws {
        let query = "OMR%C3%85DE=766,000&Tid=2024M04&valuePresentation=Code"
        let answer = try standIn.ask("GET", "/v1/data/FOLK1AM/CSV?" + query)
        #expect(try answer.text() == "\u{FEFF}OMRÅDE;TID;INDHOLD\r\n766;2024M04;47660\r\n000;2024M04;5967824\r\n")
    }

    @Test(
        "refuses in StatBank's words",
        arguments: [
            (#"{"table":"INVALID123","format":"CSV"}"#, "EXTRACT-NOTFOUND", "Tabel findes ikke: INVALID123"),
            ("{}", "REQUEST-MISSING", "Der er ikke angivet nogen tabel-id."),
            (#"{"table":"FOLK1AM","lang":"en"}"#, "REQUEST-MISSING", "Format not found or not valid."),
            ("", "REQUEST-EMPTY", "Forespørgslen er tom"),
            ("no json", "REQUEST-EMPTY", "Forespørgslen er tom"),
            (
                Queries.population(area: #""INVALID999""#), "EXTRACT-NOTFOUND",
                "Kan ikke finde værdien: INVALID999 (OMRÅDE)"
            ),
            (
                Queries.population(area: #""999""#, more: #","lang":"en""#), "EXTRACT-NOTFOUND",
                "Can't find value: 999 (OMRÅDE)"
            ),
            (
                #"{"table":"FOLK1AM","format":"BULK","variables":[{"code":"Tid","values":["*"]}]}"#,
                "EXTRACT-NOTALLOWED", "Der skal vælges værdier for variabel: OMRÅDE"
            ),
            (
                #"{"table":"FOLK1AM","format":"CSV","variables":[{"code":"OMRADE","values":["766"]}]}"#,
                "EXTRACT-NOTALLOWED", "Der skal vælges værdier for variabel: OMRÅDE"
            ),
            (
                Queries.population("BULK", more: #","timeOrder":"Ascending""#), "EXTRACT-STREAMINGTIMESORT",
                "Der kan ikke vælges sortering af tid for streamede formater."
            ),
        ]
    )
    func errors(body: String, code: String, message: String) throws {
        let answer = try standIn.data(body)
        #expect(answer.status == 400)
        #expect(try answer.text() == #"{"errorTypeCode":"\#(code)","message":"\#(message)"}"#)
    }

    @Test("another path is REQUEST-NOTFOUND with status 404")
    func notFound() throws {
        let answer = try standIn.ask("GET", "/v1/catalogue")
        #expect(answer.status == 404)
        #expect(try answer.text().hasPrefix(#"{"errorTypeCode":"REQUEST-NOTFOUND""#))
    }

    @Test(
        "counts cells as rows × columns with time and value, outside BULK",
        arguments: [(16_800, "CSV", 200), (16_799, "CSV", 400), (16_799, "JSONSTAT", 400), (16_799, "BULK", 200)]
    )
    func limit(cells: Int, format: String, status: Int) throws {
        let small = try StandIn.start(cellLimit: cells)
        let answer = try small.data(Queries.population(format, area: #""*""#, time: #""*""#))
        #expect(answer.status == status)
        if status == 400 {
            let message =
                "Forespørgslen på op mod 16.800 celler er over begrænsningen på 16.799 celler for denne filtype. "
                + "Anvend BULK eller andet streaming format i stedet."
            #expect(try answer.text() == #"{"errorTypeCode":"REQUEST-LIMIT","message":"\#(message)"}"#)
        }
    }

    @Test("subjects are a tree whose branches only a recursive request is told")
    func subjects() throws {
        let flat = #"[{"id":"1","description":"Borgere","active":true,"hasSubjects":true,"subjects":[]}]"#
        #expect(try standIn.ask("GET", "/v1/subjects?format=json&lang=da").text() == flat)
        let inner = #"{"id":"3401","description":"Population","active":true,"hasSubjects":false,"subjects":[]}"#
        let tree = try standIn.ask("GET", "/v1/subjects?format=json&lang=en&recursive=true").text()
        #expect(tree == #"[{"id":"1","description":"People","active":true,"hasSubjects":true,"subjects":[\#(inner)]}]"#)
    }

    @Test("the catalogue names what is published, closed tables on request, and none when nothing is new")
    func tables() throws {
        let expected =
            #"[{"id":"FOLK1AM","text":"Befolkningen den 1. i måneden","unit":"Antal","#
            + #""updated":"2025-08-11T08:00:00","firstPeriod":"2021M10","latestPeriod":"2025M01","active":true,"#
            + #""variables":["område","køn","alder","tid"]},"#
            + #"{"id":"SYNT1","text":"Syntetisk tabel til prøver","unit":"-","updated":"2025-08-20T08:00:00","#
            + #""firstPeriod":"2020","latestPeriod":"2024","active":true,"variables":["område","serie","tid"]}]"#
        let closed =
            #",{"id":"SYNT2","text":"Syntetisk lukket tabel","unit":"Antal","updated":"2020-03-02T08:00:00","#
            + #""firstPeriod":"2018K1","latestPeriod":"2018K2","active":false,"variables":["område","tid"]}]"#
        let answer = try standIn.ask("GET", "/v1/tables?format=json&lang=da")
        #expect(try answer.text() == expected)
        #expect(answer.header("Content-Length") == "\(expected.utf8.count)")
        #expect(answer.header("Content-Type") == "text/json; charset=utf-8")
        #expect(try standIn.ask("POST", "/v1/tables", body: #"{"pastdays":16}"#).text() == "[]")
        let recent = try standIn.ask("GET", "/v1/tables?pastdays=25&lang=en").text()
        #expect(recent.contains("SYNT1") && !recent.contains("FOLK1AM"))
        let all = try standIn.ask("GET", "/v1/tables?lang=da&includeInactive=true").text()
        #expect(all == String(expected.dropLast()) + closed)
        #expect(try standIn.ask("GET", "/v1/tables?lang=en&includeInactive=true").text().contains(#""2018Q1""#))
        #expect(try standIn.ask("POST", "/v1/tables", body: #"{"pastdays":26}"#).text() == expected)
    }

    @Test("tableinfo answers in three forms and marks the geography")
    func tableInformation() throws {
        let posted = try standIn.ask("POST", "/v1/tableinfo", body: #"{"table":"FOLK1AM"}"#).text()
        let start =
            #"{"id":"FOLK1AM","text":"Befolkningen den 1. i måneden","#
            + #""description":"Befolkningen den 1. i måneden efter område, køn, alder og tid","unit":"Antal","#
            + #""suppressedDataValue":"0","updated":"2025-08-11T08:00:00","active":true,"contacts":[],"#
            + #""documentation":null,"footnote":null,"variables":[{"id":"OMRÅDE","text":"område","#
            + #""elimination":true,"time":false,"map":"Denmark_municipality_07","#
            + #""values":[{"id":"000","text":"Hele landet"},"#
        #expect(posted.hasPrefix(start))
        #expect(posted.contains(#"{"id":"Tid","text":"tid","elimination":false,"time":true,"values":[{"id":"2021M10""#))
        #expect(try standIn.ask("GET", "/v1/tableinfo?id=FOLK1AM").text() == posted)
        #expect(try standIn.ask("GET", "/v1/tableinfo/folk1am?lang=da").text() == posted)
        let synthetic = try standIn.ask("POST", "/v1/tableinfo", body: #"{"table":"SYNT1","lang":"da"}"#).text()
        let note = #"{"text":"SYNTETISK: intet tal i tabellen er virkeligt.    \r\n \r\n  Serie C sluttede i 2022.","#
        #expect(synthetic.contains(#""footnote":"# + note + #""mandatory":true}"#))
        #expect(synthetic.contains(#"{"id":"SERIE","text":"serie","elimination":false,"time":false,"#))
        let closed = try standIn.ask("GET", "/v1/tableinfo/SYNT2").text()
        #expect(closed.contains(#""suppressedDataValue":"..","updated":"2020-03-02T08:00:00","active":false"#))
        let missing = #"{"errorTypeCode":"REQUEST-MISSING","message":"Der er ikke angivet nogen tabel-id."}"#
        #expect(try standIn.ask("POST", "/v1/tableinfo", body: #"{"id":"FOLK1AM"}"#).text() == missing)
    }

    @Test("a revision changes the figure and the day of the update")
    func revision() throws {
        try standIn.revise(.population(area: "766", period: "2024M04", persons: 47_900))
        #expect(try Queries.lines(standIn.data(Queries.population())).map { $0[4] } == ["47900"])
        let catalogue = try standIn.ask("POST", "/v1/tables", body: #"{"pastdays":1}"#).text()
        #expect(catalogue.contains(#""updated":"2025-09-07T08:00:00""#))
        let unknown = Revision.population(area: "766", period: "1999M01", persons: 1)
        #expect(throws: StandInError.noSuchFigure(unknown)) { try standIn.revise(unknown) }
    }
}
