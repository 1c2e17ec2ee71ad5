import PejlModel

/// What the values of an indicator may be.
struct ValueRule {
    /// What they are multiplied by; nil for 1.
    let scale: ExactScale?
    /// Whether a percent sign must follow.
    let expectsSign: Bool
    /// Whether each number must be looked at: it is multiplied, or held until it is known whether it must be hidden.
    private let isLookedAt: Bool
    private let least: Double
    private let most: Double

    init(_ indicator: Indicator, expectsSign: Bool, isHeld: Bool) {
        self.expectsSign = expectsSign
        scale = indicator.scale == 1 ? nil : ExactScale(indicator.scale, decimals: indicator.decimals)
        isLookedAt = indicator.scale != 1 || isHeld
        least = indicator.bounds?.lowerBound ?? -.infinity
        most = indicator.bounds?.upperBound ?? .infinity
    }

    @inline(__always)
    func allows(_ value: Double) -> Bool { least <= value && value <= most }

    /// Whether a number may be taken as it stands.
    @inline(__always)
    func takes(_ value: Double, isPercent: Bool) -> Bool {
        isPercent == expectsSign && !isLookedAt && value.isFinite && allows(value)
    }
}
