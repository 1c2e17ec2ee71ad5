import ArgumentParser
import Foundation
import PejlControl
import PejlModel

/// Has the running daemon ask publishers now.
struct FetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Have the running pejld ask for datasets now, due or not.",
        discussion: """
            It is done when no run goes on. With --wait the command ends with the run, shows how it goes on, and its \
            exit status is that of the worst failure; without, it ends at once. Where no pejld runs, use \
            `pejld --once`.

            Examples:
              pejl fetch folk1am
              pejl fetch folk1am elevfravaer --wait
              pejl fetch --all --force --wait
            """
    )

    @Argument(help: "The datasets.")
    var datasets: [String] = []

    @Flag(help: "All datasets that are configured.")
    var all = false

    @Flag(help: "Ask for all figures anew, even where the publisher says that nothing changed.")
    var force = false

    @Flag(help: "Wait for what comes of it.")
    var wait = false

    @Flag(help: "Print what comes of it as JSON.")
    var json = false

    @OptionGroup var file: ConfigOption
    @OptionGroup var say: LanguageOption

    func validate() throws {
        guard datasets.isEmpty == all else { throw ValidationError("name datasets, or say --all") }
    }

    func run() throws {
        let scope: ControlRequest.Fetch.Scope = all ? .all : .named(datasets)
        let request = ControlRequest.fetch(.init(scope, force: force, wait: wait))
        let answer = try ControlDesk(config: file.config, say: say).ask(request, isPatient: wait)
        if json { Terminal.write(answer) }
        guard wait else {
            guard !json else { return }
            return Terminal.line(
                say(
                    "Det er sat i kø; `pejl status` viser, hvad der kommer ud af det.",
                    "It is queued; `pejl status` shows what comes of it."
                )
            )
        }
        let document = try JSONDecoder().decode(StatusDocument.self, from: Data(answer.utf8))
        if !json { StatusText(say: say).show(document) }
        let failures = document.failures
        guard failures.isEmpty else { throw ExitCode(ProgramStatus(failures).rawValue) }
    }
}
