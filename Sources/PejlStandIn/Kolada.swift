/// The stand-in's Kolada: `data/kpi/…/municipality/…` and `/year/…` under `/v3`.
///
/// N21704 for 2023 is as published (Kolada, RKA, CC BY 4.0); N15033 is synthetic. Unknown ids give an empty list.
struct Kolada {
    static let root = "/v3"
    private static let idLimit = 25

    let settings: NeighbourSettings

    private struct Value {
        let gender: String
        let text: String?
    }

    private struct Row {
        let kpi: String
        let municipality: String
        let year: Int
        let values: [Value]
    }

    private static let municipalities = ["0180", "0580", "1280", "1480", "2480"]

    /// Total, women, men; in the changing order of the recording.
    private static let published: [(municipality: String, values: [(String, String)])] = [
        ("0180", [("T", "21.88749"), ("K", "25.688929"), ("M", "15.778849")]),
        ("0580", [("K", "7.221589"), ("T", "6.067015"), ("M", "4.434292")]),
        ("1280", [("M", "16.949728"), ("K", "23.596249"), ("T", "20.979068")]),
        ("1480", [("T", "17.012982"), ("M", "13.314533"), ("K", "19.468967")]),
        ("2480", [("T", "20.359666"), ("M", "15.756872"), ("K", "23.621399")]),
    ]

    private static let rows: [Row] =
        published.map { municipality, values in
            let values = values.map { Value(gender: $0.0, text: $0.1) }
            return Row(kpi: "N21704", municipality: municipality, year: 2023, values: values)
        }
        + municipalities.enumerated().flatMap { place, municipality in
            (2021...2023).map { year in
                // Synthetic; one figure is missing.
                let tenths = 115 + place * 4 - (year - 2021)
                let isMissing = municipality == "2480" && year == 2021
                let value = Value(gender: "T", text: isMissing ? nil : "\(tenths / 10).\(tenths % 10)")
                return Row(kpi: "N15033", municipality: municipality, year: year, values: [value])
            }
        }

    func answer(_ request: HTTPRequest) -> HTTPAnswer {
        guard request.method == "GET" else { return Self.failure(405, "Method Not Allowed") }
        let parts = request.path.dropFirst(Self.root.count).split(separator: "/").map(String.init)
        guard parts.count >= 5, parts.count % 2 == 1, parts[0] == "data" else { return Self.failure(404, "Not Found") }
        var wanted: [String: [String]] = [:]
        for place in stride(from: 1, to: parts.count, by: 2) {
            let ids = parts[place + 1].split(separator: ",").map(String.init)
            guard ["kpi", "municipality", "year"].contains(parts[place]), ids.count <= Self.idLimit else {
                return Self.failure(400, "Bad Request")
            }
            wanted[parts[place]] = ids
        }
        let found = Self.rows.filter { row in
            wanted["kpi"]?.contains(row.kpi) != false && wanted["municipality"]?.contains(row.municipality) != false
                && wanted["year"]?.contains("\(row.year)") != false
        }
        let page = request.query.first { $0.name == "page" }.flatMap { Int($0.value) } ?? 1
        let size = max(1, settings.koladaPageSize)
        let (skipped, overflow) = max(0, page - 1).multipliedReportingOverflow(by: size)
        let shown = found.dropFirst(overflow ? .max : skipped).prefix(size)
        let hasNext = !overflow && skipped + shown.count < found.count
        let address = "http://\(request.headers.value("Host") ?? "")\(request.path)"
        let next = hasNext ? JSON.string("\(address)?page=\(page + 1)&per_page=\(size)") : .null
        let isNew = settings.koladaSpelling == .version3
        let document = JSON.object([
            ("values", .array(shown.map(json))), ("count", .number(shown.count)),
            (isNew ? "previous_url" : "previous_page", .null), (isNew ? "next_url" : "next_page", next),
        ])
        return HTTPAnswer(
            status: 200,
            headers: [Header("Content-Type", "application/json")],
            body: document.bytes
        )
    }

    private func json(_ row: Row) -> JSON {
        let isNew = settings.koladaSpelling == .version3
        return .object([
            (
                "values",
                .array(
                    row.values.map { value in
                        .object([
                            ("gender", .string(value.gender)), ("count", .number(1)), ("status", .string("")),
                            ("value", value.text.map { .decimal($0) } ?? .null),
                            (isNew ? "isdeleted" : "is_deleted", .bool(false)),
                        ])
                    }
                )
            ),
            ("kpi", .string(row.kpi)), ("period", isNew ? .number(row.year) : .string("\(row.year)")),
            ("municipality", .string(row.municipality)),
        ])
    }

    private static func failure(_ status: Int, _ text: String) -> HTTPAnswer {
        HTTPAnswer(
            status: status,
            headers: [Header("Content-Type", "application/json")],
            body: JSON.object([("detail", .string(text))]).bytes
        )
    }
}
