internal import PejlModel
internal import Synchronization

/// What a publisher calls its first page, 0 or 1, once its answers have shown it.
///
/// It belongs to the publisher and not to a table, so one dataset finds it out for all others.
final class PageBase: Sendable {
    private let found = Mutex<Int?>(nil)

    /// The number of the first page; nothing where no answer has shown it.
    var number: Int? { found.withLock { $0 } }

    /// Remembers what answers showed.
    func learn(_ number: Int) { found.withLock { $0 = number } }
}

extension Conversation {
    /// Page after page until an empty one or one that came before.
    ///
    /// Publishers count from 1 or from 0, and a page 0 of those that count from 1 may be page 1 once more, nothing, or
    /// an error. So pages are asked for from 1 on, and page 0 afterwards: where it holds something that no other page
    /// holds, the publisher counts from 0 and it is the first. A short page ends nothing, since a publisher may hold
    /// less on a page than it was asked for. Rows that come on two pages without the pages being equal are found when
    /// they are read.
    ///
    /// - Parameters:
    ///   - limit: Most pages.
    ///   - base: What is known of how the publisher counts.
    ///   - request: The request for a page.
    /// - Returns: At least one page.
    /// - Throws: ``FetchError``; the files of earlier pages are gone then.
    mutating func pages(
        upTo limit: Int,
        from base: PageBase,
        _ request: (Int) -> PublisherRequest
    ) async throws(FetchError) -> [FetchedPage] {
        var pages: [FetchedPage] = []
        var number = base.number ?? 1
        while let page = try await newPage(number, after: pages, request) {
            guard pages.count < max(1, limit) else { throw .tooManyPages(url: page.exchange.url, limit: limit) }
            pages.append(page)
            number += 1
        }
        if base.number == nil {
            let first = try await pageZero(after: pages, request)
            // Where nothing came at all, nothing was shown.
            if let first {
                base.learn(0)
                pages.insert(first, at: 0)
                guard pages.count <= max(1, limit) else { throw .tooManyPages(url: first.exchange.url, limit: limit) }
            } else if !pages.isEmpty {
                base.learn(1)
            }
        }
        guard !pages.isEmpty else { throw .emptyAnswer(url: try address(of: request(1)).description) }
        return pages
    }

    /// Page 0, where it holds what no other page holds.
    private mutating func pageZero(
        after pages: [FetchedPage],
        _ request: (Int) -> PublisherRequest
    ) async throws(FetchError) -> FetchedPage? {
        do throws(FetchError) {
            return try await newPage(0, after: pages, request)
        } catch {
            switch error {
            case .publisherRefused, .notFound: return nil
            default: throw error
            }
        }
    }

    /// A page with figures, or nothing where it is empty or equal to an earlier one.
    private mutating func newPage(
        _ number: Int,
        after earlier: [FetchedPage],
        _ request: (Int) -> PublisherRequest
    ) async throws(FetchError) -> FetchedPage? {
        let page = try await ask(request(number), page: number)
        let digest = page.exchange.document.digest
        let isKnown = earlier.contains { $0.exchange.document.digest == digest }
        return page.sample.isEmptyArray || isKnown ? nil : page
    }
}
