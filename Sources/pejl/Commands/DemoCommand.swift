import ArgumentParser
import Foundation
import PejlAnalyse
import PejlConfig
import PejlControl
import PejlModel
import PejlPipeline
import PejlPluginKit
import PejlStandIn

/// The whole line on one's own machine, without network or key.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run the whole line once against stand-in publishers on this machine.",
        discussion: """
            A stand-in for Danmarks Statistik and Uddannelsesstatistik.dk answers on a free loopback port with real, \
            published figures. They are fetched through libcurl, stored, analysed and published like those of the \
            publishers themselves. Running it again changes nothing and says so. Recipes that you put into \
            etc/datasets of the folder stay there and are used too. With --serve the stand-ins go on answering, so \
            that a recipe can be tried; interrupt it (Ctrl-C) when you are done.

            Examples:
              pejl demo --directory .demo
              pejl demo --serve
            """
    )

    @Option(help: "Folder that everything is written to.")
    var directory = ".demo"

    @Option(help: "Folder that holds etc/pejl and Plugins. Default: this folder, or that of the installed pejl.")
    var home: String?

    @Flag(help: "Go on answering after the run, until interrupted.")
    var serve = false

    @OptionGroup var say: LanguageOption

    func run() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let status = try await runOnce(standIn)
        guard serve else {
            guard status == .success else { throw ExitCode(status.rawValue) }
            return
        }
        tellHowToUse()
        // A signal ends the program, and the publishers with it.
        while true { try await Task.sleep(for: .seconds(3600)) }
    }

    /// One run of the whole line; afterwards nothing of it holds the store, which others may want to open.
    private func runOnce(_ standIn: StandIn) async throws -> ProgramStatus {
        let setup = DemoSetup(directory: directory, home: home ?? DemoSetup.usualHome)
        let configuration = try setup.write(standIn)
        Terminal.note(
            say("Stedfortrædere for udgiverne svarer på ", "Stand-ins for the publishers answer on ") + standIn.baseURL
        )
        let say = say
        let pipeline = try RefreshPipeline(configuration.pipeline, now: SystemClock.now) { DemoProgress.show($0, say) }
        let summary = try await pipeline.run()
        Terminal.clearProgress()
        let paths = configuration.pipeline.paths
        try pipeline.saveStatus(StatusDocument(summary, after: StatusDocument(path: paths.status)).json())
        show(summary, paths)
        return ProgramStatus(summary.failures)
    }

    private func tellHowToUse() {
        let program = CommandLine.arguments[0]
        let config = "--config \(directory)/etc/pejl.toml"
        Terminal.line(
            say(
                "Udgiverne svarer, til du afbryder (Ctrl-C). Læg opskrifter i \(directory)/etc/datasets.",
                "The publishers answer until you interrupt (Ctrl-C). Put recipes into \(directory)/etc/datasets."
            )
        )
        Terminal.line(say("I et andet vindue:", "In another window:"))
        Terminal.line("  \(program) dataset discover statbank SYNT1 \(config)")
        Terminal.line("  \(program) config check \(config)")
        Terminal.line("  \(program)d --once \(config)")
    }

    private func show(_ summary: RefreshSummary, _ paths: StatePaths) {
        for failure in summary.failures { Terminal.note("pejl: \(failure)") }
        switch summary.publication {
        case .published(let number, let digest):
            Terminal.line(say("Udgivelse \(number) er lavet", "Publication \(number) is made") + ", \(digest)")
        case .unchanged(let number, let digest):
            Terminal.line(
                say(
                    "Intet nyt: udgivelse \(number) står uændret",
                    "Nothing new: publication \(number) stands as it was"
                ) + ", \(digest)"
            )
        case .nothing, .failed: return
        }
        Terminal.line(say("  tal      ", "  figures  ") + paths.publication)
        Terminal.line(say("  rapport  ", "  report   ") + paths.report)
        Terminal.line(say("Prøv nu:", "Now try:"))
        let program = CommandLine.arguments[0]
        Terminal.line("  \(program) status --directory \(directory)")
        Terminal.line(
            "  \(program) query --directory \(directory) \"SELECT period, breakdown, value, status FROM figures "
                + "WHERE indicator = 'absence' AND area_code = '766'\""
        )
    }
}

/// The files of a demonstration: a configuration that points at the stand-ins, a key and a lock.
struct DemoSetup {
    let directory: String
    let home: String

    /// The folder one stands in, where it is that of the sources; otherwise what an installation keeps as it shipped.
    static var usualHome: String {
        let installed = programs + "/../../share/pejl"
        let files = FileManager.default
        // Below / there is an etc/pejl, too.
        let isOfSources = ["etc/pejl/datasets", "Plugins"].allSatisfy(files.fileExists(atPath:))
        return isOfSources || !files.fileExists(atPath: installed) ? "." : installed
    }

