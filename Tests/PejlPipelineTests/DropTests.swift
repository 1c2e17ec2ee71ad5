import Foundation
import PejlControl
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Files in a drop folder, from there to the publication; the figures are synthetic.
struct DropTests {
    static let recipe = DropInstallation.pupils

    static func file(_ hedensted: Int, _ vejle: Int = 12_345) -> [UInt8] {
        let thousands = "\(vejle / 1000).\(vejle % 1000)"
        return Array("Kommune;År;Antal\r\n766;2024;\(hedensted)\r\n630;2024;\(thousands)\r\n".utf8)
    }

    private func installation() throws -> DropInstallation { try DropInstallation(["elever": Self.recipe]) }

    private func vintages(_ installation: DropInstallation) throws -> [[QueryValue]] {
        try Rows(
            path: installation.paths.publication,
            "SELECT value FROM figures_vintages WHERE area_code = '766' ORDER BY valid_from"
        ).all
    }

    @Test("without a file the dataset waits; with figures and no new file it is unchanged")
    func waiting() async throws {
        let installation = try installation()
        let folder = "\(installation.paths.drop)/elever"
        let first = try await installation.run()
        #expect(first.datasets.map(\.outcome) == [.awaitingFile(folder: folder)])
        #expect(first.publication == .nothing && first.failures == [])
        let status = StatusDocument(first).datasets[0]
        #expect(status.state == "awaiting-file" && status.folder == folder)
        #expect(installation.text("elever", ending: "LÆSMIG.txt")?.contains("»Elever« (elever)") == true)

        try installation.drop(Self.file(700), as: "a.csv", in: "elever")
        guard case .loaded(let difference) = try await installation.run().datasets[0].outcome else {
            Issue.record("not loaded")
            return
        }
        #expect(difference.added == 2)
        #expect(try await installation.run().datasets.map(\.outcome) == [.unchanged])
        #expect(installation.dropped("elever") == ["done/a.csv"])
    }

