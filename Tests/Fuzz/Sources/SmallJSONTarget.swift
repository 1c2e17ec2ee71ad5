import PejlModel

/// What publishers say of their tables: what this reader takes for JSON, the other one must as well.
enum SmallJSONTarget: FuzzTarget {
    static let name = "small-json"

    static func run(_ bytes: UnsafeRawBufferPointer) {
        let value: JSONValue
        do throws(JSONValue.Problem) {
            value = try JSONValue(Array(bytes))
        } catch {
            hold(0...bytes.count ~= error.offset && !error.reason.isEmpty, "a fault at \(error.offset)")
            return
        }
        hold(depth(of: value) <= 33, "nested deeper than the limit")
        // A text, a number or nothing is JSON, but no document that a publisher sends.
        switch value {
        case .object, .array: break
        case .string, .number, .bool, .null: return
        }
        guard case .refused(let reason) = outcome(bytes, .jsonStat) else { return }
        for name in ["malformed-json:", "truncated:", "invalid-utf8:", "empty-answer:", "unexpected-content:"] {
            hold(!reason.hasPrefix(name), "one reader takes it, the other does not: \(reason)")
        }
    }

    private static func depth(of value: JSONValue) -> Int {
        switch value {
        case .object(let members): 1 + (members.values.map(depth).max() ?? 0)
        case .array(let elements): 1 + (elements.map(depth).max() ?? 0)
        case .string, .number, .bool, .null: 0
        }
    }
}
