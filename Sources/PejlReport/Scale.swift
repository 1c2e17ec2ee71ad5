/// Maps values to a vertical axis with round ticks.
struct Scale {
    let ticks: [Double]
    let top: Double
    let bottom: Double

    var low: Double { ticks[0] }
    var high: Double { ticks[ticks.count - 1] }

    /// An axis covering the values, from zero unless they all lie within a fifth of the largest.
    ///
    /// With `zero` it always includes zero, as bars need. Ranges outside 1e-9 to 1e15 are not drawn to scale.
    init(_ values: [Double], includingZero zero: Bool, top: Double, bottom: Double) {
        let limit = 1e15
        var low = min(max(values.min() ?? 0, -limit), limit)
        var high = min(max(values.max() ?? 1, -limit), limit)
        if zero || (low >= 0 && low < 0.8 * high) { low = min(low, 0) }
        if zero { high = max(high, 0) }
        if high - low < 1e-9 { high = low + 1 }
        let step = Scale.roundStep((high - low) / 5)
        let first = (low / step).rounded(.down)
        let last = (high / step).rounded(.up)
        ticks = stride(from: first, through: last, by: 1).map { $0 * step }
        self.top = top
        self.bottom = bottom
    }

    func y(_ value: Double) -> Double {
        bottom - (value - low) / (high - low) * (bottom - top)
    }

    /// Decimals needed to tell the ticks apart, at most six.
    var decimals: Int {
        guard ticks.count > 1 else { return 0 }
        var step = ticks[1] - ticks[0]
        var decimals = 0
        while decimals < 6, abs(step - step.rounded()) > 1e-6 * abs(step) {
            step *= 10
            decimals += 1
        }
        return decimals
    }

    private static func roundStep(_ step: Double) -> Double {
        var power = 1.0
        while power * 10 <= step { power *= 10 }
        while power > step { power /= 10 }
        return power * (step < 1.5 * power ? 1 : step < 3 * power ? 2 : step < 7 * power ? 5 : 10)
    }
}
