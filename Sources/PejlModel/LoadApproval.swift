/// A person's word that a load which the gate refused is right.
package struct LoadApproval: Hashable, Sendable {
    /// The refused fetch.
    package let refusedFetch: Int
    /// Who says so: name and number of the user.
    package let actor: String
    /// Why.
    package let reason: String
    /// When.
    package let at: UTCInstant

    package init(refusedFetch: Int, actor: String, reason: String, at: UTCInstant) {
        self.refusedFetch = refusedFetch
        self.actor = actor
        self.reason = reason
        self.at = at
    }
}
