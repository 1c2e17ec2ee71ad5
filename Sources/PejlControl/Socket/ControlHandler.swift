/// What carries requests out: the daemon.
package protocol ControlHandler: Sendable {
    /// Carries out one request of somebody who may ask it.
    ///
    /// Called in a task of its own with a thread of its own, several at a time. It is cancelled when the caller is gone or
    /// the server stops, and must end then, because it holds one of the places of connections until it does; work that
    /// others want as well may go on, and only waiting for it ends. What looks must not wait for an actor that a run keeps
    /// busy: the status is to be told within a second whatever happens.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - caller: Who asks.
    ///   - progress: Tells the caller how far it has come; returns at once, and may be called as often as one likes: what
    ///     comes faster than the caller reads is replaced by what follows.
    /// - Returns: The result, at most 1 MiB: JSON, or Prometheus's text for `metrics`.
    /// - Throws: What the caller is told, as ``ControlError/init(_:)`` makes of it.
    func answer(
        _ request: ControlRequest,
        from caller: ControlCaller,
        progress: @escaping @Sendable (ControlProgress) -> Void
    ) async throws -> String
}

/// One request that was understood, and what came of it: for the daemon's list of events.
package struct ControlAudit: Sendable, Equatable {
    /// What was asked.
    package let request: ControlRequest
    /// Who asked.
    package let caller: ControlCaller
    /// Whether the caller may ask that.
    package let isAllowed: Bool
    /// The name of the error it was answered with; nothing where it was carried out.
    package let error: String?
}
