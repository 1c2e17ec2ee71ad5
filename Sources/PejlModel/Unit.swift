/// The unit of an indicator's values.
///
/// Written as `%`, `dkk/pupil` or, where amounts are in the prices of one year, `dkk-2024/pupil`: a fixed price that
/// does not say its year cannot be compared with anything.
package struct Unit: RawRepresentable, Hashable, Sendable {
    /// What is counted or measured.
    private enum Quantity: String, CaseIterable {
        case percent = "%"
        case perThousand = "per_1000"
        case persons
        case count
        case kroner = "dkk"
        case kronerPerInhabitant = "dkk/inhabitant"
        case kronerPerPupil = "dkk/pupil"
        case pupilsPerClass = "pupils/class"
        case points
        case ratio
    }

    private let quantity: Quantity
    /// The year whose prices amounts are in; nil for current prices and for what is not money.
    package let priceYear: Int?

    private init(_ quantity: Quantity, priceYear: Int? = nil) {
        self.quantity = quantity
        self.priceYear = priceYear
    }

    /// Per cent, 0 to 100 for shares.
    package static let percent = Unit(.percent)
    /// Per 1,000 of what the definition names.
    package static let perThousand = Unit(.perThousand)
    /// A number of persons.
    package static let persons = Unit(.persons)
    /// A number of things.
    package static let count = Unit(.count)
    /// Danish kroner, current prices.
    package static let kroner = Unit(.kroner)
    /// Danish kroner per inhabitant, current prices.
    package static let kronerPerInhabitant = Unit(.kronerPerInhabitant)
    /// Danish kroner per pupil, current prices.
    package static let kronerPerPupil = Unit(.kronerPerPupil)
    /// Pupils in a class.
    package static let pupilsPerClass = Unit(.pupilsPerClass)
    /// Points on a scale.
    package static let points = Unit(.points)
    /// A ratio of two like quantities.
    package static let ratio = Unit(.ratio)

    /// Reads a unit as it is written in recipes and in the store.
    package init?(rawValue: String) {
        if let quantity = Quantity(rawValue: rawValue) {
            self.init(quantity)
            return
        }
        let kroner = Quantity.kroner.rawValue
        guard rawValue.hasPrefix(kroner + "-") else { return nil }
        let rest = rawValue.dropFirst(kroner.count + 1)
        let digits = rest.prefix { $0 != "/" }
        guard digits.utf8.count == 4, let year = Int(digits), (1900...2999).contains(year) else { return nil }
        guard let quantity = Quantity(rawValue: kroner + rest.dropFirst(digits.count)) else { return nil }
        self.init(quantity, priceYear: year)
    }

    /// The unit as it is written in recipes and in the store.
    package var rawValue: String {
        guard let priceYear else { return quantity.rawValue }
        let kroner = Quantity.kroner.rawValue
        return "\(kroner)-\(priceYear)" + quantity.rawValue.dropFirst(kroner.count)
    }

    /// Whether values of large and small municipalities can be ranked together.
    package var isComparable: Bool {
        switch quantity {
        case .percent, .perThousand, .kronerPerInhabitant, .kronerPerPupil, .pupilsPerClass, .points, .ratio: true
        case .persons, .count, .kroner: false
        }
    }

    /// How the unit is written after a number; empty for plain numbers.
    package var symbol: Localised {
        switch quantity {
        case .percent: Localised(same: "%")
        case .perThousand: Localised(da: "pr. 1.000", en: "per 1,000")
        case .kroner: amount(da: "", en: "")
        case .kronerPerInhabitant: amount(da: " pr. indbygger", en: " per inhabitant")
        case .kronerPerPupil: amount(da: " pr. elev", en: " per pupil")
        case .pupilsPerClass: Localised(da: "elever pr. klasse", en: "pupils per class")
        case .persons, .count, .points, .ratio: Localised(same: "")
        }
    }

    private func amount(da: String, en: String) -> Localised {
        guard let priceYear else { return Localised(da: "kr.\(da)", en: "DKK\(en)") }
        return Localised(da: "kr.\(da) (\(priceYear)-priser)", en: "DKK\(en) (\(priceYear) prices)")
    }
}

extension Unit: CaseIterable {
    /// Every unit, amounts in current prices.
    package static var allCases: [Unit] { Quantity.allCases.map { Unit($0) } }
}
