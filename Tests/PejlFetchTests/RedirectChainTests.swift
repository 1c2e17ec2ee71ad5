import PejlFetch
import PejlModel
import PejlStandIn
import Testing

/// Row W10 of the test plan: chains of redirects, followed on the wire; none of them reaches the bait.
@Suite(.serialized)
struct RedirectChainTests {
    /// Targets in order, `{own}` the publisher's own port and `{bait}` another; what the fetch ends with.
    private static let chains: [(targets: [String], ending: String)] = [
        (["/v1/data"], "followed"),
        (["data", "//127.0.0.1:{own}/v1/data", "{scheme}://127.0.0.1:{own}/v1/data"], "followed"),
        (["{scheme}://2130706433:{own}/v1/data", "{scheme}://0x7f.1:{own}/v1/data"], "followed"),
        (Array(repeating: "/v1/data", count: 5), "followed"),
        (Array(repeating: "/v1/data", count: 6), "too-many-redirects"),
        (["/v1/data?1", "/v1/data?2", "/v1/data?1", "/v1/data?2", "/v1/data?1", "/v1/data?2"], "too-many-redirects"),
        (["{scheme}://127.0.0.1:{bait}/v1/data"], "redirect-refused"),
        (["//127.0.0.1:{bait}/v1/data"], "redirect-refused"),
        (Array(repeating: "/v1/data", count: 4) + ["{scheme}://127.0.0.1:{bait}/"], "redirect-refused"),
        (["http://127.0.0.1:{bait}/v1/data"], "redirect-refused"),
        (["{scheme}://localhost:{bait}/v1/data"], "redirect-refused"),
        (["{scheme}://localhost:{own}/v1/data"], "redirect-refused"),
        (["/v1/data", "{scheme}://[::ffff:127.0.0.1]:{bait}/"], "redirect-refused"),
        (["{scheme}://[::1]:{bait}/"], "redirect-refused"),
        (["{scheme}://2130706433:{bait}/"], "redirect-refused"),
        (["{scheme}://0x7f000001:{bait}/"], "redirect-refused"),
        (["{scheme}://0177.0.0.1:{bait}/"], "redirect-refused"),
        (["{scheme}://169.254.169.254/latest/meta-data/"], "redirect-refused"),
        (["{scheme}://127.0.0.1:{own}@127.0.0.1:{bait}/"], "redirect-refused"),
        (["{scheme}://127.0.0.1:{bait}\\@127.0.0.1:{own}/"], "redirect-refused"),
        (["\\\\127.0.0.1:{bait}\\v1"], "not-found"),  // a path, at the publisher's own host
        (["file:///etc/passwd"], "redirect-refused"), (["ftp://127.0.0.1:{bait}/"], "redirect-refused"),
        (["gopher://127.0.0.1:{bait}/_GET"], "redirect-refused"), (["dict://127.0.0.1:{bait}/"], "redirect-refused"),
        (["smb://127.0.0.1:{bait}/"], "redirect-refused"), (["data:text/csv,A;B"], "redirect-refused"),
        (["/v1/da\tta"], "redirect-refused"), ([""], "redirect-refused"),
    ]

    @Test("A chain ends where it must and never elsewhere", arguments: chains.indices, StandIn.Wire.allCases)
    func chain(index: Int, wire: StandIn.Wire) async throws {
        let (targets, ending) = Self.chains[index]
        let standIn = try StandIn.start(wire: wire, hosts: 2)
        defer { standIn.stop() }
        let (own, bait) = (standIn.ports[0], standIn.ports[1])
        for target in targets {
            let address =
                target.replacing("{scheme}", with: wire == .tls ? "https" : "http")
                .replacing("{own}", with: "\(own)").replacing("{bait}", with: "\(bait)")
            standIn.misbehave(.redirect(to: address, status: 307), on: "/v1/d", times: 1)
        }
        let desk = Desk(standIn)
        var name = "followed"
        do throws(FetchError) { _ = try await desk.fetch(Recipes.population()) } catch { name = error.name }
        #expect(name == ending, "\(targets)")
        // After the table's description.
        #expect(standIn.requests.count <= 7)
        #expect(Set(standIn.requests.dropFirst().map(\.body)).count == 1)
        #expect(!standIn.connections.contains { $0.port == bait })
        if name != "followed" { #expect(desk.files.isEmpty) }
    }

    @Test("A redirect that would turn the question into another is refused", arguments: [301, 302, 303])
    func lostBody(status: Int) async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.redirect(to: "/v1/data", status: status), on: "/v1/data", times: 1)
        #expect(await Desk(standIn).failure(of: Recipes.population())?.name == "redirect-refused")
        #expect(standIn.requests.count == 2)
    }
}
