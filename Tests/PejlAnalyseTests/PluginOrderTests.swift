import PejlAnalyse
import PejlModel
import Testing

/// In which order plugins run that wait for each other.
struct PluginOrderTests {
    private static func plugins(_ wanted: [String: [String]]) -> [PluginManifest] {
        wanted.map { id, findings in
            PluginManifest(
                id: id,
                version: "1",
                title: Localised(same: id),
                protocolVersions: 1...1,
                body: .process(command: [id], interpreter: nil),
                indicators: ["*"],
                areaKinds: [.municipality],
                findings: findings,
                outputs: [],
                limits: PluginLimits(),
                digest: ContentDigest(of: id),
                folder: "/nonexistent"
            )
        }
    }

    @Test(
        "plugins run after those they wait for, and side by side otherwise",
        arguments: [
            ([:], []), (["b": [], "a": []], [["a", "b"]]), (["a": ["b"], "b": []], [["b"], ["a"]]),
            (["a": ["b", "c"], "b": ["d"], "c": ["d"], "d": [], "e": []], [["d", "e"], ["b", "c"], ["a"]]),
        ] as [([String: [String]], [[String]])]
    )
    func stages(wanted: [String: [String]], stages: [[String]]) throws {
        #expect(try PluginOrder.stages(Self.plugins(wanted)).map { $0.map(\.id) } == stages)
    }

    @Test("a thousand plugins, each after the one before, run in that order")
    func chain() throws {
        let names = (0..<1_000).map { "p\(1_000 + $0)" }
        let wanted = Dictionary(uniqueKeysWithValues: zip(names, [[]] + names.dropLast().map { [$0] }))
        #expect(try PluginOrder.stages(Self.plugins(wanted)).flatMap { $0.map(\.id) } == names)
    }

    @Test(
        "plugins that wait for each other or for none that is there are told by name",
        arguments: [
            (["a": ["a"]], PluginOrder.Fault.cycle(["a"])), (["a": ["b"], "b": ["a"]], .cycle(["a", "b"])),
            (["a": ["c"], "b": ["c"], "c": ["d"], "d": ["b"]], .cycle(["c", "d", "b"])),
            (["a": ["x"]], .missing(plugin: "a", wanted: "x")),
        ] as [([String: [String]], PluginOrder.Fault)]
    )
    func faults(wanted: [String: [String]], fault: PluginOrder.Fault) {
        #expect(throws: fault) { try PluginOrder.stages(Self.plugins(wanted)) }
    }
}
