import PejlModel
import PejlStore

#if canImport(Glibc)
import Glibc
#endif

/// Runs one part of the way of a document once, and prints a line of JSON; `run.py` measures it.
@main
enum PejlBench {
    private static let usage = """
        usage: pejl-bench decode KIND FILE
               pejl-bench normalise KIND FILE
               pejl-bench load KIND FILE STORE
               pejl-bench again KIND FILE STORE
               pejl-bench publish STORE PUBLICATION
               pejl-bench query PUBLICATION
               pejl-bench stream PUBLICATION PROGRAMS
               pejl-bench start PUBLICATION PROGRAMS
               pejl-bench fetch URL COUNT AT-ONCE CERTIFICATE FOLDER
               pejl-bench version
        KIND is one of \(GeneratedDocument.allCases.map(\.rawValue).joined(separator: ", ")).

        """

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            let document = arguments.dropFirst().first.flatMap(GeneratedDocument.init(rawValue:))
            switch (arguments.first, document, arguments.count) {
            case ("decode", let document?, 3): print(try DocumentRun(document, path: arguments[2]).decode())
            case ("normalise", let document?, 3): print(try DocumentRun(document, path: arguments[2]).normalise())
            case ("load", let document?, 4):
                print(try DocumentRun(document, path: arguments[2]).load(into: arguments[3]))
            case ("again", let document?, 4):
                print(try DocumentRun(document, path: arguments[2]).load(into: arguments[3], isFirst: false))
            case ("publish", _, 3): print(try PublishRun.publish(arguments[1], to: arguments[2]))
            case ("query", _, 2): print(try QueryRun.ask(arguments[1]))
            case ("stream", _, 3): print(try PluginRun(arguments[1], programs: arguments[2]).stream())
            case ("start", _, 3): print(try PluginRun(arguments[1], programs: arguments[2]).start())
            case ("fetch", _, 6):
                guard let run = FetchRun(Array(arguments.dropFirst())) else { fallthrough }
                print(try await run.fetch())
            case ("version", _, 1): print(#"{"sqlite": "\#(Store.sqliteVersion)"}"#)
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
