import Glibc
import PejlStandIn
import PejlTestSupport

/// Row W20 of the test plan in a process of its own: many recipes, random faults, the whole line from the network to the
/// publication, as a daemon would run it but with a calendar that jumps to the next due dataset.
///
/// Arguments are words `NAME=VALUE`: `wire=plain|tls`, `seconds=`, `recipes=`, `seed=`, `share=` (per cent of the
/// requests, and of the connections, that meet a fault). Prints what happened, one `NAME<TAB>VALUE` a line; a line
/// `violation` is a broken promise, and then the exit status is 1.
///
/// Two ways to judge an outcome were weighed: a model that foresees each request, and a look back at what the stand-in
/// sent. The second was chosen: it is right whatever a fetch asks for and however often, and the same rules judge every
/// publisher.
@main
enum TestSoak {
    static func main() async {
        var words: [String: String] = [:]
        for argument in CommandLine.arguments.dropFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            words[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
        func number(_ name: String, _ standard: Int) -> Int { words[name].flatMap { Int($0) } ?? standard }
        let seed = words["seed"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64(Int32.max))
        say("seed", "\(seed)")
        do {
            let desk = try SoakDesk(wire: words["wire"] == "tls" ? .tls : .plain, recipes: number("recipes", 100))
            var soak = Soak(desk, seed: seed, share: Double(number("share", 20)) / 100)
            try await soak.run(for: .seconds(number("seconds", 10)))
            soak.report(say)
            desk.standIn.stop()
            exit(soak.violations.isEmpty ? 0 : 1)
        } catch {
            say("violation", "the soak itself ended: \(error)")
            exit(1)
        }
    }

    private static func say(_ name: String, _ value: String) {
        print(name, value, separator: "\t")
        fflush(nil)
    }
}
