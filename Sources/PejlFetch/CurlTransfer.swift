internal import CCurl
internal import PejlModel

/// One request on its way: an easy handle, its options and its callbacks; used on the transport's thread alone.
///
/// What is not set here is off in libcurl: redirects, decompression, cookies, HSTS, Alt-Svc, authentication.
final class CurlTransfer {
    /// The handle, for the multi handle.
    let easy: UnsafeMutableRawPointer
    private let request: WireRequest
    private let options: FetchOptions
    private let receiver: AnswerReceiver
    private let policy: AddressPolicy
    private let connections: OpenConnections
    private let started = ContinuousClock.now
    private let errorText: UnsafeMutablePointer<CChar>
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var refusal: String?
    private var isAnswering = false
    /// Sockets opened for this request; none where a kept connection carries it.
    private var sockets: [curl_socket_t] = []
    /// Whether nothing was sent, because the kept connection was not quiet; the request can be carried by a new one.
    private(set) var wantsNewConnection = false

    /// Nothing when memory is out or libcurl does not know an option.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - options: How it is asked.
    ///   - connections: Those that libcurl keeps.
    ///   - isNew: Whether to open a new connection in any case.
    init?(_ request: WireRequest, options: FetchOptions, connections: OpenConnections, isNew: Bool) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.request = request
        self.options = options
        receiver = AnswerReceiver(request: request, limits: options.limits, directory: options.temporaryDirectory)
        self.connections = connections
        policy = AddressPolicy(allowsPrivate: options.allowPrivateAddresses)
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        for line in request.headers {
            guard let longer = curl_slist_append(headers, line) else { return nil }
            headers = longer
        }
        guard isConfigured(), pejl_curl_set_long(easy, CURLOPT_FRESH_CONNECT, isNew ? 1 : 0) == CURLE_OK else {
            return nil
        }
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headers)
        errorText.deallocate()
    }

    // MARK: Options

    private func isConfigured() -> Bool {
        let codes = addressCodes() + securityCodes() + limitCodes() + callbackCodes()
        return codes.allSatisfy { $0 == CURLE_OK }
    }

    private func addressCodes() -> [CURLcode] {
        var codes = [
            pejl_curl_set_text(easy, CURLOPT_URL, request.address.description),
            pejl_curl_set_text(easy, CURLOPT_PROTOCOLS_STR, request.address.scheme),
            pejl_curl_set_text(easy, CURLOPT_REDIR_PROTOCOLS_STR, "https"),
            pejl_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0),
            pejl_curl_set_text(easy, CURLOPT_PROXY, options.proxy ?? ""),
            pejl_curl_set_text(easy, CURLOPT_NOPROXY, ""),
            pejl_curl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
            pejl_curl_set_long(easy, CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue)),
            pejl_curl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)),
            // Of several requests at once, those that HTTP/2 can carry together wait for its connection.
            pejl_curl_set_long(easy, CURLOPT_PIPEWAIT, options.requestsAtOnce > 1 ? 1 : 0),
            pejl_curl_set_long(easy, CURLOPT_HTTP09_ALLOWED, 0),
            pejl_curl_set_text(easy, CURLOPT_USERAGENT, options.userAgent),
            pejl_curl_set_list(easy, CURLOPT_HTTPHEADER, headers),
        ]
        if let body = request.body {
            let bytes = Array(body.utf8)
            codes.append(pejl_curl_set_long(easy, CURLOPT_POST, 1))
            codes.append(bytes.withUnsafeBytes { pejl_curl_set_body(easy, $0.baseAddress, $0.count) })
        }
        return codes
    }

    private func securityCodes() -> [CURLcode] {
        var codes = [
            pejl_curl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
            pejl_curl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
            pejl_curl_set_long(easy, CURLOPT_PROXY_SSL_VERIFYPEER, 1),
            pejl_curl_set_long(easy, CURLOPT_PROXY_SSL_VERIFYHOST, 2),
            pejl_curl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            pejl_curl_set_long(easy, CURLOPT_PROXY_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
        ]
        if let bundle = options.caBundle {
            for option in [CURLOPT_CAINFO, CURLOPT_PROXY_CAINFO] {
                codes.append(pejl_curl_set_text(easy, option, bundle))
            }
            for option in [CURLOPT_CAPATH, CURLOPT_PROXY_CAPATH] { codes.append(pejl_curl_set_text(easy, option, nil)) }
        }
        return codes
    }

    private func limitCodes() -> [CURLcode] {
        let limits = options.limits
        return [
            pejl_curl_set_long(easy, CURLOPT_NOSIGNAL, 1),
            // Without it, giving up a name server that keeps silent waits for it, and every other transfer with it.
            pejl_curl_set_long(easy, CURLOPT_QUICK_EXIT, 1),
            pejl_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, limits.connectTime.milliseconds),
            pejl_curl_set_long(easy, CURLOPT_TIMEOUT_MS, limits.totalTime.milliseconds),
            pejl_curl_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, limits.bytesPerSecond),
            pejl_curl_set_long(easy, CURLOPT_LOW_SPEED_TIME, 0),
            pejl_curl_set_long(easy, CURLOPT_BUFFERSIZE, 64 << 10),
        ]
    }

    private func callbackCodes() -> [CURLcode] {
        let own = Unmanaged.passUnretained(self).toOpaque()
        return [
            pejl_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText),
            pejl_curl_set_pointer(easy, CURLOPT_HEADERDATA, own),
            pejl_curl_set_receiver(easy, CURLOPT_HEADERFUNCTION) { bytes, _, count, own in
                CurlTransfer.from(own)?.receiveHeader(bytes, count) ?? 0
            },
            pejl_curl_set_pointer(easy, CURLOPT_WRITEDATA, own),
            pejl_curl_set_receiver(easy, CURLOPT_WRITEFUNCTION) { bytes, _, count, own in
                CurlTransfer.from(own)?.receiveBody(bytes, count) ?? 0
            },
            pejl_curl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, own),
            pejl_curl_set_socket_opener(easy) { own, _, address in
                guard let address else { return CURL_SOCKET_BAD }
                return CurlTransfer.from(own)?.openSocket(address) ?? CURL_SOCKET_BAD
            },
            pejl_curl_set_pointer(easy, CURLOPT_PREREQDATA, own),
            pejl_curl_set_prerequest(easy) { own, _, _, _, port in
                CurlTransfer.from(own)?.maySend(port: Int(port)) == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            },
        ]
    }

    // MARK: Callbacks

    private static func from(_ pointer: UnsafeMutableRawPointer?) -> CurlTransfer? {
        pointer.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The publisher may take its time to answer; once it answers it must keep going.
    private func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        if !isAnswering {
            isAnswering = true
            _ = pejl_curl_set_long(easy, CURLOPT_LOW_SPEED_TIME, max(1, options.limits.slowTime.wholeSeconds))
        }
        return receiver.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
    }

    private func receiveBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard count > 0 else { return 0 }
        return receiver.receiveBody(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
    }

    /// Refuses the socket where the policy has an objection; a proxy was named by the administrator and is free to be
    /// anywhere.
    private func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        if options.proxy == nil {
            let length = Int(address.pointee.addrlen)
            let bytes = UnsafeRawBufferPointer(start: pejl_curl_socket_address(address), count: length)
            let target = NetworkAddress(family: address.pointee.family, socketAddress: bytes)
            let objection =
                target.map { policy.objection(to: $0, isEncrypted: request.address.isEncrypted) }
                ?? "its address is neither IPv4 nor IPv6"
            if let objection {
                refusal = objection
                return CURL_SOCKET_BAD
            }
        }
        let socket = pejl_curl_open_socket(address)
        if socket != CURL_SOCKET_BAD { sockets.append(socket) }
        return socket
    }

    /// Looks at the connection before the request is sent.
    private func maySend(port: Int) -> Bool {
        if let socket = sockets.last(where: { pejl_curl_local_port($0) == Int32(port) }) {
            connections.note(socket, port: port)
            return true
        }
        wantsNewConnection = !connections.isUsable(easy, port: port)
        return !wantsNewConnection
    }

    // MARK: Outcome

    /// The answer, or why there is none.
    func outcome(_ code: CURLcode) -> Result<WireAnswer, FetchError> {
        guard code == CURLE_OK else { return .failure(receiver.failure ?? failure(code)) }
        if receiver.isHTTP2 { connections.noteHTTP2(port: number(CURLINFO_LOCAL_PORT)) }
        do throws(FetchError) { return .success(try receiver.finish()) } catch { return .failure(error) }
    }

    /// Removes what was stored.
    func discard() { receiver.discard() }

    private func failure(_ code: CURLcode) -> FetchError {
        let url = request.address.description
        let reported = String(cString: errorText)
        let sentence = reported.isEmpty ? String(cString: curl_easy_strerror(code)) : reported
        let detail = PrintableText(hiding: options.proxy)(sentence, limit: 200)
        switch code {
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST:
            return .nameNotResolved(url: url, detail: detail)
        case CURLE_URL_MALFORMAT:
            return .addressRefused(url: url, reason: "its host name cannot be read")
        case CURLE_COULDNT_CONNECT:
            return refusal.map { .addressRefused(url: url, reason: $0) } ?? .connectionFailed(url: url, detail: detail)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
            return .badHeaders(url: url, detail: detail)
        case CURLE_PARTIAL_FILE:
            return .truncated(url: url, detail: detail)
        case CURLE_OPERATION_TIMEDOUT:
            return timeFailure(url)
        case CURLE_SSL_CONNECT_ERROR:
            return .tlsRefused(url: url, detail: detail, isCertificate: false)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CIPHER,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_INVALIDCERTSTATUS:
            return .tlsRefused(url: url, detail: detail, isCertificate: true)
        case CURLE_OUT_OF_MEMORY where isAnswering && !receiver.hasHead:
            return .badHeaders(url: url, detail: "a line that libcurl finds too long")
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT:
            return .unavailable(detail: detail)
        default:
            let proxyStatus = number(CURLINFO_HTTP_CONNECTCODE)
            if options.proxy != nil, proxyStatus >= 300 { return .proxyRefused(url: url, status: proxyStatus) }
            return .connectionFailed(url: url, detail: detail)
        }
    }

    /// Which of the three limits of time it was.
    private func timeFailure(_ url: String) -> FetchError {
        let limits = options.limits
        // libcurl counts in whole milliseconds.
        if ContinuousClock.now - started >= limits.totalTime - .milliseconds(2) {
            return .timedOut(url: url, seconds: limits.totalTime.wholeSeconds)
        }
        guard isAnswering else { return .timedOut(url: url, seconds: limits.connectTime.wholeSeconds) }
        let seconds = max(1, limits.slowTime.wholeSeconds)
        return .tooSlow(url: url, bytesPerSecond: limits.bytesPerSecond, seconds: seconds)
    }

    private func number(_ information: CURLINFO) -> Int {
        var value = 0
        _ = pejl_curl_get_long(easy, information, &value)
        return value
    }
}
