/// The stand-in's PxWebApi 2: `config`, `tables/{id}/metadata` and `tables/{id}/data` under `/api/pxwebapi/v2`.
///
/// It holds one table in the shape of KOSTRA's 12209 as recorded: regions of several years side by side, so that most
/// cells of an old region are null with status `.`. Every figure in it is synthetic.
struct PxWeb {
    static let root = "/api/pxwebapi/v2"
    static let table = "12209"

    /// One variable with its values in the publisher's order.
    struct Variable {
        let code: String
        let label: String
        let values: [(code: String, label: String)]
    }

    static let variables = [
        Variable(
            code: "KOKkommuneregion0000",
            label: "region",
            values: [
                ("5001", "Trondheim - Tråante"), ("1601", "Trondheim (-2017)"), ("0301", "Oslo - Oslove"),
                ("1103", "Stavanger"), ("4601", "Bergen"),
            ]
        ),
        Variable(
            code: "ContentsCode",
            label: "statistikkvariabel",
            values: [
                ("KOShjtj80aarover0001", "Andel innbyggere 80 år og over som bruker hjemmetjenester (prosent)")
            ]
        ),
        Variable(code: "Tid", label: "år", values: ["2021", "2022", "2023"].map { ($0, $0) }),
    ]

    let settings: NeighbourSettings

    func answer(_ request: HTTPRequest) -> HTTPAnswer {
        guard request.method == "GET" else { return Self.problem(405, "Method not allowed") }
        let path = request.path.dropFirst(Self.root.count).split(separator: "/").map(String.init)
        let query = request.query
        func value(_ name: String) -> String? { query.first { $0.name.lowercased() == name.lowercased() }?.value }
        if path == ["config"] { return Self.json(configuration) }
        guard path.count == 3, path[0] == "tables", ["metadata", "data"].contains(path[2]) else {
            return Self.problem(404, "Not found")
        }
        guard path[1] == Self.table else { return Self.problem(404, "Non-existent table") }
        guard value("outputFormat") == "json-stat2" else { return Self.problem(400, "Unsupported output format") }
        guard let language = value("lang"), ["no", "en"].contains(language) else {
            return Self.problem(400, "Unsupported language")
        }
        if path[2] == "metadata" { return Self.json(Self.dataset(Self.variables.map(\.values), hasValues: false)) }
        return data(query)
    }

    private var configuration: JSON {
        .object([
            ("apiVersion", .string("2.0.0")), ("defaultLanguage", .string("no")),
            ("maxDataCells", .number(settings.pxWebCells)),
            ("maxCallsPerTimeWindow", .number(settings.pxWebWindow.calls)),
            ("timeWindow", .number(settings.pxWebWindow.seconds)),
            ("license", .string("https://creativecommons.org/licenses/by/4.0/")),
        ])
    }

    private func data(_ query: [(name: String, value: String)]) -> HTTPAnswer {
        var chosen: [String: [String]] = [:]
        for (name, value) in query where name.lowercased().hasPrefix("valuecodes[") && name.hasSuffix("]") {
            let code = String(name.dropFirst("valuecodes[".count).dropLast())
            guard Self.variables.contains(where: { $0.code == code }) else {
                return Self.problem(400, "Non-existent variable")
            }
            chosen[code] = value.split(separator: ",").map(String.init)
        }
        var selection: [[(code: String, label: String)]] = []
        for variable in Self.variables {
            guard let codes = chosen[variable.code], !codes.isEmpty else {
                return Self.problem(400, "Missing selection for mandantory variable")
            }
            let known = Set(variable.values.map(\.code))
            guard codes == ["*"] || codes.allSatisfy(known.contains) else {
                return Self.problem(400, "Non-existent value")
            }
            selection.append(variable.values.filter { codes == ["*"] || codes.contains($0.code) })
        }
        let cells = selection.reduce(1) { $0 * $1.count }
        guard cells <= settings.pxWebCells else { return Self.problem(403, "Too many cells selected") }
        return Self.json(Self.dataset(selection, hasValues: true))
    }

    /// A figure in tenths of a per cent: synthetic, and none for the old region.
    static func tenths(_ region: String, _ year: String) -> Int? {
        guard region != "1601", let number = Int(region), let year = Int(year) else { return nil }
        return 200 + number % 97 + (year - 2021) * 3
    }

    private static func dataset(_ selection: [[(code: String, label: String)]], hasValues: Bool) -> JSON {
        var values: [JSON] = []
        var status: [(String, JSON)] = []
        if hasValues {
            for region in selection[0] {
                for _ in selection[1] {
                    for year in selection[2] {
                        let tenths = tenths(region.code, year.code)
                        if tenths == nil { status.append((String(values.count), .string("."))) }
                        values.append(tenths.map { .decimal("\($0 / 10).\($0 % 10)") } ?? .null)
                    }
                }
            }
        }
        let dimensions = zip(variables, selection).map { variable, values -> (String, JSON) in
            let category: [(String, JSON)] = [
                ("index", .object(values.enumerated().map { ($1.code, .number($0)) })),
                ("label", .object(values.map { ($0.code, .string($0.label)) })),
            ]
            let content: [(String, JSON)] = [
                ("label", .string(variable.label)), ("category", .object(category)),
                ("extension", .object([("elimination", .bool(false)), ("show", .string("value"))])),
            ]
            return (variable.code, .object(content))
        }
        return .object(
            [
                ("version", .string("2.0")), ("class", .string("dataset")),
                ("label", .string("12209: Utvalgte nøkkeltall for helse og omsorg, etter region, år")),
                ("source", .string("Statistisk sentralbyrå")), ("updated", .string("2025-03-21T07:00:00Z")),
                ("note", .strings(["Tall ble rettet 21.03.2025.", ".. = Tallgrunnlag mangler."])),
                (
                    "role",
                    .object([
                        ("time", .strings(["Tid"])), ("geo", .strings([variables[0].code])),
                        ("metric", .strings(["ContentsCode"])),
                    ])
                ),
                ("id", .strings(variables.map(\.code))), ("size", .array(selection.map { .number($0.count) })),
                ("dimension", .object(dimensions)),
                (
                    "extension",
                    .object([
                        ("noteMandatory", .object([("0", .bool(true))])), ("discontinued", .null),
                        ("px", .object([("tableid", .string(table))])),
                    ])
                ),
                ("value", .array(values)),
            ] + (status.isEmpty ? [] : [("status", .object(status))])
        )
    }

    private static func json(_ document: JSON) -> HTTPAnswer {
        HTTPAnswer(
            status: 200,
            headers: [Header("Content-Type", "application/json; charset=utf-8")],
            body: document.bytes
        )
    }

    /// An error as RFC 9457 and PxWebApi 2 write it.
    private static func problem(_ status: Int, _ title: String) -> HTTPAnswer {
        let document = JSON.object([
            ("type", .string("Parameter error")), ("title", .string(title)), ("status", .number(status)),
        ])
        return HTTPAnswer(
            status: status,
            headers: [Header("Content-Type", "application/problem+json; charset=utf-8")],
            body: document.bytes
        )
    }
}
