import Foundation

/// Log entries as lines of JSON.
enum LogText {
    private struct Line: Encodable {
        let time: String
        let level: String
        let message: String
        let fields: [String: String]
    }

    /// One object without line breaks: `time` in ISO 8601 and UTC, `level`, `message`, and `fields` in lower case.
    static func json(_ entry: LogEntry, at time: Date = Date()) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let fields = entry.fields.map { ($0.key.rawValue.lowercased(), $0.value) }
        let line = Line(
            time: time.formatted(.iso8601),
            level: entry.level.name,
            message: entry.message,
            fields: Dictionary(uniqueKeysWithValues: fields)
        )
        // Strings always encode.
        return (try? encoder.encode(line)).map { String(decoding: $0, as: UTF8.self) } ?? entry.message
    }
}
