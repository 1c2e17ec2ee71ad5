/// Gives the series and periods that a load meets the numbers that its chunks use.
///
/// A series is three numbers: of its indicator, its area and its breakdown. A table has hundreds of thousands of series
/// and a few thousand texts, so series are told apart without looking at a text, and one costs 16 bytes.
package final class ObservationKeys {
    /// What the numbers stand for.
    package private(set) var table = SeriesTable()

    private var indicatorNumbers: [String: Int32] = [:]
    private var areaNumbers: [String: Int32] = [:]
    private var breakdownNumbers: [Breakdown: Int32] = [:]
    private var periodNumbers: [Period: Int32] = [:]
    /// Numbers of series by the hash of their three numbers, -1 where none is; open addressing, at most half full.
    private var slots = [Int32](repeating: -1, count: 1024)

    package init() {}

    /// Series by number.
    package var series: SeriesList { SeriesList(table: table) }

    /// Periods by number.
    package var periods: [Period] { table.periods }

    /// The institutions among the areas of the series, as far as they are known, by code.
    package var institutions: [String: Area] { table.institutions }

    /// The number of an indicator, given now if it is new.
    package func number(ofIndicator id: String) -> Int32 { Self.number(id, &indicatorNumbers, &table.indicators) }

    /// The number of an area, given now if it is new.
    package func number(ofArea code: String) -> Int32 { Self.number(code, &areaNumbers, &table.areas) }

    /// The number of a breakdown, given now if it is new.
    package func number(of breakdown: Breakdown) -> Int32 {
        Self.number(breakdown, &breakdownNumbers, &table.breakdowns)
    }

    /// The number of a period, given now if it is new.
    package func number(of period: Period) -> Int32 { Self.number(period, &periodNumbers, &table.periods) }

    /// The number of a series, given now if it is new.
    package func number(of key: SeriesKey) -> Int32 {
        number(
            indicator: number(ofIndicator: key.indicator),
            area: number(ofArea: key.area),
            breakdown: number(of: key.breakdown)
        )
    }

    /// Says what an area is that no recipe and no catalogue knows.
    package func describe(_ institution: Area) { table.institutions[institution.code] = institution }

    /// The number of the series with these numbers of indicator, area and breakdown, given now if it is new.
    package func number(indicator: Int32, area: Int32, breakdown: Int32) -> Int32 {
        let slot = slot(indicator, area, breakdown)
        if slots[slot] >= 0 { return slots[slot] }
        let number = Int32(table.seriesAreas.count)
        slots[slot] = number
        table.seriesIndicators.append(indicator)
        table.seriesAreas.append(area)
        table.seriesBreakdowns.append(breakdown)
        if table.seriesAreas.count * 2 > slots.count { grow() }
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
            if table.seriesBreakdowns[number] == breakdown, table.seriesAreas[number] == area,
                table.seriesIndicators[number] == indicator
            {
                return slot
            }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    private func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for number in table.seriesAreas.indices {
            slots[slot(table.seriesIndicators[number], table.seriesAreas[number], table.seriesBreakdowns[number])] =
                Int32(number)
        }
    }
}

/// The series of a load, each put together when it is asked for.
package struct SeriesList: RandomAccessCollection {
    fileprivate let table: SeriesTable

    /// Number of the first series.
    package var startIndex: Int { 0 }

    /// How many series there are.
    package var endIndex: Int { table.seriesAreas.count }

    /// The series of a number.
    package subscript(number: Int) -> SeriesKey {
        SeriesKey(
            indicator: table.indicators[Int(table.seriesIndicators[number])],
            area: table.areas[Int(table.seriesAreas[number])],
            breakdown: table.breakdowns[Int(table.seriesBreakdowns[number])]
        )
    }

    /// Whether the list holds these series in this order.
    package static func == (list: SeriesList, keys: [SeriesKey]) -> Bool { list.elementsEqual(keys) }
}
