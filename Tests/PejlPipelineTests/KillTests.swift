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
        let installation = try TestInstallation(datasets: ["elevfravaer", "inklusion-katalog"])
        let arguments = ["--once", "--config", installation.configurationPath]
        let started = Self.milliseconds()
        #expect(try Program.run("pejld", arguments).status == 0)
        // The horizon follows the machine: about two thirds of the kills come before a run has ended.
        var horizon = Double(Self.milliseconds() - started)

        var random = SeededRandom(state: 20_261_122)
        var number = 1
        var unfinished = 0
        var publications = 0
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
                unfinished += 1
                horizon *= 1.03
            }
            program.end()

            let publication = try Publication(path: installation.paths.publication)
            #expect(publication.number >= number, "kill \(kill): generation went back")
            #expect(try publication.contentDigest() == publication.digest, "kill \(kill): content is not whole")
            #expect(publication.observations == 1176 + 6)
            if publication.number > number { publications += 1 }
            number = publication.number
        }
        print("\(kills) kills, \(unfinished) of them before the end, \(publications) new publications, seed 20261122")
        #expect(unfinished > kills / 2)

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
