/// The bytes of StatBank's CSV, BULK and JSON-stat.
extension StatBankExtract {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Byte order mark, header in capitals, CRLF; `..` where a stored row has no number; BULK leaves out what is not
    /// stored, CSV shows what that stands for.
    var csv: [UInt8] {
        var lines = [(columns.indices.map { identifier($0).uppercased() } + ["INDHOLD"]).joined(separator: delimiter)]
        for row in rows where format != .bulk || row.cell != .absent {
            lines.append((row.values.map { presented($0) } + [shown(row.cell)]).joined(separator: delimiter))
        }
        return Self.byteOrderMark + lines.flatMap { Array(($0 + "\r\n").utf8) }
    }

    /// A cell as CSV and PX write it.
    func shown(_ cell: StatBankTable.Cell) -> String {
        switch cell {
        case .number(let number): "\(number)"
        case .hidden: ".."
        case .absent: table.suppressedDataValue
        }
    }

    /// JSON-stat 1.x in a `dataset`, with the synthetic dimension `ContentsCode` before the time.
    var jsonStat: JSON {
        let contents = "ContentsCode"
        let timePosition = columns.firstIndex { $0.variable.isTime } ?? columns.count
        var dimensions = columns.indices.map { (identifier($0), dimension(columns[$0])) }
        dimensions.insert((contents, contentsDimension), at: timePosition)
        var sizes = columns.map(\.values.count)
        sizes.insert(1, at: timePosition)
        var names = columns.map(\.variable.text)
        names.insert("Indhold", at: timePosition)

        let places = columns.indices.filter { columns[$0].variable.map != nil }.map { JSON.string(identifier($0)) }
        let times = columns.indices.filter { columns[$0].variable.isTime }.map { JSON.string(identifier($0)) }
        let role =
            (places.isEmpty ? [] : [("geo", JSON.array(places))])
            + [("metric", JSON.strings([contents])), ("time", JSON.array(times))]
        let structure = JSON.object(
            dimensions + [
                ("id", .strings(dimensions.map(\.0))),
                ("size", .array(sizes.map { .number($0) })),
                ("role", .object(role)),
            ]
        )
        let dataset = JSON.object([
            ("dimension", structure),
            ("label", .string(table.title(by: names))),
            ("source", .string(table.source)),
            ("updated", .string(table.updated.utcPublication)),
            ("value", .array(rows.map { Int(shown($0.cell)).map { .number($0) } ?? .null })),
            (
                "extension",
                .object([("px", .object([("tableid", .string(table.id)), ("decimals", .number(0))]))])
            ),
        ])
        return .object([("dataset", dataset)])
    }

    private func dimension(_ column: Column) -> JSON {
        let codes = column.values.map { table.distortion.text($0.code) }
        let labels = column.values.map { JSON.string(table.distortion.text($0.text)) }
        let category = JSON.object([
            ("index", .object(codes.enumerated().map { ($1, .number($0)) })),
            ("label", .object(Array(zip(codes, labels)))),
        ])
        return .object([("label", .string(column.variable.text)), ("category", category)])
    }

    private var contentsDimension: JSON {
        let id = table.id
        let unit = JSON.object([("base", .string(table.unit)), ("decimals", .number(0))])
        let category = JSON.object([
            ("index", .object([(id, .number(0))])),
            ("label", .object([(id, .string(table.text))])),
            ("unit", .object([(id, unit)])),
        ])
        return .object([("label", .string("Indhold")), ("category", category)])
    }

    func identifier(_ position: Int) -> String {
        columns[position].variable.id + (position == 0 && table.distortion.renamesColumn ? "_NY" : "")
    }

    private func presented(_ value: StatBankTable.Value) -> String {
        let code = table.distortion.text(value.code)
        let text = table.distortion.text(value.text)
        return switch request.valuePresentation?.lowercased() {
        case "code": code
        case "codeandvalue": code + " " + text
        case "valueandcode": text + " " + code
        default: text
        }
    }

    private var delimiter: String {
        switch request.delimiter?.lowercased() {
        case "tab": "\t"
        case "comma": ","
        default: ";"
        }
    }
}
