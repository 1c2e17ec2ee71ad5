package import PejlModel

/// How publishers are asked; the configuration makes one of these.
package struct FetchOptions: Sendable {
    /// Who to write to, for the `User-Agent`; an address or a page.
    package var contact: String
    /// Where documents are written while they come in; the same file system as the archive.
    package var temporaryDirectory: String
    /// Where publishers answer, if elsewhere than ``Publisher/baseURL``; without user name, query and fragment.
    package var baseURLs: [Publisher: String] = [:]
    /// Keys of the publishers that want one.
    package var keys: [Publisher: Secret] = [:]
    /// The proxy, such as `http://proxy.example.dk:3128`; none by default, the environment is not asked.
    package var proxy: String?
    /// A file of certificates (PEM) to trust instead of the system's.
    package var caBundle: String?
    /// Whether loopback, private and link-local addresses may be asked, and plain http there; not by default.
    package var allowPrivateAddresses = false
    /// Shortest time between the starts of two requests to one host: 1 s.
    package var minimumInterval: Duration = .seconds(1)
    /// Requests that one host is sent at once, each on a connection of its own where it does not speak HTTP/2: 1.
    ///
    /// For the benchmark alone, which asks a server of its own: no key of the configuration sets it, because publishers
    /// are asked for one thing at a time.
    package var requestsAtOnce = 1
    /// What one request may cost.
    package var limits = FetchLimits()
    /// How passing failures are tried again: 5 tries.
    package var retries = RetryPolicy()
    /// When a host that does not answer is left alone: three failures, then pauses from 5 minutes to 6 hours.
    package var circuit = CircuitPolicy()
    /// Time that one dataset may spend waiting between tries: 60 s; what would take longer fails at once.
    package var patience: Duration = .seconds(60)

    /// Everything else by default.
    ///
    /// - Parameters:
    ///   - contact: Who to write to, for the `User-Agent`.
    ///   - temporaryDirectory: Where documents are written while they come in.
    package init(contact: String, temporaryDirectory: String) {
        self.contact = contact
        self.temporaryDirectory = temporaryDirectory
    }

    /// The address a publisher is asked at; empty where it has no interface.
    package func baseURL(of publisher: Publisher) -> String { baseURLs[publisher] ?? publisher.baseURL ?? "" }

    /// The host and port that a publisher is asked at; its code where it has no interface.
    ///
    /// Datasets of one host are asked for one after the other.
    package func host(of publisher: Publisher) -> String {
        WebAddress(baseURL(of: publisher)).map { "\($0.host):\($0.port)" } ?? publisher.code
    }

    /// `pejl/VERSION (+contact)`; characters that no header may have are left out of the contact.
    package var userAgent: String {
        let allowed = contact.unicodeScalars.filter { (0x20...0x7E).contains($0.value) && $0 != "(" && $0 != ")" }
        return "pejl/\(PejlVersion.current) (+\(String(String.UnicodeScalarView(allowed))))"
    }
}
