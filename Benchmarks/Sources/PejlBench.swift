import PejlModel
import PejlStore

#if canImport(Glibc)
import Glibc
#endif

/// Runs one part of the way from a BULK file to the store, once, and prints a line of JSON; `run.py` measures it.
@main
enum PejlBench {
    private static let usage = """
        usage: pejl-bench decode FILE
               pejl-bench normalise FILE
               pejl-bench load FILE STORE
               pejl-bench version

        """

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            switch (arguments.first, arguments.count) {
            case ("decode", 2): print(try BulkRun(path: arguments[1]).decode())
            case ("normalise", 2): print(try BulkRun(path: arguments[1]).normalise())
            case ("load", 3): print(try BulkRun(path: arguments[1]).load(into: arguments[2]))
            case ("version", 1): print(#"{"sqlite": "\#(Store.sqliteVersion)"}"#)
            default:
                complain(usage)
                exit(64)
            }
        } catch {
            complain("pejl-bench: \(error)\n")
            exit(1)
        }
    }

    private static func complain(_ text: String) {
        _ = text.utf8CString.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count - 1) }
    }
}
