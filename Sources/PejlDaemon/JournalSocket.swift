#if canImport(Glibc)
import Glibc
#endif

/// Writes entries to the journal in its native protocol, each with its fields.
///
/// The format is that of systemd.io/JOURNAL_NATIVE_PROTOCOL: `FIELD=value` and a line break; a value that holds line
/// breaks is preceded by its length instead, 64 bits little-endian.
struct JournalSocket: Sendable {
    /// Most bytes of one message; more would need a sealed file, and nobody reads so long a line.
    static let maximumMessageBytes = 48 << 10

    private let socket: DatagramSocket?

    init(path: String = "/run/systemd/journal/socket") { socket = DatagramSocket(path: path) }

    /// Whether standard error is a stream of the journal.
    ///
    /// `JOURNAL_STREAM` holds device and inode of it; a shell that sends it elsewhere leaves the variable as it was.
    static func isStandardError(_ environment: [String: String]) -> Bool {
        var status = stat()
        guard let stream = environment["JOURNAL_STREAM"], fstat(STDERR_FILENO, &status) == 0 else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }

    /// Sends one entry; whether it was taken.
    func send(_ entry: LogEntry) -> Bool { socket?.send(Self.datagram(entry)) ?? false }

    /// An entry as one datagram.
    static func datagram(_ entry: LogEntry) -> [UInt8] {
        var bytes: [UInt8] = []
        append("MESSAGE", entry.message, to: &bytes)
        append("PRIORITY", String(entry.level.rawValue), to: &bytes)
        append("SYSLOG_IDENTIFIER", "pejld", to: &bytes)
        for (field, value) in entry.fields.sorted(by: { $0.key < $1.key }) {
            append(field.rawValue, value, to: &bytes)
        }
        return bytes
    }

    private static func append(_ field: String, _ value: String, to bytes: inout [UInt8]) {
        let value = value.utf8.prefix(maximumMessageBytes)
        bytes += field.utf8
        if value.contains(UInt8(ascii: "\n")) {
            bytes.append(UInt8(ascii: "\n"))
            withUnsafeBytes(of: UInt64(value.count).littleEndian) { bytes += $0 }
        } else {
            bytes.append(UInt8(ascii: "="))
        }
        bytes += value
        bytes.append(UInt8(ascii: "\n"))
    }
}
