/// The stand-in's StatBank: `tables`, `tableinfo` and `data` under `/v1`.
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

    private func table(_ request: StatBankRequest) throws(StatBankError) -> StatBankTable {
        guard let id = request.table, !id.isEmpty else { throw .tableMissing }
        guard id.uppercased() == StatBankTable.id else { throw .noSuchTable(id) }
        return StatBankTable(figures: figures, distortion: distortion, isEnglish: request.isEnglish)
    }

    /// The catalogue: one table, or none when it was last updated more than `pastdays` days before today.
    private func tables(_ request: StatBankRequest) -> JSON {
        if let days = request.pastdays, figures.populationUpdated < Day(number: figures.today.number - max(0, days)) {
            return .array([])
        }
        let table = StatBankTable(figures: figures, distortion: distortion, isEnglish: request.isEnglish)
        let periods = figures.population.periods
        return .array([
            .object([
                ("id", .string(StatBankTable.id)),
                ("text", .string(table.text)),
                ("unit", .string(table.unit)),
                ("updated", .string(figures.populationUpdated.localPublication)),
                ("firstPeriod", .string(periods.min() ?? "")),
                ("latestPeriod", .string(periods.max() ?? "")),
                ("active", .bool(true)),
                ("variables", .strings(table.variables.map(\.text))),
            ])
        ])
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
                    ("elimination", .bool(!variable.isTime)), ("time", .bool(variable.isTime)),
                ] + (variable.map.map { [("map", JSON.string($0))] } ?? []) + [("values", .array(values))]
            )
        }
        return .object([
            ("id", .string(StatBankTable.id)),
            ("text", .string(table.text)),
            ("description", .string(table.title(by: table.variables.map(\.text)))),
            ("unit", .string(table.unit)),
            ("suppressedDataValue", .string("0")),
            ("updated", .string(figures.populationUpdated.localPublication)),
            ("active", .bool(true)),
            ("contacts", .array([])),
            ("documentation", .null),
            ("footnote", .null),
            ("variables", .array(variables)),
        ])
    }
}
