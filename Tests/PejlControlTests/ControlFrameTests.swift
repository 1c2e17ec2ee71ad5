import PejlControl
import PejlModel
import PejlTestSupport
import Testing

struct ControlFrameTests {
    private func request(_ text: String) throws -> ControlRequest { try ControlRequest(frame: Array(text.utf8)) }

    @Test(
        "a request is one JSON object, written and read the same",
        arguments: [
            (#"{"verb":"status","version":1}"#, ControlRequest.status),
            (#"{"verb":"metrics","version":1}"#, .metrics),
            (#"{"verb":"version","version":1}"#, .version),
            (#"{"verb":"log-level","version":1}"#, .logLevel),
            (#"{"verb":"reload","version":1}"#, .reload),
            (#"{"limit":7,"verb":"runs","version":1}"#, .runs(limit: 7)),
            (#"{"run":12,"verb":"cancel","version":1}"#, .cancel(run: 12)),
            (#"{"level":"debug","verb":"set-log-level","version":1}"#, .setLogLevel(.debug)),
            (#"{"all":true,"force":false,"verb":"fetch","version":1,"wait":true}"#, .fetch(.init(.all, wait: true))),
            (
                #"{"datasets":["folk1am","elevfravær"],"force":true,"verb":"fetch","version":1,"wait":false}"#,
                .fetch(.init(.named(["folk1am", "elevfravær"]), force: true))
            ),
        ]
    )
    func requests(text: String, expected: ControlRequest) throws {
        #expect(try request(text) == expected)
        #expect(String(decoding: expected.frame(), as: UTF8.self) == text)
    }

    @Test("what may be left out is 20 runs, no force and no waiting")
    func defaults() throws {
        #expect(try request(#"{"version":1,"verb":"runs"}"#) == .runs(limit: 20))
        let fetch = try request(#"{"version":1,"verb":"fetch","all":true}"#)
        #expect(fetch == .fetch(.init(.all, force: false, wait: false)))
    }

    @Test(
        "a request that is not exactly one that is known is refused and says why, in both languages",
        arguments: [
            (#"{"verb":"status"}"#, "version is missing"),
            (#"{"version":2,"verb":"status"}"#, "version 2 is unknown; this pejld speaks 1"),
            (#"{"version":"1","verb":"status"}"#, "version has the wrong type"),
            (#"{"version":1}"#, "verb is missing"),
            (#"{"version":1,"verb":"stauts"}"#, "\"stauts\" is unknown"),
            (#"{"version":1,"verb":7}"#, "verb has the wrong type"),
            (#"{"version":1,"verb":"status","wait":true}"#, "status has no argument \"wait\""),
            (#"{"version":1,"verb":"fetch","all":true,"froce":true}"#, "fetch has no argument \"froce\""),
            (#"{"version":1,"verb":"fetch","all":true,"force":1}"#, "force has the wrong type"),
            (#"{"version":1,"verb":"fetch","all":true,"force":null}"#, "force has the wrong type"),
            (#"{"version":1,"verb":"fetch"}"#, "either datasets or \"all\": true must be there"),
            (#"{"version":1,"verb":"fetch","all":false}"#, "either datasets or \"all\": true must be there"),
            (
                #"{"version":1,"verb":"fetch","all":true,"datasets":["a"]}"#,
                "either datasets or \"all\": true must be there"
            ),
            (#"{"version":1,"verb":"fetch","datasets":[]}"#, "datasets must be 1 to 1000 names, each once"),
            (#"{"version":1,"verb":"fetch","datasets":["a","a"]}"#, "datasets must be 1 to 1000 names, each once"),
            (#"{"version":1,"verb":"fetch","datasets":[""]}"#, "datasets must be 1 to 1000 names, each once"),
            (#"{"version":1,"verb":"fetch","datasets":"a"}"#, "datasets has the wrong type"),
            (#"{"version":1,"verb":"runs","limit":0}"#, "limit must be 1 to 1000"),
            (#"{"version":1,"verb":"runs","limit":1001}"#, "limit must be 1 to 1000"),
            (#"{"version":1,"verb":"runs","limit":1.5}"#, "a number is not whole or too large"),
            (#"{"version":1,"verb":"runs","limit":"5"}"#, "limit has the wrong type"),
            (#"{"version":1,"verb":"cancel","run":9223372036854775808}"#, "a number is not whole or too large"),
            (#"{"version":1,"verb":"cancel"}"#, "run is missing"),
            (#"{"version":1,"verb":"cancel","run":0}"#, "run must be at least 1"),
            (
                #"{"version":1,"verb":"set-log-level","level":"loud"}"#,
                "the level \"loud\" is unknown; there are debug, info, notice, warning, error"
            ),
            (#"{"version":1,"verb":"\u001b[31m"}"#, "\"�[31m\" is unknown"),
        ]
    )
    func refusedRequests(text: String, reason: String) throws {
        let error = try #require(throws: ControlError.self) { try request(text) }
        #expect(error.name == "bad-request")
        #expect(error.status == .usage)
        #expect(error.text.en == "the request cannot be understood: " + reason)
        #expect(error.text.da.hasPrefix("anmodningen kan ikke forstås: ") && error.text.da != error.text.en)
    }

    @Test(
        "a content that is not one object in strict JSON is no frame",
        arguments: [
            ("\u{FEFF}{}", "it begins with a byte order mark"), ("", "it ends where a value is expected"),
            ("7", "it is no object"), ("[]", "it is no object"),
            (#"{"version":1,"verb":"status""#, "\",\" or \"}\" is expected"),
            (#"{"version":1,"verb":"fetch","all":true,"force":true,"force":false}"#, "a member comes twice"),
            (#"{"version":1,"verb":"status"} {}"#, "something follows the document"),
            (
                #"{"a":"# + String(repeating: "[", count: 32) + String(repeating: "]", count: 32) + "}",
                "more than 32 levels"
            ),
            (#"{"a":"# + String(repeating: "[", count: 60_000), "more than 32 levels"),
        ]
    )
    func refusedContents(text: String, reason: String) throws {
        let error = try #require(throws: ControlError.self) { try request(text) }
        #expect(error.name == "bad-frame" && error.status == .badData)
        #expect(error.text.en.contains(reason))
        #expect(throws: ControlError.self) { try ControlAnswer(frame: Array(text.utf8)) }
    }

    @Test("32 levels are not too many to be read, and then an argument that is not known")
    func deepest() throws {
        let text =
            #"{"version":1,"verb":"status","a":"# + String(repeating: "[", count: 31)
            + String(repeating: "]", count: 31) + "}"
        #expect(throws: ControlError.self) { try request(text) }
        let error = try #require(throws: ControlError.self) { try request(text) }
        #expect(error.text.en == "the request cannot be understood: status has no argument \"a\"")
    }

    @Test(
        "a frame comes whole in whatever pieces it comes, and ends before the next one",
        arguments: [1, 2, 3, 4, 5, 7, 64, 65_540]
    )
    func pieces(step: Int) throws {
        let contents = [[UInt8]("{}".utf8), Array(repeating: 0x20, count: 65_536), [0]]
        let stream = contents.flatMap(ControlFraming.framed)
        var (reader, place, found): (ControlFrameReader, Int, [[UInt8]]) = (ControlFrameReader(), 0, [])
        while place < stream.count {
            let next = min(step, reader.wanted, stream.count - place)
            if let content = try reader.add(stream[place..<(place + next)]) { found.append(content) }
            place += next
        }
        #expect(found == contents)
        #expect(!reader.hasBegun)
    }

    @Test("the length is four bytes, the highest first", arguments: [(2, [0, 0, 0, 2]), (65_536, [0, 1, 0, 0])])
    func length(count: Int, bytes: [UInt8]) {
        #expect(Array(ControlFraming.framed(Array(repeating: 0x20, count: count)).prefix(4)) == bytes)
    }

    @Test(
        "a length of nothing, or of more than 64 KiB, is refused from its four bytes",
        arguments: [[0, 0, 0, 0], [0, 1, 0, 1], [0x80, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], Array("GET ".utf8)]
            as [[UInt8]]
    )
    func lyingLengths(bytes: [UInt8]) {
        #expect(throws: ControlError.self) {
            var reader = ControlFrameReader()
            _ = try reader.add(bytes)
        }
    }

    @Test("an answer is read as it was written")
    func answers() throws {
        let error = ControlError(name: "busy", status: .tryLater, text: Localised(da: "æ", en: "\"\u{1}"))
        let progress = ControlProgress(
            Localised(da: "henter", en: "fetching"),
            subject: "folk1am",
            done: 1 << 40,
            total: 1 << 41,
            unit: "byte"
        )
        for answer in [
            ControlAnswer.progress(progress), .progress(ControlProgress(Localised(same: "x"))), .part("\u{0}😀"),
            .done(bytes: 0), .failed(error),
        ] {
            #expect(try ControlAnswer(frame: answer.frame()) == answer)
        }
        let expected = #"{"error":{"name":"busy","status":75,"text":{"da":"æ","en":"\"\u0001"}},"frame":"error"}"#
        #expect(String(decoding: ControlAnswer.failed(error).frame(), as: UTF8.self) == expected)
    }

    @Test(
        "an error with a status that no program of pejl ends with is no answer",
        arguments: [0, 1, 76, 4_294_967_296]
    )
    func statuses(status: Int) {
        let text = #"{"error":{"name":"x","status":\#(status),"text":{"da":"","en":""}},"frame":"error"}"#
        #expect(throws: ControlError.self) { try ControlAnswer(frame: Array(text.utf8)) }
    }

    @Test(
        "a result of any length comes back as it was, in frames that are short enough",
        arguments: [
            "", "x", String(repeating: "\u{0}", count: 1 << 20), String(repeating: "æ", count: 1 << 19),
            String(repeating: "👩‍👩‍👧‍👦", count: 40_000), String(repeating: "e\u{301}", count: 100_000), "{\"a\": 1.10}\r\n",
        ]
    )
    func results(text: String) throws {
        let frames = ControlAnswer.frames(of: text).map { $0.frame() }
        #expect(frames.allSatisfy { $0.count <= ControlLimits.frameBytes })
        var result: [UInt8] = []
        for frame in frames.dropLast() {
            guard case .part(let piece) = try ControlAnswer(frame: frame) else { return #expect(Bool(false)) }
            result += Array(piece.utf8)
        }
        // Bytes, because texts are equal that are written differently.
        #expect(result == Array(text.utf8))
        #expect(try ControlAnswer(frame: try #require(frames.last)) == .done(bytes: text.utf8.count))
    }

    @Test("a result of more than a mebibyte is an error, and an error's text is cut to fit")
    func tooLong() throws {
        let frames = ControlAnswer.frames(of: String(repeating: "x", count: (1 << 20) + 1))
        guard case .failed(let error)? = frames.first, frames.count == 1 else { return #expect(Bool(false)) }
        #expect(error.name == "result-too-long" && error.text.en == "the answer has 1048577 bytes; 1048576 can be sent")
        let long = ControlError(
            name: "x",
            status: .system,
            text: Localised(same: String(repeating: "\u{0}", count: 1 << 20))
        )
        #expect(ControlAnswer.failed(long).frame().count <= ControlLimits.frameBytes)
    }
}
