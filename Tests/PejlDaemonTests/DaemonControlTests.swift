import Foundation
import Glibc
import PejlControl
import PejlModel
import PejlPipeline
import PejlStandIn
import PejlTestSupport
import Testing

/// A running `pejld` that is asked and told, with `pejl` and over its socket.
@Suite(.timeLimit(.minutes(10)))
struct DaemonControlTests {
    /// A daemon that has made its first publication.
    private static func running() throws -> (ServiceDesk, Program, ControlClient) {
        let desk = try ServiceDesk()
        let program = try desk.start()
        try #require(program.says("published number 1", onErrors: true, within: 60))
        return (desk, program, ControlClient(path: desk.paths.controlSocket))
    }

    private static func pejl(_ desk: ServiceDesk, _ arguments: [String]) throws -> ProgramResult {
        try Program.run("pejl", arguments + ["--config", desk.installation.configurationPath])
    }

    @Test("status tells of the daemon while it runs, and of its last run when it does not")
    func status() throws {
        let (desk, program, _) = try Self.running()
        let arguments = ["status", "--directory", desk.paths.directory]
        let english = try Program.run("pejl", arguments)
        #expect(english.status == 0 && english.output.contains("\npejld runs since "), "\(english)")
        #expect(english.output.contains("; works again at "))
        let danish = try Program.run("pejl", arguments + ["--lang", "da"])
        #expect(danish.output.contains("\npejld kører siden ") && danish.output.contains("; arbejder igen "))
        let json = try Program.run("pejl", arguments + ["--json"])
        let document = try JSONDecoder().decode(StatusDocument.self, from: Data(json.output.utf8))
        #expect(document.daemon?.run == 2 && document.datasets.map(\.state) == ["loaded"])
        program.terminate()
        #expect(program.result(within: 30).status == 0)
        let after = try Program.run("pejl", arguments)
        #expect(after.status == 0 && !after.output.contains("runs since") && after.output.contains("folk1am: loaded"))
    }

    @Test("datasets are fetched when somebody asks, with what came of it, and the store knows who asked")
    func fetch() throws {
        let (desk, program, client) = try Self.running()
        let waited = try Self.pejl(desk, ["fetch", "folk1am", "--wait", "--force"])
        #expect(waited.status == 0 && waited.output.contains("folk1am: unchanged"), "\(waited)")
        let queued = try Self.pejl(desk, ["fetch", "--all", "--json"])
        #expect(queued.status == 0 && queued.output == "{\n  \"queued\" : true\n}\n", "\(queued)")
        let unknown = try Self.pejl(desk, ["fetch", "folk1", "--lang", "da"])
        #expect(unknown.status == 64)
        #expect(
            unknown.errors
                == "pejl: unknown-dataset: datasættet \"folk1\" findes ikke i opsætningen; der er folk1am\n"
        )
        desk.installation.standIn.misbehave(.serverError(503), on: "/v1")
        let failed = try Self.pejl(desk, ["fetch", "folk1am", "--wait"])
        #expect(failed.status == 69 && failed.output.contains("server-error"), "\(failed)")
        let runs = try client.ask(.runs(limit: 20))
        #expect(runs.contains("\"server-error\"") && runs.contains("\"number\" : 1"), "\(runs)")
        program.terminate()
        #expect(program.result(within: 30).status == 0)
        let script = """
            import sqlite3, sys
            rows = sqlite3.connect(sys.argv[1]).execute(
                "SELECT verb, detail, actor, subject FROM event WHERE verb LIKE 'control-%' ORDER BY id").fetchall()
            for row in rows: print(*row, sep='|')
            """
        let events = try Program.python(script, [desk.paths.workStore]).output.split(separator: "\n")
        #expect(events.count == 4, "\(events)")
        #expect(events.first?.hasPrefix("control-fetch|done|user \(getuid())|{") == true, "\(events)")
        #expect(events.count { $0.hasPrefix("control-fetch|unknown-dataset|") } == 1, "\(events)")
    }

    @Test("the configuration is read anew when somebody asks, and a bad one is told of and not taken")
    func reload() throws {
        let (desk, program, client) = try Self.running()
        #expect(try Self.pejl(desk, ["config", "reload"]).status == 0)
        let path = desk.installation.configurationPath
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try desk.installation.folder.write(
            text.replacing("[fetch]", with: "[fetch]\nproxi = \"x\""),
            to: "etc/pejl.toml"
        )
        let refused = try Self.pejl(desk, ["config", "reload"])
        #expect(refused.status == 78)
        #expect(refused.errors.contains("fetch.proxi: there is no such key; did you mean proxy?"))
        let status = try Program.run("pejl", ["status", "--directory", desk.paths.directory])
        #expect(status.output.contains("stands: ") && status.output.contains("fetch.proxi"), "\(status.output)")
        #expect(try client.ask(.metrics).contains("\npejl_config_last_reload_successful 0\n"))
        program.terminate()
        #expect(program.result(within: 30).status == 0)
    }

    @Test("metrics, versions and the level of the log are told, and the level can be set")
    func looks() throws {
        let (desk, program, client) = try Self.running()
        let metrics = try client.ask(.metrics)
        for line in ["pejl_runs_total{outcome=\"ok\"} 1", "pejl_build_info{version=\"0.1\"} 1"] {
            #expect(metrics.contains("\n\(line)\n"), "\(metrics)")
        }
        #expect(try client.ask(.version).contains("\"pejl\" : \"0.1\""))
        #expect(try client.ask(.setLogLevel(.debug)) == "{\n  \"level\" : \"debug\"\n}\n")
        #expect(try client.ask(.logLevel).contains("debug"))
        #expect(throws: ControlError.self) { try client.ask(.cancel(run: 1)) }
        program.terminate()
        #expect(program.result(within: 30).status == 0)
        #expect(access(desk.paths.controlSocket, F_OK) != 0)
    }

    @Test("where no daemon runs, asking it says so and what to do")
    func nobody() throws {
        let desk = try ServiceDesk()
        let result = try Self.pejl(desk, ["fetch", "folk1am"])
        #expect(result.status == 69 && result.errors.contains("no-daemon: ") && result.errors.contains("systemctl"))
        #expect(try Self.pejl(desk, ["fetch"]).status == 64)
        #expect(try Self.pejl(desk, ["fetch", "folk1am", "--all"]).status == 64)
    }
}
