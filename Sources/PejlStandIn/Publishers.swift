/// Both publishers behind one port, told apart by path.
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
                firstPage: settings.firstPage
            )
            return statistics.answer(request)
        }
        return .text(404, "Not found")
    }
}
