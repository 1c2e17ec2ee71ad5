internal import GRDB
package import PejlModel

/// One series of the publication, as columns.
package struct PublishedSeries: Sendable {
    /// What it is.
    package let key: SeriesKey
    /// Codes of its periods, in the order of their first day.
    package let periods: [String]
    /// Values; absent where the status has none.
    package let values: [Double?]
    /// Statuses, one for each period.
    package let statuses: [ObservationStatus]

    package init(key: SeriesKey, periods: [String], values: [Double?], statuses: [ObservationStatus]) {
        self.key = key
        self.periods = periods
        self.values = values
        self.statuses = statuses
    }
}

extension Publication {
    /// Every indicator, by code.
    package func indicators() throws -> [Indicator] {
        try read { database in
            let caveats = try Row.fetchAll(
                database,
                sql: "SELECT indicator_id, code, period, text_da, text_en FROM indicator_caveat ORDER BY code, period"
            )
            let breaks = try Row.fetchAll(
                database,
                sql: "SELECT indicator_id, day, reason_da, reason_en, source FROM break ORDER BY day"
            )
            let rows = try Row.fetchAll(database, sql: "SELECT * FROM indicator ORDER BY code")
            return rows.compactMap { row in
                func isOwn(_ other: Row) -> Bool { other["indicator_id"] == row["id"] as Int }
                return Self.indicator(row, caveats.filter(isOwn), breaks.filter(isOwn))
            }
        }
    }

    private static func indicator(_ row: Row, _ caveats: [Row], _ breaks: [Row]) -> Indicator? {
        guard let unit = Unit(rawValue: row["unit"]), let direction = Direction(rawValue: row["direction"]) else {
            return nil
        }
        let codes = Set(caveats.map { $0["code"] as String }).sorted()
        var weight: IndicatorWeight?
        if let indicator = row["weight_indicator"] as String?, let period = row["weight_period"] as String? {
            weight = IndicatorWeight(
                indicator: indicator,
                period: period,
                isDenominator: row["weight_is_denominator"] == 1
            )
        }
        return Indicator(
            id: row["code"],
            measure: "",
            title: Localised(da: row["title_da"], en: row["title_en"]),
            definition: Localised(da: row["definition_da"], en: row["definition_en"]),
            definitionID: row["definition_id"],
            unit: unit,
            decimals: row["decimals"],
            direction: direction,
            caveats: codes.map { code in
                let own = caveats.filter { $0["code"] == code }
                let text = Localised(da: own.first?["text_da"] ?? "", en: own.first?["text_en"] ?? "")
                return IndicatorCaveat(code: code, periods: own.map { $0["period"] }, text: text)
            },
            breaks: breaks.compactMap { row in
                let reason = Localised(da: row["reason_da"], en: row["reason_en"])
                return CalendarDay(iso: row["day"]).map {
                    IndicatorBreak(day: $0, reason: reason, source: row["source"])
                }
            },
            weight: weight
        )
    }

    /// Every series of some indicators and kinds of area, in the order of indicator, breakdown and area.
    ///
    /// - Parameters:
    ///   - indicators: Codes of the indicators.
    ///   - kinds: Kinds of area.
    ///   - body: Receives one series after another.
    /// - Throws: ``StoreError``, or what `body` throws.
    package func forEachSeries(
        indicators: [String],
        kinds: [AreaKind],
        _ body: (PublishedSeries) throws -> Void
    ) throws {
        try read { database in
            let marks = { (count: Int) in [String](repeating: "?", count: count).joined(separator: ", ") }
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT s.id, i.code, a.code, b.code
                    FROM series s
                        JOIN indicator i ON i.id = s.indicator_id JOIN area a ON a.id = s.area_id
                        JOIN breakdown b ON b.id = s.breakdown_id
                    WHERE i.code IN (\(marks(indicators.count))) AND a.kind IN (\(marks(kinds.count)))
                    ORDER BY i.code, b.code, a.code
                    """,
                arguments: StatementArguments(indicators + kinds.map(\.rawValue))
            )
            var reader = try SeriesReader(database)
            var breakdowns: [String: Breakdown] = [:]
            while let row = try rows.next() {
                let code: String = row[3]
                guard let breakdown = breakdowns[code] ?? Breakdown(code: code) else {
                    throw StoreError.corrupt(path: path, detail: "an unreadable breakdown")
                }
                breakdowns[code] = breakdown
                let key = SeriesKey(indicator: row[1], area: row[2], breakdown: breakdown)
                if let series = try reader.series(row[0], key) { try body(series) }
            }
        }
    }

    /// Areas of one kind, by code.
    package func areas(_ kind: AreaKind) throws -> [Area] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT code, name, region_code, group_code, municipality_code FROM area WHERE kind = ? ORDER BY code
                    """,
                arguments: [kind.rawValue]
            ).map { row in
                Area(
                    kind: kind,
                    code: row["code"],
                    name: row["name"],
                    regionCode: row["region_code"],
                    groupCode: row["group_code"],
                    municipalityCode: row["municipality_code"]
                )
            }
        }
    }

    /// The first day of every period, by the period's code, as ISO text.
    package func firstDays() throws -> [String: String] {
        try read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT code, first_day FROM period")
            return Dictionary(rows.map { ($0["code"] as String, $0["first_day"] as String) }) { first, _ in first }
        }
    }

    /// The names readers see for the members of breakdowns.
    package func memberTitles() throws -> MemberTitles {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT dimension, member, title_da, title_en FROM breakdown_member"
            )
            return MemberTitles(
                titles: Dictionary(
                    uniqueKeysWithValues: rows.map { row in
                        let part = BreakdownPart(dimension: row["dimension"], member: row["member"])
                        return (part, Localised(da: row["title_da"], en: row["title_en"]))
                    }
                )
            )
        }
    }
}

/// The names readers see for the members of breakdowns.
package struct MemberTitles: Sendable {
    let titles: [BreakdownPart: Localised]

    /// The names of a breakdown's parts, joined by commas; empty when there are none.
    package func title(of breakdown: Breakdown) -> Localised {
        let parts = breakdown.parts.map { titles[$0] ?? Localised(same: $0.member) }
        return Localised(da: parts.map(\.da).joined(separator: ", "), en: parts.map(\.en).joined(separator: ", "))
    }
}
