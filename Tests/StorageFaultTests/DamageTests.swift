import Foundation
import PejlConfig
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Synchronization
import Testing

/// Files that changed on the disk (C9), and files that are something else (C10).
struct DamageTests {
    private enum Place: String, CaseIterable {
        case store, publication, document
    }

    @Test(
        "a flipped bit, an emptied sector and two swapped pages are found, or change nothing",
        .timeLimit(.minutes(30))
    )
    func rot() throws {
        let base = try FaultDesk()
        let expected = try base.dump()
        let stored = try Oracle.dump(base.paths.workStore)
        let seeds = Array(1...UInt64(Repository.isNightly ? 10_000 : 300))
        let found = Mutex<[String: Int]>([:])
        concurrently(seeds) { seed in
            var random = SeededRandom(state: seed)
            let desk = try base.copy()
            let place = Place.allCases[Int(seed % 3)]
            let path =
                switch place {
                case .store: desk.paths.workStore
                case .publication: desk.paths.publication
                case .document: try Self.document(desk)
                }
            let what = try Self.damage(path, &random)
            let result: String
            do {
                let options = try Configuration(path: desk.configuration).pipeline
                let rebuilt = Mutex<String?>(nil)
                let pipeline = try RefreshPipeline(options, now: SystemClock.now) { event in
                    guard case .rebuilt(let rebuild) = event else { return }
                    rebuilt.withLock { $0 = "rebuilt, " + (rebuild.fault.split(separator: ":").first ?? "") }
                }
                let fault = pipeline.inspection?.faults.first?.kind.rawValue
                result = rebuilt.withLock { $0 } ?? fault ?? "harmless"
            } catch {
                result = Failure(error).name
            }
            found.withLock { $0["\(place) \(result)", default: 0] += 1 }
            if result == "harmless" {
                let dump = try? desk.dump()
                #expect(dump == expected, "seed \(seed): \(place), \(what) was not found")
                let store = try? Oracle.dump(desk.paths.workStore)
                #expect(store == stored, "seed \(seed): \(place), \(what) was not found")
            }
        }
        let counts = found.withLock { $0 }.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        print("\(seeds.count) damages: \(counts.joined(separator: ", "))")
    }

