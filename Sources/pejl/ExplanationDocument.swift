import Foundation
import PejlModel
import PejlStore

/// An explanation as JSON, for `pejl explain --json`; docs/explain.md says what each key means.
struct ExplanationDocument: Encodable {
    /// Version of this format.
    let format = 1
    let publication: PublicationKeys
    let finding: FindingKeys?
    let plugin: PluginKeys?
    let group: GroupKeys?
    let figure: FigureKeys?
    let fetches: [FetchKeys]

    struct PublicationKeys: Encodable {
        let number: Int
        let digest: String
    }

    struct FindingKeys: Encodable {
        let id, kind, indicator, area, breakdown, period, group, statistic, unit, textDa, textEn: String
        let value: Double
        let caveats: [String]
        let run, inputs, inputsWithValue: Int
        let superseded: Bool
    }

    struct PluginKeys: Encodable {
        let id, version, digest: String
        let settings: [String: String]?
    }

    struct GroupKeys: Encodable {
        let id, version, source: String
        let members: [String]
    }

    struct FigureKeys: Encodable {
        let indicator, area, breakdown, period, status, unit, flags: String
        let value: Double?
        let formula: String?
        let fetch: Int
        let inputs: [FigureKeys]

        init(_ chain: FigureChain) {
            indicator = chain.series.indicator
            area = chain.series.area
            breakdown = chain.series.breakdown.code
            period = chain.period
            status = chain.status
            unit = chain.unit
            flags = chain.flags
            value = chain.value
            formula = chain.formula
            fetch = chain.fetch
            inputs = chain.inputs.map(FigureKeys.init)
        }
    }

    struct FetchKeys: Encodable {
        let id: Int
        let dataset, table, startedAt, finishedAt, recipe, decoder: String
        let formula: String?
        let exchanges: [ExchangeKeys]
    }

    struct ExchangeKeys: Encodable {
        let purpose, method, url, requestBody, document, proof, path: String
        let status, bytes: Int
        let responseHeaders: [String]
    }

    init(_ explanation: Explanation) {
        publication = PublicationKeys(number: explanation.publication, digest: explanation.digest)
        finding = explanation.finding.map(Self.finding)
        plugin = explanation.finding.map {
            PluginKeys(id: $0.finding.plugin, version: $0.pluginVersion, digest: $0.pluginDigest, settings: $0.settings)
        }
        group = explanation.finding?.group.map {
            GroupKeys(id: $0.id, version: $0.digest, source: $0.source, members: $0.members)
        }
        figure = explanation.figure.map(FigureKeys.init)
        fetches = explanation.fetches.map { fetch in
            FetchKeys(
                id: fetch.id,
                dataset: fetch.dataset,
                table: fetch.table,
                startedAt: fetch.startedAt,
                finishedAt: fetch.finishedAt,
                recipe: fetch.recipe,
                decoder: fetch.decoder,
                formula: fetch.formula,
                exchanges: fetch.exchanges.map { Self.exchange($0, explanation.path(of: $0.document)) }
            )
        }
    }

    private static func finding(_ chain: FindingChain) -> FindingKeys {
        let finding = chain.finding
        return FindingKeys(
            id: finding.id,
            kind: finding.kind,
            indicator: finding.indicator,
            area: finding.area,
            breakdown: finding.breakdown.code,
            period: finding.period,
            group: finding.group,
            statistic: finding.statistic,
            unit: finding.unit,
            textDa: finding.text.da,
            textEn: finding.text.en,
            value: finding.value,
            caveats: finding.caveats,
            run: chain.run,
            inputs: chain.inputs,
            inputsWithValue: chain.inputsWithValue,
            superseded: chain.isSuperseded
        )
    }

    private static func exchange(_ exchange: ExchangeRecord, _ path: String) -> ExchangeKeys {
        ExchangeKeys(
            purpose: exchange.purpose.rawValue,
            method: exchange.method,
            url: exchange.url,
            requestBody: exchange.requestBody,
            document: exchange.document,
            proof: exchange.proof,
            path: path,
            status: exchange.status,
            bytes: exchange.bytes,
            responseHeaders: exchange.responseHeaders
        )
    }

    /// Indented, with sorted keys and a line feed at the end.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}
