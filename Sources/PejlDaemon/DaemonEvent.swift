package import PejlModel
import PejlStore
import Synchronization

/// One thing that somebody asked of a daemon, as the store's events have it.
package struct DaemonEvent: Sendable, Hashable {
    let at: UTCInstant
    let actor: String
    let verb: String
    let subject: String
    let detail: String

    /// - Parameters:
    ///   - at: When.
    ///   - actor: Who.
    ///   - verb: What was asked.
    ///   - subject: Of what.
    ///   - detail: What came of it.
    package init(at: UTCInstant, actor: String, verb: String, subject: String, detail: String) {
        self.at = at
        self.actor = actor
        self.verb = verb
        self.subject = subject
        self.detail = detail
    }
}

extension Daemon {
    /// Writes into the store's events what was asked since the last time.
    func writeDownAsked(_ store: Store) throws {
        for one in asked.withLock({ $0 }) {
            try store.recordEvent(
                at: one.at,
                actor: one.actor,
                verb: one.verb,
                subject: one.subject,
                detail: one.detail
            )
            asked.withLock { asked in asked.removeAll { $0 == one } }
        }
    }
}
