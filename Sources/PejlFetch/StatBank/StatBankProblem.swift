import PejlModel

/// StatBank's own error object, `{"errorTypeCode": …, "message": …}`.
package struct StatBankProblem: Equatable, Sendable {
    /// The stable code, such as `REQUEST-LIMIT`.
    package let code: String
    /// The publisher's sentence, in the language asked for; its wording changes between versions.
    package let message: String

    /// Reads the object, or nothing where the body is something else.
    package init?(body: [UInt8]) {
        guard let answer = try? JSONValue(body), let code = answer["errorTypeCode"]?.text else { return nil }
        self.code = code
        message = answer["message"]?.text ?? ""
    }

    /// What to do about a code; the texts are not matched, because they change.
    package static func remedy(code: String?) -> String {
        switch code {
        case "EXTRACT-NOTFOUND": "compare the recipe's table and values with `pejl dataset discover statbank`"
        case "EXTRACT-NOTALLOWED": "select values of every variable that the publisher does not sum away"
        case "EXTRACT-STREAMINGTIMESORT": "leave the order of periods out, a streamed format has none"
        case "REQUEST-LIMIT": "select fewer values or use BULK"
        case "REQUEST-MISSING": "give the recipe a table and a format that the publisher has"
        case "REQUEST-EMPTY": "check whether a proxy changed the request, its body was not read as JSON"
        case "REQUEST-NOTFOUND": "check the base address"
        default: "compare the recipe with the publisher's documentation"
        }
    }
}
