import PejlAnalyse
import PejlModel
import PejlTestSupport
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// What of a plugin is trusted, file by file, and who may change it.
struct PluginPinsTests {
    /// A plugin of three files in a folder of its own.
    private final class Desk {
        let folder: TemporaryFolder
        private let manifestText = "the manifest"

        init() throws {
            folder = try TemporaryFolder()
            try folder.write(manifestText, to: "plugin/plugin.toml")
            try folder.write("print(1)", to: "plugin/run.py")
            try folder.write("x = 1", to: "plugin/modules/helper.py")
            try folder.write("program", to: "programs/tool")
        }

        func manifest(_ program: String = "run.py") -> PluginManifest {
            PluginManifest(
                id: "test-plugin",
                version: "1",
                title: Localised(same: "test"),
                protocolVersions: 1...1,
                body: .process(command: [program], interpreter: "python3"),
                indicators: ["*"],
                areaKinds: [.municipality],
                outputs: [],
                limits: PluginLimits(),
                digest: ContentDigest(of: manifestText),
                folder: folder.file("plugin")
            )
        }

        func pins(_ program: String = "run.py", checkingOwners: Bool = true) throws(AnalyseError) -> PluginPins {
            try PluginPins(of: manifest(program), programs: folder.file("programs"), checkingOwners: checkingOwners)
        }

        func trust(_ pins: PluginPins?) -> PluginTrust {
            PluginTrust(pins: pins.map { ["test-plugin": $0] } ?? [:], programs: folder.file("programs"))
        }
    }

    private static func problem(_ body: () throws(AnalyseError) -> Void) -> Failure? {
        do throws(AnalyseError) {
            try body()
            return nil
        } catch {
            return error.failure
        }
    }

