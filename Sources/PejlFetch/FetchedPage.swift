internal import PejlModel

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A document with the exchange that brought it; the file goes away with this value unless it is kept.
struct FetchedPage: Sendable {
    let exchange: Exchange
    let file: TemporaryFile
    /// The document's beginning and end.
    let sample: BodySample

    /// The document read as JSON; for small documents alone, see ``AnswerForm/maximumBytes``.
    ///
    /// - Throws: ``FetchError/unexpectedContent(url:reason:beginning:)`` where it is none.
    func json() throws(FetchError) -> JSONValue {
        do throws(JSONValue.Problem) { return try JSONValue(bytes()) } catch {
            throw unexpected("the answer is not readable JSON (\(error))")
        }
    }

    /// The document's bytes; fewer where the file cannot be read, which the JSON reader then notices.
    func bytes() -> [UInt8] {
        guard let handle = fopen(file.path, "re") else { return [] }
        defer { fclose(handle) }
        return [UInt8](unsafeUninitializedCapacity: exchange.document.byteCount) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, handle)
        }
    }

    /// The refusal of this document for what it says.
    func unexpected(_ reason: String) -> FetchError {
        .unexpectedContent(
            url: exchange.url,
            reason: reason,
            beginning: PrintableText()(sample.head, limit: PrintableText.beginningLimit)
        )
    }
}
