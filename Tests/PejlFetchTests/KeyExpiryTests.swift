import Foundation
import PejlFetch
import PejlModel
import PejlStandIn
import Testing

/// Keys that say when they end.
struct KeyExpiryTests {
    /// A token that only looks like one: its signature is a word.
    private static func token(_ payload: String) -> Secret {
        let encoded = Data(payload.utf8).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
        return Secret("eyJhbGciOiJIUzI1NiJ9.\(encoded).c2lnbmF0dXJl")
    }

    private static func ending(in seconds: Int) -> Secret {
        token("{\"exp\":\(Desk.moment.secondsSince1970 + seconds),\"sub\":\"kommune\"}")
    }

    @Test(
        "exp is read as a whole or a fractional number of seconds",
        arguments: [
            (#"{"exp":1795348800}"#, 1_795_348_800), (#"{"sub":"æøå ","exp":1795348800.9}"#, 1_795_348_800),
            (#"{"exp":1.7953488e9}"#, 1_795_348_800), (#"{"exp":0}"#, 0),
        ]
    )
    func read(payload: String, seconds: Int) {
        #expect(KeyExpiry.instant(of: Self.token(payload))?.secondsSince1970 == seconds)
    }

    @Test(
        "nothing is made of anything else",
        arguments: [
            "{}", "[]", "", #"{"exp":"1795348800"}"#, #"{"exp":-1}"#, #"{"exp":1e300}"#, #"{"exp":null}"#,
            #"{"exp":253402300800}"#, "{\"exp\":1,\"exp\":2}", "{\"exp\":1",
        ]
    )
    func unreadable(payload: String) { #expect(KeyExpiry.instant(of: Self.token(payload)) == nil) }

    @Test("a key that is no token has no end", arguments: ["test-key", "a.b.c", "a.%.c", "..", "a.b.c.d", Desk.key])
    func noToken(key: String) { #expect(KeyExpiry.instant(of: Secret(key)) == nil) }

    @Test("a key of a megabyte is not read")
    func huge() {
        let payload = "{\"exp\":1,\"x\":\"" + String(repeating: "x", count: 1 << 20) + "\"}"
        #expect(KeyExpiry.instant(of: Self.token(payload)) == nil)
    }

    @Test("a key that has ended is told before anything is sent, and is not shown")
    func ended() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let key = Self.ending(in: 0)
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL) {
            $0.keys[.uddannelsesstatistik] = key
        }
        let failure = try #require(await desk.failure(of: Recipes.absence()))
        #expect(failure.name == "key-expired" && failure.kind == .auth)
        #expect(
            failure.description
                == "National Agency for IT and Learning, Uddannelsesstatistik.dk: the key ended at 2026-11-22T12:00:00Z; "
                + "make a new one at the publisher and put it into the key file"
        )
        #expect(!failure.description.contains("eyJ"))
        #expect(standIn.requests.isEmpty)
    }

    @Test("a key is used to its last second, and the publisher may think it ended earlier")
    func lastSecond() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        let desk = Desk(uddannelsesstatistik: standIn.uddannelsesstatistikURL) {
            $0.keys[.uddannelsesstatistik] = Self.ending(in: 1)
        }
        #expect(try await desk.fetch(Recipes.absence()).figures.count == 1)
        standIn.misbehave(.unauthorised401)
        #expect(await desk.failure(of: Recipes.absence())?.name == "unauthorised")
    }

    @Test("a warning begins thirty days before the end", arguments: [(30 * 86_400, 1), (30 * 86_400 + 1, 0), (-5, 1)])
    func warning(seconds: Int, count: Int) {
        var options = FetchOptions(contact: "", temporaryDirectory: "")
        options.keys[.uddannelsesstatistik] = Self.ending(in: seconds)
        let publishers: [Publisher] = [.statbank, .uddannelsesstatistik, .uddannelsesstatistik]
        let ending = options.endingKeys(of: publishers, now: Desk.moment)
        #expect(ending.count == count)
        #expect(ending.allSatisfy { $0.endsAt == Desk.moment.adding(seconds: seconds) })
        #expect(options.endingKeys(of: [.statbank], now: Desk.moment).isEmpty)
    }
}