    private static func document(_ desk: FaultDesk) throws -> String {
        let name = desk.folder.files().first { $0.hasPrefix("state/archive/") }
        return desk.folder.file(try #require(name))
    }

    /// Damages a file in one of three ways and says where.
    private static func damage(_ path: String, _ random: inout SeededRandom) throws -> String {
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let what: String
        switch Int.random(in: 0..<3, using: &random) {
        case 1 where bytes.count > 512:
            let start = place / 512 * 512
            for index in start..<min(start + 512, bytes.count) { bytes[index] = 0 }
            what = "512 bytes emptied at \(start)"
        case 2 where bytes.count > 8_192:
            let other = Int.random(in: 0..<bytes.count / 4_096, using: &random) * 4_096
            let start = min(place / 4_096 * 4_096, bytes.count - 4_096)
            let page = Array(bytes[start..<start + 4_096])
            bytes.replaceSubrange(start..<start + 4_096, with: bytes[other..<other + 4_096])
            bytes.replaceSubrange(other..<other + 4_096, with: page)
            what = "pages at \(start) and \(other) swapped"
        default:
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            what = "a bit flipped at \(place)"
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return what
    }

    @Test("a damaged store is set aside and made anew of the publication, which stays as it is")
    func rebuild() throws {
        let desk = try FaultDesk()
        let expected = try desk.dump()
        let path = desk.paths.workStore
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        // The figure 6100 as SQLite keeps a whole number in a column of real numbers: two bytes.
        let figure = try #require(Self.places(of: [0x17, 0xd4], in: bytes).last)
        bytes[figure + 1] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))

        let result = try desk.run()
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("the store was damaged (changed-history: "), "\(result.errors)")
        #expect(try desk.dump() == expected && desk.number() == 1)
        let aside = try #require(desk.folder.files().first { $0.contains("work.sqlite.corrupt-") })
        let kept = Array(try Data(contentsOf: URL(fileURLWithPath: desk.folder.file(aside))))
        #expect(kept.count == bytes.count && Self.places(of: [0x17, 0xd5], in: kept).contains(figure))
        try desk.drop(FaultDesk.second)
        #expect(try desk.run().status == 0)
        #expect(try desk.number() == 2 && desk.violations(acknowledged: 2) == [])
    }

    @Test("a damaged publication is made anew of the store")
    func republish() throws {
        let desk = try FaultDesk()
        let expected = try desk.dump()
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: desk.paths.publication)))
        let figure = try #require(Self.places(of: [0x17, 0xd4], in: bytes).last)
        bytes[figure + 1] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: desk.paths.publication))
        #expect(try desk.dump() != expected)
        let result = try desk.run()
        #expect(result.errors.contains("changed-content: "), "\(result.errors)")
        #expect(try desk.dump() == expected && desk.number() == 2)
        #expect(try desk.violations(acknowledged: 2) == [])
    }

    @Test("where store and publication are both damaged, nothing is thrown away and a person is asked")
    func bothDamaged() throws {
        let desk = try FaultDesk()
        for path in [desk.paths.workStore, desk.paths.publication] {
            var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
            for index in 4_096..<bytes.count { bytes[index] = 0 }
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        }
        let before = desk.folder.files()
        let result = try desk.run()
        #expect(result.status == 71 && result.errors.contains("store-corrupt"), "\(result.status) \(result.errors)")
        #expect(Set(before).isSubset(of: desk.folder.files()))
    }

    private static func places(of needle: [UInt8], in bytes: [UInt8]) -> [Int] {
        (0..<bytes.count - needle.count).filter { Array(bytes[$0..<$0 + needle.count]) == needle }
    }

    /// Files under the store's name that are none, by what they are.
    private static let foreign: [(what: String, make: @Sendable ([UInt8]) -> [UInt8])] = [
        ("empty", { _ in [] }),
        ("100 bytes of a store", { Array($0.prefix(100)) }),
        ("a store without its last page", { Array($0.dropLast(4_096)) }),
        ("half a store", { Array($0.prefix($0.count / 2)) }),
        ("another magic", { [0x58] + $0.dropFirst() }),
        (
            "a megabyte of noise",
            { _ in
                var random = SeededRandom(state: 7)
                return (0..<1 << 20).map { _ in UInt8.random(in: 0...255, using: &random) }
            }
        ),
        ("a text", { _ in Array("work.sqlite is not here\n".utf8) }),
        ("a later schema", { edited($0, 60, [0, 0, 0, 99]) }),
        ("another program's database", { edited($0, 68, [0x47, 0x50, 0x4b, 0x47]) }),
        ("a page size of zero", { edited($0, 16, [0, 0]) }),
        ("a write version of 9", { edited($0, 18, [9, 9]) }),
        ("all zeros", { [UInt8](repeating: 0, count: $0.count) }),
    ]

    private static func edited(_ bytes: [UInt8], _ place: Int, _ new: [UInt8]) -> [UInt8] {
        var bytes = bytes
        bytes.replaceSubrange(place..<place + new.count, with: new)
        return bytes
    }

    @Test("what is not a sound store is refused by name or set aside, and never written to", arguments: foreign.indices)
    func foreignFile(index: Int) throws {
        let desk = try FaultDesk()
        let path = desk.paths.workStore
        let expected = try desk.dump()
        let bytes = Self.foreign[index].make(Array(try Data(contentsOf: URL(fileURLWithPath: path))))
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let result = try desk.run()
        let aside = desk.folder.files().first { $0.contains("work.sqlite.corrupt-") && !$0.hasSuffix("-wal") }
        let kept = Array(try Data(contentsOf: URL(fileURLWithPath: aside.map(desk.folder.file) ?? path)))
        print("\(Self.foreign[index].what): \(result.status), \(result.errors.split(separator: "\n").last ?? "")")
        if bytes.isEmpty {
            // An empty file is a store that was lost: the publication knows more.
            #expect(result.status == 71 && result.errors.contains("store-behind"), "\(result.errors)")
        } else if aside == nil {
            #expect(result.status == 78, "\(result.errors)")
            #expect(result.errors.contains("not-ours") || result.errors.contains("future-version"), "\(result.errors)")
            #expect(kept == bytes)
        } else {
            #expect(result.status == 0 && kept == bytes, "\(result.errors)")
        }
        #expect(try desk.dump() == expected)
    }
}
