import PejlModel
import PejlReport
import PejlStatistics
import PejlStore

/// Fills the report from one publication: nothing in it that is not in the publication.
///
/// Shares and means are ranked; counts and amounts follow the size of a municipality and are not. Where the
/// municipality itself has no figure, the published figures stand in a plain table.
struct ReportBuilder {
    private let publication: Publication
    private let municipality: Area
    private let indicators: [Indicator]
    private let sources: [DatasetSource]
    private let findings: [Finding]
    private let titles: MemberTitles
    private let figures: FigureTable
    private let groups: [ComparisonGroup]

    init(_ publication: Publication, municipality: Area) throws {
        self.publication = publication
        self.municipality = municipality
        indicators = try publication.indicators()
        sources = try publication.sources()
        findings = try publication.currentFindings()
        titles = try publication.memberTitles()
        groups = AreaCatalogue.denmark.comparisonGroups(for: municipality)
        var figures = FigureTable()
        try publication.forEachSeries(indicators: indicators.map(\.id), kinds: [.municipality]) { figures.add($0) }
        self.figures = figures
    }

    /// The report's content.
    func model() -> ReportModel {
        ReportModel(
            municipalityCode: municipality.code,
            municipalityName: municipality.name,
            publicationNumber: publication.number,
            contentDigest: publication.digest?.hex ?? "",
            madeAt: publication.madeAt,
            figures: indicators.filter(\.unit.isComparable).flatMap(rankedFigures),
            tables: indicators.filter(\.unit.isComparable).compactMap(smallTable),
            sources: sources.enumerated().map(note)
        )
    }

    private func note(_ index: Int, _ source: DatasetSource) -> SourceNote {
        let periods =
            source.periods.first == source.periods.last
            ? source.periods.first : "\(source.periods.first)–\(source.periods.last)"
        return SourceNote(
            number: index + 1,
            publisher: source.publisher.da,
            tableCode: source.table,
            title: source.title,
            periodText: Localised(same: periods),
            retrieved: String(source.retrievedAt.prefix(10)),
            licence: source.licence,
            citation: source.citation.da,
            digests: source.documents
        )
    }

    private func sourceNumber(_ indicator: Indicator) -> Int {
        (sources.firstIndex { $0.indicators.contains(indicator.id) } ?? 0) + 1
    }

    // MARK: - Ranked figures

    private func rankedFigures(_ indicator: Indicator) -> [RankedFigure] {
        figures.breakdowns(of: indicator.id).compactMap { breakdown in
            guard let period = figures.periods(indicator.id, breakdown).last else { return nil }
            guard figures.cell(indicator.id, breakdown, period, municipality.code) != nil else { return nil }
            return rankedFigure(indicator, breakdown, period)
        }
    }

    private func rankedFigure(_ indicator: Indicator, _ breakdown: Breakdown, _ period: String) -> RankedFigure {
        let found = findings.filter {
            $0.indicator == indicator.id && $0.breakdown == breakdown && $0.period == period
        }
        let country = found.filter { $0.group == "country" }
        func value(_ statistic: String) -> Double? { country.first { $0.statistic == statistic }?.value }
        let rank = country.first { $0.statistic == "rank" }
        let weighted = value("mean-weighted")
        let lowestFirst = indicator.direction == .lowerBetter
        return RankedFigure(
            id: "\(indicator.id)-\(breakdown.code)",
            title: indicator.title,
            breakdownTitle: titles.title(of: breakdown),
            unit: FigureUnit(indicator),
            periodLabel: Localised(same: period),
            direction: RankedFigure.Direction(indicator.direction),
            bars: bars(indicator, breakdown, period),
            groupTitle: closestGroup?.title ?? Localised(same: ""),
            medianAll: value("median"),
            medianGroup: found.first { $0.group == closestGroup?.id && $0.statistic == "median" }?.value,
            meanAll: weighted ?? value("mean-unweighted"),
            meanKind: weighted == nil ? .unweighted : .weighted,
            standing: Standing(
                value: value("value"),
                rank: rank?.rank,
                rankLow: rank?.rankLow,
                rankHigh: rank?.rankHigh,
                n: rank?.count,
                percentile: value("percentile"),
                quartile: value("quartile").map { Int($0) },
                z: value("z"),
                distanceToMedian: value("distance-to-median")
            ),
            rankOrder: lowestFirst ? .lowestFirst : .highestFirst,
            caveats: caveats(indicator, country),
            development: development(indicator, breakdown),
            sourceNumber: sourceNumber(indicator),
            findingIDs: country.map(\.id)
        )
    }

    /// The group that charts tint: the municipality group, or the region where there is none.
    private var closestGroup: ComparisonGroup? { groups.last { $0.id != "country" } }

    private func bars(_ indicator: Indicator, _ breakdown: Breakdown, _ period: String) -> [RankedBar] {
        AreaCatalogue.denmark.municipalities.map { area in
            let cell = figures.cell(indicator.id, breakdown, period, area.code)
            return RankedBar(
                code: area.code,
                name: area.name,
                value: cell?.value,
                state: cell?.value != nil ? .value : cell?.status == .suppressed ? .suppressed : .missing,
                isOwn: area.code == municipality.code,
                isInGroup: closestGroup?.members.contains(area.code) ?? false
            )
        }
    }

