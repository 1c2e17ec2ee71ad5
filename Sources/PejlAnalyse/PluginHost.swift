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
    /// What plugins that ran before found; each plugin is sent those that its manifest asks for.
    package var findings: [Finding] = []

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

/// What one sound run of a plugin came to.
package struct PluginOutcome: Sendable {
    /// Its findings, in the order of their identifiers.
    package let findings: [Finding]
    /// The most memory that one process of it had in use, in bytes.
    package let peakBytes: Int
    /// Milliseconds from the start of its process, cage and all, to its answer to `initialize`.
    package let startMilliseconds: Int
    /// Milliseconds from the start of its process to its end.
    package let milliseconds: Int
}

/// Runs one plugin as a process of its own, in its cage, and collects its findings.
///
/// The plugin sees nothing but what its manifest declares, on its standard input. Its crash, hang or flood is an
/// ``AnalyseError``; its findings count only when all of them are sound and it said how many there were.
package struct PluginHost: Sendable {
    /// Bytes of figures that are collected before they are written: half of what a pipe holds, so that a plugin reads
    /// while the next ones are made.
    private static let sentAtOnce = 1 << 15

    private let manifest: PluginManifest
    private let context: AnalysisContext
    private let launcher: PluginLauncher

    package init(_ manifest: PluginManifest, context: AnalysisContext, launcher: PluginLauncher) {
        self.manifest = manifest
        self.context = context
        self.launcher = launcher
    }

    /// Runs the plugin; the calling thread must stay alive until then, for the plugin ends with it.
    ///
    /// - Parameters:
    ///   - program: The program or statement, hashed and trusted.
    ///   - started: Told what of the cage is in force, before the plugin is told anything.
    ///   - told: Told what the plugin remarks on the way; a thousand lines at most, then how many more there were.
    ///   - series: Delivers the declared figures.
    /// - Returns: What came of it.
    /// - Throws: ``AnalyseError``, or what `started` or `series` throws.
    package func run(
        _ program: borrowing PluginProgram,
        started: (Confinement) throws -> Void = { _ in },
        told: @escaping (PluginRemark) -> Void = { _ in },
        series: SeriesSource
    ) throws -> PluginOutcome {
        var conversation = HostConversation(manifest, context)
        if manifest.body.isStatement {
            // A statement reads them by itself; they are looked at here to hold its findings against.
            try series(conversation.declaredIndicators, manifest.areaKinds) { conversation.note($0) }
        }
        let process = try PluginProcess(program, manifest, launcher)
        try started(process.confinement)
        do {
            return try converse(&conversation, process, told, series)
        } catch AnalyseError.overdue(let plugin, let limit, _) {
            // It may end by itself; only its log is still heard.
            process.tell(try conversation.cancel())
            process.end(patience: 1000)
            throw AnalyseError.overdue(plugin: plugin, limit: limit, log: process.lastWords())
        }
    }

    private func converse(
        _ conversation: inout HostConversation,
        _ process: PluginProcess,
        _ told: @escaping (PluginRemark) -> Void,
        _ series: SeriesSource
    ) throws -> PluginOutcome {
        let deadline = process.moment(after: manifest.limits.seconds)
        let handshake = process.moment(after: min(manifest.limits.handshakeSeconds, manifest.limits.seconds))
        var remarks = 0
        func receive(_ line: [UInt8]) throws {
            guard let remark = try conversation.receive(line) else { return }
            remarks += 1
            if remarks <= PluginRemark.maximum { told(remark) }
        }

        try process.send(conversation.initialize(), deadline: handshake, received: receive)
        try process.receive(until: { conversation.isReady }, deadline: handshake, received: receive)
        let startMilliseconds = process.age

        try process.send(conversation.analyse(), deadline: deadline, received: receive)
        if !manifest.body.isStatement {
            var unsent: [UInt8] = []
            try series(conversation.declaredIndicators, manifest.areaKinds) { one in
                unsent += try conversation.series(one)
                guard unsent.count >= Self.sentAtOnce else { return }
                try process.send(unsent, deadline: deadline, received: receive)
                unsent.removeAll(keepingCapacity: true)
            }
            try process.send(unsent, deadline: deadline, received: receive)
        }
        for finding in conversation.wantedFindings {
            try process.send(conversation.finding(finding), deadline: deadline, received: receive)
        }
        try process.send(conversation.endOfData(), deadline: deadline, received: receive)
        try process.receive(
            until: { conversation.isFinished },
            deadline: deadline,
            silence: manifest.limits.silentSeconds,
            received: receive
        )
        if remarks > PluginRemark.maximum {
            let message = "\(remarks - PluginRemark.maximum) more lines are not shown"
            told(PluginRemark(isProgress: false, level: .info, message: message))
        }
        try? process.send(conversation.shutdown(), deadline: deadline) { _ in }
        process.end(patience: 2000)
        return PluginOutcome(
            findings: conversation.findings.sorted { $0.id < $1.id }.map(\.finding),
            peakBytes: process.peakBytes,
            startMilliseconds: startMilliseconds,
            milliseconds: process.age
        )
    }
}
