internal import PejlModel

/// Puts one answer together from what libcurl's callbacks bring; used on the transport's thread alone.
final class AnswerReceiver {
    private let request: WireRequest
    private let limits: FetchLimits
    private let directory: String
    private var head: HeaderBlock
    private var framing: HeaderBlock.Framing?
    private var sink: BodySink?
    /// Why the answer was given up, where it was us who gave up.
    private(set) var failure: FetchError?

    /// - Parameters:
    ///   - request: What was asked.
    ///   - limits: Largest sizes.
    ///   - directory: Where a document is written.
    init(request: WireRequest, limits: FetchLimits, directory: String) {
        self.request = request
        var limits = limits
        if let maximum = request.maximumBytes { limits.decodedBytes = min(limits.decodedBytes, maximum) }
        self.limits = limits
        self.directory = directory
        head = HeaderBlock(limit: limits.headerBytes)
    }

    private var url: String { request.address.description }

    /// Takes a header line and says whether to go on.
    func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        do {
            let wasComplete = head.isComplete
            try head.add(bytes)
            if head.isComplete && !wasComplete { try beginBody() }
            return true
        } catch let problem as HeaderBlock.Problem {
            failure = .badHeaders(url: url, detail: problem.reason)
        } catch {
            failure = error as? FetchError
        }
        return false
    }

    /// Takes a piece of the body and says whether to go on.
    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard sink != nil else {
            failure = .badHeaders(url: url, detail: "a body without a head")
            return false
        }
        do throws(FetchError) {
            try sink?.take(bytes)
            return true
        } catch {
            failure = error
            return false
        }
    }

    /// The whole answer, once libcurl says that the transfer has ended well.
    func finish() throws(FetchError) -> WireAnswer {
        guard let framing, let sink else {
            throw .badHeaders(url: url, detail: "no whole head")
        }
        let wireByteCount = sink.wireByteCount
        if let length = framing.contentLength, length != wireByteCount, head.status != 304 {
            throw .truncated(url: url, detail: "\(wireByteCount) of \(length) bytes")
        }
        let proof: CompletenessProof =
            if framing.contentLength != nil {
                .length
            } else if head.isHTTP2 {
                .stream
            } else if framing.isChunked {
                .chunks
            } else {
                sink.hasGzipProof ? .gzip : .none
            }
        return WireAnswer(
            status: head.status,
            headers: head.lines,
            wireByteCount: wireByteCount,
            proof: proof,
            content: try sink.finish()
        )
    }

    /// Whether the head of the answer has ended.
    var hasHead: Bool { head.isComplete }

    /// Whether the answer came by HTTP/2.
    var isHTTP2: Bool { head.isHTTP2 }

    /// Removes what was stored.
    func discard() { sink?.discard() }

    private func beginBody() throws {
        let framing = try head.framing()
        self.framing = framing
        if let length = framing.contentLength, length > limits.wireBytes {
            throw FetchError.bodyTooLarge(url: url, limit: limits.wireBytes)
        }
        sink = BodySink(
            file: head.status == 200 ? try TemporaryFile(in: directory) : nil,
            isGzip: framing.isGzip,
            url: url,
            limits: limits,
            progress: request.progress
        )
    }
}
