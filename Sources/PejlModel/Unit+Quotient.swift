extension Unit {
    /// The units that `factor × numerator ÷ denominator` may have; none where the quotient is not a statistic.
    ///
    /// The factor goes with the unit: 100 for per cent, 1,000 for per 1,000, 1 for everything else. So a factor that is
    /// wrong by powers of ten never passes for a small or large figure.
    package static func quotients(of numerator: Unit, by denominator: Unit, factor: Double) -> [Unit] {
        let isAmount = numerator == .kroner || numerator.rawValue == numerator.priceYear.map { "dkk-\($0)" }
        let isNumber = [Unit.persons, .count].contains(numerator) && [Unit.persons, .count].contains(denominator)
        switch factor {
        case 1 where isAmount && denominator == .persons:
            return ["/pupil", "/inhabitant"].compactMap { Unit(rawValue: numerator.rawValue + $0) }
        case 1 where numerator == .persons && denominator == .count: return [.pupilsPerClass, .ratio]
        case 1 where isNumber || numerator == denominator: return [.ratio]
        case 100 where numerator == denominator: return [.percent]
        case 1000 where isNumber || numerator == denominator: return [.perThousand]
        default: return []
        }
    }
}
