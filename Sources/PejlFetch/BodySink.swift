internal import PejlModel

/// Takes an answer's body: counts it, takes gzip off, and hashes and stores what is a document.
///
/// Memory stays flat however long the body is. An error answer is not stored; its beginning is kept.
final class BodySink {
    /// Kept of an error answer, in bytes.
    static let textLimit = 16 << 10
    private static let progressStep = 256 << 10

    private let url: String
    private let limits: FetchLimits
    private let progress: @Sendable (Int) -> Void
    private let file: TemporaryFile?
    private let gzip: GzipDecoder?
    private var hasher = ContentHasher()
    private var sample = BodySample()
    private var text: [UInt8] = []
    private var failure: FetchError?
    private var nextReport = BodySink.progressStep
    /// Bytes on the wire, transfer coding taken off.
    private(set) var wireByteCount = 0

    /// - Parameters:
    ///   - file: Where a document goes; an error answer has none.
    ///   - isGzip: Whether the body is one gzip member.
    ///   - url: Names the subject of failures.
    ///   - limits: Largest sizes.
    ///   - progress: Told the decoded bytes so far.
    init(
        file: TemporaryFile?,
        isGzip: Bool,
        url: String,
        limits: FetchLimits,
        progress: @escaping @Sendable (Int) -> Void
    ) {
        self.file = file
        self.url = url
        self.limits = limits
        self.progress = progress
        gzip = isGzip ? GzipDecoder() : nil
    }

    /// Takes the next bytes on the wire.
    func take(_ bytes: UnsafeRawBufferPointer) throws(FetchError) {
        wireByteCount += bytes.count
        guard wireByteCount <= limits.wireBytes else { throw .bodyTooLarge(url: url, limit: limits.wireBytes) }
        guard let gzip else {
            if !keep(bytes) { throw failure ?? .cancelled }
            return
        }
        do throws(GzipDecoder.Stop) {
            try gzip.decode(bytes) { keep($0) }
        } catch {
            switch error {
            case .damaged(let detail): throw .badGzip(url: url, detail: detail)
            case .refused: throw failure ?? .cancelled
            }
        }
    }

    /// Whether a gzip trailer has been seen and agreed.
    var hasGzipProof: Bool { gzip?.isComplete == true }

    /// Ends the body and hands over what came.
    func finish() throws(FetchError) -> WireContent {
        if gzip != nil, !hasGzipProof, wireByteCount > 0 {
            throw .truncated(url: url, detail: "gzip without its trailer")
        }
        guard let file else { return .text(text) }
        try file.close()
        progress(sample.byteCount)
        return .document(StoredBody(file: file, digest: hasher.digest(), sample: sample))
    }

    /// Removes what was stored.
    func discard() { file?.discard() }

    private func keep(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let file else {
            text += bytes.prefix(Self.textLimit - text.count)
            sample.add(bytes)
            return withinLimit()
        }
        sample.add(bytes)
        guard withinLimit() else { return false }
        hasher.update(bytes)
        do throws(FetchError) { try file.write(bytes) } catch {
            failure = error
            return false
        }
        if sample.byteCount >= nextReport {
            nextReport = sample.byteCount + Self.progressStep
            progress(sample.byteCount)
        }
        return true
    }

    private func withinLimit() -> Bool {
        guard sample.byteCount > limits.decodedBytes else { return true }
        failure = .decodedTooLarge(url: url, limit: limits.decodedBytes)
        return false
    }
}
