package import PejlModel

/// Questions to uddannelsesstatistik.dk's `POST /skema`, its catalogue.
package enum EducationCatalogueRequest {
    /// Asks for what a cube holds; without a cube for the cubes of a subject, and so on up to the areas.
    ///
    /// - Parameters:
    ///   - path: Codes of area, subject and cube, as many as are known.
    ///   - level: The level whose members are asked for, with all three codes.
    /// - Returns: The request.
    package static func request(_ path: [String], level: String? = nil) -> PublisherRequest {
        let names = ["område", "emne", "underemne"]
        let members =
            zip(names, path).map { "\"\($0)\":\(JSONText.quoted($1))" }
            + (level.map { ["\"detalje\":\(JSONText.quoted($0))"] } ?? [])
        return .post("skema", body: "{\(members.joined(separator: ","))}", answer: .wrappedJSON, purpose: .metadata)
    }
}

/// What the catalogue says of one cube.
package struct EducationCatalogue: Sendable, Equatable {
    /// Names of the measures, `nøgletal`.
    package let measures: [String]
    /// Names of the levels, `detaljer`: `[Dimension].[Level]`.
    package let levels: [String]

    /// Reads the answer for a cube; nothing where it does not name measures and levels.
    package init?(_ document: JSONValue) {
        guard let content = document.unwrapped, let measures = Self.names(content["nøgletal"]),
            let levels = Self.names(content["detaljer"]), !measures.isEmpty, !levels.isEmpty
        else { return nil }
        self.measures = measures
        self.levels = levels
    }

    /// Codes or members in an answer that is a list; nothing where it is none.
    ///
    /// An element is a text, or an object that has an `ID` or a name; further members of it may be anything.
    package static func list(_ document: JSONValue) -> [String]? {
        guard let content = document.unwrapped else { return nil }
        if content.elements != nil { return names(content) }
        // Some answers of the interface put the one list into an object.
        let lists = content.members?.values.filter { $0.elements != nil } ?? []
        return lists.count == 1 ? names(lists.first) : nil
    }

    /// Holds the names of a question against the cube.
    ///
    /// - Throws: ``CatalogueMisfit`` for the first name that is not there.
    package func check(_ question: EducationQuestion) throws(CatalogueMisfit) {
        let known = Set(measures.map(Self.plain))
        for measure in question.measures where !known.contains(Self.plain(measure)) {
            throw .unknown(.measure, measure, among: measures)
        }
        let levels = Set(levels.map(Self.level))
        for level in question.dimensions + question.filters.map(\.code) where !levels.contains(Self.level(level)) {
            throw .unknown(.level, level, among: self.levels)
        }
    }

    /// A measure's name without `[Measures].[…]`.
    private static func plain(_ measure: String) -> String {
        let opening = "[Measures].["
        return measure.hasPrefix(opening) && measure.hasSuffix("]")
            ? String(measure.dropFirst(opening.count).dropLast()) : measure
    }

    /// A level's name; where it is repeated, as the keys of answers do, once.
    private static func level(_ name: String) -> String {
        let parts = name.split(separator: "].[")
        guard parts.count == 3, parts[2] == parts[1] + "]" else { return name }
        return "\(parts[0])].[\(parts[2])"
    }

    private static func names(_ list: JSONValue?) -> [String]? {
        guard let elements = list?.elements else { return nil }
        var names: [String] = []
        for element in elements {
            let keys = ["ID", "id", "name", "Name", "navn", "Navn"]
            guard let name = element.text ?? keys.lazy.compactMap({ element[$0]?.text }).first else { return nil }
            names.append(name)
        }
        return names
    }
}

extension JSONValue {
    /// The document inside a document that is one text, as this publisher sometimes sends it; itself otherwise.
    fileprivate var unwrapped: JSONValue? {
        guard let text else { return self }
        return try? JSONValue(Array(text.utf8))
    }
}
