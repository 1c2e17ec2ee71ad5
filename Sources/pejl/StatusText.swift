import PejlControl
import PejlModel

/// What a run came to, for people.
struct StatusText {
    let say: LanguageOption

    /// Shows how the daemon stands.
    func show(_ daemon: StatusDocument.Daemon) {
        let since = say("pejld kører siden ", "pejld runs since ") + daemon.startedAt
        if let doing = daemon.doing {
            let subject = daemon.subject.map { " \($0)" } ?? ""
            Terminal.line("\(since); \(say("kørsel", "run")) \(daemon.run): \(doing[say.language])\(subject)")
        } else {
            let next = daemon.nextAt.map { say("arbejder igen ", "works again at ") + $0 }
            Terminal.line("\(since); \(next ?? say("venter på filer", "waits for files"))")
        }
        if let failure = daemon.reloadFailure, let at = daemon.reloadedAt {
            Terminal.line(
                say("  opsætningen fra før \(at) gælder: ", "  the configuration of before \(at) stands: ")
                    + failure.message
            )
        }
    }

    /// Shows the run.
    func show(_ document: StatusDocument) {
        Terminal.line(say("Sidste kørsel: ", "Last run: ") + "\(document.startedAt) – \(document.finishedAt)")
        for dataset in document.datasets {
            Terminal.line("  \(dataset.id): \(state(of: dataset))")
            if let failure = dataset.failure { show(failure, lastGood: dataset.lastGoodAt, retryAt: dataset.retryAt) }
            if let next = dataset.nextAt { Terminal.line(say("    næste gang: ", "    next: ") + next) }
        }
        for plugin in document.plugins ?? [] {
            guard let failure = plugin.failure else { continue }
            let words = PluginWords(say: say)
            Terminal.line(say("  analyse ", "  plugin ") + "\(plugin.id): \(words.state(plugin.state))")
            // Where it kept a publication from being made, that says why.
            if failure != document.publication.failure { show(failure, lastGood: nil, retryAt: nil) }
        }
        if let failure = document.publication.failure {
            Terminal.line(say("  udgivelse: fejlede", "  publication: failed"))
            show(failure, lastGood: nil, retryAt: nil)
        }
        if let failure = document.report {
            Terminal.line(say("  rapport: fejlede", "  report: failed"))
            show(failure, lastGood: nil, retryAt: nil)
        }
        if let failure = document.damage {
            Terminal.line(say("  noget er beskadiget: pejl verify", "  something is damaged: pejl verify"))
            show(failure, lastGood: nil, retryAt: nil)
        }
    }

    private func state(of dataset: StatusDocument.Dataset) -> String {
        switch dataset.state {
        case "loaded":
            let added = dataset.added ?? 0
            let changed = dataset.changed ?? 0
            let withdrawn = dataset.withdrawn ?? 0
            return say(
                "indlæst (\(added) nye, \(changed) ændrede, \(withdrawn) trukket tilbage)",
                "loaded (\(added) new, \(changed) changed, \(withdrawn) withdrawn)"
            )
        case "unchanged": return say("uændret", "unchanged")
        case "not_due": return say("venter på sin tid", "not due yet")
        case "awaiting-file":
            return say("venter på en fil i ", "waiting for a file in ") + (dataset.folder ?? "?")
        default: return say("fejlede", "failed")
        }
    }

    private func show(_ failure: Failure, lastGood: String?, retryAt: String?) {
        Terminal.line("    \(failure.name): \(failure.message)")
        Terminal.line("    " + meaning(of: failure.kind))
        if let lastGood { Terminal.line(say("    sidst i orden: ", "    last good: ") + lastGood) }
        if let retryAt { Terminal.line(say("    prøves igen: ", "    tried again: ") + retryAt) }
    }

    private func meaning(of kind: FailureKind) -> String {
        switch kind {
        case .transient: say("Det kan gå over af sig selv.", "It may pass by itself.")
        case .config: say("Opsætningen skal rettes.", "The configuration must be corrected.")
        case .contract:
            say(
                "Udgiveren sendte noget andet end aftalt; de sidste gode tal står.",
                "The publisher sent something else than agreed; the last good figures stand."
            )
        case .auth: say("Nøglen mangler, er forkert eller udløbet.", "The key is missing, wrong or expired.")
        case .system: say("Fejlen er på denne maskine.", "The fault is on this machine.")
        }
    }
}
