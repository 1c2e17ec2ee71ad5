/// What `/tableinfo` says of the tables that tests ask raw servers for.
enum StatBankDescription {
    /// FOLK1AM as the publisher describes it, cut to one area and one month.
    static let json = """
        {"id":"FOLK1AM","text":"Befolkningen den 1. i måneden","unit":"Antal","suppressedDataValue":"0",\
        "updated":"2025-08-11T08:00:00","active":true,"footnote":null,"variables":[\
        {"id":"OMRÅDE","text":"område","elimination":true,"time":false,"map":"Denmark_municipality_07",\
        "values":[{"id":"000","text":"Hele landet"}]},\
        {"id":"KØN","text":"køn","elimination":true,"time":false,"values":[{"id":"TOT","text":"I alt"}]},\
        {"id":"Tid","text":"tid","elimination":false,"time":true,"values":[{"id":"2025M07","text":"2025M07"}]}]}
        """

    /// The whole answer.
    static var answer: [UInt8] { answer(json) }

    /// The answer with another description.
    static func answer(_ json: String) -> [UInt8] {
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: text/json; charset=utf-8\r\nContent-Length: \(json.utf8.count)\r\n\r\n"
        return Array((head + json).utf8)
    }
}
