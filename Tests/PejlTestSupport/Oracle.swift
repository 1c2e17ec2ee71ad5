import PejlPipeline
import PejlConfig
import PejlModel
import PejlStore
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// What must hold of an installation whatever happened to it, each with the number it has in the test plan.
///
/// Looking opens the store, which ends what a kill left open; so this is the state after a restart.
package struct Oracle {
    private let configuration: String

    /// - Parameter configuration: Path of the installation's configuration.
    package init(configuration: String) { self.configuration = configuration }

    /// What does not hold, in words; nothing where all is well.
    ///
    /// - Parameter acknowledged: Number of the last publication that somebody was told of.
    /// - Returns: A sentence for each violation.
    /// - Throws: What kept it from looking.
    package func violations(acknowledged: Int = 0) throws -> [String] {
        var violations: [String] = []
        let options = try Configuration(path: configuration).pipeline
        let paths = options.paths
        let inspection: Inspection
        let store: Store
        do {
            let rebuilds = Mutex<[String]>([])
            let pipeline = try RefreshPipeline(options, now: SystemClock.now) { event in
                guard case .rebuilt(let rebuild) = event else { return }
                rebuilds.withLock { $0.append("I1: the store was damaged: \(rebuild.fault)") }
            }
            // A store that had to be made anew is sound now, and was not.
            violations += rebuilds.withLock { $0 }
            inspection = try pipeline.inspection ?? pipeline.inspect()
            store = pipeline.store
        } catch {
            return ["I1: it cannot be opened: \(Failure(error))"]
        }
        // I1, I4, I5: pages, references, digests, history, documents.
        violations += inspection.faults.map { "I1: \($0)" }
        // I2, I3: one present publication, which is the last acknowledged or a later one.
        if access(paths.publication, F_OK) == 0 {
            let publication = try Publication(path: paths.publication)
            if publication.number < acknowledged {
                violations.append("I3: publication \(acknowledged) was acknowledged, \(publication.number) is there")
            }
        } else if acknowledged > 0 {
            violations.append("I2: there is no publication")
        }
        defer { try? store.disconnect() }
        // I2: the store knows of no other publication than the one that stands.
        let known = try store.nextPublicationNumber() - 1
        let present = (try? Publication(path: paths.publication))?.number ?? 0
        if known != present { violations.append("I2: the store knows of publication \(known), \(present) is there") }
        // I8: no run is left open by a process that is gone.
        if try store.hasOpenRuns() { violations.append("I8: a run is open that nobody carries out") }
        // I14: nothing temporary is left.
        for name in Self.names(below: options.stateDirectory) where Self.isTemporary(name) {
            violations.append("I14: \(name) is left")
        }
        return violations
    }

    /// What a publication says, a line for each figure, finding and fetch, without times and row ids; sorted.
    ///
    /// Fetches that found nothing new are left out: after a kill there may be one more.
    package static func dump(_ path: String) throws -> [String] {
        let statements = [
            """
            SELECT dataset, indicator, area_code, period, breakdown, value, unit, status, confidentiality, flags,
                valid_to IS NULL FROM figures_vintages
            """,
            "SELECT finding_id, plugin, statistic, value, rank, n, caveats FROM findings",
            "SELECT dataset, outcome, added, changed, withdrawn, page, document_sha256 FROM fetches WHERE outcome <> 'unchanged'",
        ]
        var lines: [String] = []
        for statement in statements {
            try Query(path: path).run(statement, header: { _ in }, row: { lines.append("\($0)") })
        }
        return lines.sorted()
    }

    private static func isTemporary(_ name: String) -> Bool {
        name.hasPrefix("archive/incoming/") || name.contains("candidate") || name.hasSuffix(".new")
            || name.hasSuffix(".rebuilding") || name.hasSuffix("-journal")
    }

    private static func names(below folder: String, _ prefix: String = "") -> [String] {
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            let below = Self.names(below: "\(folder)/\(name)", "\(prefix)\(name)/")
            names += below.isEmpty ? [prefix + name] : below
        }
        return names
    }
}
