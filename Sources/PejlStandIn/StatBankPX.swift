/// The bytes of StatBank's PX: Windows-1252, codes of variables in VARIABLECODE, the last column as the heading.
extension StatBankExtract {
    var px: [UInt8] {
        let names = columns.map(\.variable.text)
        var lines = [
            "CHARSET=\"ANSI\";", "AXIS-VERSION=\"2000\";", "CODEPAGE=\"Windows-1252\";",
            "LANGUAGE=\"\(table.isEnglish ? "en" : "da")\";", "DECIMALS=0;", "MATRIX=\(Self.quoted([table.id]));",
            "TITLE=\(Self.quoted([table.title(by: names)]));", "CONTENTS=\(Self.quoted([table.text]));",
            "UNITS=\(Self.quoted([table.unit]));", "STUB=\(Self.quoted(Array(names.dropLast())));",
            "HEADING=\(Self.quoted(Array(names.suffix(1))));",
        ]
        lines += perVariable("VALUES") { column in column.values.map { table.distortion.text($0.text) } }
        lines += perVariable("CODES") { column in column.values.map { table.distortion.text($0.code) } }
        for (position, name) in names.enumerated() {
            lines.append("VARIABLECODE(\(Self.quoted([name])))=\(Self.quoted([identifier(position)]));")
        }
        if let footnote = table.footnote {
            lines.append(
                "NOTEX=\(Self.quoted([footnote.split(whereSeparator: \.isWhitespace).joined(separator: " ")]));"
            )
        }
        let width = max(1, columns.last?.values.count ?? 1)
        let cells = rows.map { row in
            let text = shown(row.cell)
            return Int(text) == nil ? "\"\(text)\"" : text
        }
        let data = stride(from: 0, to: cells.count, by: width).map { start in
            cells[start..<min(start + width, cells.count)].joined(separator: " ")
        }
        lines.append("DATA=")
        let text = lines.joined(separator: "\r\n") + "\r\n" + data.joined(separator: "\r\n") + ";\r\n"
        return text.unicodeScalars.map { $0.value < 0x100 ? UInt8($0.value) : UInt8(ascii: "?") }
    }

    private func perVariable(_ keyword: String, _ texts: (Column) -> [String]) -> [String] {
        columns.map { "\(keyword)(\(Self.quoted([$0.variable.text])))=\(Self.quoted(texts($0)));" }
    }

    private static func quoted(_ texts: [String]) -> String {
        texts.map { "\"\($0)\"" }.joined(separator: ",")
    }
}
