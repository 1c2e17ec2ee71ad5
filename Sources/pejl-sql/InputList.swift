import Foundation
import PejlModel
import PejlPluginKit

/// The column `inputs`: a JSON list of what a finding was computed from.
///
/// `[{"indicator":"absence","breakdown":"stage=mellemtrin","period":"2024/2025","areas":["766"]}]`, with the breakdown as the
/// views write it. Each key that is left out is the finding's own, so that `[{"areas":["615","766"]}]` is enough for
/// figures of several areas.
enum InputList {
    private struct Entry: Decodable {
        let indicator: String?
        let breakdown: String?
        let period: String?
        let areas: [String]?

        private enum Key: String, CodingKey, CaseIterable {
            case indicator, breakdown, period, areas
        }

        private struct AnyKey: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            // A key that nobody reads is a mistake that would go unseen.
            for key in try decoder.container(keyedBy: AnyKey.self).allKeys where Key(rawValue: key.stringValue) == nil {
                throw DecodingError.dataCorrupted(.init(codingPath: [key], debugDescription: "unknown"))
            }
            let values = try decoder.container(keyedBy: Key.self)
            indicator = try values.decodeIfPresent(String.self, forKey: .indicator)
            breakdown = try values.decodeIfPresent(String.self, forKey: .breakdown)
            period = try values.decodeIfPresent(String.self, forKey: .period)
            areas = try values.decodeIfPresent([String].self, forKey: .areas)
        }
    }

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - text: The JSON.
    ///   - own: The figure that the finding is about.
    /// - Returns: The inputs; nothing where the text is something else.
    static func read(_ text: String, _ own: PluginFinding.Input) -> [PluginFinding.Input]? {
        guard let entries = try? JSONDecoder().decode([Entry].self, from: Data(text.utf8)) else { return nil }
        var inputs: [PluginFinding.Input] = []
        for entry in entries {
            var input = own
            if let breakdown = entry.breakdown {
                guard let parts = BreakdownCode.parts(breakdown) else { return nil }
                input.breakdown = parts
            }
            input.indicator = entry.indicator ?? input.indicator
            input.period = entry.period ?? input.period
            input.areas = (entry.areas ?? input.areas).sorted()
            inputs.append(input)
        }
        return inputs
    }
}

/// A breakdown as the views write it, `stage=mellemtrin;sex=k`.
enum BreakdownCode {
    /// Dimension to member; nothing for what is no breakdown.
    static func parts(_ code: String) -> [String: String]? {
        guard let breakdown = Breakdown(code: code) else { return nil }
        return Dictionary(breakdown.parts.map { ($0.dimension, $0.member) }) { first, _ in first }
    }
}
