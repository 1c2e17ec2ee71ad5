/// The stand-in's uddannelsesstatistik.dk: `POST /Api/v1/statistik` and `POST /Api/v1/skema`.
struct EducationStatistics {
    static let root = "/Api/v1"
    private static let largestPage = 100_000

    let figures: Figures
    let distortion: Distortion
    let firstPage: Int
    let pageZero: NeighbourSettings.PageZero

    func answer(_ request: HTTPRequest) -> HTTPAnswer {
        let service = request.path.dropFirst(Self.root.count)
        guard service == "/statistik" || service == "/skema" else { return .text(404, "Not found") }
        guard request.method == "POST" else { return .text(405, "Method not allowed") }
        if let refusal = EducationKey.refusal(request, today: figures.today) { return .text(401, refusal) }
        if service == "/skema" {
            return EducationCatalogue(figures: figures, distortion: distortion).answer(request.body)
        }
        guard let query = EducationRequest(body: request.body) else { return .text(400, "The request cannot be read") }
        guard let cube = EducationCube(area: query.area, subject: query.subject, cube: query.cube, figures: figures)
        else { return .text(400, "Unknown cube: \(query.area)/\(query.subject)/\(query.cube)") }
        if let refusal = refusal(query, cube) { return .text(400, refusal) }
        return HTTPAnswer(
            status: 200,
            headers: [Header("Content-Type", "application/json; charset=utf-8")],
            body: rows(query, cube).bytes
        )
    }

    private func refusal(_ query: EducationRequest, _ cube: EducationCube) -> String? {
        let filters = query.filters ?? [:]
        for measure in query.measures where Self.plain(measure) != cube.measure { return "Unknown measure: \(measure)" }
        for level in query.levels + filters.keys.sorted() where !cube.levels.contains(level) {
            return "Unknown dimension: \(level)"
        }
        if query.measures.isEmpty { return "No measure" }
        if query.isNested == true { return "The stand-in does not nest rows" }
        if query.format ?? "json" != "json" { return "Unknown format: \(query.format ?? "")" }
        if (query.pageSize ?? 1) < 1 { return "Page size below 1" }
        if pageZero == .refused, let page = query.page, page < firstPage { return "No page \(page)" }
        for levels in cube.required
        where !levels.contains(where: { query.levels.contains($0) || filters[$0]?.count == 1 }) {
            return "The stand-in has no total over \(levels[0])"
        }
        return nil
    }

    /// A measure's name without `[Measures].[…]`.
    private static func plain(_ measure: String) -> String {
        let opening = "[Measures].["
        return measure.hasPrefix(opening) ? String(measure.dropFirst(opening.count).dropLast()) : measure
    }

    private func rows(_ query: EducationRequest, _ cube: EducationCube) -> JSON {
        let filters = query.filters ?? [:]
        let cells = cube.cells(distortion).filter { cell in
            (query.withEmptyRows == true || cell.tenths != nil)
                && filters.allSatisfy { level, wanted in cell.members[level].map(wanted.contains) ?? false }
        }
        let size = min(query.pageSize ?? Self.largestPage, Self.largestPage)
        let page = distortion.repeatsFirstPage ? 0 : max(firstPage, query.page ?? firstPage) - firstPage
        let (skipped, overflow) = page.multipliedReportingOverflow(by: size)
        let measure = cube.measure + (distortion.renamesColumn ? " (ny)" : "")
        if pageZero == .empty, let page = query.page, page < firstPage { return .array([]) }
        return .array(
            cells.dropFirst(overflow ? .max : skipped).prefix(size).map { cell in
                let members = query.levels.map { level in
                    (level + Self.last(level), JSON.string(distortion.text(cell.members[level] ?? "")))
                }
                return .object(members + [(measure, .string(EducationCube.text(cell.tenths)))])
            }
        )
    }

    /// `.[B]` of `[A].[B]`, which the answer repeats.
    private static func last(_ level: String) -> String {
        level.split(separator: ".").last.map { "." + $0 } ?? ""
    }
}
