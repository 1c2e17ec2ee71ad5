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

/// What a document of an exchange is for.
package enum ExchangePurpose: String, Sendable, CaseIterable {
    /// It holds the figures.
    case figures
    /// It says what the figures are.
    case metadata
    /// It lists what the publisher changed lately; figures that are not on it are as they were.
    case poll
}

/// One exchange with a publisher: what was asked and what came.
package struct Exchange: Hashable, Sendable {
    /// What its document is for.
    package let purpose: ExchangePurpose
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
        purpose: ExchangePurpose = .figures,
        method: String,
        url: String,
        requestBody: String,
        status: Int,
        responseHeaders: [String],
        wireByteCount: Int,
        proof: CompletenessProof,
        document: RawDocument
    ) {
        self.purpose = purpose
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
    /// What the publisher says beside the figures.
    package let notes: [PublisherNote]
    /// When the publisher last changed the table, in its own words; equal words mean that nothing changed.
    package let publisherUpdate: String?
    /// Whether the publisher says that nothing changed since the last load; there are then no figures to read.
    package let isUnchanged: Bool

    package init(
        dataset: String,
        startedAt: UTCInstant,
        finishedAt: UTCInstant,
        exchanges: [Exchange],
        notes: [PublisherNote] = [],
        publisherUpdate: String? = nil,
        isUnchanged: Bool = false
    ) {
        self.dataset = dataset
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.exchanges = exchanges
        self.notes = notes
        self.publisherUpdate = publisherUpdate
        self.isUnchanged = isUnchanged
    }

    /// The documents with figures, in order.
    package var figures: [Exchange] { exchanges.filter { $0.purpose == .figures } }
}

/// Something that a publisher says of a table, or that its metadata shows.
package struct PublisherNote: Hashable, Sendable {
    /// What kind of note it is.
    package let kind: PublisherNoteKind
    /// The text, in the language of the request.
    package let text: String
    /// Whether the publisher wants it shown with the figures.
    package let isMandatory: Bool

    package init(kind: PublisherNoteKind, text: String, isMandatory: Bool) {
        self.kind = kind
        self.text = text
        self.isMandatory = isMandatory
    }
}

/// The kinds of notes beside figures.
package enum PublisherNoteKind: String, Sendable, CaseIterable {
    /// The publisher's own footnote.
    case footnote
    /// The publisher closed the table; it may go on answering.
    case closedTable = "closed_table"
    /// The publisher's catalogue could not be read, so the recipe's names were not held against it.
    case uncheckedCatalogue = "unchecked_catalogue"
    /// A column or measure that the recipe does not read came in.
    case addedColumn = "added_column"
    /// A figure became 1,000 times larger or smaller, and most others did not.
    case jump
}

/// What is known of a dataset before it is asked for again.
package struct LastRetrieval: Hashable, Sendable {
    /// When it was last loaded or found unchanged.
    package let finishedAt: UTCInstant
    /// When the publisher was last asked about the table itself, not only for a list of what changed.
    package let askedAt: UTCInstant?
    /// The publisher's words for when the table was last changed, as of then.
    package let publisherUpdate: String?
    /// Digest of the recipe it was then loaded by.
    package let recipe: ContentDigest

    package init(
        finishedAt: UTCInstant,
        askedAt: UTCInstant?,
        publisherUpdate: String?,
        recipe: ContentDigest
    ) {
        self.finishedAt = finishedAt
        self.askedAt = askedAt
        self.publisherUpdate = publisherUpdate
        self.recipe = recipe
    }
}

extension Exchange {
    /// Where the document came from and what was said of it; the same file found again has the same.
    package static func source(url: String, byteCount: Int, headers: [String]) -> String {
        ([url, "\(byteCount)"] + headers).joined(separator: "\n")
    }

    /// The same exchange with its document somewhere else.
    package func replacing(document: RawDocument) -> Exchange {
        Exchange(
            purpose: purpose,
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
