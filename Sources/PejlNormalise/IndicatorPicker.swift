import PejlModel

/// Says which indicator a cell is of: by its measure, and by its members of the selector columns.
struct IndicatorPicker {
    private let indicators: [Indicator]
    /// Codes of the selector columns, in the order of the recipe.
    private let columns: [String]
    /// Of each selector column the members that some indicator names; a member's number is its place.
    private let members: [[String]]
    private var numbers: [UInt64: Int32] = [:]
    private var wanted: [Bool] = []
    /// By measure the place of its indicator, -1 where it has none or more than the measure decides.
    private(set) var ofMeasure: [Int32] = []

    init(_ recipe: Recipe) {
        indicators = recipe.indicators
        columns = recipe.columns.filter { $0.role == .selector }.map(\.code)
        members = columns.map { column in
            recipe.indicators.reduce(into: []) { found, indicator in
                guard let member = indicator.members[column], !found.contains(member) else { return }
                found.append(member)
            }
        }
    }

    /// Learns the measures of a table, by the numbers that its cells use.
    mutating func begin(measures: [String]) {
        wanted = measures.map { measure in indicators.contains { $0.measure == measure } }
        numbers = [:]
        for (number, indicator) in indicators.enumerated() {
            guard let measure = measures.firstIndex(of: indicator.measure) else { continue }
            var selection: UInt64 = 0
            for (column, known) in zip(columns, members) {
                guard let member = known.firstIndex(where: { $0 == indicator.members[column] }) else { continue }
                selection = Self.selection(selection, adding: Int32(member))
            }
            numbers[Self.key(Int32(measure), selection)] = Int32(number)
        }
        ofMeasure = measures.indices.map { columns.isEmpty ? numbers[Self.key(Int32($0), 0)] ?? -1 : -1 }
    }

    /// Whether an indicator is had from the measure.
    func isWanted(measure: Int32) -> Bool { wanted[Int(measure)] }

    /// The number of a member of a selector column, nil for one that no indicator names.
    func member(_ text: String, of column: String) -> Int32? {
        guard let place = columns.firstIndex(of: column) else { return nil }
        return members[place].firstIndex(of: text).map(Int32.init)
    }

    /// The place of the indicator in the recipe.
    func indicator(measure: Int32, selection: UInt64) -> Int32? { numbers[Self.key(measure, selection)] }

    /// The selection so far with the next selector column's member; columns come in the order of the recipe.
    static func selection(_ selection: UInt64, adding member: Int32) -> UInt64 { selection &* 512 &+ UInt64(member) }

    private static func key(_ measure: Int32, _ selection: UInt64) -> UInt64 { UInt64(measure) << 40 | selection }
}

/// Multiplies published numbers by a whole number without ever rounding.
struct ExactScale {
    private let divisor: Double
    private let factor: Double

    /// - Parameters:
    ///   - scale: The whole number.
    ///   - decimals: Decimals that a result may have.
    init(_ scale: Int, decimals: Int) {
        divisor = (0..<decimals).reduce(1) { power, _ in power * 10 }
        factor = Double(scale) * divisor
    }

    /// The product, or nil where it has more decimals than a result may have.
    ///
    /// A number is the double next to some decimal text. If the product of that text is a whole number below 2⁵³,
    /// dividing it again gives the very same double; if it does not, the text was more precise.
    func multiply(_ value: Double) -> Double? {
        let whole = (value * factor).rounded()
        guard whole.magnitude < 9_007_199_254_740_992, whole / factor == value else { return nil }
        return whole / divisor
    }
}
