import FoundationEssentials

/// The stand-in's `POST /Api/v1/skema`: areas, subjects, cubes, what a cube holds, the members of a level.
struct EducationCatalogue {
    private struct Request: Decodable {
        var area: String?
        var subject: String?
        var cube: String?
        var level: String?

        enum CodingKeys: String, CodingKey {
            case area = "område"
            case subject = "emne"
            case cube = "underemne"
            case level = "detalje"
        }
    }

    let figures: Figures
    let distortion: Distortion

    func answer(_ body: [UInt8]) -> HTTPAnswer {
        guard let request = try? JSONDecoder().decode(Request.self, from: Data(body)) else {
            return .text(400, "The request cannot be read")
        }
        guard let area = request.area else { return Self.list([("GS", "Grundskole")]) }
        let cubes = EducationCube.addresses.filter { $0.area == area }
        guard !cubes.isEmpty else { return .text(400, "Unknown område: \(area)") }
        guard let subject = request.subject else { return Self.list(cubes.map { ($0.subject, $0.subjectTitle) }) }
        let ofSubject = cubes.filter { $0.subject == subject }
        guard !ofSubject.isEmpty else { return .text(400, "Unknown emne: \(subject)") }
        guard let code = request.cube else { return Self.list(ofSubject.map { ($0.cube, $0.cubeTitle) }) }
        guard let cube = EducationCube(area: area, subject: subject, cube: code, figures: figures) else {
            return .text(400, "Unknown underemne: \(code)")
        }
        guard let level = request.level else { return description(of: cube) }
        guard cube.levels.contains(level) else { return .text(400, "Unknown detalje: \(level)") }
        return Self.json(.strings(members(of: level, cube)))
    }

    private func description(of cube: EducationCube) -> HTTPAnswer {
        let levels = cube.levels.map { level in
            JSON.object([("name", .string(level)), ("count", .number(members(of: level, cube).count))])
        }
        return Self.json(
            .object([
                ("detaljer", .array(levels)),
                ("nøgletal", .strings([cube.measure + (distortion.renamesColumn ? " (ny)" : "")])),
                ("rapporter", .array([])),
            ])
        )
    }

    /// The members of a level, in the order of the figures.
    private func members(of level: String, _ cube: EducationCube) -> [String] {
        var members: [String] = []
        for cell in cube.cells(distortion) {
            if let member = cell.members[level], !members.contains(member) { members.append(member) }
        }
        return members
    }

    private static func list(_ entries: [(String, String)]) -> HTTPAnswer {
        json(.array(entries.map { .object([("ID", .string($0.0)), ("Name", .string($0.1))]) }))
    }

    private static func json(_ document: JSON) -> HTTPAnswer {
        HTTPAnswer(
            status: 200,
            headers: [Header("Content-Type", "application/json; charset=utf-8")],
            body: document.bytes
        )
    }
}
