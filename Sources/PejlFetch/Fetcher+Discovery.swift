package import PejlModel

/// Looking round at StatBank, for whoever writes a recipe; nothing of it is kept.
extension Fetcher {
    /// What a table is: its variables with their values.
    ///
    /// - Throws: ``FetchError``.
    package func statBankTable(_ table: String, language: Language) async throws(FetchError) -> StatBankTable {
        let request = StatBankRequest.description(of: table, language: language.rawValue)
        do throws(FetchError) {
            return try await reading(request) { page throws(FetchError) in try page.statBankTable() }
        } catch {
            // Nobody has a recipe yet whose table could be compared.
            guard case .publisherRefused(let url, "EXTRACT-NOTFOUND", let text) = error else { throw error }
            throw .noSuchTable(url: url, text: text)
        }
    }

    /// The tables under some subjects, or all of them; closed ones too where wanted.
    ///
    /// - Throws: ``FetchError``.
    package func statBankTables(
        subjects: [String] = [],
        includingClosed: Bool = false,
        language: Language
    ) async throws(FetchError) -> StatBankList {
        let request = StatBankRequest.tables(
            subjects: subjects,
            includingClosed: includingClosed,
            language: language.rawValue
        )
        return try await reading(request) { page throws(FetchError) in
            guard let list = StatBankList(try page.json()) else { throw page.unexpected("it is no list of tables") }
            return list
        }
    }

    /// The whole tree of subjects.
    ///
    /// - Throws: ``FetchError``.
    package func statBankSubjects(language: Language) async throws(FetchError) -> [StatBankSubject] {
        try await reading(StatBankRequest.subjects(language: language.rawValue)) { page throws(FetchError) in
            guard let subjects = StatBankSubject.list(try page.json()) else {
                throw page.unexpected("it is no tree of subjects")
            }
            return subjects
        }
    }

    /// Asks, reads the answer and removes its file.
    private func reading<Answer>(
        _ request: PublisherRequest,
        _ read: (FetchedPage) throws(FetchError) -> Answer
    ) async throws(FetchError) -> Answer {
        var conversation = try conversation(with: .statbank)
        defer { conversation.discardFiles() }
        return try read(await conversation.ask(request))
    }
}
