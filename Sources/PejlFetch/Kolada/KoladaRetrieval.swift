internal import PejlModel

/// One dataset's way through Kolada: request after request, and in each page after page.
///
/// Kolada answers unknown ids with an empty list and no error, so what came is held against what was asked for:
/// indicators here, areas by the gate.
struct KoladaRetrieval {
    let recipe: Recipe
    let question: KoladaQuestion
    let pageLimit: Int

    /// Asks what has to be asked.
    ///
    /// - Throws: ``FetchError``.
    func run(_ conversation: inout Conversation) async throws(FetchError) -> PublisherAnswer {
        let requests: [PublisherRequest]
        do throws(CatalogueMisfit) { requests = try KoladaRequest.requests(question) } catch {
            throw .catalogueMisfit(table: recipe.table, reason: error)
        }
        var pages: [FetchedPage] = []
        var asked: Set<String> = []
        var found: Set<String> = []
        for first in requests {
            var next: PublisherRequest? = first
            while let request = next {
                guard asked.count < max(1, pageLimit) else {
                    throw .tooManyPages(url: pages.last?.exchange.url ?? recipe.publisher.code, limit: pageLimit)
                }
                let page = try await conversation.ask(request, page: asked.count + 1)
                let url = page.exchange.url
                guard asked.insert(url).inserted else { throw .linkRefused(url: url, reason: "it was asked before") }
                guard let content = KoladaPage(try page.json()) else {
                    throw page.unexpected("it is no list of values")
                }
                found.formUnion(content.kpis)
                if !content.isEmpty { pages.append(page) }
                next = content.next.map { .next($0, on: url, like: request) }
            }
        }
        for kpi in question.kpis where !found.contains(kpi) {
            throw .catalogueMisfit(table: recipe.table, reason: .unknown(.indicator, kpi, near: found.sorted()))
        }
        return PublisherAnswer(pages: pages)
    }
}
