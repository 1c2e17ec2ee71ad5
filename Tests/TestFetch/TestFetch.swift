import CTestNetwork
import Glibc
import PejlFetch
import PejlModel
import Synchronization

/// Fetches as it is told and says what came of it, in a process of its own: for what can only be seen from outside
/// (memory, environment), and with names and connections of its own (see `CTestNetwork`).
///
/// Arguments are words `NAME=VALUE`, carried out in order:
/// `directory=` where documents go, `ca=` a bundle to trust, `private=yes`, `connect=` seconds for a connection,
/// `statbank=` and `education=` where the publishers answer, and `renew` set up, for fetches of a new fetcher; `warm`
/// fetches from uddannelsesstatistik.dk and `ask` from StatBank, each with a line of output; `environment=`, `memory` and
/// `network` report.
@main
enum TestFetch {
    static func main() async {
        var bench = Bench()
        for argument in CommandLine.arguments.dropFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            await bench.perform(parts[0], parts.count > 1 ? parts[1] : "")
        }
    }
}

/// The fetcher and what was seen so far.
private struct Bench {
    private var options = FetchOptions(contact: "stat@example.dk", temporaryDirectory: "/nonexistent")
    private var fetcher: Fetcher?
    private var largest = Largest()
    private var before = 0

    mutating func perform(_ word: String, _ value: String) async {
        switch word {
        case "directory": options.temporaryDirectory = value
        case "ca": options.caBundle = value
        case "private": options.allowPrivateAddresses = value == "yes"
        case "connect": options.limits.connectTime = .seconds(Int(value) ?? 1)
        case "statbank":
            options.baseURLs[.statbank] = value
            fetcher = nil
        case "education":
            options.baseURLs[.uddannelsesstatistik] = value
            fetcher = nil
        case "renew": fetcher = nil
        case "warm":
            await fetch(absence)
            before = Self.kibibytes("VmRSS:")
            // The kernel counts the peak from here on.
            if let file = fopen("/proc/self/clear_refs", "w") {
                fputs("5", file)
                fclose(file)
            }
            largest = Largest()
        case "ask": await fetch(population)
        case "environment": say("environment", getenv(value).map { String(cString: $0) } ?? "")
        case "memory": say("memory", "\(Self.kibibytes("VmHWM:") - before)", "\(largest.value)")
        case "network":
            let connected = (0..<1024).lazy.map { pejl_test_connected($0) }.prefix { $0 != nil }
            let addresses = connected.compactMap { $0.map { String(cString: $0) } }
            say("network", addresses.joined(separator: ","), "\(pejl_test_hanging())")
        default: say("unknown", word)
        }
    }

    private mutating func fetch(_ recipe: Recipe) async {
        options.keys = [.uddannelsesstatistik: Secret("test-key")]
        options.minimumInterval = .zero
        options.retries = RetryPolicy(tries: 1)
        let fetcher = fetcher ?? Fetcher(options: options)
        self.fetcher = fetcher
        let largest = largest
        do {
            let dataset = try await fetcher.fetch(recipe) { largest.note($0.byteCount) }
            for exchange in dataset.exchanges { unlink(exchange.document.path) }
            say("fetched", "\(dataset.figures.count)")
        } catch {
            say(error.name, "\(error.kind)", error.description)
        }
    }

    private var population: Recipe {
        let variables = [
            Selection(code: "OMRÅDE", values: ["*"]), Selection(code: "KØN", values: ["TOT"]),
            Selection(code: "ALDER", values: ["IALT"]), Selection(code: "Tid", values: ["*"]),
        ]
        let question = StatBankQuestion(form: .csv, language: "da", codes: true, variables: variables)
        return recipe(.statbank, "FOLK1AM", .statBank(question))
    }

    private var absence: Recipe {
        let question = EducationQuestion(
            area: "GS",
            subject: "ELEVFRAV",
            subsubject: "FRAVAAR",
            measures: ["Gennemsnitligt fravær per skoleår"],
            dimensions: ["[Institution].[Beliggenhedskommune]", "[Klassetrin].[Skoletrin]", "[Tid].[Skoleår]"],
            filters: [],
            pageSize: 10_000
        )
        return recipe(.uddannelsesstatistik, "GS/ELEVFRAV/FRAVAAR", .uddannelsesstatistik(question))
    }

    private func recipe(_ publisher: Publisher, _ table: String, _ request: RecipeRequest) -> Recipe {
        Recipe(
            id: "test",
            publisher: publisher,
            table: table,
            title: Localised(da: "Prøve", en: "Test"),
            licence: "",
            citation: Localised(da: "", en: ""),
            request: request,
            columns: [],
            indicators: [],
            marks: [:],
            absent: .missing,
            gate: GateRule(areas: .municipalities),
            digest: ContentDigest(of: table)
        )
    }

    private func say(_ words: String...) {
        print(words.joined(separator: "\t"))
        fflush(nil)
    }

    /// A figure of /proc/self/status.
    private static func kibibytes(_ name: String) -> Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            if text.hasPrefix(name) { return Int(text.filter(\.isNumber)) ?? 0 }
        }
        return 0
    }
}

/// Remembers the largest number.
private final class Largest: Sendable {
    private let state = Mutex(0)

    var value: Int { state.withLock { $0 } }

    func note(_ number: Int) { state.withLock { $0 = max($0, number) } }
}
