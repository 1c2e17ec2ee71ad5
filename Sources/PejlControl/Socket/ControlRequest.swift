import Foundation
import PejlModel

/// One thing that `pejld` is asked; a JSON object with `version`, `verb` and the verb's arguments.
///
/// Two ways were weighed for reading it: `JSONDecoder` alone, which passes over members it does not know, takes the last
/// of two with one name and has no limit of 32 levels, and ``JSONValue`` first, which is strict about form, before the
/// decoder looks at types. The second was chosen: a misspelt `force` is refused, and is not a fetch without it.
package enum ControlRequest: Sendable, Equatable {
    /// How everything stands.
    case status
    /// Counters in Prometheus's text format.
    case metrics
    /// Versions.
    case version
    /// The newest so many runs, 1 to 1,000.
    case runs(limit: Int)
    /// The level of the log.
    case logLevel
    /// Asks publishers now.
    case fetch(Fetch)
    /// Reads the configuration again.
    case reload
    /// Ends the run of that number.
    case cancel(run: Int)
    /// Sets the level of the log.
    case setLogLevel(ControlLogLevel)

    /// Which figures are asked for, and how.
    package struct Fetch: Sendable, Equatable {
        /// The datasets, in order, each once.
        package enum Scope: Sendable, Equatable {
            /// Those named; at least one.
            case named([String])
            /// All that are configured.
            case all
        }

        /// Which datasets.
        package var scope: Scope
        /// Whether figures are asked for even where the publisher says that nothing changed.
        package var force: Bool
        /// Whether the answer comes when the run has ended, with progress on the way; otherwise when it is queued.
        package var wait: Bool

        package init(_ scope: Scope, force: Bool = false, wait: Bool = false) {
            self.scope = scope
            self.force = force
            self.wait = wait
        }
    }

    /// How many runs are told where nobody says.
    package static let defaultRuns = 20

    /// Its verb.
    package var verb: ControlVerb {
        switch self {
        case .status: .status
        case .metrics: .metrics
        case .version: .version
        case .runs: .runs
        case .logLevel: .logLevel
        case .fetch: .fetch
        case .reload: .reload
        case .cancel: .cancel
        case .setLogLevel: .setLogLevel
        }
    }

    /// Reads the bytes of a frame.
    ///
    /// - Throws: ``ControlError`` `bad-frame` where they are no JSON object, `bad-request` where it asks nothing known.
    package init(frame: [UInt8]) throws(ControlError) {
        let members = try ControlFraming.object(frame)
        do {
            let request = try JSONDecoder().decode(ControlRequest.self, from: Data(frame))
            // Read from the strict reader's members, because a decoder says nothing of those it does not know.
            let known = request.verb.arguments.union(["version", "verb"])
            let unknown = members.keys.filter { !known.contains($0) }.min()
            if let unknown {
                let name = ControlFraming.quoted(unknown)
                let verb = request.verb.rawValue
                throw ControlError.badRequest("\(verb) har intet argument \(name)", "\(verb) has no argument \(name)")
            }
            self = request
        } catch let error as ControlError {
            throw error
        } catch let error as DecodingError {
            throw Self.fault(error)
        } catch {
            throw .badRequest("noget har forkert type", "something has the wrong type")
        }
    }

    private static func fault(_ error: DecodingError) -> ControlError {
        let path: [any CodingKey] =
            switch error {
            case .keyNotFound(let key, _): [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context): context.codingPath
            case .dataCorrupted(let context): context.codingPath
            @unknown default: []
            }
        // The decoder does not say which number it cannot hold; of the form, which was looked at, nothing can be wrong.
        guard let name = path.first?.stringValue else {
            return .badRequest("et tal er ikke helt eller for stort", "a number is not whole or too large")
        }
        if case .keyNotFound = error { return .badRequest("\(name) mangler", "\(name) is missing") }
        return .badRequest("\(name) har forkert type", "\(name) has the wrong type")
    }

    /// Its bytes as a frame's content; sorted members.
    package func frame() -> [UInt8] { ControlFraming.content(self) }
}

extension ControlRequest: Codable {
    private enum Member: String, CodingKey {
        case version, verb, datasets, all, force, wait, run, limit, level
    }

