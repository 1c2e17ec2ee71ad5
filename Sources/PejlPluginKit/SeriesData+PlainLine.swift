extension SeriesData: PlainValue {
    /// Reads a plain `data/series` line without its line feed; nil for every other line, which `JSONDecoder` is to read.
    package init?(plainLine line: [UInt8]) {
        guard let series = PlainJSON.notification(line, "data/series", Self.self) else { return nil }
        self = series
    }

    /// Its `data/series` line, line feed and all, byte for byte as `JSONEncoder` writes it; nil where that is to write or
    /// to refuse it.
    package var plainLine: [UInt8]? { PlainLine.notification("data/series", self) }

    init?(plain json: inout PlainJSON) {
        var indicator, area: String?
        var breakdown: [String: String]?
        var title: PluginText?
        var periods, statuses: [String]?
        var values: [Double?]?
        let isWhole = json.object { key, json in
            if key.isText("indicator") { return json.take(&indicator) }
            if key.isText("area") { return json.take(&area) }
            if key.isText("breakdown") { return json.take(&breakdown) }
            if key.isText("breakdownTitle") { return json.take(&title) }
            if key.isText("periods") { return json.take(&periods) }
            if key.isText("values") { return json.take(&values) }
            if key.isText("statuses") { return json.take(&statuses) }
            return false
        }
        guard isWhole, let indicator, let area, let breakdown, let title, let periods, let values, let statuses else {
            return nil
        }
        self.init(
            indicator: indicator,
            area: area,
            breakdown: breakdown,
            breakdownTitle: title,
            periods: periods,
            values: values,
            statuses: statuses
        )
    }

    func write(to line: inout PlainLine) {
        line.object {
            $0.field("area", area)
            $0.field("breakdown", breakdown)
            $0.field("breakdownTitle", breakdownTitle)
            $0.field("indicator", indicator)
            $0.field("periods", periods)
            $0.field("statuses", statuses)
            $0.field("values", values)
        }
    }
}
