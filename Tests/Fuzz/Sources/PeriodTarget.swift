import PejlModel

/// Periods: the canonical code must read back as the same period, whose days are in order.
enum PeriodTarget: FuzzTarget {
    static let name = "period"

    static func run(_ bytes: UnsafeRawBufferPointer) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let period = try? Period(code: text) else { return }
        hold(text.utf8.count <= 32 && text.utf8.contains { 0x30...0x39 ~= $0 }, "a period without digits")
        hold(period.firstDay <= period.lastDay, "\(period) ends before it begins")
        hold(1...9999 ~= period.firstDay.year && 1...9999 ~= period.lastDay.year, "\(period) has odd years")
        hold((try? Period(code: period.code)) == period, "\(period.code) does not read back")
        let days = period.lastDay.daysSince1970 - period.firstDay.daysSince1970 + 1
        let lengths: ClosedRange<Int> =
            switch period.kind {
            case .year, .schoolYear: 365...366
            case .halfYear: 181...184
            case .quarter: 90...92
            case .month: 28...31
            case .week: 7...7
            case .day: 1...1
            case .span: 1...3_660_000
            }
        hold(lengths.contains(days), "\(period) has \(days) days")
        let next = period.lastDay.adding(days: 1)
        hold(next > period.lastDay && next.daysSince1970 == period.lastDay.daysSince1970 + 1, "the day after \(period)")
    }
}
