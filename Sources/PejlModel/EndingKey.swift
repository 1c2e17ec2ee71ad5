/// A publisher's key that ends soon, or has ended.
package struct EndingKey: Sendable, Hashable {
    /// Whose key it is.
    package let publisher: Publisher
    /// When it ends, by its own word.
    package let endsAt: UTCInstant

    package init(publisher: Publisher, endsAt: UTCInstant) {
        self.publisher = publisher
        self.endsAt = endsAt
    }
}
