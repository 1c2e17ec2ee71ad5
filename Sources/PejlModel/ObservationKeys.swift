/// The series and periods that a load has met so far, by the numbers its chunks use.
///
/// A series is three numbers: of its indicator, its area and its breakdown. A table has hundreds of thousands of series
/// and a few thousand texts, so series are told apart without looking at a text, and one costs 16 bytes.
package final class ObservationKeys {
    /// Identifiers of the indicators by number.
    package private(set) var indicators: [String] = []
    /// Codes of the areas by number.
    package private(set) var areas: [String] = []
    /// Breakdowns by number.
    package private(set) var breakdowns: [Breakdown] = []
    /// Periods by number.
    package private(set) var periods: [Period] = []
    /// For each series the number of its indicator.
    package private(set) var seriesIndicators: [Int32] = []
    /// For each series the number of its area.
    package private(set) var seriesAreas: [Int32] = []
    /// For each series the number of its breakdown.
    package private(set) var seriesBreakdowns: [Int32] = []
    /// The institutions among the areas of the series, as far as they are known, by code.
    package private(set) var institutions: [String: Area] = [:]

    private var indicatorNumbers: [String: Int32] = [:]
    private var areaNumbers: [String: Int32] = [:]
    private var breakdownNumbers: [Breakdown: Int32] = [:]
    private var periodNumbers: [Period: Int32] = [:]
    /// Numbers of series by the hash of their three numbers, -1 where none is; open addressing, at most half full.
    private var slots = [Int32](repeating: -1, count: 1024)

    package init() {}

    /// Series by number.
    package var series: SeriesList { SeriesList(keys: self) }

    /// The number of an indicator, given now if it is new.
    package func number(ofIndicator id: String) -> Int32 { Self.number(id, &indicatorNumbers, &indicators) }

    /// The number of an area, given now if it is new.
    package func number(ofArea code: String) -> Int32 { Self.number(code, &areaNumbers, &areas) }

    /// The number of a breakdown, given now if it is new.
    package func number(of breakdown: Breakdown) -> Int32 { Self.number(breakdown, &breakdownNumbers, &breakdowns) }

    /// The number of a period, given now if it is new.
    package func number(of period: Period) -> Int32 { Self.number(period, &periodNumbers, &periods) }

    /// The number of a series, given now if it is new.
    package func number(of key: SeriesKey) -> Int32 {
        number(
            indicator: number(ofIndicator: key.indicator),
            area: number(ofArea: key.area),
            breakdown: number(of: key.breakdown)
        )
    }

    /// Says what an area is that no recipe and no catalogue knows.
    package func describe(_ institution: Area) { institutions[institution.code] = institution }

    /// The number of the series with these numbers of indicator, area and breakdown, given now if it is new.
    package func number(indicator: Int32, area: Int32, breakdown: Int32) -> Int32 {
        let slot = slot(indicator, area, breakdown)
        if slots[slot] >= 0 { return slots[slot] }
        let number = Int32(seriesAreas.count)
        slots[slot] = number
        seriesIndicators.append(indicator)
        seriesAreas.append(area)
        seriesBreakdowns.append(breakdown)
        if seriesAreas.count * 2 > slots.count { grow() }
        return number
    }

    /// The number of the series with these numbers of indicator, area and breakdown, nil where it was not met.
    package func knownNumber(indicator: Int32, area: Int32, breakdown: Int32) -> Int32? {
        let number = slots[slot(indicator, area, breakdown)]
        return number < 0 ? nil : number
    }

    private static func number<Key: Hashable>(_ key: Key, _ numbers: inout [Key: Int32], _ all: inout [Key]) -> Int32 {
        if let number = numbers[key] { return number }
        let number = Int32(all.count)
        all.append(key)
        numbers[key] = number
        return number
    }

    /// The slot of a series, or the empty one where it belongs.
    private func slot(_ indicator: Int32, _ area: Int32, _ breakdown: Int32) -> Int {
        var hash = UInt64(UInt32(bitPattern: area)) << 32 | UInt64(UInt32(bitPattern: breakdown))
        hash = (hash ^ UInt64(UInt32(bitPattern: indicator)) << 56) &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(truncatingIfNeeded: hash >> 32) & (slots.count - 1)
        while true {
            let number = Int(slots[slot])
            if number < 0 { return slot }
            if seriesBreakdowns[number] == breakdown, seriesAreas[number] == area,
                seriesIndicators[number] == indicator
            {
                return slot
            }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    private func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for number in seriesAreas.indices {
            slots[slot(seriesIndicators[number], seriesAreas[number], seriesBreakdowns[number])] = Int32(number)
        }
    }
}

/// The series of a load, each put together when it is asked for.
package struct SeriesList: RandomAccessCollection {
    fileprivate let keys: ObservationKeys

    package var startIndex: Int { 0 }

    package var endIndex: Int { keys.seriesAreas.count }

    package subscript(number: Int) -> SeriesKey {
        SeriesKey(
            indicator: keys.indicators[Int(keys.seriesIndicators[number])],
            area: keys.areas[Int(keys.seriesAreas[number])],
            breakdown: keys.breakdowns[Int(keys.seriesBreakdowns[number])]
        )
    }

    /// Whether the list holds these series in this order.
    package static func == (list: SeriesList, keys: [SeriesKey]) -> Bool { list.elementsEqual(keys) }
}
