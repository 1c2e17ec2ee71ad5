/// One request as the stand-in received it, and the status it answered.
package struct RecordedRequest: Sendable, Equatable {
    /// `GET` or `POST`.
    package var method: String
    /// The request target as sent, query included.
    package var path: String
    /// Name and value of each header line, in order.
    package var headers: [(name: String, value: String)] { headerLines.map { ($0.name, $0.value) } }
    /// The body, at most 1 MiB.
    package var body: [UInt8]
    /// The HTTP status of the answer, misbehaviour included.
    package var status: Int
    /// The port it came to.
    package var port: UInt16
    /// The ``RecordedConnection/number`` of the connection that brought it.
    package var connection: Int
    /// When all of it was there, since the stand-in started.
    package var arrivedAt: Duration
    /// What it met, ordered or drawn.
    package var misbehaviour: Misbehaviour?

    var headerLines: [Header]

    /// The value of the first header of that name, in any case.
    package func header(_ name: String) -> String? {
        headerLines.value(name)
    }
}

/// One header line.
struct Header: Sendable, Equatable {
    var name: String
    var value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [Header] {
    func value(_ name: String) -> String? {
        let wanted = name.lowercased()
        return first { $0.name.lowercased() == wanted }?.value
    }
}
