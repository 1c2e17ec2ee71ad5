import Foundation
import PejlConfig
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Synchronization
import Testing

/// The power is cut at any moment of a run (C3): nothing that was acknowledged is lost, and nothing is half there.
@Suite(.timeLimit(.minutes(60)))
struct PowerLossTests {
    @Test("after a power cut at any moment, what was acknowledged is there and everything is whole")
    func images() throws {
        let recording = try Recording()
        let images = Repository.isNightly ? 50_000 : 2_000
        let lost = try recording.losses(images: images, ignoring: nil)
        #expect(lost.isEmpty, "\(lost.count) of \(images): \(lost.prefix(5).joined(separator: "\n"))")
        print("\(images) power cuts in \(recording.events.count) changes of files: \(lost.count) losses")
    }

    @Test("the same test finds the losses where the write-ahead log is not synced at each commit")
    func control() throws {
        let lost = try Recording().losses(images: 400, ignoring: "-wal")
        print("400 power cuts without syncs of the write-ahead log: \(lost.count) losses")
        #expect(lost.count > 4)
    }

    /// A run's changes of files, and what it said when.
    private struct Recording: Sendable {
        let desk: FaultDesk
        let events: [DiskImage.Event]
        let before: DiskImage
        /// What the load in it was made of.
        private let loaded: Set<String>

        init() throws {
            desk = try FaultDesk()
            try desk.drop(FaultDesk.second)
            before = try DiskImage(of: desk.folder.file("state"))
            let log = desk.folder.file("log")
            let result = try desk.run(["PEJL_FILES_LOG": log])
            guard result.status == 0 else { throw DeskError(result) }
            events = try DiskImage.events(log)
            let store = try Store(path: desk.paths.workStore, now: SystemClock.now())
            defer { try? store.disconnect() }
            loaded = try store.lastLoadedSources(of: "elever")
            #expect(events.count > 50 && !loaded.isEmpty)
        }

        /// What was lost or broken, a line for each power cut that did harm.
        func losses(images: Int, ignoring: String?) throws -> [String] {
            let lost = Mutex<[String]>([])
            concurrently([0, 1]) { lane in
                var random = SeededRandom(state: 20_261_127 + UInt64(lane))
                // Cuts in ascending order, so that the disk goes on from one to the next.
                let cuts = (0..<images / 2).map { _ in Int.random(in: 0...events.count, using: &random) }.sorted()
                var disk = before
                var done = 0
                var said = ""
                for cut in cuts {
                    for event in events[done..<cut] {
                        disk.apply(event, ignoring: ignoring)
                        if event.kind == "say" { said += String(decoding: event.bytes, as: UTF8.self) }
                    }
                    done = cut
                    let folder = try TemporaryFolder(inMemory: true)
                    try disk.write(to: folder.file("state"), &random)
                    guard let loss = try loss(folder, said: said) else { continue }
                    lost.withLock { $0.append("cut before change \(cut): \(loss)") }
                }
            }
            return lost.withLock { $0 }
        }

        private func loss(_ folder: TemporaryFolder, said: String) throws -> String? {
            let text = try String(contentsOfFile: desk.configuration, encoding: .utf8)
            try folder.write(text.replacing(desk.folder.path, with: folder.path), to: "etc/pejl.toml")
            try folder.write(DropInstallation.pupils, to: "etc/datasets/elever.toml")
            let paths = StatePaths(directory: folder.file("state"))
            let acknowledged = said.contains("published number 2") ? 2 : 1
            do {
                let publication = try Publication(path: paths.publication)
                guard [1, 2].contains(publication.number), publication.number >= acknowledged else {
                    return "publication \(publication.number) is there, \(acknowledged) was acknowledged"
                }
                let violations = try Oracle(configuration: folder.file("etc/pejl.toml"))
                    .violations(acknowledged: acknowledged)
                // Rests of files that nobody speaks of are for the next run to clear.
                if let first = violations.first(where: { !$0.hasPrefix("I14") }) { return first }
                guard said.contains("elever: 6 observations") else { return nil }
                let store = try Store(path: paths.workStore, now: SystemClock.now())
                defer { try? store.disconnect() }
                return try store.lastLoadedSources(of: "elever") == loaded ? nil : "the acknowledged load is gone"
            } catch {
                return "\(Failure(error))"
            }
        }
    }
}
