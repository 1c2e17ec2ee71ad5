import Foundation
import Glibc
import PejlControl
import PejlTestSupport
import Testing

/// Hostile callers, while somebody asks for the status: it answers within a second, and nothing stays open.
///
/// One after the other, because their bounds are times. `PEJL_NIGHTLY` has the long tier.
@Suite(.serialized)
struct ControlFloodTests {
    /// Asks for the status over and over while a flood runs; then waits until the descriptors are what they were.
    private func standing(_ served: ServedSocket, _ name: String, while flood: () throws -> Void) throws {
        #expect(try served.client.ask(.status) == "standing")
        #expect(comesTrue { served.descriptors > 0 })
        let before = served.descriptors
        let watch = StatusWatch(served.client)
        let begun = ContinuousClock.now
        try flood()
        let took = ContinuousClock.now - begun
        let (asked, slowest, failed) = watch.stop()
        #expect(asked >= 5 && failed == [], "\(name)")
        #expect(slowest < .seconds(1), "\(name): \(slowest)")
        #expect(comesTrue(within: 15) { served.descriptors <= before }, "\(name): \(served.descriptors), not \(before)")
        #expect(!served.program.hasEnded())
        #expect(served.peakMemory < 128 << 10)
        print(
            "control socket, \(name): \(took) s; \(asked) times status, the slowest \(slowest); descriptors "
                + "\(before) and \(served.descriptors); at most \(served.peakMemory) KiB"
        )
    }

    @Test("random bytes, spoilt requests, lengths that lie and brackets without end", arguments: [20_261_128])
    func frames(seed: UInt64) throws {
        let count = Repository.isNightly ? 1_000_000 : 20_000
        let served = try ServedSocket()
        try standing(served, "\(count) frames, seed \(seed)") {
            var fuzz = FrameFuzz(seed: seed)
            var caller: RawCaller?
            var (answered, refused) = (0, 0)
            for _ in 0..<count {
                if caller == nil { caller = try RawCaller(served.path) }
                let (bytes, isWhole) = fuzz.next()
                caller?.send(bytes)
                // What is a frame gets an answer; of what is not, some end the connection and some wait for more.
                guard isWhole, let answer = caller?.result() else {
                    caller = nil
                    continue
                }
                answered += 1
                if ["bad-frame", "bad-request"].contains(answer) { refused += 1 }
            }
            // Most are frames, most of those are nonsense, and some are requests all the same.
            #expect(answered > count / 2 && refused > answered / 2 && refused < answered)
        }
    }

    @Test("callers that come and go")
    func comingAndGoing() throws {
        let count = Repository.isNightly ? 10_000 : 1_000
        let served = try ServedSocket()
        try standing(served, "\(count) connects") {
            let begun = ContinuousClock.now
            var number = 0
            // At least for as long as it takes to ask for the status some times.
            while number < count || ContinuousClock.now - begun < .seconds(2) {
                let caller = try RawCaller(served.path)
                if number % 3 == 1 { caller.send([0]) }
                if number % 3 == 2 { caller.ask(.runs(limit: 1_000)) }
                number += 1
            }
        }
    }

    @Test("200 callers that begin a frame and do not end it")
    func halfOpen() throws {
        let served = try ServedSocket()
        try standing(served, "200 half open") {
            var callers: [RawCaller] = []
            for number in 0..<200 {
                callers.append(try RawCaller(served.path))
                callers.last?.send(number % 2 == 0 ? [0, 0, 1] : [0, 0, 0, 29, 0x7B])
                usleep(5_000)
            }
            usleep(500_000)
            // Kept or told that it is busy, none is answered.
            #expect(callers.allSatisfy { ["busy", nil].contains($0.result(within: 0.001)) })
        }
    }

    @Test("writers of a byte a second are ended when their frame has had its time")
    func slowWriters() throws {
        let served = try ServedSocket(idle: 1_500, frame: 3_000)
        try standing(served, "15 slow writers") {
            let frame = ControlFraming.framed(ControlRequest.status.frame())
            let callers = try (0..<15).map { _ in try RawCaller(served.path) }
            for byte in frame.prefix(3) {
                for caller in callers { caller.send([byte]) }
                usleep(900_000)
            }
            // 2.7 s from the first byte: silence would have ended them, and a whole frame's time has not.
            #expect(callers.allSatisfy { !$0.isClosed(within: 0.001) })
            usleep(1_000_000)
            #expect(callers.allSatisfy { $0.isClosed(within: 1) })
        }
    }

