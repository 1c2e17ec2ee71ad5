/// StatBank's refusals in its own words; where only one language is recorded, both languages get that one.
enum StatBankError: Error {
    case noSuchTable(String)
    case noSuchValue(String, variable: String, isEnglish: Bool)
    case tableMissing
    case formatMissing
    case requestEmpty
    case mustChoose(String)
    case streamingTimeSort
    case tooManyCells(Int, limit: Int)
    case noSuchPath(String)

    var code: String {
        switch self {
        case .noSuchTable, .noSuchValue: "EXTRACT-NOTFOUND"
        case .tableMissing, .formatMissing: "REQUEST-MISSING"
        case .requestEmpty: "REQUEST-EMPTY"
        case .mustChoose: "EXTRACT-NOTALLOWED"
        case .streamingTimeSort: "EXTRACT-STREAMINGTIMESORT"
        case .tooManyCells: "REQUEST-LIMIT"
        case .noSuchPath: "REQUEST-NOTFOUND"
        }
    }

    var message: String {
        switch self {
        case .noSuchTable(let table):
            "Tabel findes ikke: \(table)"
        case .noSuchValue(let value, let variable, isEnglish: false):
            "Kan ikke finde værdien: \(value) (\(variable))"
        case .noSuchValue(let value, let variable, isEnglish: true):
            "Can't find value: \(value) (\(variable))"
        case .tableMissing:
            "Der er ikke angivet nogen tabel-id."
        case .formatMissing:
            "Format not found or not valid."
        case .requestEmpty:
            "Forespørgslen er tom"
        case .mustChoose(let variable):
            "Der skal vælges værdier for variabel: \(variable)"
        case .streamingTimeSort:
            "Der kan ikke vælges sortering af tid for streamede formater."
        case .tooManyCells(let cells, let limit):
            "Forespørgslen på op mod \(Self.pointed(cells)) celler er over begrænsningen på \(Self.pointed(limit)) celler "
                + "for denne filtype. Anvend BULK eller andet streaming format i stedet."
        case .noSuchPath(let path):
            "Adressen findes ikke: \(path)"  // the code is recorded, the words are not
        }
    }

    var answer: HTTPAnswer {
        let isPathError = if case .noSuchPath = self { true } else { false }
        return Self.answer(code: code, message: message, status: isPathError ? 404 : 400)
    }

    static func answer(code: String, message: String, status: Int) -> HTTPAnswer {
        let body = JSON.object([("errorTypeCode", .string(code)), ("message", .string(message))])
        return .statBank(status, type: "text/json", body: body.bytes)
    }

    /// A number with Danish thousands points.
    static func pointed(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
        return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ".")
    }
}

extension HTTPAnswer {
    /// An answer with the headers recorded from StatBank.
    static func statBank(_ status: Int, type: String, body: [UInt8]) -> HTTPAnswer {
        HTTPAnswer(
            status: status,
            headers: [
                Header("Cache-Control", "no-cache"),
                Header("Pragma", "no-cache"),
                Header("Content-Type", type.contains("charset=") ? type : type + "; charset=utf-8"),
                Header("Expires", "-1"),
                Header("Access-Control-Expose-Headers", "StatbankAPI-Request-Id"),
                Header("Strict-Transport-Security", "max-age=31536000"),
            ],
            body: body
        )
    }
}
