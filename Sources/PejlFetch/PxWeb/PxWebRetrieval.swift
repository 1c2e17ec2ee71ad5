internal import PejlModel

/// One table's way through PxWebApi 2: what it is, what the server allows, its figures.
struct PxWebRetrieval {
    let recipe: Recipe
    let question: PxWebQuestion
    /// What is known of the dataset; nothing where everything is to be asked for.
    let last: LastRetrieval?

    /// Asks what has to be asked.
    ///
    /// - Throws: ``FetchError``.
    func run(_ conversation: inout Conversation) async throws(FetchError) -> PublisherAnswer {
        let (description, table) = try await describe(&conversation)
        let known = last.flatMap { $0.recipe == recipe.digest ? $0 : nil }
        if let updated = table.updated, updated == known?.publisherUpdate {
            return PublisherAnswer(
                pages: [description],
                notes: table.notes,
                publisherUpdate: updated,
                isUnchanged: true
            )
        }
        let limits = try await conversation.ask(PxWebRequest.configuration)
        guard let configuration = PxWebConfiguration(try limits.json()) else {
            throw limits.unexpected("it names no limit of cells")
        }
        await conversation.slowDown(to: configuration.spacing)
        let plan = try plan(of: table, configuration)
        var pages = [description, limits]
        for (number, choices) in plan.parts.enumerated() {
            let request = PxWebRequest.figures(of: recipe.table, question, choices)
            pages.append(try await conversation.ask(request, page: number + 1))
        }
        if plan.parts.count > 1 {
            let (again, now) = try await describe(&conversation)
            guard now.updated == table.updated else { throw .changedMeanwhile(url: again.exchange.url) }
            pages.append(again)
        }
        return PublisherAnswer(pages: pages, notes: table.notes, publisherUpdate: table.updated)
    }

    private func describe(_ conversation: inout Conversation) async throws(FetchError) -> (FetchedPage, PxWebTable) {
        let page = try await conversation.ask(PxWebRequest.description(of: recipe.table, question))
        let document = try page.json()
        do throws(PxWebTable.Problem) { return (page, try PxWebTable(reading: document)) } catch {
            throw page.unexpected("it does not describe a table (\(PrintableText()(error.reason, limit: 200)))")
        }
    }

    private func plan(
        of table: PxWebTable,
        _ configuration: PxWebConfiguration
    ) throws(FetchError) -> PxWebPlan {
        do throws(CatalogueMisfit) {
            return try PxWebPlan(question, of: table, cellLimit: configuration.cellLimit)
        } catch {
            throw .catalogueMisfit(table: recipe.table, reason: error)
        }
    }
}
