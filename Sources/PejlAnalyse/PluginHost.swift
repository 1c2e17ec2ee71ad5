import Foundation
package import PejlModel
package import PejlPluginKit

/// What every plugin of one publication is told.
package struct AnalysisContext: Sendable {
    /// Number of the publication that is being made.
    package let publication: Int
    /// The municipality.
    package let municipality: Area
    /// The areas that figures may name.
    package let areas: [Area]
    /// The groups to compare with.
    package let groups: [ComparisonGroup]
    /// Every indicator of the candidate.
    package let indicators: [Indicator]
    /// The moment the analysis counts as made.
    package let clock: UTCInstant

    package init(
        publication: Int,
        municipality: Area,
        areas: [Area],
        groups: [ComparisonGroup],
        indicators: [Indicator],
        clock: UTCInstant
    ) {
        self.publication = publication
        self.municipality = municipality
        self.areas = areas
        self.groups = groups
        self.indicators = indicators
        self.clock = clock
    }
}

/// Delivers the figures a plugin declared: indicators, kinds of area, and where each series goes.
package typealias SeriesSource = ([String], [AreaKind], (SeriesData) throws -> Void) throws -> Void

/// Runs one plugin as a process of its own and collects its findings.
///
/// The plugin sees nothing but what its manifest declares, on its standard input. Its crash, hang or flood is an
/// ``AnalyseError``; its findings count only when all of them are sound and it said how many there were.
package struct PluginHost: Sendable {
    private let manifest: PluginManifest
    private let context: AnalysisContext

    package init(_ manifest: PluginManifest, context: AnalysisContext) {
        self.manifest = manifest
        self.context = context
    }

    /// Runs the plugin.
    ///
    /// - Parameters:
    ///   - program: The program, hashed and trusted.
    ///   - series: Delivers the declared figures.
    /// - Returns: Its findings, in the order of their identifiers.
    /// - Throws: ``AnalyseError``, or what `series` throws.
    package func run(_ program: borrowing PluginProgram, series: SeriesSource) throws -> [Finding] {
        let process = try PluginProcess(
            program,
            arguments: manifest.command,
            limits: manifest.limits
        )
        var conversation = HostConversation(manifest, context)
        let deadline = process.moment(after: manifest.limits.seconds)
        let handshake = process.moment(after: min(manifest.limits.handshakeSeconds, manifest.limits.seconds))

        try process.send(conversation.initialize(), deadline: handshake)
        while !conversation.isReady { try conversation.receive(process.receive(deadline: handshake)) }

        try process.send(conversation.analyse(), deadline: deadline)
        try series(conversation.declaredIndicators, manifest.areaKinds) { one in
            try process.send(conversation.series(one), deadline: deadline)
            while let line = process.receiveNow() { try conversation.receive(line) }
        }
        try process.send(conversation.endOfData(), deadline: deadline)
        while !conversation.isFinished { try conversation.receive(process.receive(deadline: deadline)) }
        try? process.send(conversation.shutdown(), deadline: deadline)
        process.end()
        // Each identifier is a digest: made once, not at each comparison.
        let identified = conversation.findings.map { (id: $0.id, finding: $0) }
        return identified.sorted { $0.id < $1.id }.map(\.finding)
    }
}
