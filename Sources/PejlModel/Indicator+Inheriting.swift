extension Indicator {
    /// The same indicator with the breaks and caveats of those it is computed from beside its own.
    package func inheriting(from inputs: [Indicator]) -> Indicator {
        var breaks = breaks
        for one in inputs.flatMap(\.breaks) where !breaks.contains(where: { $0.day == one.day }) { breaks.append(one) }
        var caveats = caveats
        for one in inputs.flatMap(\.caveats) {
            guard let place = caveats.firstIndex(where: { $0.code == one.code }) else {
                caveats.append(one)
                continue
            }
            let held = caveats[place]
            let periods = held.periods + one.periods.filter { !held.periods.contains($0) }
            caveats[place] = IndicatorCaveat(code: held.code, periods: periods, text: held.text)
        }
        return Indicator(
            id: id,
            measure: measure,
            members: members,
            title: title,
            definition: definition,
            definitionID: definitionID,
            unit: unit,
            decimals: decimals,
            direction: direction,
            scale: scale,
            bounds: bounds,
            caveats: caveats,
            breaks: breaks.sorted { $0.day < $1.day },
            weight: weight
        )
    }
}
