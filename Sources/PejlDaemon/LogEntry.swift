/// One line of the service's log.
package struct LogEntry: Sendable, Hashable {
    /// How much it matters; the numbers are those of `syslog(3)`.
    package enum Level: Int, Sendable, Comparable, CaseIterable {
        case error = 3
        case warning = 4
        case notice = 5
        case info = 6
        case debug = 7

        /// Its name in the configuration: `error`, `warning`, `notice`, `info`, `debug`.
        package var name: String { "\(self)" }

        /// What matters less is greater, as in syslog.
        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// What a line is about, under the names that the journal's fields have.
    package enum Field: String, Sendable, Hashable, Comparable {
        case dataset = "DATASET"
        case plugin = "PLUGIN_ID"
        case publication = "PUBLICATION"
        case failure = "FAILURE"
        case messageID = "MESSAGE_ID"

        package static func < (left: Field, right: Field) -> Bool { left.rawValue < right.rawValue }
    }

    /// How much it matters.
    package let level: Level
    /// English, without a line break at its end.
    package let message: String
    /// What it is about.
    package let fields: [Field: String]

    package init(_ level: Level, _ message: String, _ fields: [Field: String] = [:]) {
        self.level = level
        self.message = message
        self.fields = fields
    }

    /// An entry that monitoring waits for, with its number.
    init(_ id: MessageID, _ level: Level, _ message: String, _ fields: [Field: String] = [:]) {
        self.init(level, message, fields.merging([.messageID: id.rawValue]) { $1 })
    }

    /// Numbers of entries that monitoring waits for, with `journalctl MESSAGE_ID=…`.
    ///
    /// Drawn once at random; they stay.
    package enum MessageID: String, Sendable, CaseIterable {
        case started = "335df9f5e1d14677bb488bc843f14f96"
        case stopping = "a44ab79de01347ac87c83d845a2475e6"
        case published = "11859113d89e43eebc0514f42936b9bc"
        case datasetFailed = "6c8d7932dcc34c2caf428d77cf0fce46"
        case notPublished = "03c3972a588a4823bf1460049e20e649"
        case damaged = "3c23e8a3bcd943e0bf505487ba6112ab"
        case rebuilt = "e0663b7681d341e0b6480131639efc64"
        case reloaded = "417b6324c6ff48a0aa74dbff18284efe"
        case reloadRefused = "d2fb39daaa1e497cbc6be76a14ad0aee"
        case pluginFailed = "dc8a57117ad74d43b25e86dca29618a1"
    }
}
