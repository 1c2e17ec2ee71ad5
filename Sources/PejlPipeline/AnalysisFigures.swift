package import PejlAnalyse
package import PejlModel
package import PejlPluginKit
package import PejlStore

/// What plugins are told of one publication or candidate: the context, and its figures as series.
///
/// The pipeline and a run by hand are told the same by the same code, so that what an author tried out is what is
/// published.
package struct AnalysisFigures: Sendable {
    /// Everything besides the figures.
    package var context: AnalysisContext
    private let publication: Publication
    private let titles: MemberTitles

    /// Reads what plugins are told.
    ///
    /// - Parameters:
    ///   - publication: The publication or candidate.
    ///   - number: The number that plugins are told.
    ///   - municipality: The municipality that is analysed.
    ///   - indicators: Identifiers of the indicators to analyse; all of the publication where nil.
    ///   - recipeAreas: Areas of recipes, besides those of Denmark and the publication's institutions.
    ///   - clock: The moment the analysis counts as made.
    /// - Throws: ``StoreError``.
    package init(
        _ publication: Publication,
        number: Int,
        municipality: Area,
        indicators: Set<String>? = nil,
        recipeAreas: [Area],
        clock: UTCInstant
    ) throws {
        self.publication = publication
        titles = try publication.memberTitles()
        context = AnalysisContext(
            publication: number,
            municipality: municipality,
            areas: AreaCatalogue.denmark.adding(recipeAreas).areas + (try publication.areas(.institution)),
            groups: AreaCatalogue.denmark.comparisonGroups(for: municipality),
            indicators: try publication.indicators().filter { indicators?.contains($0.id) ?? true },
            clock: clock
        )
    }

    /// The file they are read from, which statements of SQL plugins are run on.
    package var path: String { publication.path }

    /// Delivers series in the order of indicator, breakdown and area.
    ///
    /// - Throws: ``StoreError``, or what `send` throws.
    package func series(
        _ indicators: [String],
        _ kinds: [AreaKind],
        _ send: (SeriesData) throws -> Void
    ) throws {
        try publication.forEachSeries(indicators: indicators, kinds: kinds) { series in
            try send(SeriesData(series, title: titles.title(of: series.key.breakdown)))
        }
    }
}

extension SeriesData {
    fileprivate init(_ series: PublishedSeries, title: Localised) {
        let parts = series.key.breakdown.parts.map { ($0.dimension, $0.member) }
        self.init(
            indicator: series.key.indicator,
            area: series.key.area,
            breakdown: Dictionary(parts) { first, _ in first },
            breakdownTitle: PluginText(da: title.da, en: title.en),
            periods: series.periods,
            values: series.values,
            statuses: series.statuses.map(\.sdmx)
        )
    }
}
