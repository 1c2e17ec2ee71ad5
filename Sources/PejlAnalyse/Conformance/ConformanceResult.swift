/// What came of one case of the conformance suite.
package struct ConformanceResult: Sendable, Equatable {
    /// How a case ended.
    package enum Outcome: Sendable, Equatable {
        /// As it must; with a remark.
        case passed(String)
        /// Otherwise; what happened, and what was wanted.
        case failed(String)
        /// It does not apply; why.
        case skipped(String)
    }

    /// Name of the case in kebab case.
    package let name: String
    /// How it ended.
    package let outcome: Outcome
    /// What it took.
    package let milliseconds: Int

    /// Whether the plugin must be changed.
    package var isFailure: Bool {
        if case .failed = outcome { true } else { false }
    }
}

/// Why a case failed or does not apply.
enum ConformanceEnd: Error {
    case failed(String)
    case skipped(String)
}
