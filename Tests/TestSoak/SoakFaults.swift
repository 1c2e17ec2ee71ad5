import PejlModel
import PejlStandIn

/// What the stand-in did to one request or to one greeting, and what must come of it.
struct SoakStep {
    /// What a request asked for.
    enum Role {
        case figures
        /// A page behind the last one of uddannelsesstatistik.dk, which is empty.
        case pageBehind
        /// A list of uddannelsesstatistik.dk; one that cannot be read stops nothing.
        case catalogue
        /// What a table is, or what a server allows.
        case description
    }

    let at: Duration
    let port: UInt16
    let expectation: Expectation
    /// The fault's name, or nothing where the answer was proper.
    let fault: String?

    /// What a fault must lead to.
    enum Expectation {
        /// The request succeeds, or its failure is passed over.
        case harmless
        /// The request fails under one of these names; `mayPass` where a short answer is through before it is noticed.
        case fails(Set<String>, mayPass: Bool = false)

        var names: Set<String> { if case .fails(let names, _) = self { names } else { [] } }

        /// Whether the answer is sound and its figures are not, which is found when all pages are there.
        var isOfGate: Bool {
            if case .fails(let names, mayPass: false) = self { names.isSubset(of: SoakStep.gateRules) } else { false }
        }

        var mayEndWell: Bool {
            switch self {
            case .harmless: true
            case .fails(_, let mayPass): mayPass
            }
        }
    }

    /// Failures that decoding, normalising and the gate tell of.
    private static let gateRules: Set<String> = ["areas-missing", "lost-measure", "unit-jump", "out-of-bounds"]

    /// The kind of each failure that a fault may lead to, after the table in `FetcherFaultTests`.
    static let kinds: [String: FailureKind] = [
        "connection-failed": .transient, "truncated": .transient, "too-slow": .transient, "timed-out": .transient,
        "too-many-requests": .transient, "server-error": .transient, "tls-refused": .transient,
        "circuit-open": .transient,
        "bad-headers": .contract, "bad-gzip": .contract, "decoded-too-large": .contract,
        "unexpected-content": .contract, "unexpected-status": .contract, "not-found": .contract,
        "publisher-refused": .contract, "redirect-refused": .contract, "areas-missing": .contract,
        "lost-column": .contract, "lost-measure": .contract, "unknown-measure": .contract, "unknown-member": .contract,
        "unit-jump": .contract,
        "out-of-bounds": .contract,
        "unauthorised": .auth, "forbidden": .auth,
    ]

    /// The faults that are drawn; slow enough to be given up soon.
    static let faults: [Misbehaviour] =
        Misbehaviour.samples.filter { $0 != .slowBody(bytesPerSecond: 512) } + [.slowBody(bytesPerSecond: 32)]

    /// A request.
    init(_ request: RecordedRequest, publisher: Publisher) {
        at = request.arrivedAt
        port = request.port
        fault = request.misbehaviour.map { String("\($0)".prefix { $0 != "(" }) }
        let role = Self.role(request)
        expectation =
            request.misbehaviour.map { Self.expectation($0, role, publisher, isPost: request.method == "POST") }
            ?? .harmless
    }

    /// A greeting that was not proper.
    init(_ connection: RecordedConnection, _ handshake: Handshake) {
        at = connection.openedAt
        port = connection.port
        fault = "handshake \(handshake)"
        expectation = .fails([handshake == .stall ? "timed-out" : "tls-refused"])
    }

    private static func role(_ request: RecordedRequest) -> Role {
        if request.path.contains("/skema") { return .catalogue }
        if request.path.hasSuffix("/statistik") {
            return String(decoding: request.body, as: UTF8.self).contains("\"side\":1,") ? .figures : .pageBehind
        }
        return request.path.contains("/data") ? .figures : .description
    }

    private static func expectation(
        _ fault: Misbehaviour,
        _ role: Role,
        _ publisher: Publisher,
        isPost: Bool
    ) -> Expectation {
        let failure = failure(fault, role, publisher, isPost: isPost)
        let passedOver: Set = ["publisher-refused", "not-found", "unexpected-status", "unexpected-content"]
        return role == .catalogue && failure.names.isSubset(of: passedOver) ? .harmless : failure
    }

    private static func failure(
        _ fault: Misbehaviour,
        _ role: Role,
        _ publisher: Publisher,
        isPost: Bool
    ) -> Expectation {
        let isDanish = publisher == .statbank || publisher == .uddannelsesstatistik
        switch fault {
        case .htmlPage, .emptyBody, .body, .wrongContentType: return .fails(["unexpected-content"])
        case .status(410): return .fails(["not-found"])
        case .status: return .fails(["unexpected-status"])
        case .unauthorised401: return .fails(["unauthorised"])
        case .forbidden403: return .fails(["forbidden"])
        case .tooManyRequests429: return .fails(["too-many-requests"])
        case .serverError: return .fails(["server-error"])
        case .publisherError: return .fails(["publisher-refused"])
        case .redirect: return .fails(["redirect-refused"])
        // A question must not become another; a GET goes on, and the next answer is another draw.
        case .redirectLoop: return isPost ? .fails(["redirect-refused"]) : .harmless
        case .missingMunicipalities where role == .catalogue:
            return .fails(["unknown-member"], mayPass: true)  // on lists of municipalities alone
        case .missingMunicipalities: return role == .figures && isDanish ? .fails(["areas-missing"]) : .harmless
        case .renamedColumn:
            if role == .catalogue { return .fails(["unknown-measure"], mayPass: true) }  // not on lists of members
            guard role == .figures, isDanish else { return .harmless }
            return .fails([publisher == .statbank ? "lost-column" : "lost-measure"])
        case .swappedValue:
            guard role == .figures, isDanish else { return .harmless }
            return .fails([publisher == .statbank ? "unit-jump" : "out-of-bounds"])
        case .repeatFirstPage, .answeredTwice: return .harmless
        // Twenty bytes may be a whole row or more, or all of an empty list.
        case .shortLength: return .fails(["truncated", "areas-missing", "unexpected-content"])
        case .cutBody, .cutChunks, .noFinalChunk, .closeDelimited, .abandonedBody, .longerThanLength, .gzipCut:
            return .fails(["truncated"])
        case .resetMidBody: return .fails(["connection-failed"])
        case .duplicateContentLength, .repeatedContentLength, .negativeContentLength, .doubleGzip, .namedCoding:
            return .fails(["bad-headers"])
        // Header lines are no progress: on a busy machine they are given up as slow before they are too many.
        case .hugeHeaders, .endlessInterim: return .fails(["bad-headers", "too-slow"])
        case .slowBody: return .fails(["too-slow"], mayPass: role == .pageBehind)
        case .slowHeaders: return .fails(["too-slow"])
        case .gzipTrailingBytes: return .fails(["bad-gzip"])
        case .gzipBomb: return .fails(["decoded-too-large"])
        default: return .fails([])  // not drawn
        }
    }
}
