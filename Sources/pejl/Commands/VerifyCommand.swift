import ArgumentParser
import PejlModel
import PejlPipeline
import PejlStore

/// Whether everything is still what it was.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Look at every page, figure and document, and tell what is damaged.",
        discussion: """
            Looked at are the pages and references of the store and of the publication, the digest of the publication,
            whether the store still says what it said when the last publication was made, and the digest of every
            document of the archive. pejld does the same once a day and mends what can be mended: a damaged store is
            set aside and made anew of the publication, a damaged publication is made anew from the store. Ends with
            status 71 where something is damaged. pejld must not be running.

            Examples:
              pejl verify
              pejl verify --config /etc/pejl/pejl.toml --lang da
            """
    )

    @OptionGroup var config: ConfigOption
    @OptionGroup var say: LanguageOption

    func run() throws {
        let inspection = try Workshop(config).pipeline.inspect()
        for fault in inspection.faults { Terminal.line("\(Self.title(fault.kind)[say.language]): \(fault.detail)") }
        guard inspection.faults.isEmpty else { throw ExitCode(ProgramStatus.system.rawValue) }
        Terminal.line(
            say(
                "Alt er, som det var: lageret, udgivelsen og \(inspection.documents) dokumenter.",
                "Everything is what it was: the store, the publication and \(inspection.documents) documents."
            )
        )
    }

    private static func title(_ kind: StoreFault.Kind) -> Localised {
        switch kind {
        case .damagedPages: Localised(da: "Ødelagte sider", en: "Damaged pages")
        case .orphans: Localised(da: "Løsrevne rækker", en: "Rows that refer to nothing")
        case .changedHistory: Localised(da: "Ændret historik", en: "Changed history")
        case .changedContent: Localised(da: "Ændret indhold", en: "Changed content")
        case .lostDocument: Localised(da: "Dokument mangler eller er ændret", en: "Document lost or changed")
        }
    }
}
