import Foundation
import Glibc
import PejlTestSupport
import Testing

@testable import PejlDaemon

/// The journal's native protocol, and the log's other forms.
struct JournalTests {
    @Test("an entry is one datagram of fields, and a value with line breaks carries its length")
    func datagram() {
        let entry = LogEntry(.warning, "one\ntwo", [.plugin: "benchmark", .dataset: "folk1am"])
        let expected =
            Array("MESSAGE\n".utf8) + [7, 0, 0, 0, 0, 0, 0, 0] + Array("one\ntwo\n".utf8)
            + Array("PRIORITY=4\nSYSLOG_IDENTIFIER=pejld\nDATASET=folk1am\nPLUGIN_ID=benchmark\n".utf8)
        #expect(JournalSocket.datagram(entry) == expected)
    }

    /// Python's own reading of the protocol's description.
    private static let reader = """
        import json, sys
        data, fields = open(sys.argv[1], 'rb').read(), {}
        while data:
            line, _, rest = data.partition(b'\\n')
            if b'=' in line:
                name, _, value = line.partition(b'=')
            else:
                name, size = line, int.from_bytes(rest[:8], 'little')
                value, rest = rest[8:8 + size], rest[8 + size:]
                assert rest[:1] == b'\\n'
                rest = rest[1:]
            assert name.decode().replace('_', '').isalnum() and name.isupper(), name
            fields[name.decode()] = value.decode()
            data = rest
        print(json.dumps(fields, sort_keys=True, ensure_ascii=False))
        """

    @Test(
        "another reader finds what was written",
        arguments: [
            "plain", "with = sign", "a\nFAKE=1\n", "Bjærget\n", "", "\n\n", String(repeating: "ø", count: 60_000),
        ]
    )
    func otherReader(message: String) throws {
        let folder = try TemporaryFolder()
        let bytes = JournalSocket.datagram(LogEntry(.info, message, [.failure: "x"]))
        let path = folder.file("datagram")
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let result = try Program.python(Self.reader, [path])
        let fields = try JSONDecoder().decode([String: String].self, from: Data(result.output.utf8))
        let kept = String(decoding: message.utf8.prefix(48 << 10), as: UTF8.self)
        #expect(
            fields == ["MESSAGE": kept, "PRIORITY": "6", "SYSLOG_IDENTIFIER": "pejld", "FAILURE": "x"],
            "\(result.errors)"
        )
    }

    @Test("a socket takes entries, and one that is not there is told of")
    func socket() throws {
        let journal = try FakeManager()
        #expect(JournalSocket(path: journal.path).send(LogEntry(.info, "hello")))
        #expect(journal.messages == ["MESSAGE=hello\nPRIORITY=6\nSYSLOG_IDENTIFIER=pejld\n"])
        #expect(!JournalSocket(path: "/nonexistent").send(LogEntry(.info, "hello")))
    }

    @Test("standard error is the journal only where device and inode are those it named")
    func stream() throws {
        var status = stat()
        fstat(STDERR_FILENO, &status)
        #expect(JournalSocket.isStandardError(["JOURNAL_STREAM": "\(status.st_dev):\(status.st_ino)"]))
        #expect(!JournalSocket.isStandardError(["JOURNAL_STREAM": "\(status.st_dev):\(status.st_ino + 1)"]))
        #expect(!JournalSocket.isStandardError([:]))
    }

    @Test("a line of JSON holds time, level, message and fields, and no line break")
    func json() throws {
        let entry = LogEntry(.error, "a \"b\"\nc/æ", [.dataset: "folk1am"])
        let line = LogText.json(entry, at: Date(timeIntervalSince1970: 0))
        #expect(
            line
                == #"{"fields":{"dataset":"folk1am"},"level":"error","message":"a \"b\"\nc/æ","time":"1970-01-01T00:00:00Z"}"#
        )
    }

    @Test("entries that monitoring waits for have numbers of their own")
    func numbers() {
        let all = LogEntry.MessageID.allCases.map(\.rawValue)
        #expect(Set(all).count == all.count)
        #expect(all.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) && $0 == $0.lowercased() })
    }
}
