import PejlPluginKit

#if canImport(Glibc)
import Glibc
#endif

/// A plugin that behaves as its first argument says; for tests of the host.
///
/// Its second argument is the identifier it goes by, its third a path that an attack is about.
@main
enum TestPlugin {
    static let name = CommandLine.arguments.count > 2 ? CommandLine.arguments[2] : "test-plugin"

    static func main() {
        let manner = CommandLine.arguments.dropFirst().first ?? "sound"
        if let attack = Attack(rawValue: manner) {
            attack.run(CommandLine.arguments.count > 3 ? CommandLine.arguments[3] : "")
            // It got through: what follows would be published, and the test sees it.
            PluginMain.run(ObedientPlugin(manner: "sound"))
        }
        switch manner {
        case "sound", "nothing", "undeclared-kind", "undeclared-input", "no-area", "no-sentence", "reports", "breaks",
            "other-unit", "other-statistic", "no-caveat", "settings", "talks", "whispers", "earlier-input",
            "no-input-caveat":
            PluginMain.run(ObedientPlugin(manner: manner))
        case "exit": exit(3)
        case "abort": abort()
        case "segfault":
            // As it ends a program that is not Swift's, whose runtime would say more and exit.
            signal(SIGSEGV, SIG_DFL)
            kill(getpid(), SIGSEGV)
        case "hang": while true { sleep(60) }
        case "flood": while true { say(String(repeating: "x", count: 1000) + "\n") }
        case "long-line": while true { say(String(repeating: "x", count: 1 << 16)) }
        case "log-flood":
            let line = #"{"jsonrpc":"2.0","method":"log","params":{"level":"info","message":"x"}}"# + "\n"
            while true { say(String(repeating: line, count: 1000)) }
        case "error-flood":
            let text = Array(repeating: UInt8(ascii: "x"), count: 1 << 16)
            while true { _ = write(STDERR_FILENO, text, text.count) }
        case "version-0", "version-2", "version-9", "version-999":
            answerHandshake(version: manner.split(separator: "-")[1], name: name)
        case "version-text": answerHandshake(version: #""1.0""#, name: name)
        case "version-missing":
            _ = readLine()
            say(#"{"jsonrpc":"2.0","id":1,"result":{"plugin":"\#(name)"}}"# + "\n")
            while readLine() != nil {}
        case "other-name": answerHandshake(version: "1", name: "somebody-else")
        case "silent": afterHandshake("")
        case "cancelled":
            _ = readLine()
            say(handshake(version: "1", name: name))
            while let line = readLine() { if line.contains(#""cancel""#) { complain("told to stop\n") } }
            while true { sleep(60) }
        case "other-run": afterHandshake(#"{"jsonrpc":"2.0","id":7,"result":{"findings":0}}"# + "\n")
        case "deep": afterHandshake(String(repeating: "[", count: 1_000_000) + "\n")
        case "not-a-number": afterHandshake(finding(value: "NaN"))
        case "ignores-term":
            signal(SIGTERM, SIG_IGN)
            signal(SIGHUP, SIG_IGN)
            _ = readLine()
            say(handshake(version: "1", name: name))
            while true { sleep(60) }
        case "double-fork-hang":
            Attack.doubleFork.run("")
            _ = readLine()
            say(handshake(version: "1", name: name))
            while true { sleep(60) }
        case "hang-midway":
            afterHandshake(finding(value: "1"), thenExit: nil, andHangs: true)
        case "not-json": afterHandshake("hello\n")
        case "not-utf8": afterHandshake(bytes: [0xff, 0xfe, 0x0a])
        case "infinite": afterHandshake(finding(value: "1e999"))
        case "wrong-count": afterHandshake(#"{"jsonrpc":"2.0","id":2,"result":{"findings":7}}"# + "\n")
        case "early-finding": say(finding(value: "1"))
        case "exit-midway": afterHandshake(finding(value: "1"), thenExit: 4)
        case "stops-reading":
            _ = readLine()
            say(handshake(version: "1", name: name))
            while true { sleep(60) }
        default:
            let text = "no such manner: \(CommandLine.arguments)\n"
            _ = text.utf8CString.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count - 1) }
            exit(64)
        }
    }

    private static func answerHandshake(version: some StringProtocol, name: String) {
        _ = readLine()
        say(handshake(version: version, name: name))
        while readLine() != nil {}
    }

    private static func afterHandshake(_ text: String, thenExit status: Int32? = nil, andHangs hangs: Bool = false) {
        afterHandshake(bytes: Array(text.utf8), thenExit: status)
        while hangs { sleep(60) }
    }

    private static func afterHandshake(bytes: [UInt8], thenExit status: Int32? = nil) {
        _ = readLine()
        say(handshake(version: "1", name: name))
        while let line = readLine(), !line.contains("data/end") {}
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 else { exit(0) }
            sent += count
        }
        if let status { exit(status) }
        while readLine() != nil {}
    }

    private static func handshake(version: some StringProtocol, name: String) -> String {
        #"{"jsonrpc":"2.0","id":1,"result":{"version":\#(version),"plugin":"\#(name)"}}"# + "\n"
    }

    private static func finding(value: String) -> String {
        """
        {"jsonrpc":"2.0","method":"finding","params":{"kind":"test","indicator":"absence","area":"766",\
        "breakdown":{},"period":"2024","group":"country","statistic":"value","value":\(value),"unit":"%",\
        "count":1,"caveats":["covid-19","one-figure"],"text":{"da":"a","en":"b"},"inputs":[{"indicator":"absence","breakdown":{},\
        "period":"2024","areas":["766"]}]}}

        """
    }

    private static func complain(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private static func say(_ text: String) {
        let bytes = Array(text.utf8)
        let written = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if written < 0 { exit(0) }
    }
}

/// Follows the protocol and breaks one rule of findings at the most.
struct ObedientPlugin: AnalysisPlugin {
    static let id = TestPlugin.name

    let manner: String

    private func text(_ request: AnalysisRequest) -> PluginText {
        switch manner {
        case "no-sentence": return PluginText(da: "", en: "")
        case "breaks":
            let breaks = request.indicators.map { "\($0.id): \($0.breaks ?? [])" }.joined(separator: " ")
            return PluginText(da: breaks, en: breaks)
        case "settings":
            let settings = request.settings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            return PluginText(da: "indstillinger", en: settings.joined(separator: " "))
        default: return PluginText(da: "tal", en: "figure")
        }
    }

    func analyse(_ request: AnalysisRequest, _ series: [SeriesData], emit: (PluginFinding) throws -> Void) throws {
        if manner == "reports" { throw PluginFailure.transient("try again tomorrow") }
        if manner == "nothing" { return }
        if manner == "talks" {
            for index in 0..<1_200 { PluginMain.log("line \(index)\nå", level: .warning) }
            PluginMain.progress("half of it")
        }
        if manner == "whispers" {
            // Slower than the silence that it is allowed, were it not for these.
            for index in 0..<6 {
                PluginMain.progress("\(index)")
                usleep(400_000)
            }
        }
        for one in series {
            guard let period = one.periods.last, let value = one.values.last ?? nil else { continue }
            let input = manner == "undeclared-input" ? "grades" : one.indicator
            let isOfTwoPeriods = ["earlier-input", "no-input-caveat"].contains(manner)
            let caveats =
                manner == "earlier-input" ? ["covid-19", "one-figure", "strike"] : ["covid-19", "one-figure"]
            try emit(
                PluginFinding(
                    kind: manner == "undeclared-kind" ? "other" : "test",
                    indicator: one.indicator,
                    area: manner == "no-area" ? "999" : one.area,
                    breakdown: one.breakdown,
                    period: period,
                    group: "country",
                    statistic: manner == "other-statistic" ? "median" : "value",
                    value: value,
                    unit: manner == "other-unit" ? "percentage_points" : "%",
                    count: 1,
                    caveats: manner == "no-caveat" ? [] : caveats,
                    text: text(request),
                    inputs: (isOfTwoPeriods ? one.periods : [period]).map {
                        PluginFinding.Input(indicator: input, breakdown: one.breakdown, period: $0, areas: [one.area])
                    }
                )
            )
        }
    }
}
