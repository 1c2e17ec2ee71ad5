package import PejlModel

/// Why a decision of a person about a load cannot be carried out; nothing was changed.
package enum DecisionError: FailureConvertible, Equatable, CustomStringConvertible {
    /// The last fetch of the dataset that brought figures was not refused; why a later try brought none, if it did.
    case nothingRefused(dataset: String, failure: Failure?)
    /// The fetch is not one that waits for a decision.
    case notPending(dataset: String, fetch: Int, pending: [Int])
    /// Another refused fetch has brought other documents since.
    case overtaken(dataset: String, fetch: Int, by: Int)
    /// Several fetches with different documents were refused, and none was named.
    case severalRefused(dataset: String, fetches: [Int])
    /// The fetch was refused by another recipe or another version of what reads it.
    case recipeChanged(dataset: String, fetch: Int)
    /// The fetch breaks rules that nobody can waive; their names.
    case notWaivable(dataset: String, fetch: Int, rules: [String])
    /// Nothing was fetched that could be read again.
    case nothingFetched(dataset: String)
    /// Nothing was loaded that could be replayed.
    case nothingLoaded(dataset: String)
    /// There is no rejected row with that number.
    case noSuchRow(Int)

    /// The message in the languages of the program.
    package var text: Localised {
        switch self {
        case .nothingRefused(let dataset, nil):
            Localised(
                da: "\(dataset): den seneste hentning blev ikke afvist, så der er intet at tage stilling til",
                en: "\(dataset): the last fetch was not refused, so there is nothing to decide"
            )
        case .nothingRefused(let dataset, .some(let failure)):
            Localised(
                da:
                    "\(dataset): der er intet at tage stilling til, for det seneste forsøg bragte ingen tal: \(failure)",
                en: "\(dataset): there is nothing to decide, because the last try brought no figures: \(failure)"
            )
        case .notPending(let dataset, let fetch, let pending):
            Localised(
                da: "\(dataset): hentning \(fetch) venter ikke på nogen; det gør \(Self.list(pending))",
                en: "\(dataset): fetch \(fetch) does not wait for a decision; those that do: \(Self.list(pending))"
            )
        case .overtaken(let dataset, let fetch, let by):
            Localised(
                da: """
                    \(dataset): efter hentning \(fetch) kom hentning \(by) med andre dokumenter og blev også afvist; se den \
                    med `pejl dataset diff \(dataset)`
                    """,
                en: """
                    \(dataset): fetch \(by) came after fetch \(fetch) with other documents and was refused too; look at it \
                    with `pejl dataset diff \(dataset)`
                    """
            )
        case .severalRefused(let dataset, let fetches):
            Localised(
                da: """
                    \(dataset): hentning \(Self.list(fetches)) blev afvist med forskellige dokumenter; se den seneste med \
                    `pejl dataset diff \(dataset)`, og nævn den med --fetch \(fetches.last ?? 0)
                    """,
                en: """
                    \(dataset): fetches \(Self.list(fetches)) were refused with different documents; look at the last one \
                    with `pejl dataset diff \(dataset)` and name it with --fetch \(fetches.last ?? 0)
                    """
            )
        case .recipeChanged(let dataset, let fetch):
            Localised(
                da: """
                    \(dataset): opskriften eller pejl er ændret, siden hentning \(fetch) blev afvist; læs den først igen med \
                    `pejl rejected replay \(dataset)`
                    """,
                en: """
                    \(dataset): the recipe or pejl has changed since fetch \(fetch) was refused; read it again first with \
                    `pejl rejected replay \(dataset)`
                    """
            )
        case .notWaivable(let dataset, let fetch, let rules):
            Localised(
                da: """
                    \(dataset): hentning \(fetch) kan ikke lukkes ind, for disse regler kan ingen se bort fra: \
                    \(rules.joined(separator: ", ")); ret opskriften, og læs den igen med `pejl rejected replay \(dataset)`
                    """,
                en: """
                    \(dataset): fetch \(fetch) cannot be let in, because nobody can waive these rules: \
                    \(rules.joined(separator: ", ")); mend the recipe and read it again with `pejl rejected replay \
                    \(dataset)`
                    """
            )
        case .nothingFetched(let dataset):
            Localised(
                da: "\(dataset): der er intet hentet, som kunne læses igen",
                en: "\(dataset): nothing was fetched that could be read again"
            )
        case .nothingLoaded(let dataset):
            Localised(
                da: "\(dataset): der er intet indlæst, som kunne genopbygges",
                en: "\(dataset): nothing was loaded that could be replayed"
            )
        case .noSuchRow(let row):
            Localised(
                da: "der er ingen afvist række \(row); `pejl rejected list` viser dem, der er",
                en: "there is no rejected row \(row); `pejl rejected list` lists them"
            )
        }
    }

    package var description: String { text.en }

    package var failure: Failure {
        let name =
            switch self {
            case .nothingRefused: "nothing-refused"
            case .notPending: "not-pending"
            case .overtaken: "overtaken"
            case .severalRefused: "several-refused"
            case .recipeChanged: "recipe-changed"
            case .notWaivable: "not-waivable"
            case .nothingFetched: "nothing-fetched"
            case .nothingLoaded: "nothing-loaded"
            case .noSuchRow: "no-such-row"
            }
        return Failure(kind: .contract, name: name, message: description)
    }

    private static func list(_ fetches: [Int]) -> String { fetches.map(String.init).joined(separator: ", ") }
}
