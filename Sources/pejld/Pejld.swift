import ArgumentParser
import PejlAnalyse
import PejlConfig
import PejlControl
import PejlFetch
import PejlModel
import PejlPipeline
import PejlPluginKit
import PejlStore

#if canImport(Glibc)
import Glibc
#endif

/// The daemon; in this version it makes one run and ends: `pejld --once`.
@main
struct Pejld: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pejld",
        abstract: "Fetch the configured statistics, analyse them and publish.",
        discussion: """
            Exit status: 0 done or nothing new; 65 a publisher sent something else than agreed; 69 a publisher did \
            not answer; 71 this machine (disk, store); 75 try later, or another pejld is running; 77 a key is \
            missing or refused; 78 the configuration is wrong. `pejl status` says what and why.

            Examples:
              pejld --once --config /etc/pejl/pejl.toml
              pejld --once --due
            """
    )

    @Flag(help: "Make one run and end. Scheduling is not in this version yet: use a systemd timer.")
    var once = false

    @Flag(help: "Ask only for the datasets whose schedule, or whose next try, has come.")
    var due = false

    @Flag(help: "Ask for all figures anew, even where the publisher says that nothing changed.")
    var insist = false

    @Option(name: .long, help: "The configuration file.")
    var config = "/etc/pejl/pejl.toml"

    func validate() throws {
        guard once else { throw ValidationError("this version runs with --once only") }
    }

    func run() async {
        let status = await OneRun(config: config, dueOnly: due, insisting: insist).run()
        Glibc.exit(status.rawValue)
    }
}

/// One run of the pipeline with its log lines and its status file.
struct OneRun {
    let config: String
    let dueOnly: Bool
    let insisting: Bool

    func run() async -> ProgramStatus {
        // Figures are for the owner and the group; nobody else needs to read what is on its way.
        umask(0o027)
        // A limit on the size of files is then an error that has a name, and not the end.
        signal(SIGXFSZ, SIG_IGN)
        Log.line("SQLite \(Store.sqliteVersion), \(CurlLibrary.version)")
        do {
            let options = try Configuration(path: config).pipeline
            let pipeline = try RefreshPipeline(options, now: SystemClock.now, progress: Log.progress)
            let summary = try await pipeline.run(dueOnly: dueOnly, insisting: insisting)
            try pipeline.saveStatus(StatusDocument(summary, after: StatusDocument(path: options.paths.status)).json())
            for failure in summary.failures { Log.line("failed: \(failure)") }
            Log.line(summary.publication)
            return ProgramStatus(summary.failures)
        } catch {
            let failure = Failure(error)
            Log.line("failed: \(failure)")
            return ProgramStatus(failure)
        }
    }
}

/// Log lines on standard error, in English.
enum Log {
    static func line(_ text: String) {
        let line = "pejld: \(text)\n"
        _ = line.utf8CString.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count - 1) }
    }

    static func line(_ publication: RefreshSummary.Publication) {
        switch publication {
        case .published(let number, let digest): line("published number \(number), content \(digest)")
        case .unchanged(let number, let digest): line("nothing new; publication \(number) stands, content \(digest)")
        case .nothing: line("there is nothing to publish yet")
        case .failed: line("not published; the last publication stands")
        }
    }

    @Sendable static func progress(_ event: PipelineEvent) {
        switch event {
        case .asking, .fetching, .analysing: break
        case .refreshed(let dataset, .unchanged): line("\(dataset): unchanged")
        case .refreshed(let dataset, .loaded(let difference)):
            line(
                "\(dataset): \(difference.now) observations, \(difference.added) new, \(difference.changed) changed, "
                    + "\(difference.withdrawn) withdrawn"
            )
        case .refreshed(_, .failed), .refreshed(_, .notDue): break
        case .refreshed(let dataset, .awaitingFile(let folder)): line("\(dataset): waiting for a file in \(folder)")
        case .dropped(let dataset, let file, _, let path):
            line("\(dataset): \(file): " + (path.map { "kept as \($0)" } ?? "stays in the drop folder"))
        case .caged(let plugin, let lacking):
            line("\(plugin): this machine gave its cage no \(lacking.joined(separator: ", no "))")
        case .remarked(let plugin, let remark):
            guard !remark.isProgress, remark.level != .debug else { return }
            line("\(plugin): \(remark.level.rawValue): \(remark.message)")
        case .analysed(let plugin, let findings): line("\(plugin): \(findings) findings")
        case .inspecting: line("looking at the store, the publication and the archive")
        case .rebuilt(let rebuild):
            line(
                "the store was damaged (\(rebuild.fault)); it is kept as \(rebuild.aside), and a new one was made of "
                    + "publication \(rebuild.publication)"
            )
        case .publishing(let number): line("making publication \(number)")
        }
    }
}