    /// Writes them and reads them back as an installation would.
    func write(_ standIn: StandIn) throws -> Configuration {
        let files = FileManager.default
        let etc = absolute(directory) + "/etc"
        let datasets = etc + "/datasets"
        guard files.fileExists(atPath: home + "/etc/pejl/datasets") else {
            let message = "\(home) holds no etc/pejl/datasets; name the folder with --home"
            throw Failure(kind: .config, name: "no-datasets", message: message)
        }
        do {
            // What the stand-ins can answer, as it ships; what somebody put beside it is theirs and stays.
            try files.createDirectory(atPath: datasets, withIntermediateDirectories: true)
            for recipe in StandIn.recipes.map({ URL(fileURLWithPath: "\(home)/\($0)") }) {
                let copy = URL(fileURLWithPath: "\(datasets)/\(recipe.lastPathComponent)")
                try Data(contentsOf: recipe).write(to: copy, options: .atomic)
            }
            try Data("demo-key\n".utf8).write(to: URL(fileURLWithPath: etc + "/key"), options: .atomic)
            try Data(text(standIn).utf8).write(to: URL(fileURLWithPath: etc + "/pejl.toml"), options: .atomic)
        } catch {
            throw Failure(kind: .system, name: "write-failed", message: "\(etc) cannot be written: \(error)")
        }
        let path = etc + "/pejl.toml"
        // The demonstration runs what was built with it, so it trusts that.
        let before = try Configuration(path: path)
        try PluginRegistration(before).trust(before.pipeline.plugins)
        return try Configuration(path: path)
    }

    private func text(_ standIn: StandIn) -> String {
        """
        # Written by `pejl demo`: as etc/pejl/pejl.toml, but the publishers are stand-ins on this machine.
        municipality = "766"
        contact = "pejl demo"
        state_directory = "\(absolute(directory))"
        dataset_directory = "datasets"
        plugin_directories = ["\(absolute(home))/Plugins"]
        program_directory = "\(Self.programs)"

        [cage]
        # Whoever tries this out may have the sources where a group can write.
        check_owners = false

        [fetch]
        allow_private_addresses = true
        minimum_interval_seconds = 0.0

        [publishers.statbank]
        base_url = "\(standIn.statBankURL)"

        [publishers.uddannelsesstatistik]
        base_url = "\(standIn.uddannelsesstatistikURL)"
        key_file = "key"

        # No recipe of the demonstration asks these; one that was added must not reach the real ones.
        [publishers.ssb]
        base_url = "\(standIn.pxWebURL)"

        [publishers.scb]
        base_url = "\(standIn.pxWebURL)"

        [publishers.kolada]
        base_url = "\(standIn.koladaURL)"

        # The stand-in has every area in these months; of 2025M01 it has the catalogue's six municipalities only.
        [datasets.folk1am]
        periods = [">=2021M10<=2024M04"]

        """
    }

    private func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

    /// The folder this program was started from; its sibling `pejl-plugins` lies there.
    private static var programs: String {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return program.deletingLastPathComponent().path
    }
}

/// What a person sees while the demonstration runs.
enum DemoProgress {
    @Sendable static func show(_ event: PipelineEvent, _ say: LanguageOption) {
        switch event {
        case .asking(let dataset): Terminal.progress(say("spørger efter ", "asking for ") + dataset)
        case .fetching(let dataset, let page, let bytes):
            Terminal.progress(
                say("henter \(dataset), side \(page), ", "fetching \(dataset), page \(page), ") + "\(bytes / 1024) KiB"
            )
        case .refreshed(let dataset, let outcome):
            Terminal.clearProgress()
            switch outcome {
            case .unchanged: Terminal.note("  \(dataset): " + say("uændret", "unchanged"))
            case .loaded(let difference):
                Terminal.note(
                    "  \(dataset): "
                        + say(
                            "\(difference.now) tal, \(difference.added) nye, \(difference.changed) ændrede",
                            "\(difference.now) observations, \(difference.added) new, \(difference.changed) changed"
                        )
                )
            case .failed: Terminal.note("  \(dataset): " + say("fejlede", "failed"))
            case .notDue: return
            case .awaitingFile(let folder):
                Terminal.note("  \(dataset): " + say("venter på en fil i ", "waiting for a file in ") + folder)
            }
        case .dropped(let dataset, let file, _, let path):
            Terminal.note("  \(dataset): \(file) → \(path ?? say("bliver liggende", "stays where it is"))")
        case .analysing(let plugin): Terminal.progress(say("analyserer: ", "analysing: ") + plugin)
        case .caged(let plugin, let lacking):
            let parts = lacking.joined(separator: ", ")
            Terminal.clearProgress()
            Terminal.note(
                "  \(plugin): "
                    + say("denne maskine kunne ikke give dens bur: \(parts)", "this machine gave its cage no: \(parts)")
            )
        case .remarked(let plugin, let remark):
            if remark.isProgress { return Terminal.progress("  \(plugin): \(remark.message)") }
            guard remark.level != .debug else { return }
            Terminal.clearProgress()
            Terminal.note("  \(plugin): \(remark.level.rawValue): \(remark.message)")
        case .analysed(let plugin, let findings):
            Terminal.clearProgress()
            Terminal.note("  \(plugin): " + say("\(findings) resultater", "\(findings) findings"))
        case .inspecting, .rebuilt: break
        case .publishing(let number):
            Terminal.progress(say("laver udgivelse \(number)", "making publication \(number)"))
        }
    }
}
