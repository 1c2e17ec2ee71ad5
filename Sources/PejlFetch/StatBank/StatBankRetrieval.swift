internal import PejlModel

/// One table's way through StatBank: what changed, what the table is, its figures.
///
/// The description comes first, because it tells whether there is anything new, whether the question fits the table and
/// how many cells it would have; and because a publisher's footnotes belong to its figures.
struct StatBankRetrieval {
    let recipe: Recipe
    let question: StatBankQuestion
    /// What is known of the dataset; nothing where everything is to be asked for.
    let last: LastRetrieval?
    let round: FetchRound
    let cellLimit: Int
    let directory: String

    /// Asks what has to be asked.
    ///
    /// - Throws: ``FetchError``.
    func run(_ conversation: inout Conversation) async throws(FetchError) -> PublisherAnswer {
        let known = last.flatMap { $0.recipe == recipe.digest ? $0 : nil }
        if let known, let poll = round.poll, round.shows(recipe.table, unchangedSince: known) {
            return PublisherAnswer(
                pages: [try poll.page(in: directory)],
                publisherUpdate: known.publisherUpdate,
                isUnchanged: true
            )
        }
        let (description, table) = try await describe(&conversation)
        if let updated = table.updated, updated == known?.publisherUpdate {
            return PublisherAnswer(
                pages: [description],
                notes: table.notes,
                publisherUpdate: updated,
                isUnchanged: true
            )
        }
        let plan = try plan(of: table)
        var pages = [description]
        for (number, part) in plan.questions.enumerated() {
            let request = StatBankRequest(table: recipe.table, part).request
            let page = try await conversation.ask(request, page: number + 1)
            try check(page, has: plan.columns)
            pages.append(page)
        }
        if plan.questions.count > 1 {
            let (again, now) = try await describe(&conversation)
            guard now.updated == table.updated else { throw .changedMeanwhile(url: again.exchange.url) }
            pages.append(again)
        }
        return PublisherAnswer(pages: pages, notes: table.notes, publisherUpdate: table.updated)
    }

    // MARK: - Steps

    private func describe(_ conversation: inout Conversation) async throws(FetchError) -> (FetchedPage, StatBankTable) {
        let request = StatBankRequest.description(of: recipe.table, language: question.language)
        let page = try await conversation.ask(request)
        let table = try page.statBankTable()
        guard table.id.lowercased() == recipe.table.lowercased() else {
            throw page.unexpected("it describes the table \"\(PrintableText()(table.id, limit: 60))\"")
        }
        return (page, table)
    }

    private func plan(of table: StatBankTable) throws(FetchError) -> StatBankPlan {
        do throws(StatBankMisfit) {
            try checkAbsentRule(table)
            return try StatBankPlan(question, of: table, cellLimit: cellLimit)
        } catch {
            throw .questionMisfit(table: table.id, reason: error)
        }
    }

    /// What BULK leaves out is what the table says it is, so the recipe may not say otherwise.
    private func checkAbsentRule(_ table: StatBankTable) throws(StatBankMisfit) {
        guard question.form == .bulk else {
            if recipe.absent == .zero { throw .zeroOutsideBulk }
            return
        }
        let isZero = table.suppressedDataValue == "0"
        let agrees =
            switch recipe.absent {
            case .nothing: true
            case .zero: isZero
            case .missing, .suppressed: !isZero
            }
        if !agrees { throw .absentRule(recipe: recipe.absent.rawValue, table: table.suppressedDataValue) }
    }

    /// The header line names the columns; JSON-stat and PX are held against the recipe when they are read.
    private func check(_ page: FetchedPage, has columns: [String]) throws(FetchError) {
        guard question.form.format == .statBankCSV, let line = page.sample.firstLine else { return }
        let found = line.split(separator: ";").map { $0.filter { $0 != "\"" }.uppercased() }
        for column in columns where !found.contains(column.uppercased()) {
            let names = found.map { PrintableText()($0, limit: 40) }
            throw .questionMisfit(table: recipe.table, reason: .lostColumn(column.uppercased(), found: names))
        }
    }
}

extension FetchedPage {
    /// The table that the document describes.
    func statBankTable() throws(FetchError) -> StatBankTable {
        let document = try json()
        do throws(StatBankTable.Problem) { return try StatBankTable(document) } catch {
            throw unexpected("it does not describe a table (\(PrintableText()(error.reason, limit: 200)))")
        }
    }
}

extension FetchRound.Poll {
    /// The list as a document of one dataset's own, so that each dataset keeps what it was found unchanged by.
    func page(in directory: String) throws(FetchError) -> FetchedPage {
        let file = try TemporaryFile(in: directory)
        let failure: FetchError? = bytes.withUnsafeBytes { bytes in
            do throws(FetchError) {
                try file.write(bytes)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
        try file.close()
        let document = exchange.document
        let copy = RawDocument(digest: document.digest, byteCount: document.byteCount, path: file.path)
        return FetchedPage(exchange: exchange.replacing(document: copy), file: file, sample: BodySample(of: bytes))
    }
}
