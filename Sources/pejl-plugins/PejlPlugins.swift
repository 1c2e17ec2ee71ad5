import BenchmarkPlugin
import PejlPluginKit

#if canImport(Glibc)
import Glibc
#endif

/// The built-in plugins, one binary: `pejl-plugins NAME` speaks the protocol for one of them.
@main
enum PejlPlugins {
    static func main() {
        switch CommandLine.arguments.dropFirst().first {
        case BenchmarkPlugin.id: PluginMain.run(BenchmarkPlugin())
        default:
            let usage = "usage: pejl-plugins \(BenchmarkPlugin.id)\n"
            _ = usage.utf8CString.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count - 1) }
            exit(64)
        }
    }
}
