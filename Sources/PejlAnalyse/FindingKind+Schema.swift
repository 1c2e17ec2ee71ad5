import Foundation
import PejlModel

extension FindingKind {
    /// JSON Schema (draft 2020-12) of the `params` of a finding of this kind, with sorted keys.
    ///
    /// What a schema cannot say the host checks besides: that areas, groups, figures and inputs are among those that were
    /// sent, that a rank lies among its places, and the caveats that an indicator has of its own.
    package func jsonSchema(plugin: String) throws -> String {
        let text = ["type": "string"]
        let texts: [String: Any] = ["type": "array", "items": text]
        let members: [String: Any] = ["type": "object", "additionalProperties": text]
        let sentence: [String: Any] = ["type": "string", "minLength": 1]
        let input: [String: Any] = [
            "type": "object", "additionalProperties": false,
            "required": ["indicator", "breakdown", "period", "areas"],
            "properties": [
                "indicator": text, "breakdown": members, "period": text,
                "areas": ["type": "array", "items": text, "minItems": 1, "uniqueItems": true],
            ],
        ]
        let place: [String: Any] = ["type": "integer", "minimum": 1]
        let schema: [String: Any] = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "\(plugin): \(name)", "description": meaning.en, "type": "object",
            "required": [
                "kind", "indicator", "area", "breakdown", "period", "group", "statistic", "value", "unit", "count",
                "caveats", "text", "inputs",
            ],
            "properties": [
                "kind": ["const": name], "indicator": text, "area": text, "breakdown": members, "period": text,
                "group": text, "statistic": ["enum": units.keys.sorted()], "value": ["type": "number"], "unit": text,
                "lower": ["type": "number"], "upper": ["type": "number"], "rank": place, "rankLow": place,
                "rankHigh": place, "count": ["type": "integer", "minimum": 0], "caveats": texts,
                "text": [
                    "type": "object", "required": ["da", "en"], "properties": ["da": sentence, "en": sentence],
                ],
                "inputs": ["type": "array", "items": input, "minItems": 1],
            ],
            "allOf": units.keys.sorted().map(rule),
        ]
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = try JSONSerialization.data(withJSONObject: schema, options: options)
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    /// What holds for one statistic.
    ///
    /// The indicator's own unit is any unit here.
    private func rule(_ statistic: String) -> [String: Any] {
        let names = units[statistic] ?? []
        var then: [String: Any] = [:]
        if !names.contains(where: { $0.hasPrefix("indicator") }) { then["unit"] = ["enum": names] }
        if let wanted = caveats[statistic] { then["caveats"] = ["allOf": wanted.map { ["contains": ["const": $0]] }] }
        return ["if": ["properties": ["statistic": ["const": statistic]]], "then": ["properties": then]]
    }
}
