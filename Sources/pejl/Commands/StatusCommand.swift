import ArgumentParser
import Foundation
import PejlControl
import PejlModel
import PejlPipeline
import PejlStore

#if canImport(Glibc)
import Glibc
#endif

/// When, what, from where, and what failed.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the publication that stands, what the last run came to, and what pejld does now.",
        discussion: """
            A running pejld is asked at control.sock of the state directory; where none answers, what it wrote after its \
            last run is shown.

            Examples:
              pejl status
              pejl status --directory .demo --lang da
              pejl status --json
            """
    )

    @OptionGroup var state: StateOption
    @OptionGroup var say: LanguageOption

    @Flag(help: "Print the last run as JSON.")
    var json = false

    func run() throws {
        let paths = state.paths
        let document = live(paths) ?? StatusDocument(path: paths.status)
        if json {
            guard let document else { throw missing(paths.status) }
            return Terminal.write(document.json())
        }
        // Only a file that is not there means that there is none; a damaged one is told.
        let isThere = access(paths.publication, F_OK) == 0
        let publication = isThere ? try Publication(path: paths.publication) : nil
        guard document != nil || publication != nil else { throw missing(paths.status) }
        showPublication(publication)
        let text = StatusText(say: say)
        if let daemon = document?.daemon { text.show(daemon) }
        // Before the first run has ended there is none to show.
        if let document, !document.datasets.isEmpty { text.show(document) }
    }

    /// What a running daemon says, if one answers within a second.
    private func live(_ paths: StatePaths) -> StatusDocument? {
        guard access(paths.controlSocket, F_OK) == 0 else { return nil }
        let client = ControlClient(path: paths.controlSocket, timeout: .seconds(1))
        guard let answer = try? client.ask(.status) else { return nil }
        return try? JSONDecoder().decode(StatusDocument.self, from: Data(answer.utf8))
    }

    private func missing(_ path: String) -> Failure {
        Failure(kind: .transient, name: "never-run", message: "\(path) is not there: pejld has not run here yet")
    }

    private func showPublication(_ publication: Publication?) {
        guard let publication else {
            return Terminal.line(say("Udgivelse: ingen endnu", "Publication: none yet"))
        }
        let number = publication.number
        Terminal.line(
            say(
                "Udgivelse \(number), lavet \(publication.madeAt), for kommune \(publication.municipality)",
                "Publication \(number), made \(publication.madeAt), for municipality \(publication.municipality)"
            )
        )
        Terminal.line(
            say(
                "  \(publication.observations) tal, \(publication.findings) resultater, indhold ",
                "  \(publication.observations) observations, \(publication.findings) findings, content "
            ) + (publication.digest?.hex ?? "?")
        )
    }
}
