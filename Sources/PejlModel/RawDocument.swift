/// One document as it was received, before anyone has read it.
package struct RawDocument: Hashable, Sendable {
    /// Digest of the bytes, after the transfer coding and one layer of gzip are taken off.
    package let digest: ContentDigest
    /// Number of those bytes.
    package let byteCount: Int
    /// Where the bytes are.
    package let path: String

    package init(digest: ContentDigest, byteCount: Int, path: String) {
        self.digest = digest
        self.byteCount = byteCount
        self.path = path
    }
}

/// How it is known that the whole document came.
package enum CompletenessProof: String, Sendable, Codable {
    /// As many bytes came as `Content-Length` said.
    case length
    /// The final chunk came.
    case chunks
    /// HTTP/2 ended the stream.
    case stream
    /// The gzip trailer's length and checksum agree.
    case gzip
    /// Nothing in the transfer proves it; only a format that closes itself may be read.
    case none
}

/// One exchange with a publisher: what was asked and what came.
package struct Exchange: Hashable, Sendable {
    /// HTTP method.
    package let method: String
    /// The address asked, after any redirects; never holds a key.
    package let url: String
    /// The request's body; never holds a key.
    package let requestBody: String
    /// HTTP status.
    package let status: Int
    /// Response headers in the order received, `name: value`.
    package let responseHeaders: [String]
    /// Bytes on the wire, before gzip was taken off.
    package let wireByteCount: Int
    /// How it is known that the document is whole.
    package let proof: CompletenessProof
    /// The document.
    package let document: RawDocument

    package init(
        method: String,
        url: String,
        requestBody: String,
        status: Int,
        responseHeaders: [String],
        wireByteCount: Int,
        proof: CompletenessProof,
        document: RawDocument
    ) {
        self.method = method
        self.url = url
        self.requestBody = requestBody
        self.status = status
        self.responseHeaders = responseHeaders
        self.wireByteCount = wireByteCount
        self.proof = proof
        self.document = document
    }
}

/// One retrieval of a dataset: an exchange for each page.
package struct FetchedDataset: Sendable {
    /// Identifier of the dataset.
    package let dataset: String
    /// When the first request was sent.
    package let startedAt: UTCInstant
    /// When the last answer was whole.
    package let finishedAt: UTCInstant
    /// The exchanges in order; pages without figures are not among them.
    package let exchanges: [Exchange]

    package init(dataset: String, startedAt: UTCInstant, finishedAt: UTCInstant, exchanges: [Exchange]) {
        self.dataset = dataset
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.exchanges = exchanges
    }
}

extension Exchange {
    /// The same exchange with its document somewhere else.
    package func replacing(document: RawDocument) -> Exchange {
        Exchange(
            method: method,
            url: url,
            requestBody: requestBody,
            status: status,
            responseHeaders: responseHeaders,
            wireByteCount: wireByteCount,
            proof: proof,
            document: document
        )
    }
}