    /// Decodes types and bounds; ``init(frame:)`` is what the server reads frames with.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Member.self)
        let version = try members.decode(Int.self, forKey: .version)
        guard version == ControlLimits.version else {
            throw ControlError.badRequest(
                "version \(version) kendes ikke; denne pejld taler \(ControlLimits.version)",
                "version \(version) is unknown; this pejld speaks \(ControlLimits.version)"
            )
        }
        let name = try members.decode(String.self, forKey: .verb)
        guard let verb = ControlVerb(rawValue: name) else {
            let quoted = ControlFraming.quoted(name)
            throw ControlError.badRequest("\(quoted) kendes ikke", "\(quoted) is unknown")
        }
        switch verb {
        case .status: self = .status
        case .metrics: self = .metrics
        case .version: self = .version
        case .logLevel: self = .logLevel
        case .reload: self = .reload
        case .runs:
            let limit = try Self.present(Int.self, members, .limit) ?? Self.defaultRuns
            self = .runs(limit: try Self.bounded(limit, 1...1_000, .limit))
        case .cancel:
            let run = try members.decode(Int.self, forKey: .run)
            self = .cancel(run: try Self.bounded(run, 1...Int.max, .run))
        case .setLogLevel:
            let text = try members.decode(String.self, forKey: .level)
            guard let level = ControlLogLevel(rawValue: text) else {
                let known = ControlLogLevel.allCases.map(\.rawValue).joined(separator: ", ")
                let quoted = ControlFraming.quoted(text)
                throw ControlError.badRequest(
                    "niveauet \(quoted) kendes ikke; der er \(known)",
                    "the level \(quoted) is unknown; there are \(known)"
                )
            }
            self = .setLogLevel(level)
        case .fetch: self = .fetch(try Self.fetch(members))
        }
    }

    /// A member that may be left out, but not be null: null is somebody's mistake.
    private static func present<Value: Decodable>(
        _ type: Value.Type,
        _ members: KeyedDecodingContainer<Member>,
        _ member: Member
    ) throws -> Value? {
        members.contains(member) ? try members.decode(type, forKey: member) : nil
    }

    private static func bounded(_ number: Int, _ bounds: ClosedRange<Int>, _ member: Member) throws -> Int {
        guard bounds.contains(number) else {
            let (name, low) = (member.rawValue, bounds.lowerBound)
            let (high, least) = (bounds.upperBound, bounds.upperBound == Int.max)
            throw ControlError.badRequest(
                least ? "\(name) skal være mindst \(low)" : "\(name) skal være \(low) til \(high)",
                least ? "\(name) must be at least \(low)" : "\(name) must be \(low) to \(high)"
            )
        }
        return number
    }

    private static func fetch(_ members: KeyedDecodingContainer<Member>) throws -> Fetch {
        let datasets = try present([String].self, members, .datasets)
        let all = try present(Bool.self, members, .all) ?? false
        let scope: Fetch.Scope
        switch (datasets, all) {
        case (nil, true): scope = .all
        case (.some(let names), false):
            let isSound = (1...ControlLimits.datasets).contains(names.count) && Set(names).count == names.count
            guard isSound, !names.contains("") else {
                throw ControlError.badRequest(
                    "datasets skal være 1 til \(ControlLimits.datasets) navne, hvert én gang",
                    "datasets must be 1 to \(ControlLimits.datasets) names, each once"
                )
            }
            scope = .named(names)
        case (nil, false), (.some, true):
            throw ControlError.badRequest(
                "enten datasets eller \"all\": true skal være der",
                "either datasets or \"all\": true must be there"
            )
        }
        return Fetch(
            scope,
            force: try present(Bool.self, members, .force) ?? false,
            wait: try present(Bool.self, members, .wait) ?? false
        )
    }

    /// Encodes what ``init(frame:)`` reads.
    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(ControlLimits.version, forKey: .version)
        try members.encode(verb.rawValue, forKey: .verb)
        switch self {
        case .status, .metrics, .version, .logLevel, .reload: break
        case .runs(let limit): try members.encode(limit, forKey: .limit)
        case .cancel(let run): try members.encode(run, forKey: .run)
        case .setLogLevel(let level): try members.encode(level.rawValue, forKey: .level)
        case .fetch(let fetch):
            switch fetch.scope {
            case .all: try members.encode(true, forKey: .all)
            case .named(let names): try members.encode(names, forKey: .datasets)
            }
            try members.encode(fetch.force, forKey: .force)
            try members.encode(fetch.wait, forKey: .wait)
        }
    }
}
