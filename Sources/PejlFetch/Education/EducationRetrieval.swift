internal import PejlModel

/// One dataset's way through uddannelsesstatistik.dk: what the cube holds, then its figures, page after page.
///
/// The catalogue is asked at most once a day for a dataset, because a renamed measure is told there by name. It has no
/// documented form: where it cannot be had or read, the figures are asked for all the same, with a note, since the
/// columns and measures of what comes are held against the recipe in any case. A catalogue that can be read and lacks a
/// name of the recipe refuses it.
struct EducationRetrieval {
    let recipe: Recipe
    let question: EducationQuestion
    /// What is known of the dataset; nothing where everything is to be asked for.
    let last: LastRetrieval?
    let now: UTCInstant
    let pageLimit: Int
    let base: PageBase

    private static let checkSeconds = 86_400

    /// Asks what has to be asked.
    ///
    /// - Throws: ``FetchError``.
    func run(_ conversation: inout Conversation) async throws(FetchError) -> PublisherAnswer {
        var answer = PublisherAnswer(pages: [])
        if isDue { try await check(&conversation, &answer) }
        let request = UddannelsesstatistikRequest(question)
        answer.pages += try await conversation.pages(upTo: pageLimit, from: base) { request.request(page: $0) }
        return answer
    }

    private var isDue: Bool {
        guard let last, last.recipe == recipe.digest, let asked = last.askedAt else { return true }
        return !(0..<Self.checkSeconds).contains(now.secondsSince1970 - asked.secondsSince1970)
    }

    // MARK: - The catalogue

    private var path: [String] { [question.area, question.subject, question.subsubject] }

    private func check(
        _ conversation: inout Conversation,
        _ answer: inout PublisherAnswer
    ) async throws(FetchError) {
        do throws(FetchError) {
            let page = try await conversation.ask(EducationCatalogueRequest.request(path))
            guard let cube = EducationCatalogue(try page.json()) else { throw page.unexpected("it describes no cube") }
            answer.pages.append(page)
            try fit { () throws(CatalogueMisfit) in try cube.check(question) }
            for filter in question.filters { try await check(filter, &conversation, &answer) }
        } catch {
            guard error.isAboutCatalogue else { throw error }
            // What is missing has a name, which the catalogue tells from the top down.
            let isReadable = try await walk(&conversation, &answer)
            let found = isReadable ? "every name of the recipe is there" : "its lists cannot be read either"
            answer.notes.append(
                PublisherNote(
                    kind: .uncheckedCatalogue,
                    text: "\(error.description) (\(found))",
                    isMandatory: false
                )
            )
        }
    }

    private func check(
        _ filter: Selection,
        _ conversation: inout Conversation,
        _ answer: inout PublisherAnswer
    ) async throws(FetchError) {
        let page = try await conversation.ask(EducationCatalogueRequest.request(path, level: filter.code))
        guard let members = EducationCatalogue.list(try page.json()) else {
            throw page.unexpected("it lists no members of \(PrintableText()(filter.code, limit: 100))")
        }
        answer.pages.append(page)
        let known = Set(members)
        for value in filter.values where !known.contains(value) {
            throw .catalogueMisfit(table: recipe.table, reason: .unknown(.member, value, among: members))
        }
    }

    /// Looks for each code in the list above it; false where a list cannot be had or read.
    private func walk(
        _ conversation: inout Conversation,
        _ answer: inout PublisherAnswer
    ) async throws(FetchError) -> Bool {
        let items: [CatalogueMisfit.Item] = [.area, .subject, .cube]
        for (depth, item) in items.enumerated() {
            do throws(FetchError) {
                let page = try await conversation.ask(EducationCatalogueRequest.request(Array(path[..<depth])))
                guard let codes = EducationCatalogue.list(try page.json()), !codes.isEmpty else { return false }
                answer.pages.append(page)
                guard codes.contains(path[depth]) else {
                    throw .catalogueMisfit(table: recipe.table, reason: .unknown(item, path[depth], among: codes))
                }
            } catch {
                guard error.isAboutCatalogue else { throw error }
                return false
            }
        }
        return true
    }

    private func fit(_ check: () throws(CatalogueMisfit) -> Void) throws(FetchError) {
        do throws(CatalogueMisfit) { try check() } catch {
            throw .catalogueMisfit(table: recipe.table, reason: error)
        }
    }
}

extension FetchError {
    /// Whether the catalogue's own form is the matter, not the key, the network or a name that it lacks.
    fileprivate var isAboutCatalogue: Bool {
        switch self {
        case .publisherRefused, .notFound, .unexpectedStatus, .unexpectedContent: true
        default: false
        }
    }
}
