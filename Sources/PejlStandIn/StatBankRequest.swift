import FoundationEssentials

/// The parameters of `tables`, `tableinfo` and `data`, from a JSON body or a query.
struct StatBankRequest: Decodable {
    /// One variable and the values chosen for it.
    struct Variable: Decodable {
        var code: String
        var values: [String]?
    }

    var table: String?
    var format: String?
    var lang: String?
    var valuePresentation: String?
    var delimiter: String?
    var timeOrder: String?
    var pastdays: Int?
    var includeInactive: Bool?
    var recursive: Bool?
    var variables: [Variable]?

    var isEnglish: Bool { lang?.lowercased() == "en" }

    /// Reads the body of a POST or the query of a GET; path segments are added by the caller.
    init(_ request: HTTPRequest) throws(StatBankError) {
        guard request.method == "POST" else {
            self.init(query: request.query)
            return
        }
        do {
            self = try JSONDecoder().decode(StatBankRequest.self, from: Data(request.body))
        } catch {
            throw .requestEmpty
        }
    }

    private init(query: [(name: String, value: String)]) {
        for (name, value) in query {
            switch name.lowercased() {
            case "id", "table": table = value
            case "format": format = value
            case "lang": lang = value
            case "valuepresentation": valuePresentation = value
            case "delimiter": delimiter = value
            case "timeorder": timeOrder = value
            case "pastdays": pastdays = Int(value)
            case "includeinactive": includeInactive = value.lowercased() == "true"
            case "recursive": recursive = value.lowercased() == "true"
            case "subjects", "includetables", "omitinactivesubjects": break
            default:
                let values = value.split(separator: ",").map(String.init)
                variables = (variables ?? []) + [Variable(code: name, values: values)]
            }
        }
    }
}
