package import PejlModel

/// Looking round at StatBank, for whoever writes a recipe; nothing of it is kept.
extension Fetcher {
    /// What a table is: its variables with their values.
    ///
    /// - Throws: ``FetchError``.
    package func statBankTable(_ table: String, language: Language) async throws(FetchError) -> StatBankTable {
        try await ask(StatBankRequest.description(of: table, language: language.rawValue)).statBankTable()
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
        let page = try await ask(request)
        guard let list = StatBankList(try page.json()) else { throw page.unexpected("it is no list of tables") }
        return list
    }

    /// The whole tree of subjects.
    ///
    /// - Throws: ``FetchError``.
    package func statBankSubjects(language: Language) async throws(FetchError) -> [StatBankSubject] {
        let page = try await ask(StatBankRequest.subjects(language: language.rawValue))
        guard let subjects = StatBankSubject.list(try page.json()) else {
            throw page.unexpected("it is no tree of subjects")
        }
        return subjects
    }

    private func ask(_ request: PublisherRequest) async throws(FetchError) -> FetchedPage {
        var conversation = try conversation(with: .statbank)
        return try await conversation.ask(request)
    }
}
