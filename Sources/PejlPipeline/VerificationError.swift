package import PejlModel

/// Why a finding cannot be computed again; that says nothing of whether it is right.
package enum VerificationError: FailureConvertible, Equatable, CustomStringConvertible {
    /// No finding of the publications that were looked in has that identifier.
    case unknown(finding: String, publications: [Int])
    /// The publication that it was made for is not kept any more.
    case publicationGone(finding: String, publication: Int, madeAt: String)
    /// The run was made by a pejl that did not note settings and groups.
    case notNoted(finding: String, run: Int)
    /// The plugin is not installed any more.
    case pluginGone(plugin: String, known: [String])
    /// The installed plugin is another one than that which ran.
    case pluginChanged(plugin: String, recorded: String, installed: String)
    /// A setting as it was noted is not one that this plugin can have.
    case setting(plugin: String, name: String, value: String)
    /// The publication is about an area that is no municipality.
    case municipality(code: String)

    /// The message in the languages of the program.
    package var text: Localised {
        switch self {
        case .unknown(let finding, let publications):
            let numbers = publications.map(String.init).joined(separator: ", ")
            return Localised(
                da: "der er intet resultat \(finding) i udgivelse \(numbers); `pejl query` på `findings` viser dem",
                en: "there is no finding \(finding) in publication \(numbers); `pejl query` on `findings` lists them"
            )
        case .publicationGone(let finding, let publication, let madeAt):
            return Localised(
                da: """
                    \(finding) blev fundet til udgivelse \(publication) (\(madeAt)), som ikke er gemt; har du den, så \
                    nævn den med --publication; [publication] keep siger, hvor mange der gemmes
                    """,
                en: """
                    \(finding) was found for publication \(publication) (\(madeAt)), which is not kept; where you have \
                    it, name it with --publication; [publication] keep says how many are kept
                    """
            )
        case .notNoted(let finding, let run):
            return Localised(
                da: "\(finding): kørsel \(run) er fra en pejl, der ikke skrev indstillinger og grupper ned",
                en: "\(finding): run \(run) is of a pejl that did not note settings and groups"
            )
        case .pluginGone(let plugin, let known):
            let list = known.joined(separator: ", ")
            return Localised(
                da: "analysen \(plugin) er ikke installeret; her er: \(list)",
                en: "plugin \(plugin) is not installed; there are: \(list)"
            )
        case .pluginChanged(let plugin, let recorded, let installed):
            return Localised(
                da: "analysen \(plugin) er en anden nu: kørslen var med \(recorded), installeret er \(installed)",
                en: "plugin \(plugin) is another one now: the run was of \(recorded), installed is \(installed)"
            )
        case .setting(let plugin, let name, let value):
            return Localised(
                da: "analysen \(plugin) kan ikke have indstillingen \(name) = \(value), som kørslen skrev ned",
                en: "plugin \(plugin) cannot have the setting \(name) = \(value), which the run noted"
            )
        case .municipality(let code):
            return Localised(da: "der er ingen kommune \(code)", en: "there is no municipality \(code)")
        }
    }

    package var description: String { text.en }

    package var failure: Failure {
        // Not a failure of the finding: there is nothing to compare it with here and now.
        Failure(kind: .transient, name: name, message: text.en)
    }

    private var name: String {
        switch self {
        case .unknown: "no-such-finding"
        case .publicationGone: "publication-gone"
        case .notNoted: "run-not-noted"
        case .pluginGone: "no-such-plugin"
        case .pluginChanged: "plugin-changed"
        case .setting: "setting-unknown"
        case .municipality: "no-such-municipality"
        }
    }
}
