import CSocket
import Foundation
import Glibc
import PejlControl
import PejlModel
import PejlTestSupport
import Testing

/// What `pejl` is told when something else than an answer comes.
struct ControlClientTests {
    private func error(_ client: ControlClient) throws -> ControlError {
        try #require(throws: ControlError.self) { try client.ask(.status) }
    }

    /// A server that says some bytes to whoever comes first, and closes.
    private func saying(_ bytes: [UInt8], _ body: (ControlClient) throws -> Void) throws {
        let folder = try TemporaryFolder()
        let listener = pejl_socket_bind(folder.file("s"), 0o600)
        defer { close(listener) }
        #expect(listen(listener, 8) == 0)
        // A thread: other tests keep those of Swift busy.
        Thread.detachNewThread {
            var polled = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 5_000) > 0 else { return }
            let socket = pejl_socket_accept(listener)
            _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            close(socket)
        }
        try body(ControlClient(path: folder.file("s"), timeout: .seconds(5)))
    }

    private static func frames(_ contents: String...) -> [UInt8] {
        contents.flatMap { ControlFraming.framed(Array($0.utf8)) }
    }

    @Test(
        "an answer that is not one is named",
        arguments: [
            (Array("HTTP/1.1 400 Bad Request\r\n".utf8), "bad-frame"), ([0, 0, 0, 0], "bad-frame"),
            ([], "connection-lost"), ([0, 0], "connection-lost"), ([0, 0, 0, 9, 0x7B], "connection-lost"),
            (frames("[]"), "bad-frame"), (frames("{}"), "bad-frame"), (frames(#"{"frame":"other"}"#), "bad-frame"),
            (frames(#"{"frame":"part","text":"x"}"#), "connection-lost"),
            (frames(#"{"frame":"part","text":"æ"}"#, #"{"bytes":1,"frame":"done"}"#), "bad-frame"),
            (frames(#"{"bytes":1,"frame":"done"}"#), "bad-frame"),
            (frames(#"{"error":{"name":"busy","status":0,"text":{"da":"","en":""}},"frame":"error"}"#), "bad-frame"),
            (
                frames(#"{"error":{"name":"disk-full","status":71,"text":{"da":"fuld","en":"full"}},"frame":"error"}"#),
                "disk-full"
            ),
        ]
    )
    func odd(bytes: [UInt8], name: String) throws {
        try saying(bytes) { client in
            let error = try error(client)
            #expect(error.name == name)
            #expect(!error.text.da.isEmpty && error.text.da != error.text.en)
        }
    }

    @Test("nobody is there")
    func noDaemon() throws {
        let folder = try TemporaryFolder()
        let client = ControlClient(path: folder.file("s"))
        let missing = try error(client)
        #expect(missing.name == "no-daemon" && missing.status == .unavailable)
        #expect(missing.text.en == "\(client.path): pejld does not run here; see \"systemctl status pejld\"")
        close(pejl_socket_bind(client.path, 0o600))
        #expect(try error(client) == missing)
    }

    @Test("nobody answers, within the time")
    func timeout() throws {
        let folder = try TemporaryFolder()
        let listener = pejl_socket_bind(folder.file("s"), 0o600)
        defer { close(listener) }
        #expect(listen(listener, 0) == 0)
        let client = ControlClient(path: folder.file("s"), timeout: .milliseconds(300))
        // The first is in the queue and the later ones are not.
        let waiting = pejl_socket_connect(client.path)
        defer { close(waiting) }
        for _ in 1...3 {
            let begun = ContinuousClock.now
            let error = try error(client)
            #expect(error.name == "timeout" && error.status == .tryLater)
            #expect(error.text.en == "\(client.path): pejld did not answer within 0.3 seconds")
            #expect((.milliseconds(300)..<(.seconds(5))).contains(ContinuousClock.now - begun))
        }
    }

    @Test("a request that is waited for may take longer than a frame")
    func patience() throws {
        let desk = try Desk()
        var client = desk.client
        client.timeout = .milliseconds(10)
        let result = try client.ask(.runs(limit: 1), isPatient: true)
        #expect(result.utf8.count == 1_024)
        #expect(try error(ControlClient(path: desk.path, timeout: .zero)).name == "timeout")
    }

    @Test("a request that no frame has room for is not sent")
    func tooLong() throws {
        let names = (0..<1_000).map { "\($0)" + String(repeating: "x", count: 80) }
        let client = ControlClient(path: "/nowhere")
        let error = try #require(throws: ControlError.self) { try client.ask(.fetch(.init(.named(names)))) }
        #expect(error.name == "bad-request")
    }

    @Test("who found no room is let in when there is some")
    func busy() throws {
        let desk = try Desk { $0.connections = 1 }
        var holder: RawCaller? = try RawCaller(desk.path)
        holder?.ask(.fetch(.init(.all, wait: true)))
        #expect(comesTrue { desk.handler.seen.now == 1 })
        #expect(try error(desk.client).name == "busy")
        holder = nil
        #expect(try desk.client.ask(.status) == "status")
    }
}
