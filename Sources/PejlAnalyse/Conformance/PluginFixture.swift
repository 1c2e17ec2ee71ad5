import Foundation
package import PejlModel
package import PejlPluginKit

/// Figures to try a plugin on, in one JSON file: what `analyse` tells, and series as the protocol sends them.
///
/// Two ways were weighed: a publication (SQLite), which nobody reads in a review, and the protocol's own JSON, one series a
/// line, which can be written by hand and is what the plugin is sent. It is the latter. The municipality's comparison
/// groups and the areas of Denmark are pejl's own and not in the file.
package struct PluginFixture: Codable, Sendable {
    /// Where the figures are from, as they are cited; or that they are synthetic.
    package var source: String
    /// Code of the municipality.
    package var municipality: String
    /// The moment the analysis counts as made, ISO 8601 in UTC.
    package var clock: String
    /// Areas besides those of Denmark: neighbours, institutions.
    package var areas: [ExtraArea]?
    /// The indicators.
    package var indicators: [AnalysisIndicator]
    /// The figures.
    package var series: [SeriesData]

    /// An area that Denmark's catalogue does not know.
    package struct ExtraArea: Codable, Sendable {
        /// Kind, such as `institution`.
        package var kind: String
        /// Code.
        package var code: String
        /// Name.
        package var name: String
    }

    /// The figures that pejl brings: real ones, of pupils' absence in all 98 municipalities.
    ///
    /// - Throws: What JSON throws; a test reads them.
    package static func builtIn() throws -> PluginFixture {
        try JSONDecoder().decode(PluginFixture.self, from: Data(PackageResources.figures_json))
    }

    /// Reads a file.
    ///
    /// - Throws: ``Failure`` of the kind config.
    package init(path: String) throws {
        do {
            self = try JSONDecoder().decode(PluginFixture.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw Self.failure("\(path): it is not a file of figures: \(error)")
        }
    }

    /// Takes what a plugin is told from somewhere else, such as a publication.
    ///
    /// - Parameters:
    ///   - source: Where the figures are from.
    ///   - context: What plugins are told.
    ///   - manifest: The plugin; only what it may see is taken.
    ///   - deliver: Delivers the figures.
    /// - Throws: What `deliver` throws.
    package init(
        source: String,
        _ context: AnalysisContext,
        _ manifest: PluginManifest,
        series deliver: ([String], [AreaKind], (SeriesData) throws -> Void) throws -> Void
    ) throws {
        let conversation = HostConversation(manifest, context)
        let declared = conversation.declaredIndicators
        var found: [SeriesData] = []
        try deliver(declared, manifest.areaKinds) { found.append($0) }
        self.source = source
        municipality = context.municipality.code
        clock = context.clock.description
        let named = Set(found.map(\.area))
        let extra = context.areas.filter { named.contains($0.code) && AreaCatalogue.denmark.area(code: $0.code) == nil }
        areas =
            extra.isEmpty
            ? nil : extra.map { ExtraArea(kind: $0.kind.rawValue, code: $0.code, name: $0.name) }
        indicators = context.indicators.filter { declared.contains($0.id) }.map(AnalysisIndicator.init(_:))
        self.series = found
    }

    /// The file: one indicator or series a line.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func text(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        func list(_ values: [some Encodable]) throws -> String {
            "[\n" + (try values.map(text)).joined(separator: ",\n") + "\n]"
        }
        var parts = [
            "\"source\": \(try text(source))", "\"municipality\": \(try text(municipality))",
            "\"clock\": \(try text(clock))",
        ]
        if let areas { parts.append("\"areas\": \(try list(areas))") }
        parts += ["\"indicators\": \(try list(indicators))", "\"series\": \(try list(series))"]
        return "{\n" + parts.joined(separator: ",\n") + "\n}\n"
    }

    // MARK: - What a plugin is told

    /// What every plugin is told of these figures.
    ///
    /// - Throws: ``Failure`` of the kind config where the file names what pejl does not know.
    package func context() throws -> AnalysisContext {
        let denmark = AreaCatalogue.denmark
        guard let own = denmark.municipalities.first(where: { $0.code == municipality }) else {
            throw Self.failure("the figures: there is no municipality \(municipality)")
        }
        guard let clock = UTCInstant(clock) else { throw Self.failure("the figures: \(clock) is not a moment") }
        return AnalysisContext(
            publication: 1,
            municipality: own,
            areas: denmark.areas + (try extraAreas()),
            groups: denmark.comparisonGroups(for: own),
            indicators: try indicators.map(Indicator.init(_:)),
            clock: clock
        )
    }

    /// Delivers the figures as the store does: in the order of indicator, breakdown and area.
    package func delivery() throws -> ([String], [AreaKind], (SeriesData) throws -> Void) throws -> Void {
        let extra = try extraAreas()
        let kinds = Dictionary((AreaCatalogue.denmark.areas + extra).map { ($0.code, $0.kind) }) { first, _ in first }
        let keyed = series.map { one in
            (key: [one.indicator, Breakdown(one.breakdown).code, one.area].map { Array($0.utf8) }, series: one)
        }
        let sorted = keyed.sorted { left, right in
            for (left, right) in zip(left.key, right.key) where left != right {
                return left.lexicographicallyPrecedes(right)
            }
            return false
        }.map(\.series)
        return { indicators, wanted, send in
            for one in sorted where indicators.contains(one.indicator) {
                if let kind = kinds[one.area], wanted.contains(kind) { try send(one) }
            }
        }
    }

    private func extraAreas() throws -> [Area] {
        try (areas ?? []).map { area in
            guard let kind = AreaKind(rawValue: area.kind) else {
                throw Self.failure("the figures: \(area.kind) is not a kind of area")
            }
            return Area(
                kind: kind,
                code: area.code,
                name: area.name,
                regionCode: nil,
                groupCode: nil,
                municipalityCode: nil
            )
        }
    }

    static func failure(_ message: String) -> Failure { Failure(kind: .config, name: "bad-figures", message: message) }
}

extension Indicator {
    fileprivate init(_ indicator: AnalysisIndicator) throws {
        guard let unit = Unit(rawValue: indicator.unit), let direction = Direction(rawValue: indicator.direction) else {
            throw PluginFixture.failure("the figures: \(indicator.id) has a unit or direction that is not known")
        }
        let title = Localised(da: indicator.title.da, en: indicator.title.en)
        self.init(
            id: indicator.id,
            measure: "",
            title: title,
            definition: title,
            definitionID: indicator.definition,
            unit: unit,
            decimals: indicator.decimals,
            direction: direction,
            caveats: indicator.caveats.map {
                IndicatorCaveat(code: $0.key, periods: $0.value, text: Localised(same: $0.key))
            }.sorted { $0.code < $1.code },
            breaks: (indicator.breaks ?? []).compactMap(CalendarDay.init(iso:)).map {
                IndicatorBreak(day: $0, reason: Localised(same: ""), source: "")
            },
            weight: indicator.weight.map {
                IndicatorWeight(indicator: $0.indicator, period: $0.period, isDenominator: $0.isDenominator)
            }
        )
    }
}
