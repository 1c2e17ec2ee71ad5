/// A person's word that a load which the gate refused is right.
package struct LoadApproval: Hashable, Sendable {
    /// The refused fetch.
    package let refusedFetch: Int
    /// Names of the rules that it was refused by; no others are waived.
    package let rules: Set<String>
    /// Who says so: name and number of the user.
    package let actor: String
    /// Why.
    package let reason: String
    /// When.
    package let at: UTCInstant

    package init(refusedFetch: Int, rules: Set<String>, actor: String, reason: String, at: UTCInstant) {
        self.refusedFetch = refusedFetch
        self.rules = rules
        self.actor = actor
        self.reason = reason
        self.at = at
    }
}
