import ArgumentParser

#if canImport(Glibc)
import Glibc
#endif

/// Where the configuration is.
struct ConfigOption: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: "The configuration file. Default: /etc/pejl/pejl.toml, or that of .demo where only that is there.",
        completion: .file()
    )
    var named: String?

    /// The file that was named, or the one that is there.
    var config: String {
        if let named { return named }
        let (installed, demonstration) = ("/etc/pejl/pejl.toml", ".demo/etc/pejl.toml")
        let isInstalled = access(installed, F_OK) == 0
        return !isInstalled && access(demonstration, F_OK) == 0 ? demonstration : installed
    }
}
