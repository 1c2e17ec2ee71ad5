import Foundation
import PejlModel
import PejlPipeline
import PejlStandIn
import PejlStore
import PejlTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// `pejld --once` killed at random moments.
struct KillTests {
    @Test("never leaves a publication that is absent, partial or older, however it is killed", .timeLimit(.minutes(60)))
    func survivesKills() async throws {
        let kills = Repository.isNightly ? 5_000 : 200
        let seed: UInt64 = 20_261_122
        // Two installations, each killed half as often.
        async let first = Self.kill(kills / 2, seed: seed)
        async let second = Self.kill(kills - kills / 2, seed: seed + 1)
        let tallies = try await [first, second]
        let all = tallies.reduce(0) { $0 + $1.kills }
        let unfinished = tallies.reduce(0) { $0 + $1.unfinished }
        let publications = tallies.reduce(0) { $0 + $1.publications }
        print("\(all) kills, \(unfinished) of them before the end, \(publications) new publications, seed \(seed)")
        #expect(all == kills && unfinished > kills / 2)
    }

    /// What became of the runs of one installation.
    private struct Tally: Sendable {
        var kills = 0
        /// Killed before they had ended by themselves.
        var unfinished = 0
        /// Seen after a kill for the first time.
        var publications = 0
    }

    /// Kills runs of an installation of its own, in a thread of its own: waiting for programs on one of the few threads
    /// that all tests share would hold the others up.
    private static func kill(_ kills: Int, seed: UInt64) async throws -> Tally {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try killing(kills, seed: seed) }) }
        }
    }

    private static func killing(_ kills: Int, seed: UInt64) throws -> Tally {
        // The machine goes on after a kill, and what was written with it: only a power cut asks for a disk.
        let installation = try TestInstallation(datasets: ["elevfravaer", "inklusion-katalog"], inMemory: true)
        let arguments = ["--once", "--config", installation.configurationPath]
        let started = milliseconds()
        #expect(try Program.run("pejld", arguments).status == 0)
        // The horizon follows the machine: about two thirds of the kills come before a run has ended.
        var horizon = Double(milliseconds() - started)

        var random = SeededRandom(state: seed)
        var number = 1
        var tally = Tally()
        for kill in 0..<kills {
            // Every run has something to publish, so that kills fall into every step of publishing.
            try installation.standIn.revise(
                .absence(
                    municipality: "766",
                    stage: "Udskoling",
                    schoolYear: "2024/2025",
                    tenths: 50 + kill % 40
                )
            )
            let program = try Program("pejld", arguments)
            usleep(UInt32(Double.random(in: 0..<horizon * 1000, using: &random)))
            if program.hasEnded() {
                horizon *= 0.94
            } else {
                tally.unfinished += 1
                horizon *= 1.03
            }
            program.end()
            tally.kills += 1

            let publication = try Publication(path: installation.paths.publication)
            #expect(publication.number >= number, "kill \(kill), seed \(seed): generation went back")
            #expect(
                try publication.contentDigest() == publication.digest,
                "kill \(kill), seed \(seed): content is not whole"
            )
            #expect(publication.observations == 1176 + 6)
            if publication.number > number { tally.publications += 1 }
            number = publication.number
        }

        #expect(try Program.run("pejld", arguments).status == 0)
        let rows = try Rows(
            installation,
            """
            SELECT value FROM figures WHERE indicator = 'absence' AND area_code = '766'
            AND breakdown = 'stage=udskoling' AND period = '2024/2025'
            """
        )
        #expect(rows.all == [[.real(Double(50 + (kills - 1) % 40) / 10)]])
        let numbers = try Rows(installation, "SELECT count(*), max(number) FROM publication WHERE state = 'published'")
        #expect(numbers.all[0][0] == numbers.all[0][1])
        let store = try Store(path: installation.paths.workStore, now: installation.clock.now)
        _ = store
        #expect(installation.folder.files().filter { $0.contains("incoming/") || $0.contains("candidate") } == [])
        return tally
    }

    @Test("fifty pejld beside a running one end with status 75 and touch nothing")
    func secondDaemonWaits() async throws {
        let installation = try TestInstallation(datasets: ["inklusion-katalog"])
        _ = try await installation.run()
        let store = try Store(path: installation.paths.workStore, now: installation.clock.now)
        for _ in 0..<50 {
            let second = try Program.run("pejld", ["--once", "--config", installation.configurationPath])
            #expect(second.status == 75)
            #expect(second.errors.contains("locked: \(installation.paths.workStore) is held by another pejld"))
        }
        withExtendedLifetime(store) {}
    }

    private static func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