    @Test("every file of the folder is pinned, and the program where it lies elsewhere")
    func pins() throws {
        let desk = try Desk()
        let pins = try desk.pins()
        #expect(
            pins.files == [
                "plugin.toml": ContentDigest(of: "the manifest"), "run.py": ContentDigest(of: "print(1)"),
                "modules/helper.py": ContentDigest(of: "x = 1"),
            ]
        )
        #expect(pins.program == nil)
        #expect(try desk.pins("tool").program == ContentDigest(of: "program"))
        #expect(Self.problem { () throws(AnalyseError) in _ = try desk.pins("absent") }?.name == "plugin-not-found")
        #expect(Self.problem { () throws(AnalyseError) in _ = try desk.pins("../tool") }?.name == "plugin-not-found")
    }

    @Test("a plugin of which any file is changed, new or gone is not run, and is told by the names of the files")
    func differences() throws {
        let desk = try Desk()
        let trusted = try desk.pins()
        #expect(
            Self.problem { () throws(AnalyseError) in _ = try desk.trust(nil).check(desk.manifest()) }?.name
                == "plugin-not-trusted"
        )
        _ = try desk.trust(trusted).check(desk.manifest())
        try desk.folder.write("x = 2", to: "plugin/modules/helper.py")
        try desk.folder.write("", to: "plugin/zz.py")
        unlink(desk.folder.file("plugin/run.py"))
        let failure = Self.problem { () throws(AnalyseError) in _ = try desk.trust(trusted).check(desk.manifest()) }
        // run.py is not in the folder of programs either.
        #expect(failure?.name == "plugin-not-found")
        try desk.folder.write("print(1)", to: "plugin/other.py")
        let other = Self.problem { () throws(AnalyseError) in
            _ = try desk.trust(trusted).check(desk.manifest("other.py"))
        }
        #expect(other?.name == "plugin-changed")
        #expect(
            other?.message.contains(
                "modules/helper.py is changed, other.py is new, run.py is gone, zz.py is new; look at it"
            ) == true
        )
    }

    @Test("a plugin whose program is swapped after its files were looked at is not run")
    func swapped() throws {
        let desk = try Desk()
        let trust = desk.trust(try desk.pins("tool"))
        _ = try trust.open(desk.manifest("tool"))
        try desk.folder.write("another", to: "programs/tool")
        #expect(
            Self.problem { () throws(AnalyseError) in _ = try trust.open(desk.manifest("tool")) }?.name
                == "plugin-changed"
        )
    }

    @Test("a manifest that was changed since it was read is not pinned as it is now")
    func manifestChanged() throws {
        let desk = try Desk()
        try desk.folder.write("another manifest", to: "plugin/plugin.toml")
        #expect(Self.problem { () throws(AnalyseError) in _ = try desk.pins() }?.name == "plugin-unsafe-file")
    }

    @Test(
        "a file that somebody else could change, and what is no file, is refused by its name",
        arguments: [
            ("chmod 666 plugin/run.py", "plugin/run.py: everybody could change it: chmod o-w"),
            (
                "chmod 664 plugin/run.py; chgrp 4242 plugin/run.py",
                "plugin/run.py: its group 4242 could change it: chmod g-w"
            ),
            (
                "chown 4242 plugin/modules/helper.py",
                "plugin/modules/helper.py: it belongs to user 4242, who could change it: chown root"
            ),
            ("chmod 777 plugin/modules", "plugin/modules: everybody could change it: chmod o-w"),
            ("chmod 777 plugin", "plugin: everybody could change it: chmod o-w"),
            ("chmod 777 .", ": everybody could change it: chmod o-w"),
            ("chown 4242 plugin", "plugin: it belongs to user 4242, who could change it: chown root"),
            ("ln -s run.py plugin/link.py", "plugin/link.py: it is a symbolic link"),
            ("ln -s / plugin/root", "plugin/root: it is a symbolic link"),
            ("mkfifo plugin/pipe", "plugin/pipe: it is neither a file nor a folder"),
            ("mkdir -p plugin/1/2/3/4/5/6/7/8/9", "plugin/1/2/3/4/5/6/7/8/9: it is over 8 folders deep"),
            ("for n in $(seq 1000); do : > plugin/$n; done", "plugin: there are over 1000 files"),
            ("truncate -s 513M plugin/large", "plugin/large: there are over 512 MiB"),
        ]
    )
    func unsafe(command: String, problem: String) throws {
        if command.contains("4242"), geteuid() != 0 { return print("not tried, because only root can: \(command)") }
        let desk = try Desk()
        let result = try Program.run("/bin/sh", ["-c", "cd '\(desk.folder.path)' && \(command)"])
        #expect(result.status == 0)
        let failure = Self.problem { () throws(AnalyseError) in _ = try desk.pins() }
        #expect(failure?.name == "plugin-unsafe-file")
        #expect(failure?.message.hasSuffix(problem) == true, "\(failure?.message ?? "no failure")")
        // What is no file is none whoever owns it; owners are looked at unless the configuration says otherwise.
        let isOwner = command.hasPrefix("ch")
        #expect(
            (Self.problem { () throws(AnalyseError) in _ = try desk.pins(checkingOwners: false) } == nil) == isOwner
        )
    }

    @Test("10,000 swaps of the program between two files never let one run that is not the trusted one")
    func swapLoop() async throws {
        let desk = try Desk()
        try desk.folder.write("program", to: "programs/good")
        try desk.folder.write("something else", to: "programs/bad")
        let trust = desk.trust(try desk.pins("tool"))
        let path = desk.folder.path + "/programs"
        let hasEnded = Mutex(false)
        let swaps = Task.detached {
            for index in 0..<10_000 {
                link(path + (index % 2 == 0 ? "/bad" : "/good"), path + "/x")
                rename(path + "/x", path + "/tool")
                usleep(50)
            }
            hasEnded.withLock { $0 = true }
        }
        var outcomes: [String: Int] = [:]
        while !hasEnded.withLock({ $0 }) {
            let failure = Self.problem { () throws(AnalyseError) in
                let program = try trust.open(desk.manifest("tool"))
                guard program.digest == ContentDigest(of: "program") else {
                    throw .notTrusted(plugin: "other bytes", digest: program.digest)
                }
            }
            outcomes[failure?.name ?? "trusted", default: 0] += 1
        }
        await swaps.value
        print("swaps: \(outcomes.sorted { $0.key < $1.key })")
        #expect(Set(outcomes.keys).isSubset(of: ["trusted", "plugin-changed", "plugin-unsafe-file"]))
        #expect(outcomes["plugin-changed"] != nil)
    }
}
