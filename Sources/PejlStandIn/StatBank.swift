/// The stand-in's StatBank: `subjects`, `tables`, `tableinfo` and `data` under `/v1`.
struct StatBank {
    static let root = "/v1"

    let figures: Figures
    let distortion: Distortion
    let cellLimit: Int

    func answer(_ request: HTTPRequest) -> HTTPAnswer {
        do throws(StatBankError) {
            let segments = request.path.split(separator: "/").dropFirst().map(String.init)
            var parameters: StatBankRequest
            switch segments.first {
            case "subjects" where segments.count == 1:
                return json(subjects(try StatBankRequest(request)))
            case "tables" where segments.count == 1:
                return json(tables(try StatBankRequest(request)))
            case "tableinfo" where segments.count <= 2:
                parameters = try StatBankRequest(request)
                if segments.count == 2 { parameters.table = segments[1] }
                return json(information(try table(parameters)))
            case "data" where segments.count == 1 || segments.count == 3:
                parameters = try StatBankRequest(request)
                if segments.count == 3 {
                    parameters.table = segments[1]
                    parameters.format = segments[2]
                }
                return try StatBankExtract(parameters, table: try table(parameters), cellLimit: cellLimit).answer
            default:
                throw .noSuchPath(request.path)
            }
        } catch {
            return error.answer
        }
    }

    private func json(_ document: JSON) -> HTTPAnswer {
        .statBank(200, type: "text/json", body: document.bytes)
    }

    private func catalogue(_ request: StatBankRequest) -> [StatBankTable] {
        StatBankCatalogue(figures: figures, distortion: distortion, isEnglish: request.isEnglish).tables
    }

    private func table(_ request: StatBankRequest) throws(StatBankError) -> StatBankTable {
        guard let id = request.table, !id.isEmpty else { throw .tableMissing }
        guard let table = catalogue(request).first(where: { $0.id == id.uppercased() }) else { throw .noSuchTable(id) }
        return table
    }

    /// One subject with one below it, in the recorded shape; only a recursive request is told what is below.
    private func subjects(_ request: StatBankRequest) -> JSON {
        func subject(_ id: String, _ danish: String, _ english: String, _ inner: [JSON], _ has: Bool) -> JSON {
            .object([
                ("id", .string(id)), ("description", .string(request.isEnglish ? english : danish)),
                ("active", .bool(true)), ("hasSubjects", .bool(has)), ("subjects", .array(inner)),
            ])
        }
        let population = subject("3401", "Befolkning", "Population", [], false)
        return .array([subject("1", "Borgere", "People", request.recursive == true ? [population] : [], true)])
    }

    /// The catalogue, without closed tables unless they are asked for, and without those updated more than `pastdays`
    /// days before today.
    private func tables(_ request: StatBankRequest) -> JSON {
        let earliest = request.pastdays.map { Day(number: figures.today.number - max(0, $0)) }
        let listed = catalogue(request).filter { table in
            (table.isActive || request.includeInactive == true) && earliest.map { table.updated >= $0 } ?? true
        }
        return .array(
            listed.map { table in
                .object([
                    ("id", .string(table.id)),
                    ("text", .string(table.text)),
                    ("unit", .string(table.unit)),
                    ("updated", .string(table.updated.localPublication)),
                    ("firstPeriod", .string(table.periods.first)),
                    ("latestPeriod", .string(table.periods.newest)),
                    ("active", .bool(table.isActive)),
                    ("variables", .strings(table.variables.map(\.text))),
                ])
            }
        )
    }

    private func information(_ table: StatBankTable) -> JSON {
        let variables = table.variables.map { variable in
            let values = (variable.map == nil ? variable.values : table.present(variable.values)).map { value in
                JSON.object([
                    ("id", .string(distortion.text(value.code))), ("text", .string(distortion.text(value.text))),
                ])
            }
            return JSON.object(
                [
                    ("id", .string(variable.id)), ("text", .string(variable.text)),
                    ("elimination", .bool(variable.isEliminable)), ("time", .bool(variable.isTime)),
                ] + (variable.map.map { [("map", JSON.string($0))] } ?? []) + [("values", .array(values))]
            )
        }
        let footnote = table.footnote.map { text in
            JSON.object([("text", .string(text)), ("mandatory", .bool(true))])
        }
        return .object([
            ("id", .string(table.id)),
            ("text", .string(table.text)),
            ("description", .string(table.title(by: table.variables.map(\.text)))),
            ("unit", .string(table.unit)),
            ("suppressedDataValue", .string(table.suppressedDataValue)),
            ("updated", .string(table.updated.localPublication)),
            ("active", .bool(table.isActive)),
            ("contacts", .array([])),
            ("documentation", .null),
            ("footnote", footnote ?? .null),
            ("variables", .array(variables)),
        ])
    }
}