    @Test("silence is ended when it has lasted its time, and told why")
    func silence() throws {
        let served = try ServedSocket(idle: 1_000)
        try standing(served, "15 silent callers") {
            let callers = try (0..<15).map { _ in try RawCaller(served.path) }
            usleep(700_000)
            #expect(callers.allSatisfy { !$0.isClosed(within: 0.001) })
            #expect(callers.allSatisfy { $0.result(within: 2) == "timeout" })
        }
    }

    @Test("the status is told while every thread of Swift's is taken")
    func busyDaemon() throws {
        let desk = try Desk()
        let until = ContinuousClock.now + .seconds(2)
        // As a run does that decodes and stores: never waits where Swift would notice.
        for _ in 0..<64 { Task.detached { while ContinuousClock.now < until { usleep(10_000) } } }
        usleep(200_000)
        let begun = ContinuousClock.now
        #expect(try desk.client.ask(.status) == "status")
        let took = ContinuousClock.now - begun
        #expect(took < .seconds(1) && ContinuousClock.now < until, "\(took)")
    }

    @Test("readers that do not read are ended when a frame has had its time")
    func slowReaders() throws {
        let served = try ServedSocket(frame: 1_500)
        try standing(served, "15 readers that do not read") {
            let callers = try (0..<15).map { _ in try RawCaller(served.path) }
            for caller in callers { caller.ask(.runs(limit: 1_000)) }
            usleep(3_000_000)
            // The rest of the answer is cut off where the socket was full.
            #expect(callers.allSatisfy { $0.result(within: 0.5) == nil })
        }
    }
}

/// Frames and what is none, the same for the same seed.
struct FrameFuzz {
    private var random: SeededRandom
    private let sound: [[UInt8]] = [
        ControlRequest.status, .metrics, .version, .runs(limit: 5), .logLevel, .reload, .cancel(run: 3),
        .setLogLevel(.warning), .fetch(.init(.named(["folk1am", "elevfravær"]), force: true)), .fetch(.init(.all)),
    ].map { $0.frame() }

    init(seed: UInt64) { random = SeededRandom(state: seed) }

    /// Bytes to send, and whether they are exactly one frame, sound or not.
    mutating func next() -> (bytes: [UInt8], isWhole: Bool) {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return (bytes(Int.random(in: 1...300, using: &random)), false)
        case 1: return (lying(), false)
        case 2: return (ControlFraming.framed(bytes(Int.random(in: 1...300, using: &random))), true)
        case 3: return (ControlFraming.framed(deep()), true)
        case 4: return (ControlFraming.framed(sound.randomElement(using: &random) ?? []), true)
        default: return (ControlFraming.framed(mutated()), true)
        }
    }

    private mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// A length that is not that of what follows, or is out of bounds.
    private mutating func lying() -> [UInt8] {
        let content = sound.randomElement(using: &random) ?? []
        let lengths = [0, 1, content.count - 1, content.count + 1, 65_536, 65_537, Int(UInt32.max), 1 << 31]
        let length = UInt32(lengths.randomElement(using: &random) ?? 0)
        return withUnsafeBytes(of: length.bigEndian) { Array($0) } + content
    }

    private mutating func deep() -> [UInt8] {
        let levels = [31, 32, 33, 100, 1_000, 20_000].randomElement(using: &random) ?? 1
        let (opening, closing) = Bool.random(using: &random) ? ("[", "]") : (#"{"a":"#, "}")
        let inner = String(repeating: opening, count: levels) + (opening == "[" ? "" : "1")
        let ended = Bool.random(using: &random) ? String(repeating: closing, count: levels) : ""
        return Array((#"{"version":1,"verb":"status","a":"# + inner + ended + "}").utf8.prefix(65_536))
    }

    /// A request with some bytes changed, left out, doubled or put in.
    private mutating func mutated() -> [UInt8] {
        var content = sound.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0..<content.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: content[place] = UInt8.random(in: 0...255, using: &random)
            case 1: content.remove(at: place)
            case 2: content.insert(content[place], at: place)
            case 3: content.insert(contentsOf: Array(#"{}[]":,0"#.utf8).shuffled(using: &random).prefix(2), at: place)
            default: content.removeSubrange(place...)
            }
            if content.isEmpty { content = [0x20] }
        }
        return content
    }
}
