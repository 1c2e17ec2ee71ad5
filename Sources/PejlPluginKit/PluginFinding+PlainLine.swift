extension PluginFinding: PlainValue {
    /// Reads a plain `finding` line without its line feed; nil for every other line, which `JSONDecoder` is to read.
    package init?(plainLine line: [UInt8]) {
        guard let finding = PlainJSON.notification(line, "finding", Self.self) else { return nil }
        self = finding
    }

    /// Its `finding` line, line feed and all, byte for byte as `JSONEncoder` writes it; nil where that is to write or to
    /// refuse it.
    package var plainLine: [UInt8]? { PlainLine.notification("finding", self) }

    /// The fields as they come; those that a finding must have are looked for at the end.
    private struct Fields {
        var kind, indicator, area, period, group, statistic, unit: String?
        var breakdown: [String: String]?
        var value, lower, upper: Double?
        var rank, rankLow, rankHigh, count: Int?
        var caveats: [String]?
        var text: PluginText?
        var inputs: [Input]?

        mutating func take(_ key: PlainJSON.Bytes, _ json: inout PlainJSON) -> Bool {
            if key.isText("kind") { return json.take(&kind) }
            if key.isText("indicator") { return json.take(&indicator) }
            if key.isText("area") { return json.take(&area) }
            if key.isText("breakdown") { return json.take(&breakdown) }
            if key.isText("period") { return json.take(&period) }
            if key.isText("group") { return json.take(&group) }
            if key.isText("statistic") { return json.take(&statistic) }
            if key.isText("value") { return json.take(&value) }
            if key.isText("unit") { return json.take(&unit) }
            if key.isText("lower") { return json.take(&lower) }
            if key.isText("upper") { return json.take(&upper) }
            if key.isText("rank") { return json.take(&rank) }
            if key.isText("rankLow") { return json.take(&rankLow) }
            if key.isText("rankHigh") { return json.take(&rankHigh) }
            if key.isText("count") { return json.take(&count) }
            if key.isText("caveats") { return json.take(&caveats) }
            if key.isText("text") { return json.take(&text) }
            if key.isText("inputs") { return json.take(&inputs) }
            return false
        }
    }

    init?(plain json: inout PlainJSON) {
        var fields = Fields()
        guard json.object({ fields.take($0, &$1) }), let kind = fields.kind, let indicator = fields.indicator,
            let area = fields.area, let breakdown = fields.breakdown, let period = fields.period,
            let group = fields.group, let statistic = fields.statistic, let value = fields.value,
            let unit = fields.unit, let count = fields.count, let caveats = fields.caveats, let text = fields.text,
            let inputs = fields.inputs
        else { return nil }
        self.init(
            kind: kind,
            indicator: indicator,
            area: area,
            breakdown: breakdown,
            period: period,
            group: group,
            statistic: statistic,
            value: value,
            unit: unit,
            lower: fields.lower,
            upper: fields.upper,
            rank: fields.rank,
            rankLow: fields.rankLow,
            rankHigh: fields.rankHigh,
            count: count,
            caveats: caveats,
            text: text,
            inputs: inputs
        )
    }

    func write(to line: inout PlainLine) {
        line.object {
            $0.field("area", area)
            $0.field("breakdown", breakdown)
            $0.field("caveats", caveats)
            $0.field("count", count)
            $0.field("group", group)
            $0.field("indicator", indicator)
            $0.field("inputs", inputs)
            $0.field("kind", kind)
            $0.field("lower", ifAny: lower)
            $0.field("period", period)
            $0.field("rank", ifAny: rank)
            $0.field("rankHigh", ifAny: rankHigh)
            $0.field("rankLow", ifAny: rankLow)
            $0.field("statistic", statistic)
            $0.field("text", text)
            $0.field("unit", unit)
            $0.field("upper", ifAny: upper)
            $0.field("value", value)
        }
    }
}

extension PluginFinding.Input: PlainValue {
    init?(plain json: inout PlainJSON) {
        var indicator, period: String?
        var breakdown: [String: String]?
        var areas: [String]?
        let isWhole = json.object { key, json in
            if key.isText("indicator") { return json.take(&indicator) }
            if key.isText("breakdown") { return json.take(&breakdown) }
            if key.isText("period") { return json.take(&period) }
            if key.isText("areas") { return json.take(&areas) }
            return false
        }
        guard isWhole, let indicator, let breakdown, let period, let areas else { return nil }
        self.init(indicator: indicator, breakdown: breakdown, period: period, areas: areas)
    }

    func write(to line: inout PlainLine) {
        line.object {
            $0.field("areas", areas)
            $0.field("breakdown", breakdown)
            $0.field("indicator", indicator)
            $0.field("period", period)
        }
    }
}
