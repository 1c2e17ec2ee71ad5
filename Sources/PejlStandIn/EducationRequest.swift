import FoundationEssentials

/// The body of `POST /Api/v1/statistik`.
struct EducationRequest: Decodable {
    var area: String
    var subject: String
    var cube: String
    var measures: [String]
    var levels: [String]
    var filters: [String: [String]]?
    var isNested: Bool?
    var withEmptyRows: Bool?
    var format: String?
    var page: Int?
    var pageSize: Int?

    enum CodingKeys: String, CodingKey {
        case area = "område"
        case subject = "emne"
        case cube = "underemne"
        case measures = "nøgletal"
        case levels = "detaljering"
        case filters = "filtre"
        case isNested = "indlejret"
        case withEmptyRows = "tomme_rækker"
        case format = "formattering"
        case page = "side"
        case pageSize = "side_størrelse"
    }

    init?(body: [UInt8]) {
        guard let request = try? JSONDecoder().decode(EducationRequest.self, from: Data(body)) else { return nil }
        self = request
    }
}