    private func caveats(_ indicator: Indicator, _ country: [Finding]) -> [Localised] {
        let codes = Set(country.flatMap(\.caveats))
        let own = indicator.caveats.filter { codes.contains($0.code) }.map(\.text)
        return [indicator.definition] + own + CaveatTexts.known.filter { codes.contains($0.code) }.map(\.text)
    }

    private func development(_ indicator: Indicator, _ breakdown: Breakdown) -> Development? {
        let periods = figures.periods(indicator.id, breakdown)
        guard periods.count > 1 else { return nil }
        func median(_ group: String?, _ period: String) -> Double? {
            findings.first {
                $0.indicator == indicator.id && $0.breakdown == breakdown && $0.period == period && $0.group == group
                    && $0.statistic == "median"
            }?.value
        }
        let flags = indicator.caveats.flatMap { caveat in
            caveat.periods.compactMap { period in
                periods.firstIndex(of: period).map { Development.Flag(periodIndex: $0, note: caveat.text) }
            }
        }
        return Development(
            periods: periods,
            own: periods.map { figures.cell(indicator.id, breakdown, $0, municipality.code)?.value },
            median: periods.map { median("country", $0) },
            groupMedian: periods.map { median(closestGroup?.id, $0) },
            flags: flags
        )
    }

    // MARK: - Tables of others' figures

    private func smallTable(_ indicator: Indicator) -> SmallTable? {
        guard let breakdown = figures.breakdowns(of: indicator.id).first else { return nil }
        guard let period = figures.periods(indicator.id, breakdown).last else { return nil }
        guard figures.cell(indicator.id, breakdown, period, municipality.code) == nil else { return nil }
        let weight = indicator.weight.flatMap { weight in indicators.first { $0.id == weight.indicator } }
        var heads = [
            Localised(da: "Kommune", en: "Municipality"),
            Localised(da: "\(indicator.title.da), \(period)", en: "\(indicator.title.en), \(period)"),
        ]
        if let weight, let period = indicator.weight?.period {
            heads.append(Localised(da: "\(weight.title.da), \(period)", en: "\(weight.title.en), \(period)"))
        }
        var rows: [[SmallTable.Cell]] = []
        for area in AreaCatalogue.denmark.municipalities {
            guard let cell = figures.cell(indicator.id, breakdown, period, area.code) else { continue }
            var row: [SmallTable.Cell] = [.text(Localised(same: area.name)), tableCell(cell, FigureUnit(indicator))]
            if let weight, let period = indicator.weight?.period {
                row.append(tableCell(figures.cell(weight.id, .none, period, area.code), FigureUnit(weight)))
            }
            rows.append(row)
        }
        let found = findings.filter { $0.indicator == indicator.id && $0.group == "country" }
        rows += averages(found, indicator, columns: heads.count)
        return SmallTable(
            title: indicator.title,
            columnHeads: heads,
            rows: rows,
            note: indicator.definition,
            sourceNumber: sourceNumber(indicator),
            findingIDs: found.map(\.id)
        )
    }

    private func averages(_ found: [Finding], _ indicator: Indicator, columns: Int) -> [[SmallTable.Cell]] {
        let unit = FigureUnit(indicator)
        let precise = FigureUnit(symbol: unit.symbol, decimals: unit.decimals + 1, distance: unit.distance)
        let names = [
            ("median", Localised(da: "Median", en: "The median")),
            ("mean-unweighted", Localised(da: "Uvægtet gennemsnit", en: "Unweighted mean")),
            (
                "mean-weighted",
                Localised(da: "Gennemsnit vægtet med befolkningen", en: "Mean weighted by population")
            ),
        ]
        return names.compactMap { statistic, name in
            guard let finding = found.first(where: { $0.statistic == statistic }) else { return nil }
            let empty = [SmallTable.Cell](repeating: .text(Localised(same: "")), count: columns - 2)
            return [.text(name), .value(finding.value, precise)] + empty
        }
    }

    private func tableCell(_ cell: FigureTable.Cell?, _ unit: FigureUnit) -> SmallTable.Cell {
        if let value = cell?.value { return .value(value, unit) }
        return cell?.status == .suppressed ? .suppressed : .missing
    }
}

extension Unit {
    /// Whether values of large and small municipalities can be ranked together.
    fileprivate var isComparable: Bool {
        switch self {
        case .percent, .points, .ratio: true
        case .persons, .count, .kroner: false
        }
    }
}

extension FigureUnit {
    fileprivate init(_ indicator: Indicator) {
        let isPercent = indicator.unit == .percent
        self.init(
            symbol: Localised(same: indicator.unit.symbol),
            decimals: indicator.decimals,
            distance: isPercent
                ? Localised(da: "procentpoint", en: "percentage points") : Localised(same: indicator.unit.symbol)
        )
    }
}

extension RankedFigure.Direction {
    fileprivate init(_ direction: Direction) {
        switch direction {
        case .higherBetter: self = .higherBetter
        case .lowerBetter: self = .lowerBetter
        case .neutral: self = .neutral
        }
    }
}
