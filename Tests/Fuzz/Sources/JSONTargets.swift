import PejlModel

/// JSON-stat: what is read must be refused when its last bracket is cut off.
enum JSONStatTarget: FuzzTarget {
    static let name = "json-stat"

    static func run(_ bytes: UnsafeRawBufferPointer) { checkJSON(bytes, .jsonStat) }
}

/// The rows of uddannelsesstatistik.dk, by the same rule.
enum FlatRowsTarget: FuzzTarget {
    static let name = "uddannelsesstatistik"

    static func run(_ bytes: UnsafeRawBufferPointer) { checkJSON(bytes, .uddannelsesstatistik) }
}

/// Kolada's answers, by the same rule.
enum KoladaTarget: FuzzTarget {
    static let name = "kolada"

    static func run(_ bytes: UnsafeRawBufferPointer) { checkJSON(bytes, .kolada) }
}
