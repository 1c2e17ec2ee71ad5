import ArgumentParser
import Foundation
import PejlConfig
import PejlFetch
import PejlModel

/// What a publisher has, for whoever writes a recipe.
struct DatasetDiscoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discover",
        abstract: "Ask a publisher what tables it has and what a table holds.",
        discussion: """
            Without a table, the publisher's subjects are shown; with --subject or --match, tables. A table is shown \
            with its variables and their values, its notes and the cells that all of it has. With --draft a recipe \
            for it is written, which can be fetched by as it is once it lies in the folder of recipes; see \
            docs/add-a-dataset.md.

            Examples:
              pejl dataset discover statbank
              pejl dataset discover statbank --match grundskole
              pejl dataset discover statbank KVOTIEN
              pejl dataset discover statbank STRAF42 --draft > straf42.toml
            """
    )

    @Argument(help: "The publisher: statbank.")
    var publisher: String

    @Argument(help: "The publisher's code of a table.")
    var table: String?

    @Option(help: "Only tables under this subject; may be given several times.")
    var subject: [String] = []

    @Option(help: "Only tables whose code or title holds this text.")
    var match: String?

    @Flag(help: "Closed tables too.")
    var closed = false

    @Option(help: "Values to show of each variable; 0 for all.")
    var values = 10

    @Flag(help: "Write a recipe for the table.")
    var draft = false

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: "The configuration file: contact, proxy, certificates. Default: /etc/pejl/pejl.toml, if it is there.")
    var config: String?

    @OptionGroup var say: LanguageOption

    func validate() throws {
        guard publisher == Publisher.statbank.code else {
            throw ValidationError("\"\(publisher)\" cannot be asked what it has; statbank can")
        }
        guard !draft || table != nil else { throw ValidationError("--draft wants a table") }
        guard table == nil || subject.isEmpty && match == nil else {
            throw ValidationError("name a table, or --subject and --match to find one")
        }
        guard (0...1_000_000).contains(values) else { throw ValidationError("--values wants a number from 0") }
    }

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pejl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let fetcher = Fetcher(options: try options(temporaryDirectory: folder.path))
        let text = DiscoveryText(say: say, values: values)
        if let table {
            let described = try await fetcher.statBankTable(table, language: say.language)
            if draft { return try await write(fetcher, described) }
            Terminal.write(json ? try DiscoveryJSON.table(described) : text.table(described))
        } else if !subject.isEmpty || match != nil {
            let list = try await fetcher.statBankTables(
                subjects: subject,
                includingClosed: closed,
                language: say.language
            )
            let found = list.entries.filter { isMatch($0) }
            Terminal.write(json ? try DiscoveryJSON.tables(found) : text.tables(found))
        } else {
            let subjects = try await fetcher.statBankSubjects(language: say.language)
            Terminal.write(json ? try DiscoveryJSON.subjects(subjects) : text.subjects(subjects))
        }
    }

    private func isMatch(_ entry: StatBankList.Entry) -> Bool {
        guard let match = match?.lowercased() else { return true }
        return entry.id.lowercased().contains(match) || entry.text.lowercased().contains(match)
    }

    private func write(_ fetcher: Fetcher, _ described: StatBankTable) async throws {
        let other = try await fetcher.statBankTable(
            described.id,
            language: say.language == .danish ? .english : .danish
        )
        let isDanish = say.language == .danish
        Terminal.write(RecipeDraft(danish: isDanish ? described : other, english: isDanish ? other : described).text)
    }

    /// How publishers are asked: as the daemon does, or by the defaults where nothing is configured yet.
    private func options(temporaryDirectory: String) throws -> FetchOptions {
        let path = config ?? "/etc/pejl/pejl.toml"
        let isThere = FileManager.default.fileExists(atPath: path)
        guard config != nil || isThere else {
            return FetchOptions(contact: "pejl dataset discover", temporaryDirectory: temporaryDirectory)
        }
        var options = try Configuration.fetchOptions(path: path)
        options.temporaryDirectory = temporaryDirectory
        return options
    }
}
