import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// Where the service's log goes, and how much of it.
///
/// Where standard error is the journal, entries go to its socket with their fields; otherwise each is one line on standard
/// error, readable or JSON.
package final class ServiceLog: Sendable {
    /// How entries are written.
    package enum Format: String, Sendable, CaseIterable {
        /// The journal where standard error leads there, and text otherwise.
        case automatic = "auto"
        /// `pejld: fetched …`
        case text
        /// One object a line, for those who collect logs.
        case json
        /// The journal's native protocol.
        case journal
    }

    private let journal: JournalSocket?
    private let format: Mutex<Format>
    private let lowest: Mutex<LogEntry.Level>

    /// - Parameter environment: The process's environment; the journal tells in `JOURNAL_STREAM` which stream is its.
    package init(environment: [String: String]) {
        journal = JournalSocket.isStandardError(environment) ? JournalSocket() : nil
        format = Mutex(.automatic)
        lowest = Mutex(.info)
    }

    /// The least that is written; it may be changed at any time.
    package var level: LogEntry.Level {
        get { lowest.withLock { $0 } }
        set { lowest.withLock { $0 = newValue } }
    }

    /// Changes how entries are written.
    package func use(_ format: Format) { self.format.withLock { $0 = format } }

    /// Writes entries, one after the other.
    package func write(_ entries: [LogEntry]) { for entry in entries { write(entry) } }

    /// Writes an entry, unless it matters less than what is wanted.
    package func write(_ entry: LogEntry) {
        guard entry.level <= level else { return }
        let format = format.withLock { $0 }
        switch format {
        case .automatic, .journal:
            if (journal ?? (format == .journal ? JournalSocket() : nil))?.send(entry) != true {
                line("pejld: \(entry.message)")
            }
        case .text: line("pejld: \(entry.message)")
        case .json: line(LogText.json(entry))
        }
    }

    private func line(_ text: String) {
        let bytes = Array((text.replacing("\n", with: " ") + "\n").utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
