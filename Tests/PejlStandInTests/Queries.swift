import FoundationEssentials

/// The requests the tests share.
enum Queries {
    static let whole =
        #"{"table":"FOLK1AM","format":"CSV","valuePresentation":"Code","variables":"#
        + #"[{"code":"OMRÅDE","values":["*"]},{"code":"Tid","values":["*"]}]}"#

    /// FOLK1AM with the four variables; empty selections are left out.
    static func population(
        _ format: String = "CSV",
        area: String = #""766""#,
        time: String = #""2024M04""#,
        more: String = ""
    ) -> String {
        #"{"table":"FOLK1AM","format":"\#(format)"\#(more),"variables":[{"code":"OMRÅDE","values":[\#(area)]},"#
            + #"{"code":"KØN","values":["TOT"]},{"code":"ALDER","values":["IALT"]},"#
            + #"{"code":"Tid","values":[\#(time)]}]}"#
    }

    static let defaultLevels = [
        "[Institution].[Beliggenhedskommunenummer]", "[Klassetrin].[Skoletrin]", "[Tid].[Skoleår]",
    ]
    static let measure = "Gennemsnitligt fravær per skoleår"

    /// The absence cube; `more` is raw JSON, commas first.
    static func absence(
        levels: [String] = defaultLevels,
        measure: String = measure,
        more: String = ""
    ) -> String {
        let quoted = levels.map { "\"\($0)\"" }.joined(separator: ",")
        return #"{"område":"GS","emne":"ELEVFRAV","underemne":"FRAVAAR","nøgletal":["\#(measure)"],"#
            + #""detaljering":[\#(quoted)],"indlejret":false,"formattering":"json"\#(more)}"#
    }

    static func rows(_ answer: WireAnswer) throws -> [[String: String]] {
        try JSONDecoder().decode([[String: String]].self, from: Data(try answer.body()))
    }

    /// The lines of a CSV answer without its header, split at semicolons.
    static func lines(_ answer: WireAnswer) throws -> [[String]] {
        try answer.text().split(separator: "\r\n").dropFirst().map { $0.split(separator: ";").map(String.init) }
    }
}
