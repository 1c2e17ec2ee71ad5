import PejlTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Row W20 of the test plan: many datasets, random faults, and nobody starves.
///
/// Set `PEJL_SEED` to the seed that a run printed to draw the same faults again; which requests meet them still depends
/// on how the threads take turns.
@Suite(.serialized)
struct SoakTests {
    private static let seconds = Repository.isNightly ? 600 : 10
    private static let recipes = Repository.isNightly ? 1_000 : 100

    @Test(
        "under random faults every dataset has its turn and its own failure, at one connection and the set rate a host",
        arguments: ["plain", "tls"]
    )
    func soak(wire: String) throws {
        // By day the same faults each time; the nightly tier looks for new ones.
        let chosen = getenv("PEJL_SEED").flatMap { UInt64(String(cString: $0)) }
        let seed = chosen ?? (Repository.isNightly ? UInt64.random(in: 0..<1 << 31) : wire == "tls" ? 2 : 1)
        let words = ["wire=\(wire)", "seconds=\(Self.seconds)", "recipes=\(Self.recipes)", "seed=\(seed)"]
        let result = try Program("pejl-test-soak", words).result(within: Self.seconds + 900)
        if Repository.isNightly { print(result.output) }
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        var figures: [String: String] = [:]
        for line in result.output.split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            if parts.count == 2 { figures[parts[0]] = parts[1] }
        }
        #expect(figures["seed"] == "\(seed)")
        #expect(figures["recipes"] == "\(Self.recipes)")
        #expect(figures["violations"] == "0")
        #expect(figures["most at once"] == "1 connections to a host")
        // It did what it is for: several rounds, many kinds of faults.
        #expect(figures["rounds"].flatMap { Int($0) } ?? 0 >= 2)
        #expect(figures["faults"]?.split(separator: ",").count ?? 0 >= 15, "\(figures["faults"] ?? "none")")
    }
}
