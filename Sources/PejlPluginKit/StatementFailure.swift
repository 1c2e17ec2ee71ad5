/// Why the statement of an SQL plugin came to nothing, as pejl's own runner of such statements tells the host.
///
/// The codes are between these two; no plugin of another kind may give them a meaning.
package struct StatementFailure: Error, Equatable {
    /// What happened; the raw value is the code of the answer to `analyse`.
    package enum Reason: Int, Sendable {
        /// The statement does something that none may.
        case refused = -32010
        /// It is not correct SQL for the documented views.
        case incorrect = -32011
        /// It passed a limit.
        case limit = -32012
        /// A row is no finding.
        case row = -32013
    }

    /// What happened.
    package let reason: Reason
    /// What happened, in words, and what to do.
    package let message: String

    package init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    var errorObject: MessageHead.ErrorObject { MessageHead.ErrorObject(code: reason.rawValue, message: message) }
}
