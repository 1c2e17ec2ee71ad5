import Foundation
import Glibc
import PejlControl
import PejlModel
import PejlTestSupport
import Testing

struct ControlServerTests {
    @Test("a request is answered, and noted with who asked")
    func answers() throws {
        let desk = try Desk()
        #expect(try desk.client.ask(.status) == "status")
        #expect(try desk.client.ask(.setLogLevel(.debug)) == "setLogLevel(PejlControl.ControlLogLevel.debug)")
        let error = try #require(throws: ControlError.self) { try desk.client.ask(.cancel(run: 7)) }
        #expect(error.name == "no-such-run" && error.status == .unavailable)
        #expect(error.text == Localised(same: "run 7 is not under way"))
        let caller = ControlCaller(user: geteuid(), group: getegid())
        #expect(
            desk.audited.map(\.request) == [.status, .setLogLevel(.debug), .cancel(run: 7)]
                && desk.audited.allSatisfy { $0.caller == caller && $0.isAllowed }
        )
        #expect(desk.audited.map(\.error) == [nil, nil, "no-such-run"])
    }

    @Test("a long result comes whole, and a longer one than a mebibyte is an error")
    func longResults() throws {
        let desk = try Desk()
        #expect(try desk.client.ask(.runs(limit: 1_000)) == String(repeating: "æ", count: 512_000))
        #expect(try desk.client.ask(.runs(limit: 1)) == String(repeating: "æ", count: 512))
        let error = try #require(throws: ControlError.self) { try desk.client.ask(.metrics) }
        #expect(error.name == "result-too-long" && error.status == .system)
        #expect(desk.audited.map(\.error) == [nil, nil, "result-too-long"])
    }

    @Test("progress comes in order, before the result, and a flood of it keeps nobody waiting")
    func progress() throws {
        let desk = try Desk()
        var done: [Int] = []
        #expect(try desk.client.ask(.fetch(.init(.all))) { done.append($0.done ?? 0) } == "fetched")
        #expect(done == done.sorted() && Set(done).count == done.count && done.count < 100_000)
    }

    @Test("requests of one connection are answered one after the other, in order")
    func oneAtATime() throws {
        let desk = try Desk()
        let caller = try RawCaller(desk.path)
        for limit in 1...20 { caller.ask(.runs(limit: limit)) }
        for limit in 1...20 { #expect(caller.result() == String(repeating: "æ", count: limit * 512)) }
        #expect(desk.handler.seen.most == 1)
    }

    @Test("a request that cannot be understood is answered, and the connection goes on; a length that lies ends it")
    func refusals() throws {
        let desk = try Desk()
        let caller = try RawCaller(desk.path)
        caller.ask("{}")
        #expect(caller.result() == "bad-request")
        caller.ask(#"{"a":"#)
        #expect(caller.result() == "bad-frame")
        caller.ask(.status)
        #expect(caller.result() == "status")
        caller.send([0xFF, 0xFF, 0xFF, 0xFF])
        #expect(caller.result() == "bad-frame")
        #expect(caller.isClosed(within: 1))
        #expect(desk.audited.map(\.request) == [.status])
    }

    @Test("the seventeenth connection is told that it is busy and closed; the others keep their places")
    func seventeenth() throws {
        let desk = try Desk { $0.administrators = 16 }
        let callers = try (1...16).map { _ in try RawCaller(desk.path) }
        for caller in callers { caller.ask(.fetch(.init(.all, wait: true))) }
        #expect(comesTrue { desk.handler.seen.now == 16 })
        for _ in 1...20 {
            let late = try RawCaller(desk.path)
            #expect(late.result() == "busy")
            #expect(late.isClosed(within: 1))
        }
        let error = try #require(throws: ControlError.self) { try desk.client.ask(.status) }
        #expect(error.name == "busy" && error.status == .tryLater)
        #expect(desk.handler.seen == .init(now: 16, most: 16, cancelled: 0))
        withExtendedLifetime(callers) {}
    }

    @Test("waiting administrators leave four places to those who look")
    func places() throws {
        let desk = try Desk()
        let callers = try (1...16).map { _ in try RawCaller(desk.path) }
        for caller in callers { caller.ask(.fetch(.init(.all, wait: true))) }
        #expect(comesTrue { desk.handler.seen.now == 12 })
        #expect(comesTrue { desk.audited.count == 4 })
        #expect(desk.audited.allSatisfy { $0.isAllowed && $0.error == "busy" })
        #expect(try desk.client.ask(.status) == "status")
        withExtendedLifetime(callers) {}
    }

    @Test("who hangs up cancels what they asked for")
    func hangingUp() throws {
        let desk = try Desk()
        for number in 1...20 {
            var caller: RawCaller? = try RawCaller(desk.path)
            caller?.ask(.fetch(.init(.all, wait: true)))
            #expect(comesTrue { desk.handler.seen.now == 1 })
            caller = nil
            #expect(comesTrue { desk.handler.seen == .init(now: 0, most: 1, cancelled: number) })
        }
    }

    @Test("requests of callers who are gone hold their places until they end")
    func abandoned() throws {
        let desk = try Desk()
        for _ in 1...200 {
            let caller = try RawCaller(desk.path)
            caller.ask(.logLevel)
        }
        #expect(comesTrue { desk.handler.seen.now == 0 })
        #expect((2...16).contains(desk.handler.seen.most))
    }

    @Test("who will send no more is answered all the same")
    func halfClosed() throws {
        let desk = try Desk()
        let caller = try RawCaller(desk.path)
        caller.ask(.runs(limit: 3))
        shutdown(caller.socket, Int32(SHUT_WR))
        #expect(caller.result() == String(repeating: "æ", count: 3 * 512))
        #expect(caller.isClosed(within: 1))
    }

    @Test("a server stops within a second whatever it is asked, tells so, and takes its file away")
    func stopping() throws {
        let desk = try Desk()
        let callers = try (1...5).map { _ in try RawCaller(desk.path) }
        for caller in callers { caller.ask(.fetch(.init(.all, wait: true))) }
        let silent = try RawCaller(desk.path)
        #expect(comesTrue { desk.handler.seen.now == 5 })
        let begun = ContinuousClock.now
        desk.server.stop()
        #expect(ContinuousClock.now - begun < .seconds(1))
        for caller in callers { #expect(caller.result() == "stopping") }
        #expect(silent.isClosed(within: 1))
        #expect(comesTrue { desk.handler.seen.cancelled == 5 })
        #expect(access(desk.path, F_OK) != 0)
        let error = try #require(throws: ControlError.self) { try desk.client.ask(.status) }
        #expect(error.name == "no-daemon")
        desk.server.stop()
    }

    @Test("descriptors that come with bytes are closed, not kept")
    func receivedDescriptors() throws {
        let desk = try Desk()
        // The pipe's reader sees its end only when nobody has the writer any more, the server included.
        let script = """
            import os, select, socket, sys, time
            caller = socket.socket(socket.AF_UNIX); caller.connect(sys.argv[1])
            reader, writer = os.pipe()
            body = b'{"verb":"status","version":1}'
            frame = len(body).to_bytes(4, "big") + body
            for byte in frame: socket.send_fds(caller, [bytes([byte])], [writer] * 50)
            os.close(writer)
            answer = caller.recv(65536)
            ended = bool(select.select([reader], [], [], 5)[0]) and os.read(reader, 1) == b""
            print(ended, b"status" in answer)
            """
        let result = try Program.python(script, [desk.path])
        #expect(result.output == "True True\n", "\(result.errors)")
    }
}
