internal import PejlModel

/// One request as it goes on the wire; not printed, because its headers may hold a key.
struct WireRequest: Sendable {
    let address: WebAddress
    /// Sent with POST; without one the method is GET.
    let body: String?
    let headers: [String]
    /// Largest document, in bytes after decompression, where it is less than the options allow.
    var maximumBytes: Int?
    /// Told the decoded bytes so far, on the transport's thread.
    let progress: @Sendable (Int) -> Void
}

/// One whole answer.
struct WireAnswer: Sendable {
    let status: Int
    let headers: [HeaderLine]
    let wireByteCount: Int
    let proof: CompletenessProof
    let content: WireContent
}

/// What came with an answer.
enum WireContent: Sendable {
    /// The document of a 200.
    case document(StoredBody)
    /// The beginning of any other answer's body, decoded.
    case text([UInt8])
}

/// A document in its temporary file.
struct StoredBody: Sendable {
    let file: TemporaryFile
    let digest: ContentDigest
    let sample: BodySample
}
