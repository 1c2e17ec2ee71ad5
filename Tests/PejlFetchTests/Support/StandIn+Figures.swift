import PejlStandIn

extension StandIn {
    /// The requests for figures of uddannelsesstatistik.dk, without those for its catalogue.
    var figureRequests: [RecordedRequest] { requests.filter { $0.path.hasSuffix("/statistik") } }
}
