import Foundation
import PejlDrop
import PejlModel
import PejlTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// The folder that people put files into, and what they may put there.
struct DropFolderTests {
    private let desk: TemporaryFolder
    private let folder: DropFolder
    private let noon = UTCInstant(secondsSince1970: 1_700_000_000)

    init() throws {
        desk = try TemporaryFolder()
        for name in ["drop", "incoming"] { mkdir(desk.file(name), 0o755) }
        folder = try DropFolder(root: desk.file("drop"), dataset: "tal", readme: "Læg filer her.\n")
    }

    private var incoming: String { desk.file("incoming") }

    private func files() async throws -> [DropFile] { try await folder.waiting(rest: .zero).files }

    /// Takes every file: its bytes, or why it was not taken.
    private func taken() async throws -> [String: String] {
        var taken: [String: String] = [:]
        for file in try await files() {
            do {
                let document = try folder.take(file, into: incoming, limit: 1000)
                let bytes = FileManager.default.contents(atPath: document.path) ?? Data()
                #expect(document.digest == ContentDigest(of: bytes) && document.byteCount == bytes.count)
                taken[file.name] = String(decoding: bytes, as: UTF8.self)
                unlink(document.path)
            } catch {
                taken[file.name] = error.failure.name
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: incoming) == [])
        return taken
    }

    @Test("it is made for its group, with its subfolders and a text that says what belongs there")
    func made() throws {
        var status = stat()
        #expect(stat(folder.path, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o2770)
        #expect(desk.files() == ["drop/tal/LÆSMIG.txt"])
        chmod(folder.path, 0o750)
        let again = try DropFolder(root: desk.file("drop"), dataset: "tal", readme: "Noget andet.\n")
        #expect(stat(again.path, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o750, "an administrator's rights stand")
        let text = try String(contentsOfFile: desk.file("drop/tal/LÆSMIG.txt"), encoding: .utf8)
        #expect(text == "Noget andet.\n")
    }

    @Test("files come oldest first, names decide within a moment, and what is no figures is passed over")
    func order() async throws {
        let times = ["b.csv": 100, "a.csv": 100, "ny.csv": 300, "ældst.csv": 50]
        for (name, time) in times {
            try desk.write(name, to: "drop/tal/\(name)")
            var stamps = [timeval(tv_sec: time, tv_usec: 0), timeval(tv_sec: time, tv_usec: 0)]
            utimes(desk.file("drop/tal/\(name)"), &stamps)
        }
        for name in [".skjult", "~$bog.xlsx", "stor.csv.part", "stor.TMP", "Thumbs.db", "desktop.ini", "x.filepart"] {
            try desk.write("x", to: "drop/tal/\(name)")
        }
        #expect(try await files().map(\.name) == ["ældst.csv", "a.csv", "b.csv", "ny.csv"])
        #expect(try await taken()["ny.csv"] == "ny.csv")
        #expect(try await files().first?.modified == UTCInstant(secondsSince1970: 50))
    }

    @Test("links, folders, pipes and sockets are not read, and nothing waits for a pipe")
    func others() async throws {
        let secret = try desk.write("hemmeligt", to: "hemmelig.txt")
        symlink(secret, desk.file("drop/tal/link.csv"))
        symlink("/nowhere", desk.file("drop/tal/broken.csv"))
        mkfifo(desk.file("drop/tal/pipe.csv"), 0o666)
        mkdir(desk.file("drop/tal/folder.csv"), 0o755)
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = "/tmp/pejl-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0 && rename(path, desk.file("drop/tal/socket.csv")) == 0)
        let names = ["link.csv", "broken.csv", "pipe.csv", "folder.csv", "socket.csv"]
        #expect(try await taken() == Dictionary(uniqueKeysWithValues: names.map { ($0, "not-a-file") }))
        for file in try await files() { #expect(try folder.refuse(file, at: noon, reason: "nej\n") != nil) }
        #expect(try await files() == [])
        #expect(try String(contentsOfFile: secret, encoding: .utf8) == "hemmeligt")
        #expect(
            try DropError.notAFile(file: "link.csv", kind: "a symbolic link").description
                == "link.csv: it is a symbolic link, no file; put the file itself into the folder"
        )
    }

