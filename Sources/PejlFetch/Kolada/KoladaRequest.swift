package import PejlModel

/// Questions to Kolada's `GET /data/kpi/…`.
package enum KoladaRequest {
    /// Ids of one kind that one request may name.
    package static let idLimit = 25
    /// Most requests that one question is cut into.
    package static let requestLimit = 200

    /// The requests that together ask a question: at most 25 indicators, 25 areas and 25 years each.
    package static func requests(_ question: KoladaQuestion) throws(CatalogueMisfit) -> [PublisherRequest] {
        let (kpis, areas) = (parts(question.kpis), parts(question.municipalities))
        let years = question.years.isEmpty ? [[]] : parts(question.years)
        guard kpis.count * areas.count * years.count <= requestLimit else {
            let cells = question.kpis.count * question.municipalities.count * max(1, question.years.count)
            throw .tooManyCells(cells, limit: idLimit * idLimit * idLimit, requests: requestLimit)
        }
        return kpis.flatMap { kpis in
            areas.flatMap { areas in
                years.map { years in
                    let base = "data/kpi/\(kpis.joined(separator: ","))/municipality/\(areas.joined(separator: ","))"
                    let path = years.isEmpty ? base : "\(base)/year/\(years.joined(separator: ","))"
                    return .get(path, answer: .document(.kolada), purpose: .figures)
                }
            }
        }
    }

    private static func parts(_ ids: [String]) -> [[String]] {
        stride(from: 0, to: ids.count, by: idLimit).map { Array(ids[$0..<min($0 + idLimit, ids.count)]) }
    }
}

/// What a page of Kolada says besides its figures.
package struct KoladaPage: Sendable, Equatable {
    /// Whether it holds any row.
    package let isEmpty: Bool
    /// Indicators that it has a row of.
    package let kpis: Set<String>
    /// The link to the next page, where there is one.
    package let next: String?

    /// Reads a page; nothing where it is no answer of Kolada.
    package init?(_ document: JSONValue) {
        guard let rows = document["values"]?.elements else { return nil }
        isEmpty = rows.isEmpty
        kpis = Set(rows.compactMap { $0["kpi"]?.text })
        switch document["next_url"] ?? document["next_page"] ?? .null {
        case .null: next = nil
        case .string(let text): next = text.isEmpty ? nil : text
        default: return nil
        }
    }
}