    @Test("several files are loaded oldest first, each a vintage, and kept; the figures trace to the file's bytes")
    func vintages() async throws {
        let installation = try installation()
        try installation.drop(Self.file(703), as: "a.csv", in: "elever", age: 1)
        try installation.drop(Self.file(701), as: "b.csv", in: "elever", age: 3)
        try installation.drop(Self.file(702), as: "c.csv", in: "elever", age: 2)
        let summary = try await installation.run()
        #expect(summary.failures == [])
        guard case .loaded(let difference) = summary.datasets[0].outcome else { throw Unexpected(summary) }
        #expect(difference.added == 2 && difference.changed == 2 && difference.withdrawn == 0)
        #expect(try vintages(installation) == [[.real(701)], [.real(702)], [.real(703)]])
        #expect(installation.dropped("elever") == ["done/a.csv", "done/b.csv", "done/c.csv"])

        let fetches = try Rows(
            path: installation.paths.publication,
            "SELECT method, url, proof, document_sha256 FROM fetches ORDER BY fetch_id"
        )
        #expect(
            fetches.all
                == [("b", 701), ("c", 702), ("a", 703)].map { name, pupils in
                    [
                        .text("DROP"), .text("drop:elever/\(name).csv"), .text("none"),
                        .text(ContentDigest(of: Self.file(pupils)).hex),
                    ]
                }
        )
        let digest = ContentDigest(of: Self.file(702)).hex
        let archived = "\(installation.paths.archive)/\(digest.prefix(2))/\(digest.dropFirst(2))"
        #expect(Bytes.of(archived) == Self.file(702))
    }

    @Test("a refused file is set aside with its reason in Danish and English, and the last good figures stand")
    func refused() async throws {
        let installation = try installation()
        try installation.drop(Self.file(700), as: "god.csv", in: "elever")
        _ = try await installation.run()
        let unknown = Array("Kommune;År;Antal\n999;2024;1\n766;2024;2\n630;2024;3\n".utf8)
        try installation.drop(unknown, as: "dårlig.csv", in: "elever")
        let summary = try await installation.run()
        let failure = try #require(summary.failures.first)
        #expect(failure.kind == .contract && failure.name == "unknown-area")
        let aside = "\(installation.paths.drop)/elever/refused/20260105T060200Z-dårlig.csv"
        #expect(
            failure.message == "elever: 1 row cannot be understood (unknown-area): row 1: Kommune = 999; "
                + "compare the recipe with what the publisher says of the table; set aside as \(aside)"
        )
        #expect(
            installation.dropped("elever") == ["done/god.csv", "refused/dårlig.csv", "refused/dårlig.csv.reason.txt"]
        )
        let reason = try #require(installation.text("elever", ending: ".reason.txt"))
        #expect(
            reason.hasPrefix(
                """
                Filen blev ikke indlæst; de sidste gode tal står.

                Datasæt: elever (Elever)
                Fil:     dårlig.csv
                Tid:     2026-01-05T06:02:00Z
                Regel:   unknown-area
                Fund:    elever: 1 row cannot be understood (unknown-area): row 1: Kommune = 999; compare the recipe with what the \
                publisher says of the table

                Hvad nu? 
                """
            )
        )
        #expect(reason.contains("The file was not loaded; the last good figures stand."))
        #expect(try vintages(installation) == [[.real(700)]])
        #expect(try await installation.run().datasets.map(\.outcome) == [.unchanged])
    }

    @Test("a refused file does not keep the next ones, and one cut off is refused")
    func oneOfSeveral() async throws {
        let installation = try installation()
        try installation.drop(Self.file(700).dropLast(2), as: "halv.csv", in: "elever", age: 3)
        try installation.drop(Self.file(701), as: "hel.csv", in: "elever", age: 2)
        let summary = try await installation.run()
        #expect(summary.failures.map(\.name) == ["truncated"])
        #expect(try vintages(installation) == [[.real(701)]])
        #expect(
            installation.dropped("elever") == ["done/hel.csv", "refused/halv.csv", "refused/halv.csv.reason.txt"]
        )
    }

    @Test("a personal number reaches neither archive, store, report, status nor reason")
    func personalData() async throws {
        let canary = "010203-1234"
        let installation = try installation()
        try installation.drop(Array("Kommune;År;Antal\n766;2024;1\n\(canary);2024;2\n".utf8), as: "a.csv", in: "elever")
        try installation.drop(Self.file(700), as: "\(canary).csv", in: "elever")
        let summary = try await installation.run()
        #expect(summary.failures.map(\.name) == ["personal-data"])
        #expect(
            summary.failures[0].message.hasPrefix("######-####.csv: ")
                || summary.failures[0].message.hasPrefix("a.csv: ")
        )
        try installation.pipeline().saveStatus(StatusDocument(summary).json())
        let aside = installation.folder.files().filter { $0.contains("/refused/") && $0.hasSuffix(".csv") }
        #expect(
            installation.dropped("elever").filter { $0.hasSuffix(".csv") } == [
                "refused/######-####.csv", "refused/a.csv",
            ]
        )
        for name in installation.folder.files() where !aside.contains(name) {
            #expect(!name.contains(canary))
            let bytes = try #require(Bytes.of(installation.folder.file(name)))
            #expect(!String(decoding: bytes, as: UTF8.self).contains(canary), "\(name)")
        }
        #expect(installation.folder.files().filter { $0.contains("archive/") } == [])
        let message =
            "a.csv: what looks like a personal number (CPR) stands in line 3; take it out, or delete the file"
        #expect(installation.text("elever", ending: "a.csv.reason.txt")?.contains(message) == true)
    }

    @Test("a file that was loaded and could not be moved is moved by the next run, and is no second vintage")
    func unmoved() async throws {
        let installation = try installation()
        try installation.drop(Self.file(700), as: "a.csv", in: "elever", age: 2)
        try installation.drop(Self.file(701), as: "b.csv", in: "elever", age: 1)
        let done = "\(installation.paths.drop)/elever/done"
        try installation.folder.write("in the way", to: "state/drop/elever/done")
        let first = try await installation.run()
        #expect(first.failures.map(\.name) == ["drop-folder"])
        // The second file would, loaded now, be overtaken by the first one found again.
        #expect(try vintages(installation) == [[.real(700)]])
        unlink(done)
        let second = try await installation.run()
        #expect(second.failures == [])
        #expect(try vintages(installation) == [[.real(700)], [.real(701)]])
        #expect(installation.dropped("elever") == ["done/a.csv", "done/b.csv"])
    }

    @Test("a file that was loaded and not moved comes before an older one that was put there since")
    func foundAgain() async throws {
        let installation = try installation()
        try installation.drop(Self.file(700), as: "a.csv", in: "elever", age: 1)
        _ = try await installation.run()
        // As after a kill between loading and moving.
        try installation.drop(Self.file(700), as: "a.csv", in: "elever", age: 1)
        try installation.drop(Self.file(701), as: "b.csv", in: "elever", age: 2)
        #expect(try await installation.run().failures == [])
        #expect(try vintages(installation) == [[.real(700)], [.real(701)]])
        #expect(installation.dropped("elever") == ["done/a.csv", "done/a.csv", "done/b.csv"])
    }

    @Test("killed at any moment, every file is loaded once and kept", .timeLimit(.minutes(10)))
    func kills() async throws {
        let installation = try installation()
        let arguments = ["--once", "--config", installation.configurationPath]
        try installation.drop(Self.file(1), as: "0.csv", in: "elever")
        let started = DispatchTime.now().uptimeNanoseconds
        #expect(try Program.run("pejld", arguments).status == 0)
        var horizon = Double(DispatchTime.now().uptimeNanoseconds - started) / 1000
        let kills = Repository.isNightly ? 200 : 40
        var unfinished = 0
        for kill in 1...kills {
            try installation.drop(Self.file(1 + kill), as: "\(kill).csv", in: "elever")
            let program = try Program("pejld", arguments)
            usleep(UInt32(Double.random(in: 0..<horizon)))
            if program.hasEnded() { horizon *= 0.94 } else { unfinished += 1 }
            program.end()
        }
        #expect(unfinished > kills / 4)
        #expect(try Program.run("pejld", arguments).status == 0)
        // Files that waited together have one time; their names, as texts, then say the order.
        let values = try vintages(installation).map(\.[0])
        #expect(Set(values.map { "\($0)" }).count == values.count, "a vintage came twice")
        #expect(values.count == kills + 1)
        #expect(installation.dropped("elever") == (0...kills).map { "done/\($0).csv" }.sorted())
    }
}
