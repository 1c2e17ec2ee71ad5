import PejlPluginKit

#if canImport(Glibc)
import Glibc
#endif

/// A plugin that behaves as its first argument says; for tests of the host.
@main
enum TestPlugin {
    static func main() {
        let manner = CommandLine.arguments.dropFirst().first ?? "sound"
        switch manner {
        case "sound", "nothing", "undeclared-kind", "undeclared-input", "no-area", "no-sentence", "reports", "breaks":
            PluginMain.run(ObedientPlugin(manner: manner))
        case "exit": exit(3)
        case "abort": abort()
        case "hang": while true { sleep(60) }
        case "flood": while true { say(String(repeating: "x", count: 1000) + "\n") }
        case "long-line": while true { say(String(repeating: "x", count: 1 << 16)) }
        case "version-9": answerHandshake(version: 9, name: "test-plugin")
        case "other-name": answerHandshake(version: 1, name: "somebody-else")
        case "not-json": afterHandshake("hello\n")
        case "not-utf8": afterHandshake(bytes: [0xff, 0xfe, 0x0a])
        case "infinite": afterHandshake(finding(value: "1e999"))
        case "wrong-count": afterHandshake(#"{"jsonrpc":"2.0","id":2,"result":{"findings":7}}"# + "\n")
        case "early-finding": say(finding(value: "1"))
        case "exit-midway": afterHandshake(finding(value: "1"), thenExit: 4)
        case "stops-reading":
            _ = readLine()
            say(handshake(version: 1, name: "test-plugin"))
            while true { sleep(60) }
        case "leaves-child": leaveChild()
        default: exit(64)
        }
    }

    private static func answerHandshake(version: Int, name: String) {
        _ = readLine()
        say(handshake(version: version, name: name))
        while readLine() != nil {}
    }

    private static func afterHandshake(_ text: String, thenExit status: Int32? = nil) {
        afterHandshake(bytes: Array(text.utf8), thenExit: status)
    }

    private static func afterHandshake(bytes: [UInt8], thenExit status: Int32? = nil) {
        _ = readLine()
        say(handshake(version: 1, name: "test-plugin"))
        while let line = readLine(), !line.contains("data/end") {}
        _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if let status { exit(status) }
        while readLine() != nil {}
    }

    /// A grandchild that stays when its parent ends; it must go with the process group.
    private static func leaveChild() {
        var pid: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("600"), nil]
        posix_spawn(&pid, "/bin/sleep", nil, nil, &arguments, nil)
        afterHandshake(#"{"jsonrpc":"2.0","method":"log","params":{"level":"info","message":"\#(pid)"}}"# + "\n")
    }

    private static func handshake(version: Int, name: String) -> String {
        #"{"jsonrpc":"2.0","id":1,"result":{"version":\#(version),"plugin":"\#(name)"}}"# + "\n"
    }

    private static func finding(value: String) -> String {
        """
        {"jsonrpc":"2.0","method":"finding","params":{"kind":"test","indicator":"absence","area":"766",\
        "breakdown":{},"period":"2024","group":"country","statistic":"value","value":\(value),"unit":"%",\
        "count":1,"caveats":[],"text":{"da":"a","en":"b"},"inputs":[{"indicator":"absence","breakdown":{},\
        "period":"2024","areas":["766"]}]}}

        """
    }

    private static func say(_ text: String) {
        let bytes = Array(text.utf8)
        let written = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if written < 0 { exit(0) }
    }
}

/// Follows the protocol and breaks one rule of findings at the most.
struct ObedientPlugin: AnalysisPlugin {
    static let id = "test-plugin"

    let manner: String

    private func text(_ request: AnalysisRequest) -> PluginText {
        switch manner {
        case "no-sentence": return PluginText(da: "", en: "")
        case "breaks":
            let breaks = request.indicators.map { "\($0.id): \($0.breaks ?? [])" }.joined(separator: " ")
            return PluginText(da: breaks, en: breaks)
        default: return PluginText(da: "tal", en: "figure")
        }
    }

    func analyse(_ request: AnalysisRequest, _ series: [SeriesData], emit: (PluginFinding) throws -> Void) throws {
        if manner == "reports" { throw PluginFailure.transient("try again tomorrow") }
        if manner == "nothing" { return }
        for one in series {
            guard let period = one.periods.last, let value = one.values.last ?? nil else { continue }
            let input = manner == "undeclared-input" ? "grades" : one.indicator
            try emit(
                PluginFinding(
                    kind: manner == "undeclared-kind" ? "other" : "test",
                    indicator: one.indicator,
                    area: manner == "no-area" ? "999" : one.area,
                    breakdown: one.breakdown,
                    period: period,
                    group: "country",
                    statistic: "value",
                    value: value,
                    unit: "%",
                    count: 1,
                    caveats: [],
                    text: text(request),
                    inputs: [
                        PluginFinding.Input(
                            indicator: input,
                            breakdown: one.breakdown,
                            period: period,
                            areas: [one.area]
                        )
                    ]
                )
            )
        }
    }
}
