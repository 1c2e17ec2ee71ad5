import PejlDecode
import PejlDrop
import PejlFetch
import PejlModel

/// Loads the files that wait in a dataset's drop folder, one after the other, each a vintage of its own.
///
/// A file is moved after the transaction that loaded it. Killed in between, the same bytes are found again in the next
/// run, are what the store holds, and are moved then.
struct DropRefresh {
    /// Takes a file, or why it was not taken, from the archive to the store.
    typealias Load = (Result<FetchedDataset, Failure>) throws -> RefreshOutcome

    private let recipe: Recipe
    private let question: DropQuestion
    private let options: PipelineOptions
    /// Where copies are made.
    private let incoming: String
    private let now: @Sendable () -> UTCInstant
    private let progress: @Sendable (PipelineEvent) -> Void

    /// Nothing for a recipe whose figures are had in another way.
    init?(
        _ recipe: Recipe,
        _ options: PipelineOptions,
        incoming: String,
        now: @escaping @Sendable () -> UTCInstant,
        progress: @escaping @Sendable (PipelineEvent) -> Void
    ) {
        guard case .drop(let question) = recipe.request else { return nil }
        self.recipe = recipe
        self.question = question
        self.options = options
        self.incoming = incoming
        self.now = now
        self.progress = progress
    }

    /// Takes every file that waits.
    ///
    /// - Parameters:
    ///   - hasFigures: Whether the store holds figures of the dataset.
    ///   - loaded: The sources of the last load. A file among them was loaded by a run that was killed before it
    ///     could move the file; it comes before all others, or it would pass for a newer one.
    ///   - load: Takes one file to the store; what it throws ends the run.
    /// - Returns: What they came to together; the first failure, if there is one.
    /// - Throws: What `load` throws, and `CancellationError`.
    func run(hasFigures: Bool, loaded: Set<String>, _ load: Load) async throws -> RefreshOutcome {
        do {
            let folder = try DropFolder(
                root: options.paths.drop,
                dataset: recipe.id,
                readme: DropTexts.readme(recipe)
            )
            let (files, growing) = try await folder.waiting(rest: options.dropRest)
            var results: [RefreshOutcome] = []
            let left = files.filter { loaded.contains(source($0)) }
            for file in left + files.filter({ !left.contains($0) }) {
                let (result, goesOn) = try take(file, folder, load)
                results.append(result)
                guard goesOn else { return sum(results, hasFigures, folder) }
            }
            for file in growing {
                results.append(try load(.failure(DropError.growing(file: file.name).failure)))
                report(file, results.last, nil)
            }
            return sum(results, hasFigures, folder)
        } catch let error as DropError {
            return try load(.failure(error.failure))
        }
    }

    /// One file from the folder to the store, and to where it is kept.
    private func take(_ file: DropFile, _ folder: DropFolder, _ load: Load) throws -> (RefreshOutcome, goesOn: Bool) {
        let result = try load(Result { try fetch(file, folder) }.mapError { Failure($0) })
        do throws(DropError) {
            switch result {
            case .loaded, .unchanged, .notDue, .awaitingFile:
                report(file, result, try folder.keep(file, at: now()))
                return (result, true)
            case .failed(let failure) where failure.kind == .contract:
                let reason = DropTexts.reason(recipe, file: file.name, failure, at: now())
                let path = try folder.refuse(file, at: now(), reason: reason)
                report(file, result, path)
                let aside = path.map { "; set aside as \($0)" } ?? ""
                let told = Failure(kind: .contract, name: failure.name, message: failure.message + aside)
                return (.failed(told), true)
            case .failed:
                report(file, result, nil)
                return (result, false)
            }
        } catch {
            // The next file must not be loaded: this one, found again, would then pass for a newer one.
            report(file, result, nil)
            return (.failed(error.failure), false)
        }
    }

    private func fetch(_ file: DropFile, _ folder: DropFolder) throws -> FetchedDataset {
        let startedAt = now()
        if file.isNamedAfterPerson { throw DropError.personalData(file: file.name, place: "its name") }
        let document = try folder.take(file, into: incoming, limit: options.fetch.limits.decodedBytes)
        do {
            if let place = try PersonalNumberSearch.place(in: document.path, scanner) {
                throw DropError.personalData(file: file.name, place: place)
            }
        } catch {
            StateFolders.remove(document.path)
            throw error
        }
        let exchange = Exchange(
            method: "DROP",
            url: url(file),
            requestBody: "",
            status: 0,
            responseHeaders: headers(file),
            wireByteCount: document.byteCount,
            // Nobody says how long the file is to be, so its format must close itself.
            proof: .none,
            document: document
        )
        return FetchedDataset(dataset: recipe.id, startedAt: startedAt, finishedAt: now(), exchanges: [exchange])
    }

    private func url(_ file: DropFile) -> String { "drop:\(recipe.id)/\(file.name)" }

    private func headers(_ file: DropFile) -> [String] { ["last-modified: \(file.modified)"] }

    private func source(_ file: DropFile) -> String {
        Exchange.source(url: url(file), byteCount: file.byteCount, headers: headers(file))
    }

    private var scanner: PersonalNumberScanner {
        var commaSeparatesCells = false
        if case .layout(let layout) = question.reading, case .delimited(let form) = layout.source {
            commaSeparatesCells = form.separator == .comma
        }
        return PersonalNumberScanner(
            commaSeparatesCells: commaSeparatesCells,
            tenDigitsAreAmounts: question.hasTenDigitAmounts
        )
    }

    private func report(_ file: DropFile, _ result: RefreshOutcome?, _ path: String?) {
        guard let outcome = result else { return }
        progress(.dropped(dataset: recipe.id, file: file.name, outcome: outcome, path: path))
    }

    /// What several files came to.
    private func sum(_ results: [RefreshOutcome], _ hasFigures: Bool, _ folder: DropFolder) -> RefreshOutcome {
        if let failed = results.first(where: { if case .failed = $0 { true } else { false } }) { return failed }
        let loads = results.compactMap { if case .loaded(let difference) = $0 { difference } else { nil } }
        if let sum = LoadDifference(of: loads) { return .loaded(sum) }
        return results.isEmpty && !hasFigures ? .awaitingFile(folder: folder.path) : .unchanged
    }
}

extension LoadDifference {
    /// What loads one after the other came to; nothing for none.
    init?(of loads: [LoadDifference]) {
        guard let first = loads.first, let last = loads.last else { return nil }
        func total(_ count: (LoadDifference) -> Int) -> Int { loads.reduce(0) { $0 + count($1) } }
        self.init(
            before: first.before,
            now: last.now,
            added: total(\.added),
            changed: total(\.changed),
            withdrawn: total(\.withdrawn),
            hidden: total(\.hidden),
            jumps: total(\.jumps),
            comparable: total(\.comparable),
            examples: loads.flatMap(\.examples)
        )
    }
}
