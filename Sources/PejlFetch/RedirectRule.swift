/// Which redirects are followed: https, the publisher's own host, the request's body kept, at most five.
package struct RedirectRule: Sendable, Equatable {
    /// Redirects followed for one request.
    package static let limit = 5

    /// The publisher's base address; its host is the only one that may be asked.
    package let base: WebAddress

    /// The rule for one publisher.
    package init(base: WebAddress) { self.base = base }

    /// Whether `status` is an answer that points elsewhere.
    package static func isRedirect(_ status: Int) -> Bool { [301, 302, 303, 307, 308].contains(status) }

    /// Decides on one redirect.
    ///
    /// - Parameters:
    ///   - status: The answer's status.
    ///   - locations: The values of its `Location` lines.
    ///   - address: The address that answered.
    ///   - hasBody: Whether the request has a body, which only 307 and 308 keep.
    ///   - followed: Redirects followed so far.
    /// - Returns: Where the request goes next.
    /// - Throws: ``FetchError/redirectRefused(url:reason:)`` or ``FetchError/tooManyRedirects(url:limit:)``.
    package func next(
        status: Int,
        locations: [String],
        from address: WebAddress,
        hasBody: Bool,
        followed: Int
    ) throws(FetchError) -> WebAddress {
        func refusal(_ reason: String) -> FetchError { .redirectRefused(url: address.description, reason: reason) }
        guard status == 307 || status == 308 || !hasBody else {
            throw refusal("a \(status) would lose the request's body")
        }
        guard followed < Self.limit else { throw .tooManyRedirects(url: base.description, limit: Self.limit) }
        guard locations.count == 1, let target = locations.first else {
            throw refusal(locations.isEmpty ? "it names no address" : "it names several addresses")
        }
        guard let next = address.resolving(target) else {
            throw refusal("\"\(PrintableText()(target, limit: 200))\" is no http or https address")
        }
        guard next.isEncrypted || !address.isEncrypted else { throw refusal("it leaves https") }
        guard next.host == base.host else { throw refusal("\(next.host) is not the publisher's host \(base.host)") }
        guard next.port == base.port || (next.hasDefaultPort && base.hasDefaultPort) else {
            throw refusal("port \(next.port) is not the publisher's port \(base.port)")
        }
        return next
    }
}
