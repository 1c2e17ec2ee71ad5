/// What a failure means for the next step.
package enum FailureKind: String, Sendable, Codable, CaseIterable {
    /// May pass by itself; tried again later.
    case transient
    /// The configuration or a recipe is wrong; a person must change it.
    case config
    /// The publisher sent something else than agreed; a person must look.
    case contract
    /// A key is missing, wrong or expired.
    case auth
    /// This machine: disk, permissions, store.
    case system
}

/// A named failure that can be stored, shown and acted on.
package struct Failure: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// What it means for the next step.
    package let kind: FailureKind
    /// Stable name in kebab case, such as `unknown-area`.
    package let name: String
    /// Subject, what happened and what to do, in English; never holds a secret.
    package let message: String
    /// Where the publisher asked for a pause: seconds to wait before the next try.
    package let retryAfterSeconds: Int?

    package init(kind: FailureKind, name: String, message: String, retryAfterSeconds: Int? = nil) {
        self.kind = kind
        self.name = name
        self.message = message
        self.retryAfterSeconds = retryAfterSeconds
    }

    package var description: String { "\(name): \(message)" }
}

/// An error of one stage that can be turned into a named failure.
package protocol FailureConvertible: Error {
    var failure: Failure { get }
}

extension Failure {
    /// The name of a failure that is none: somebody wanted the run to end.
    package static let cancelled = "cancelled"

    /// The failure that an error stands for; an error no stage names is a system failure.
    package init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let convertible as any FailureConvertible: self = convertible.failure
        case is CancellationError: self.init(kind: .transient, name: Self.cancelled, message: "the run was cancelled")
        default: self.init(kind: .system, name: "unexpected", message: String(describing: error))
        }
    }
}

/// Exit codes of pejl's programs, after `sysexits.h`.
package enum ProgramStatus: Int32, Sendable {
    case success = 0
    case usage = 64
    case badData = 65
    case unavailable = 69
    case tryLater = 75
    case permission = 77
    case configuration = 78
    case system = 71

    /// The code that a failure ends a program with.
    package init(_ failure: Failure) {
        switch failure.kind {
        case .config: self = .configuration
        case .auth: self = .permission
        case .contract: self = .badData
        case .transient:
            self = ["too-many-requests", "plugin-held"].contains(failure.name) ? .tryLater : .unavailable
        case .system: self = failure.name == "locked" ? .tryLater : .system
        }
    }

    /// The code for several failures: the one that needs a person most.
    package init(_ failures: [Failure]) {
        let order: [ProgramStatus] = [.configuration, .permission, .system, .badData, .tryLater, .unavailable]
        let codes = Set(failures.map(ProgramStatus.init(_:)))
        self = order.first(where: codes.contains) ?? .success
    }
}
