import PejlAnalyse
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
    /// Every indicator of the publication: findings may be computed from others than those reported on.
    private let known: [Indicator]
    private let sources: [DatasetSource]
    private let notes: [String: [PublisherNote]]
    private let findings: [Finding]
    private let analyses: [AnalysisNote]
    private let titles: MemberTitles
    private let figures: FigureTable
    private let groups: [ComparisonGroup]
    /// Municipalities of every country that the publication has figures of; only Danish ones are ranked.
    private let municipalities: [Area]

    /// Reads what the report is made of.
    ///
    /// - Parameters:
    ///   - publication: The publication.
    ///   - municipality: The municipality it is about.
    ///   - indicators: Identifiers of the indicators that are reported on.
    ///   - plugins: The plugins that are switched on; of those without a run in the publication the report says so.
    /// - Throws: ``StoreError``.
    init(
        _ publication: Publication,
        municipality: Area,
        indicators: Set<String>,
        plugins: [PluginManifest] = []
    ) throws {
        self.publication = publication
        self.municipality = municipality
        let known = try publication.indicators()
        self.known = known
        let firstDays = try publication.firstDays()
        self.indicators = known.filter { indicators.contains($0.id) }
        sources = try publication.sources().filter { !indicators.isDisjoint(with: $0.indicators) }
        notes = try publication.notes()
        // Other plugins may find things of the same name, about other areas.
        let all = try publication.currentFindings().filter { $0.area == municipality.code }
        findings = all.filter { $0.plugin == "benchmark" }
        let analysed = try publication.analysedPlugins()
        analyses = plugins.filter { $0.id != "benchmark" || !analysed.contains($0.id) }.map { plugin in
            let found = analysed.contains(plugin.id) ? all.filter { $0.plugin == plugin.id } : nil
            return AnalysisNote(plugin, found, known, firstDays: firstDays)
        }
        titles = try publication.memberTitles()
        groups = AreaCatalogue.denmark.comparisonGroups(for: municipality)
        municipalities = try publication.areas(.municipality)
        var figures = FigureTable(periods: firstDays)
        try publication.forEachSeries(indicators: Array(indicators), kinds: [.municipality]) { figures.add($0) }
        self.figures = figures
    }

    /// The report's content.
    ///
    /// - Throws: ``Failure`` where a finding and the figure it is about disagree; no report is better than that one.
    func model() throws -> ReportModel {
        ReportModel(
            municipalityCode: municipality.code,
            municipalityName: municipality.name,
            publicationNumber: publication.number,
            contentDigest: publication.digest?.hex ?? "",
            madeAt: publication.madeAt,
            figures: try indicators.filter(\.unit.isComparable).flatMap(rankedFigures),
            tables: indicators.filter(\.unit.isComparable).flatMap(smallTables),
            analyses: analyses,
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
            digests: source.documents,
            notes: notes[source.dataset] ?? []
        )
    }

    /// The number of an indicator's source; 0, which no source has, where it has none.
    private func sourceNumber(_ indicator: Indicator) -> Int {
        (sources.firstIndex { $0.indicators.contains(indicator.id) } ?? -1) + 1
    }

    // MARK: - Ranked figures

    private func rankedFigures(_ indicator: Indicator) throws -> [RankedFigure] {
        // Where no plugin compares municipalities, nothing is ranked.
        guard findings.contains(where: { $0.indicator == indicator.id }) else { return [] }
        return try figures.breakdowns(of: indicator.id).compactMap { breakdown in
            guard let period = figures.periods(indicator.id, breakdown).last else { return nil }
            guard coversTheCountry(indicator, breakdown, period) else { return nil }
            return try rankedFigure(indicator, breakdown, period)
        }
    }

    /// Whether every municipality was asked for: a few selected ones are no picture of the country and not ranked.
    private func coversTheCountry(_ indicator: Indicator, _ breakdown: Breakdown, _ period: String) -> Bool {
        AreaCatalogue.denmark.municipalities.allSatisfy {
            figures.cell(indicator.id, breakdown, period, $0.code) != nil
        }
    }

    private func rankedFigure(
        _ indicator: Indicator,
        _ breakdown: Breakdown,
        _ period: String
    ) throws -> RankedFigure {
        let found = findings.filter {
            $0.indicator == indicator.id && $0.breakdown == breakdown && $0.period == period
        }
        let country = found.filter { $0.group == "country" }
        func value(_ statistic: String) -> Double? { country.first { $0.statistic == statistic }?.value }
        let rank = country.first { $0.statistic == "rank" }
        let weighted = value("mean-weighted")
        let own = figures.cell(indicator.id, breakdown, period, municipality.code)?.value
        guard value("value") == own else {
            let message = "the finding on \(indicator.id) \(breakdown) \(period) is not the figure that is published"
            throw Failure(kind: .system, name: "report-mismatch", message: message)
        }
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
                quartile: value("quartile").flatMap { Int(exactly: $0) },
                z: value("z"),
                distanceToMedian: value("distance-to-median")
            ),
            rankOrder: lowestFirst ? .lowestFirst : .highestFirst,
            caveats: caveats(indicator, country.filter { weighted == nil || $0.statistic != "mean-unweighted" }),
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
        let held = known.caveats(of: country).map(\.text)
        return [indicator.definition] + held + CaveatTexts.known.filter { codes.contains($0.code) }.map(\.text)
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
        // What holds for every period marks none of them; it stands among the caveats.
        let flags = indicator.caveats.filter { !Set(periods).isSubset(of: $0.periods) }.flatMap { caveat in
            caveat.periods.compactMap { period in
                periods.firstIndex(of: period).map { Development.Flag(periodIndex: $0, note: caveat.text) }
            }
        }
        return Development(
            periods: periods,
            own: periods.map { figures.cell(indicator.id, breakdown, $0, municipality.code)?.value },
            median: periods.map { median("country", $0) },
            groupMedian: periods.map { median(closestGroup?.id, $0) },
            flags: flags,
            cuts: cuts(indicator, periods)
        )
    }

    /// Where the periods of an indicator cannot be compared with earlier ones, with the reasons.
    private func cuts(_ indicator: Indicator, _ periods: [String]) -> [Development.Cut] {
        let days = periods.compactMap { figures.firstDay($0)?.daysSince1970 }
        guard days.count == periods.count else { return [] }
        let breaks = indicator.breaks.map(\.day.daysSince1970)
        let series = ComparableSeries(firstDays: days, values: [], breaks: breaks)
        return series.cuts.flatMap { cut in
            indicator.breaks.filter { cut.days.contains($0.day.daysSince1970) }.map {
                Development.Cut(before: cut.before, reason: $0.reason)
            }
        }
    }

    // MARK: - Tables of others' figures

    private func smallTables(_ indicator: Indicator) -> [SmallTable] {
        figures.breakdowns(of: indicator.id).compactMap { breakdown in
            guard let period = figures.periods(indicator.id, breakdown).last else { return nil }
            guard !coversTheCountry(indicator, breakdown, period) else { return nil }
            return smallTable(indicator, breakdown, period)
        }
    }

    /// The figures as they are, those of neighbouring countries too.
    private func smallTable(_ indicator: Indicator, _ breakdown: Breakdown, _ period: String) -> SmallTable {
        let weight = indicator.weight.flatMap { weight in indicators.first { $0.id == weight.indicator } }
        var heads = [
            Localised(da: "Kommune", en: "Municipality"),
            Localised(da: "\(indicator.title.da), \(period)", en: "\(indicator.title.en), \(period)"),
        ]
        if let weight, let period = indicator.weight?.period {
            heads.append(Localised(da: "\(weight.title.da), \(period)", en: "\(weight.title.en), \(period)"))
        }
        var rows: [[SmallTable.Cell]] = []
        for area in municipalities {
            guard let cell = figures.cell(indicator.id, breakdown, period, area.code) else { continue }
            var row: [SmallTable.Cell] = [.text(Localised(same: area.name)), tableCell(cell, FigureUnit(indicator))]
            if let weight, let period = indicator.weight?.period {
                row.append(tableCell(figures.cell(weight.id, .none, period, area.code), FigureUnit(weight)))
            }
            rows.append(row)
        }
        let found = findings.filter {
            $0.indicator == indicator.id && $0.breakdown == breakdown && $0.period == period && $0.group == "country"
        }
        rows += averages(found, indicator, weight, columns: heads.count)
        let part = titles.title(of: breakdown)
        func title(_ language: Language) -> String {
            [indicator.title[language], part[language]].filter { !$0.isEmpty }.joined(separator: ", ")
        }
        return SmallTable(
            title: Localised(da: title(.danish), en: title(.english)),
            columnHeads: heads,
            rows: rows,
            note: note(indicator, period, weight),
            sourceNumber: sourceNumber(indicator),
            findingIDs: found.map(\.id)
        )
    }

    /// The definition, and the warnings that belong to the period and to the weights beside it.
    private func note(_ indicator: Indicator, _ period: String, _ weight: Indicator?) -> Localised {
        let own = indicator.caveats.filter { $0.periods.contains(period) }
        let ofWeights = weight?.caveats.filter { caveat in
            !own.contains(caveat) && caveat.periods.contains { $0 == indicator.weight?.period }
        }
        let texts = [indicator.definition] + (own + (ofWeights ?? [])).map(\.text)
        return Localised(da: texts.map(\.da).joined(separator: " "), en: texts.map(\.en).joined(separator: " "))
    }

    private func averages(
        _ found: [Finding],
        _ indicator: Indicator,
        _ weight: Indicator?,
        columns: Int
    ) -> [[SmallTable.Cell]] {
        let unit = FigureUnit(indicator)
        let precise = FigureUnit(symbol: unit.symbol, decimals: unit.decimals + 1, distance: unit.distance)
        let names = [
            ("median", Localised(da: "Median", en: "The median")),
            ("mean-unweighted", Localised(da: "Uvægtet gennemsnit", en: "Unweighted mean")),
            (
                "mean-weighted",
                Localised(
                    da: "Gennemsnit vægtet med \(weight?.title.da.lowercased() ?? "")",
                    en: "Mean weighted by \(weight?.title.en.lowercased() ?? "")"
                )
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

extension FigureUnit {
    fileprivate init(_ indicator: Indicator) {
        let isPercent = indicator.unit == .percent
        self.init(
            symbol: indicator.unit.symbol,
            decimals: indicator.decimals,
            distance: isPercent
                ? Localised(da: "procentpoint", en: "percentage points") : indicator.unit.symbol
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
