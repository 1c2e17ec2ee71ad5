internal import PejlModel

/// What the fetches of one round share: StatBank's list of the tables that changed lately.
///
/// StatBank sends no validators, so the list is how a round of many tables costs one request where nothing is new. A
/// table is taken as unchanged only where the list reaches back to when it was last asked for, and only for so long:
/// that a table was closed is told by its description alone.
package struct FetchRound: Sendable {
    /// Days before a table is asked about itself again, whatever the list says.
    static let trustDays = 7

    /// The list as it came.
    struct Poll: Sendable {
        let exchange: Exchange
        let bytes: [UInt8]
        let list: StatBankList
        /// Days that it covers for certain; it was asked for ``margin`` more.
        let days: Int
        let askedAt: UTCInstant
    }

    let poll: Poll?

    init(poll: Poll?) { self.poll = poll }

    /// A round that knows nothing; every publisher is asked.
    package static let unknowing = FetchRound(poll: nil)

    /// Whether the list shows that a table is as it was.
    func shows(_ table: String, unchangedSince last: LastRetrieval) -> Bool {
        guard let poll, let known = last.publisherUpdate, let asked = last.askedAt else { return false }
        let day = 86_400
        let now = poll.askedAt.secondsSince1970
        guard now - asked.secondsSince1970 < Self.trustDays * day, asked <= poll.askedAt else { return false }
        guard now - last.finishedAt.secondsSince1970 < poll.days * day else { return false }
        if let entry = poll.list.entry(table) { return entry.updated == known }
        // What was updated inside the days of the list must be on it; where it is not, the list cannot be relied on.
        guard let updated = DanishTime.instants(known)?.first else { return false }
        return now - updated.secondsSince1970 > (poll.days + Self.margin + 1) * day
    }

    /// Days that the publisher's calendar and ours may differ by: its day, its embargo, a clock that is off.
    static let margin = 2

    /// How many days the list must cover for these tables; nothing where none of them could use it.
    static func daysToCover(for known: [LastRetrieval], now: UTCInstant) -> Int? {
        let day = 86_400
        let ages = known.compactMap { last -> Int? in
            guard last.publisherUpdate != nil, let asked = last.askedAt, asked <= now else { return nil }
            let age = now.secondsSince1970 - last.finishedAt.secondsSince1970
            guard now.secondsSince1970 - asked.secondsSince1970 < trustDays * day else { return nil }
            return age >= 0 ? age / day + 1 : nil
        }
        return ages.max()
    }
}
