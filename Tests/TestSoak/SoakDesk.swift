import Glibc
import PejlConfig
import PejlFetch
import PejlModel
import PejlPipeline
import PejlStandIn
import PejlTestSupport
import Synchronization

/// An installation with many recipes, each publisher at a port of its own.
final class SoakDesk: Sendable {
    /// Shortest time between the starts of two requests to one host: what the soak holds the pacer to.
    static let spacing = Duration.milliseconds(10)
    /// How long a host is left alone after three failures.
    static let circuitPause = Duration.milliseconds(150)
    /// Tries of a request.
    static let tries = 2

    let folder: TemporaryFolder
    let standIn: StandIn
    let clock = ManualClock()
    let options: PipelineOptions
    /// The port that each dataset is asked for at.
    let ports: [String: UInt16]
    private let asked = Mutex<[Asked]>([])

    /// The moment when a dataset's turn came, on the stand-in's stopwatch.
    struct Asked {
        let dataset: String
        let at: Duration
    }

    /// Starts the publishers and writes the recipes.
    init(wire: StandIn.Wire, recipes: Int) throws {
        folder = try TemporaryFolder()
        var neighbours = NeighbourSettings()
        // Twice as fast as the pace that is set here, so that it is ours that counts.
        neighbours.pxWebWindow = (calls: 200, seconds: 1)
        standIn = try StandIn.start(wire: wire, hosts: 4, memory: 16_384, neighbours: neighbours)
        let kinds = try Kind.all()
        var ports: [String: UInt16] = [:]
        for number in 0..<recipes {
            let kind = kinds[number % kinds.count]
            let name = "\(kind.name)-\(number)"
            try folder.write(kind.text(name), to: "etc/datasets/\(name).toml")
            ports[name] = standIn.ports[kind.host]
        }
        self.ports = ports
        try folder.write("test-key\n", to: "etc/key")
        try folder.write(standIn.authority ?? "", to: "etc/ca.pem")
        let bases = standIn.ports.map(standIn.baseURL)
        try folder.write(
            """
            municipality = "766"
            contact = "pejl tests"
            state_directory = "\(folder.path)"
            dataset_directory = "datasets"
            [publishers.statbank]
            base_url = "\(bases[0])/v1"
            [publishers.uddannelsesstatistik]
            base_url = "\(bases[1])/Api/v1"
            key_file = "key"
            [publishers.ssb]
            base_url = "\(bases[2])/api/pxwebapi/v2"
            [publishers.kolada]
            base_url = "\(bases[3])/v3"
            """,
            to: "etc/pejl.toml"
        )
        var options = try Configuration(path: folder.file("etc/pejl.toml")).pipeline
        options.plugins = []
        options.fetch.allowPrivateAddresses = true
        if standIn.authority != nil { options.fetch.caBundle = folder.file("etc/ca.pem") }
        options.fetch.minimumInterval = Self.spacing
        options.fetch.patience = .seconds(5)
        options.fetch.retries = RetryPolicy(tries: Self.tries, base: .milliseconds(20), cap: .milliseconds(40))
        options.fetch.circuit.firstPause = Self.circuitPause
        options.fetch.circuit.longestPause = Self.circuitPause
        // What a fault may cost here, so that many fit into the time; the rules are the same.
        options.fetch.limits.decodedBytes = 8 << 20
        options.fetch.limits.connectTime = .seconds(1)
        options.fetch.limits.slowTime = .seconds(2)
        options.fetch.limits.totalTime = .seconds(10)
        self.options = options
    }

    /// The pipeline, kept for the whole soak as a daemon keeps it.
    func pipeline() throws -> RefreshPipeline {
        let clock = clock
        return try RefreshPipeline(options, now: { clock.now }, hostPatience: .seconds(20)) { [self] event in
            guard case .asking(let dataset) = event else { return }
            let moment = standIn.uptime
            asked.withLock { $0.append(Asked(dataset: dataset, at: moment)) }
        }
    }

    /// Whose turn came since this was last called, in order.
    func takeAsked() -> [Asked] {
        asked.withLock { asked in
            defer { asked = [] }
            return asked
        }
    }
}

/// A shipped recipe that many datasets are made from.
private struct Kind {
    let name: String
    /// Place of its publisher's port.
    let host: Int
    private let recipe: String
    private let dataset: String
    private let indicator: String

    /// Reads a shipped recipe; `changes` is what is written otherwise, so that the stand-in has it.
    private init(
        _ name: String,
        host: Int,
        _ path: String,
        dataset: String,
        indicator: String,
        changes: [(String, String)] = []
    ) throws {
        self.name = name
        self.host = host
        self.dataset = dataset
        self.indicator = indicator
        var text = try Repository.text(path)
        for (old, new) in changes {
            guard text.contains(old) else { throw Misfit(path: path, text: old) }
            text = text.replacing(old, with: new)
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("schedule") }
        recipe = lines.joined(separator: "\n").replacing("\nlicence =", with: "\nschedule = \"hourly\"\nlicence =")
    }

    struct Misfit: Error {
        let path: String
        let text: String
    }

    static func all() throws -> [Kind] {
        let population = try Kind(
            "folk1am",
            host: 0,
            "etc/pejl/datasets/folk1am.toml",
            dataset: "folk1am",
            indicator: "population",
            changes: [("code = \"Tid\"\nvalues = [\"*\"]", "code = \"Tid\"\nvalues = [\"2024M04\"]")]
        )
        let inclusion = try Kind(
            "inklusion",
            host: 1,
            "etc/pejl/datasets/inklusion-katalog.toml",
            dataset: "inklusion-katalog",
            indicator: "inclusion_rate",
            changes: [
                (
                    "[indicators.weight]\nindicator = \"population_catalogue\"\nperiod = \"2025M01\"\nis_denominator = false",
                    ""
                )
            ]
        )
        let services = try Kind(
            "kostra",
            host: 2,
            "etc/pejl/examples/kostra-hjemmetjenester.toml",
            dataset: "kostra-hjemmetjenester",
            indicator: "kostra_home_services_80"
        )
        let pupils = try Kind(
            "kolada",
            host: 3,
            "etc/pejl/examples/kolada-elever-pr-laerer.toml",
            dataset: "kolada-elever-pr-laerer",
            indicator: "kolada_pupils_per_teacher"
        )
        // StatBank has most tables, as it has in real life.
        return [
            population, inclusion, services, population, pupils, population, services, population, pupils, inclusion,
        ]
    }

    /// The recipe of a dataset of its own, with an indicator of its own.
    func text(_ name: String) -> String {
        let suffix = name.replacing("-", with: "_")
        return recipe.replacing("id = \"\(dataset)\"", with: "id = \"\(name)\"")
            .replacing("id = \"\(indicator)\"", with: "id = \"\(suffix)\"")
            .replacing("definition_id = \"", with: "definition_id = \"\(name)-")
    }
}
