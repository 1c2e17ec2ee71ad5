import PejlStandIn
import PejlTestSupport
import Testing

/// Rows W7 and W8 of the test plan under the limits that nobody configured, measured in a process of its own.
@Suite(.serialized)
struct BombTests {
    private static let gibibyte = 1 << 30
    /// More than any table's description of the stand-in has, in bytes.
    private static let description = 64 << 10
    private static let sixLayers = Array(repeating: "gzip", count: 6).joined(separator: ", ")

    /// What comes, the failure's name, and the limit that the document reached, in bytes.
    private static let bombs: [(Misbehaviour, name: String, reached: Int)] = [
        (.gzipBomb(bytes: gibibyte), "decoded-too-large", 256 << 20),
        (.doubleGzipBomb(bytes: gibibyte, coding: "gzip, gzip"), "bad-headers", 0),
        (.doubleGzipBomb(bytes: gibibyte, coding: sixLayers), "bad-headers", 0),
        (.doubleGzipBomb(bytes: gibibyte, coding: "gzip"), "unexpected-content", 0),
        (.doubleGzipBomb(bytes: gibibyte, coding: "br"), "bad-headers", 0),
        (.doubleGzipBomb(bytes: gibibyte, coding: "zstd"), "bad-headers", 0),
        (.endlessBody, "body-too-large", 64 << 20), (.endlessUndelimited, "body-too-large", 64 << 20),
        (.hugeHeaders, "bad-headers", 0), (.hugeTrailers, "bad-headers", 0), (.endlessInterim, "bad-headers", 0),
    ]

    @Test(
        "A bomb stops at its limit, grows memory by at most 32 MiB and leaves no file",
        arguments: bombs.indices,
        StandIn.Wire.allCases
    )
    func bomb(index: Int, wire: StandIn.Wire) throws {
        let (misbehaviour, name, reached) = Self.bombs[index]
        let standIn = try StandIn.start(compresses: false, wire: wire)
        defer { standIn.stop() }
        standIn.misbehave(misbehaviour, on: "/v1/data")
        let program = try FetchProgram()
        let lines = try program.run(
            [
                "private=yes", "education=\(standIn.uddannelsesstatistikURL)", "statbank=\(standIn.statBankURL)",
                "warm", "ask", "memory",
            ],
            authority: standIn.authority
        )
        #expect(lines.map { $0[0] } == ["fetched", name, "memory"], "\(lines)")
        let growth = try #require(lines.last.flatMap { Int($0[1]) })
        #expect(growth <= 32 << 10, "KiB")
        let largest = try #require(lines.last.flatMap { Int($0[2]) })
        // Progress is told every 256 KiB; no byte beyond the limit is ever kept. The table's description, which was asked
        // for before, is in the count too.
        if reached > 0 { #expect(largest > reached - (512 << 10) && largest <= reached + Self.description) }
        #expect(program.folder.files() == (standIn.authority == nil ? [] : ["ca.pem"]))
    }
}
