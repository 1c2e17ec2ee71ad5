import ArgumentParser

/// The administrator's and analyst's command.
@main
struct Pejl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pejl",
        abstract: "Where a municipality stands: figures, where they come from, and how they were found.",
        discussion: """
            Examples:
              pejl demo
              pejl status
              pejl query "SELECT * FROM figures WHERE area_code = '766'"
              pejl diff --from 2026-01-31
              pejl explain f0123456789abcdef
              pejl decode answer.csv
              pejl dataset discover statbank FOLK1AM

            Exit status: 0 done; 64 wrong use; 65 bad data; 69 unavailable; 71 this machine; 75 try later; \
            77 permission; 78 configuration.
            """,
        subcommands: [
            DemoCommand.self, StatusCommand.self, FetchCommand.self, QueryCommand.self, DiffCommand.self,
            ExplainCommand.self,
            DecodeCommand.self, DatasetCommand.self, RejectedCommand.self, ReplayCommand.self, VerifyCommand.self,
            PluginCommand.self,
            ConfigCommand.self,
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Terminal.end(with: error)
        }
    }
}
