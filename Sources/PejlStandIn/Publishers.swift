/// The publishers behind one port, told apart by path.
struct Publishers {
    let figures: Figures
    let settings: Settings
    let distortion: Distortion

    func answer(_ request: HTTPRequest) -> HTTPAnswer {
        if request.path.hasPrefix(StatBank.root + "/") {
            return StatBank(figures: figures, distortion: distortion, cellLimit: settings.cellLimit).answer(request)
        }
        if request.path.hasPrefix(EducationStatistics.root + "/") {
            let statistics = EducationStatistics(
                figures: figures,
                distortion: distortion,
                firstPage: settings.firstPage,
                pageZero: settings.neighbours.pageZero
            )
            return statistics.answer(request)
        }
        if request.path.hasPrefix(PxWeb.root + "/") { return PxWeb(settings: settings.neighbours).answer(request) }
        if request.path.hasPrefix(Kolada.root + "/") { return Kolada(settings: settings.neighbours).answer(request) }
        return .text(404, "Not found")
    }
}
