import Foundation
import PejlConfig
import PejlControl
import PejlModel
import PejlPipeline
import PejlTestSupport
import Testing

/// A plugin that fails, rests, and is let go on; beside one that is sound.
struct PluginStandingTests {
    /// An installation with the benchmark and a script of the system's shell that ends with a status of its own.
    private final class Desk {
        let installation: DropInstallation

        init() throws {
            installation = try DropInstallation(["elever": DropInstallation.pupils], plugins: ["benchmark"])
            try write("exit 7")
            try installation.drop(Self.figures(41), as: "a.csv", in: "elever")
        }

        static func figures(_ count: Int) -> [UInt8] {
            Array("Kommune;År;Antal\n630;2024;77\n766;2024;\(count)\n".utf8)
        }

        /// Gives the shaky plugin another script and trusts it.
        func write(_ script: String) throws {
            let plugin = ScriptPlugin("shaky", title: "Den rystende", interpreter: "sh", statistic: "value")
            try plugin.write(script, to: installation)
            let configuration = try Configuration(path: installation.configurationPath)
            try PluginRegistration(configuration).trust(configuration.pipeline.plugins)
        }

        func run() async throws -> StatusDocument {
            StatusDocument(try await installation.run())
        }

        var report: String { (try? String(contentsOfFile: installation.paths.report, encoding: .utf8)) ?? "" }
    }

    private static func shaky(_ status: StatusDocument) -> StatusDocument.Plugin? {
        status.plugins?.first { $0.id == "shaky" }
    }

    @Test("a plugin that fails three times in a row rests for a day, and publications are made without it")
    func breaker() async throws {
        let desk = try Desk()
        for count in 1...3 {
            let status = try await desk.run()
            #expect(status.publication.failure?.name == "plugin-ended")
            #expect(Self.shaky(status)?.state == "failed" && Self.shaky(status)?.failuresInARow == count)
            #expect(status.plugins?.first?.state == "ran")
        }
        let held = try await desk.run()
        #expect(held.publication.state == "published" && held.publication.number == 1)
        #expect(Self.shaky(held)?.state == "held")
        #expect(Self.shaky(held)?.failure?.message.contains("it failed 3 times in a row and rests until ") == true)
        #expect(Self.shaky(held)?.failure?.message.contains("`pejl plugin reset shaky`") == true)
        #expect(desk.report.contains("Den rystende") && desk.report.contains("fejlede gentagne gange"))
        #expect(try await desk.run().publication.state == "unchanged")

        // A day later it is tried once, and rests again.
        desk.installation.clock.advance(seconds: 86_400)
        let later = try await desk.run()
        #expect(later.publication.failure?.name == "plugin-ended" && Self.shaky(later)?.failuresInARow == 4)
        #expect(Self.shaky(try await desk.run())?.state == "held")
    }

    @Test("a plugin that was reset is run again, and one success lets its failures be forgotten")
    func reset() async throws {
        let desk = try Desk()
        for _ in 1...4 { _ = try await desk.run() }
        try desk.write(Self.sound)
        #expect(Self.shaky(try await desk.run())?.state == "held")
        let before = try desk.installation.pipeline().resetPlugin("shaky", actor: "a test")
        #expect(before.failuresInARow == 3)
        let status = try await desk.run()
        #expect(status.publication.state == "published" && Self.shaky(status)?.state == "ran")
        #expect(Self.shaky(status)?.failuresInARow == 0 && Self.shaky(status)?.run?.findings == 0)
        #expect(desk.report.contains("Den rystende") && !desk.report.contains("fejlede gentagne gange"))
        let events = try Program.python(
            """
            import sqlite3, sys
            for row in sqlite3.connect(sys.argv[1]).execute(
                "SELECT actor, subject, detail FROM event WHERE verb = 'plugin-reset'"): print(*row, sep="|")
            """,
            [desk.installation.paths.publication]
        )
        #expect(events.output == "a test|shaky|after 3 failures in a row\n")
    }

    @Test("a plugin whose files change while it runs has nothing published, and is told by the name of the file")
    func changesMidway() async throws {
        let desk = try Desk()
        let folder = desk.installation.folder
        try folder.write("wait\n", to: "etc/plugins/shaky/flag")
        try desk.write("until read -r word < \"$PYTHONPATH/flag\" && [ \"$word\" = go ]; do :; done\n" + Self.sound)
        let pipeline = try desk.installation.pipeline { event in
            guard case .analysing(plugin: "shaky") = event else { return }
            // A thread of its own: the run keeps those of tasks busy.
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: 0.7)
                _ = try? folder.write("go\n", to: "etc/plugins/shaky/flag")
            }
        }
        let status = StatusDocument(try await pipeline.run())
        #expect(status.publication.failure?.name == "plugin-changed")
        #expect(status.publication.failure?.message.contains("flag is changed") == true)
        #expect(Self.shaky(status)?.state == "failed" && status.publication.number == nil)
    }

    /// Speaks the protocol with nothing to say.
    private static let sound = """
        read -r line
        echo '{"jsonrpc":"2.0","id":1,"result":{"version":1,"plugin":"shaky"}}'
        while read -r line; do
          case "$line" in
          *'"data/end"'*) echo '{"jsonrpc":"2.0","id":2,"result":{"findings":0}}' ;;
          *'"shutdown"'*) echo '{"jsonrpc":"2.0","id":3,"result":{}}'; exit 0 ;;
          esac
        done
        """
}