    @Test("a pipe put in the place of a file between look and reading is not waited for")
    func swapped() async throws {
        for name in ["a.csv", "b.csv"] { try desk.write("1", to: "drop/tal/\(name)") }
        let found = try await files()
        unlink(desk.file("drop/tal/a.csv"))
        mkfifo(desk.file("drop/tal/a.csv"), 0o666)
        unlink(desk.file("drop/tal/b.csv"))
        symlink("/etc/hostname", desk.file("drop/tal/b.csv"))
        for file in found {
            #expect(throws: DropError.growing(file: file.name)) {
                try folder.take(file, into: incoming, limit: 1000)
            }
        }
    }

    @Test("more bytes than the limit are refused, by their number and while they are read")
    func large() async throws {
        try desk.write(String(repeating: "x", count: 1001), to: "drop/tal/stor.csv")
        try desk.write(String(repeating: "x", count: 1000), to: "drop/tal/passer.csv")
        let taken = try await taken()
        #expect(taken["stor.csv"] == "too-large")
        #expect(taken["passer.csv"]?.count == 1000)
        // A terabyte of nothing.
        let file = open(desk.file("drop/tal/hul.csv"), O_CREAT | O_WRONLY, 0o644)
        ftruncate(file, 1 << 40)
        close(file)
        #expect(try await self.taken()["hul.csv"] == "too-large")
    }

    @Test("a file that grows while the folder is watched waits for the next run", .timeLimit(.minutes(5)))
    func growing() async throws {
        try desk.write("rolig\n", to: "drop/tal/rolig.csv")
        let path = try desk.write("a", to: "drop/tal/vokser.csv")
        // A thread of its own: the pool's may all be busy with other tests.
        let writer = Thread {
            let file = open(path, O_WRONLY | O_APPEND)
            defer { close(file) }
            while !Thread.current.isCancelled {
                write(file, "b", 1)
                usleep(5_000)
            }
        }
        writer.start()
        let (still, growing) = try await folder.waiting(rest: .milliseconds(300))
        #expect(still.map(\.name) == ["rolig.csv"])
        #expect(growing.map(\.name) == ["vokser.csv"])
        writer.cancel()
        while !writer.isFinished { usleep(1_000) }
        #expect(try await files().count == 2)
    }

    @Test("a file written to between look and reading is not taken")
    func changed() async throws {
        try desk.write("1\n", to: "drop/tal/a.csv")
        let file = try #require(await files().first)
        // File systems tell times to some milliseconds.
        usleep(30_000)
        try desk.write("2\n", to: "drop/tal/a.csv")
        #expect(throws: DropError.growing(file: "a.csv")) { try folder.take(file, into: incoming, limit: 1000) }
        // Nor is what was not read moved away.
        #expect(try folder.keep(file, at: noon) == nil)
        #expect(try await files().map(\.name) == ["a.csv"])
    }

    @Test("names cannot leave the folder, break a line or hide their ending")
    func names() async throws {
        let names: [(String, String)] = [
            ("a\nb.csv", "a_b.csv"), ("a\u{1B}[31m.csv", "a_[31m.csv"), ("fil\u{202E}vsc.exe", "fil_vsc.exe"),
            ("x..csv", "x..csv"), ("-rf", "-rf"), ("tal 2024 (1).csv", "tal 2024 (1).csv"), ("ærø.csv", "ærø.csv"),
            ("010203-1234.csv", "######-####.csv"),
            (String(repeating: "å", count: 120), String(repeating: "å", count: 100)),
        ]
        for (name, _) in names { try desk.write("1", to: "drop/tal/\(name)") }
        let raw = open(desk.file("drop/tal/"), O_RDONLY | O_DIRECTORY)
        let invalid: [CChar] = [0x61, CChar(bitPattern: 0xE6), 0x2E, 0x63, 0x73, 0x76, 0]
        close(openat(raw, invalid, O_CREAT | O_WRONLY, 0o644))
        close(raw)
        let found = try await files()
        #expect(Set(found.map(\.name)) == Set(names.map(\.1) + ["a_.csv"]))
        #expect(found.filter(\.isNamedAfterPerson).map(\.name) == ["######-####.csv"])
        for file in found {
            let path = try #require(try folder.keep(file, at: noon))
            #expect(path == "\(folder.path)/done/20231114T221320Z-\(file.name)")
        }
        #expect(try await files() == [])
        #expect(desk.files().filter { $0.contains("done/") }.count == names.count + 1)
    }

    @Test("two files of one name and second are kept beside each other, the reason beside the refused one")
    func aside() async throws {
        for _ in 0..<2 {
            try desk.write("1", to: "drop/tal/a.csv")
            let file = try #require(await files().first)
            _ = try folder.refuse(file, at: noon, reason: "Fordi.\n")
        }
        let names = ["20231114T221320Z-2-a.csv", "20231114T221320Z-a.csv"].flatMap { [$0, $0 + ".reason.txt"] }
        #expect(desk.files() == (names.map { "drop/tal/refused/\($0)" } + ["drop/tal/LÆSMIG.txt"]).sorted())
        let reason = desk.file("drop/tal/refused/20231114T221320Z-a.csv.reason.txt")
        #expect(try String(contentsOfFile: reason, encoding: .utf8) == "Fordi.\n")
    }

    @Test("links in the place of the folder's own names are not followed")
    func ownNames() async throws {
        let outside = desk.file("outside")
        mkdir(outside, 0o755)
        let victim = try desk.write("uskadt", to: "victim")
        for name in ["done", "refused"] {
            rmdir(desk.file("drop/tal/\(name)"))
            symlink(outside, desk.file("drop/tal/\(name)"))
        }
        unlink(desk.file("drop/tal/LÆSMIG.txt"))
        symlink(victim, desk.file("drop/tal/LÆSMIG.txt"))
        symlink(victim, desk.file("drop/tal/.LÆSMIG.txt.new"))
        let again = try DropFolder(root: desk.file("drop"), dataset: "tal", readme: "Læg filer her.\n")
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "uskadt")
        try desk.write("1", to: "drop/tal/a.csv")
        let file = try #require(await files().first)
        #expect(throws: DropError.self) { try again.keep(file, at: noon) }
        #expect(throws: DropError.self) { try again.refuse(file, at: noon, reason: "nej") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == [])
        #expect(try await files().map(\.name) == ["a.csv"])
        symlink("/tmp", desk.file("drop/andet"))
        #expect(throws: DropError.self) {
            try DropFolder(root: desk.file("drop"), dataset: "andet", readme: "")
        }
    }

    @Test("a file that the daemon may not read is refused by name")
    func unreadable() async throws {
        let path = try desk.write("1", to: "drop/tal/a.csv")
        chmod(path, 0o000)
        for name in ["", "/drop", "/drop/tal", "/incoming"] { chmod(desk.path + name, 0o777) }
        let file = try #require(await files().first)
        // Root reads everything: as nobody, on this thread only, for one call.
        typealias SetUser = @convention(c) (uid_t) -> Int32
        let isRoot = geteuid() == 0
        // Glibc's module lacks it.
        let setUser = unsafeBitCast(try #require(dlsym(nil, "setfsuid")), to: SetUser.self)
        if isRoot { _ = setUser(65_534) }
        let failure = Result { try folder.take(file, into: incoming, limit: 1000) }
        if isRoot { _ = setUser(0) }
        #expect(throws: DropError.unreadable(file: "a.csv")) { try failure.get() }
        #expect(
            DropError.unreadable(file: "a.csv").failure
                == Failure(
                    kind: .contract,
                    name: "unreadable-file",
                    message:
                        "a.csv: it may not be read; give the folder's group the right to read it and put it there again"
                )
        )
    }

    @Test("a folder that cannot be made, and a disk that is full, are told by path")
    func system() {
        #expect(throws: DropError.system(operation: "make the folder", path: "/nowhere/tal", code: ENOENT)) {
            try DropFolder(root: "/nowhere", dataset: "tal", readme: "")
        }
        #expect(
            DropError.system(operation: "write", path: "/x", code: ENOSPC).failure
                == Failure(
                    kind: .system,
                    name: "disk-full",
                    message: "no space left to write /x; free some and run again"
                )
        )
    }
}
