import Foundation
import PejlModel
import PejlPipeline
import PejlStore

/// What came of computing a finding again, as JSON under stable names; see `docs/explain.md`.
struct VerificationDocument: Encodable {
    private struct Difference: Encodable {
        let field, recorded: String
        let computed: String?
    }

    private struct Plugin: Encodable {
        let id, version, digest: String
    }

    private struct Run: Encodable {
        let recorded, computed, same: Int
        let recordedDigest, computedDigest: String
    }

    private let format = 1
    private let finding: String
    private let isSame: Bool
    private let publication: Int
    private let madeAt: String
    private let run: Int
    private let plugin: Plugin
    private let inputs: Int
    private let differences: [Difference]
    private let findings: Run

    init(_ result: FindingVerification) {
        finding = result.finding.id
        isSame = result.isSame
        publication = result.publication
        madeAt = result.run.madeAt
        run = result.run.number
        plugin = Plugin(id: result.run.plugin, version: result.run.version, digest: result.run.digest)
        inputs = result.finding.inputs.places.count
        differences = result.differences.map {
            Difference(field: $0.field, recorded: $0.recorded, computed: $0.computed)
        }
        findings = Run(
            recorded: result.recorded,
            computed: result.computed,
            same: result.same,
            recordedDigest: result.digests.recorded.hex,
            computedDigest: result.digests.computed.hex
        )
    }

    /// The document.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}
