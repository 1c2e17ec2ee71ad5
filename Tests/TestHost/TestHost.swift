import Foundation
import PejlAnalyse
import PejlModel
import PejlStore
import PejlTestSupport

#if canImport(Glibc)
import Glibc
#endif

/// A host in a process of its own: runs one manner of the test plugin some times and says what that cost it.
///
///     pejl-test-host MANNER TIMES SECONDS PROCESSES PATH
///     pejl-test-host statement TIMES SECONDS PUBLICATION SQL
///
/// prints a line a run, `NAME<tab>MILLISECONDS<tab>MESSAGE`, the name being `findings` where the run gave some; then
/// `grew<tab>KIB<tab>DESCRIPTORS`: its memory at the highest since the first run, and its descriptors at the end. With
/// TIMES `hold` it starts eight at a time, says `ready` and waits to be killed.
@main
enum TestHost {
    static func main() {
        let words = CommandLine.arguments
        guard words.count == 6, let seconds = Int(words[3]) else { exit(64) }
        if words[1] == "statement", let times = Int(words[2]), let candidate = try? Publication(path: words[4]) {
            // The first reads what every later one reads.
            let fine = "SELECT indicator, period, 'value' AS statistic, value, unit, 'da' AS text_da, 'en' AS text_en "
            _ = StatementRun(fine + "FROM figures LIMIT 1", on: candidate).result()
            return measure(times) {
                var run = StatementRun(words[5], on: candidate)
                run.limits.seconds = seconds
                let failure = run.result().failure
                return (failure?.name ?? "findings", failure?.message ?? "", run.id)
            }
        }
        guard let processes = Int(words[4]) else { exit(64) }
        var template = TestPluginRun(words[1])
        template.limits.seconds = seconds
        template.limits.handshakeSeconds = min(seconds, 5)
        template.limits.processes = processes
        template.limits.memoryBytes = 512 << 20
        template.path = words[5]
        let limits = template.limits
        guard let times = Int(words[2]) else { hold(words[1], limits) }

        // What a library left open must not come to a plugin: these are not closed on exec.
        let left = [open("/dev/null", O_RDONLY), socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)]
        // The first run of a process loads what every later one has.
        _ = try? TestPluginRun("sound").run()
        measure(times) {
            var run = TestPluginRun(words[1])
            run.limits = limits
            run.path = words[5]
            let (name, message) = outcome(run)
            return (name, message, run.id)
        }
        exit(left.allSatisfy { $0 >= 0 } ? 0 : 70)
    }

    /// Does something some times and says what each time came to, then what all of it cost this process.
    private static func measure(_ times: Int, _ body: () -> (name: String, message: String, id: String)) {
        resetPeak()
        let (memory, descriptors) = (status("VmRSS"), openDescriptors())
        for _ in 0..<times {
            let started = now()
            let (name, message, id) = body()
            say("\(name)\t\(now() - started)\t\(message)\t\(TestPluginRun.processes(naming: id).count)")
        }
        say("grew\t\(status("VmHWM") - memory)\t\(openDescriptors() - descriptors)")
    }

    private static func outcome(_ run: TestPluginRun) -> (String, String) {
        do {
            let outcome = try run.outcome()
            return ("findings", "\(outcome.findings.count), ready after \(outcome.startMilliseconds) ms")
        } catch {
            let failure = Failure(error)
            return (failure.name, failure.message.replacing("\n", with: " "))
        }
    }

    private static func hold(_ manner: String, _ limits: PluginLimits) -> Never {
        for _ in 0..<8 { Thread.detachNewThread { keep(manner, limits) } }
        while true { sleep(60) }
    }

    private static func keep(_ manner: String, _ limits: PluginLimits) {
        var run = TestPluginRun(manner)
        run.limits = limits
        let id = run.id
        do {
            _ = try run.run(confinement: { _ in say("started \(id)") })
        } catch {
            say("ended \(Failure(error))")
        }
    }

    private static func openDescriptors() -> Int { (0..<1024).filter { fcntl($0, F_GETFD) >= 0 }.count }

    /// A line of `/proc/self/status`, in KiB.
    private static func status(_ name: String) -> Int {
        guard let file = fopen("/proc/self/status", "re") else { return 0 }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        let count = fread(&bytes, 1, bytes.count, file)
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        for line in text.split(separator: "\n") where line.hasPrefix("\(name):") {
            return line.split { !$0.isNumber }.first.flatMap { Int($0) } ?? 0
        }
        return 0
    }

    /// A line on standard output at once, whole even where several threads have something to say.
    private static func say(_ line: String) {
        let text = line + "\n"
        _ = text.utf8CString.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count - 1) }
    }

    /// Makes the highest memory so far that of now.
    private static func resetPeak() {
        guard let file = fopen("/proc/self/clear_refs", "we") else { return }
        fputs("5", file)
        fclose(file)
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
