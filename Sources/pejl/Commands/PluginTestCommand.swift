import ArgumentParser
import Foundation
import PejlAnalyse
import PejlModel

/// The contract of plugins, tried on one.
struct PluginTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Try a plugin on everything that the contract of plugins asks of it.",
        discussion: """
            Each case is a process of its own, in the plugin's cage; the plugin need not be trusted. The figures are
            golden/figures.json of its folder where that is there, otherwise real ones that pejl brings (pupils' absence
            in all municipalities). golden/findings.jsonl are the findings it is known to make on them. Ends with status
            65 where a case failed. A statement is run on a publication that is made of those figures.

            Examples:
              pejl plugin test my-plugin
              pejl plugin test my-plugin --write-golden
              pejl plugin test my-plugin --only cancel --only malformed-input --json
            """
    )

    @Argument(help: "The folder that plugin.toml lies in.", completion: .directory)
    var directory: String

    @Option(help: "Run this case only; may be repeated.")
    var only: [String] = []

    @Option(help: "Figures to use in place of golden/figures.json.", completion: .file())
    var figures: String?

    @Option(help: "Where programs are looked for besides the plugin's folder. Default: beside pejl.")
    var programs: String?

    @Option(help: "Seconds that an answer may take which needs no analysis, 1 to 600.")
    var patience = 10

    @Flag(help: "Write the findings of this run into golden/findings.jsonl, to be read before they are kept.")
    var writeGolden = false

    @Flag(help: "Print the results as JSON.")
    var json = false

    func validate() throws {
        guard (1...600).contains(patience) else { throw ValidationError("--patience is 1 to 600 seconds") }
        if let unknown = only.first(where: { !ConformanceSuite.names.contains($0) }) {
            let known = ConformanceSuite.names.joined(separator: ", ")
            throw ValidationError("there is no case \(unknown); the cases are: \(known)")
        }
    }

    func run() throws {
        let plugin = try AuthoredPlugin(directory, programs: programs)
        let trials = plugin.manifest.body.isStatement ? try TrialFolder() : nil
        let path = plugin.golden("findings.jsonl")
        let fixture = try plugin.fixture(figures)
        func suite(_ golden: GoldenFindings?) throws -> ConformanceSuite {
            try ConformanceSuite(
                plugin.manifest,
                programs: plugin.programs,
                launcher: plugin.launcher,
                fixture: fixture,
                golden: golden,
                patience: patience,
                candidate: trials.map { trials in { try trials.candidate($0) } }
            )
        }
        if writeGolden {
            let golden = try GoldenFindings(try suite(nil).findings())
            try AuthorFile.write(golden.text, to: path)
            Terminal.note("\(path): \(golden.lines.count) findings; read them before you keep them")
        }
        let results = try suite(try GoldenFindings(path: path)).run(only: Set(only)) { if !json { show($0) } }
        if json { Terminal.write(try Self.document(results)) } else { sum(results) }
        guard !results.contains(where: \.isFailure) else { throw ExitCode(ProgramStatus.badData.rawValue) }
    }

    private func show(_ result: ConformanceResult) {
        let (word, remark) = Self.words(result.outcome)
        let seconds = Double(result.milliseconds) / 1000
        let name = result.name.padding(toLength: 18, withPad: " ", startingAt: 0)
        Terminal.line("\(word.padding(toLength: 5, withPad: " ", startingAt: 0)) \(name)  \(remark) (\(seconds) s)")
    }

    private func sum(_ results: [ConformanceResult]) {
        let failed = results.count(where: \.isFailure)
        let skipped = results.count { if case .skipped = $0.outcome { true } else { false } }
        Terminal.line("\(results.count - failed - skipped) passed, \(skipped) skipped, \(failed) failed")
    }

    private static func words(_ outcome: ConformanceResult.Outcome) -> (String, String) {
        switch outcome {
        case .passed(let remark): ("ok", remark)
        case .failed(let reason): ("FAIL", reason)
        case .skipped(let reason): ("skip", reason)
        }
    }

    private struct Entry: Encodable {
        let name, result, detail: String
        let milliseconds: Int
    }

    private static func document(_ results: [ConformanceResult]) throws -> String {
        let entries = results.map { result in
            let (word, detail) = words(result.outcome)
            return Entry(
                name: result.name,
                result: ["ok": "passed", "FAIL": "failed", "skip": "skipped"][word] ?? word,
                detail: detail,
                milliseconds: result.milliseconds
            )
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(entries), as: UTF8.self) + "\n"
    }
}
