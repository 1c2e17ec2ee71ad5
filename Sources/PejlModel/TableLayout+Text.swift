/// How a delimited file is written.
package struct DelimitedForm: Hashable, Sendable {
    /// Its characters.
    package let charset: Charset
    /// What stands between two cells.
    package let separator: Separator

    package init(charset: Charset, separator: Separator) {
        self.charset = charset
        self.separator = separator
    }

    /// How bytes are letters.
    package enum Charset: String, Sendable, CaseIterable {
        case utf8 = "utf-8"
        case windows1252 = "windows-1252"
        case latin1 = "iso-8859-1"
    }

    /// What stands between two cells.
    package enum Separator: String, Sendable, CaseIterable {
        case semicolon = ";"
        case comma = ","
        case tab = "\t"
    }
}

/// How numbers are written.
///
/// `2.351` is 2351 where the point stands between thousands, 2.351 where it is the decimal sign, and refused where it is
/// neither. Thousands need not be set apart; where they are, the groups must be whole and all of them set apart.
package struct NumberRule: Hashable, Sendable {
    /// What stands before the decimals.
    package let decimal: DecimalSign
    /// What stands between thousands.
    package let thousands: ThousandsSign
    /// Whether a percent sign may follow.
    package let allowsPercent: Bool
    /// What may stand in place of a number, white space around it aside; `""` is an empty cell.
    package let marks: Set<String>

    package init(
        decimal: DecimalSign,
        thousands: ThousandsSign = .none,
        allowsPercent: Bool = false,
        marks: Set<String> = []
    ) {
        self.decimal = decimal
        self.thousands = thousands
        self.allowsPercent = allowsPercent
        self.marks = marks
    }

    /// What stands before the fraction.
    package enum DecimalSign: String, Sendable, CaseIterable {
        case comma = ","
        case point = "."
        /// Whole numbers only.
        case none
    }

    /// What may stand between groups of three digits.
    package enum ThousandsSign: String, Sendable, CaseIterable {
        case none
        case point = "."
        case comma = ","
        /// A space, U+00A0 or U+202F.
        case space
    }
}
