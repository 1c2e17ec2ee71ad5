import CFuzz
import Glibc

/// One place where bytes from outside are read.
protocol FuzzTarget {
    /// How `make fuzz` calls it.
    static var name: String { get }

    /// Reads `bytes` and ends the program where what should hold does not.
    static func run(_ bytes: UnsafeRawBufferPointer)
}

/// Runs one target under libFuzzer: `pejl-fuzz TARGET [libFuzzer's options and folders]`.
///
/// Without a target it lists them.
@main
struct FuzzMain {
    private static var targets: [any FuzzTarget.Type] {
        [
            StatBankCSVTarget.self, JSONStatTarget.self, FlatRowsTarget.self, KoladaTarget.self, PXTarget.self,
            LayoutTarget.self, SheetTarget.self, ZipTarget.self, GzipTarget.self, SmallJSONTarget.self,
            NumberTarget.self, PeriodTarget.self, RedirectTarget.self, ControlTarget.self,
        ]
    }

    /// Written once before the loop begins; libFuzzer calls from the one thread that wrote it.
    nonisolated(unsafe) private static var target: any FuzzTarget.Type = PeriodTarget.self

    static func main() {
        guard let name = CommandLine.arguments.dropFirst().first,
            let chosen = targets.first(where: { $0.name == name })
        else {
            for target in targets { print(target.name) }
            return
        }
        target = chosen
        // libFuzzer sees the arguments without the target's name.
        var arguments = CommandLine.unsafeArgv
        arguments[1] = arguments[0]
        arguments += 1
        var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = arguments
        var count = CommandLine.argc - 1
        let code = LLVMFuzzerRunDriver(&count, &list) { bytes, count in
            FuzzMain.measured(UnsafeRawBufferPointer(start: bytes, count: count))
            return 0
        }
        exit(code)
    }

    /// Runs the target and ends the program where it took more than a second of the processor.
    ///
    /// Not of the clock: a busy machine is no fault of a parser's.
    private static func measured(_ bytes: UnsafeRawBufferPointer) {
        let start = processorTime()
        target.run(bytes)
        let milliseconds = (processorTime() - start) / 1_000_000
        if milliseconds > 1_000 { fail("\(bytes.count) bytes took \(milliseconds) ms of the processor") }
    }

    private static func processorTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}

/// Ends the program as a crash does, so that libFuzzer keeps the input.
func fail(_ message: String) -> Never {
    let line = Array("pejl-fuzz: \(message)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    abort()
}

/// Ends the program where `condition` does not hold.
func hold(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fail(message()) }
}
