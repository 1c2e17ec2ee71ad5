import PejlModel

extension [Indicator] {
    /// What these indicators reserve about the figures that some findings are on and were computed from: each once, as far
    /// as the findings carry it.
    func caveats(of findings: [Finding]) -> [IndicatorCaveat] {
        var caveats: [IndicatorCaveat] = []
        for finding in findings {
            let figures = [(finding.indicator, finding.period)] + finding.inputs.map { ($0.indicator, $0.period) }
            for (id, period) in figures {
                let held = first { $0.id == id }?.caveats.filter {
                    $0.periods.contains(period) && finding.caveats.contains($0.code) && !caveats.contains($0)
                }
                caveats += held ?? []
            }
        }
        return caveats
    }
}
