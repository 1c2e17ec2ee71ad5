import Foundation
package import PejlModel

/// Findings that a plugin is known to make, one a line, to be read in a review and compared with.
///
/// Two ways were weighed: the protocol's lines, where the areas of a comparison with the country fill most of every
/// finding, and lines of JSON where more than twelve areas are their number and a digest. It is the latter, without the
/// identifier of the plugin.
package struct GoldenFindings: Equatable, Sendable {
    /// The lines, in the order of the alphabet.
    package let lines: [String]

    private struct Entry: Encodable {
        let kind, indicator, area, breakdown, period, group, statistic, unit: String
        let value: Double
        let lower, upper: Double?
        let rank, rankLow, rankHigh: Int?
        let count: Int
        let caveats, inputs: [String]
        let da, en: String
    }

    /// The lines of some findings.
    ///
    /// - Throws: What JSON throws.
    package init(_ findings: [Finding]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        lines = try findings.map { finding in
            let entry = Entry(
                kind: finding.kind,
                indicator: finding.indicator,
                area: finding.area,
                breakdown: finding.breakdown.code,
                period: finding.period,
                group: finding.group,
                statistic: finding.statistic,
                unit: finding.unit,
                value: finding.value,
                lower: finding.lower,
                upper: finding.upper,
                rank: finding.rank,
                rankLow: finding.rankLow,
                rankHigh: finding.rankHigh,
                count: finding.count,
                caveats: finding.caveats,
                inputs: finding.inputs.map(Self.text),
                da: finding.text.da,
                en: finding.text.en
            )
            return String(decoding: try encoder.encode(entry), as: UTF8.self)
        }.sorted()
    }

    /// Reads a file; nothing where there is none.
    ///
    /// - Throws: ``Failure`` of the kind config where it cannot be read.
    package init?(path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        } catch {
            throw PluginFixture.failure("\(path): it cannot be read: \(error)")
        }
    }

    /// The file.
    package var text: String { lines.map { $0 + "\n" }.joined() }

    /// The first difference from other findings, as a sentence; nothing where they are the same.
    package func difference(from found: GoldenFindings) -> String? {
        let (known, new) = (Set(lines), Set(found.lines))
        let lost = lines.filter { !new.contains($0) }
        let added = found.lines.filter { !known.contains($0) }
        guard let first = lost.first ?? added.first else {
            return lines == found.lines ? nil : "the findings are the same in another number or order"
        }
        var text = "\(lost.count) golden findings are not found, \(added.count) others are; "
        text += lost.isEmpty ? "new: \(first)" : "missing: \(first)"
        if !lost.isEmpty, let other = added.first { text += "; found instead: \(other)" }
        return text
    }

    private static func text(_ input: FindingInput) -> String {
        let what = [input.indicator, input.breakdown.code, input.period].filter { !$0.isEmpty }.joined(separator: " ")
        guard input.areas.count > 12 else { return "\(what): \(input.areas.joined(separator: " "))" }
        let digest = ContentDigest(of: input.areas.joined(separator: " ")).hex.prefix(12)
        return "\(what): \(input.areas.count) areas \(digest)"
    }
}
