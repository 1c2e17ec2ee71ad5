import PejlPluginKit

#if canImport(Glibc)
import Glibc
#endif

/// `pejl-bench-plugin` is a plugin; `pejl-bench-plugin PUBLICATION` does the same work on figures that it reads itself.
@main
enum BenchPlugin {
    static func main() {
        guard let path = CommandLine.arguments.dropFirst().first else { PluginMain.run(Change()) }
        do {
            print(try Alone.run(path))
        } catch {
            let text = "pejl-bench-plugin: \(error)\n"
            _ = text.utf8CString.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count - 1) }
            exit(1)
        }
    }
}
