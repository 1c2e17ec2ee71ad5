import PejlModel

/// Fetches datasets side by side across hosts, one after the other at each, and hands the answers on one at a time.
///
/// Answers are loaded in the order of the recipes, however fast they come: the numbers that a store gives then follow
/// from the recipes, not from the network. The one exception is a host that keeps the others waiting for longer than
/// `patience`: it is overtaken for the rest of the run, so that it cannot hold up what came. Numbers of rows may then
/// differ between two stores; what they say does not.
struct HostQueues: Sendable {
    /// What came of asking for one dataset.
    typealias Answer = Result<FetchedDataset, Failure>

    private let recipes: [Recipe]
    private let hosts: [String]
    private let patience: Duration

    /// - Parameters:
    ///   - recipes: What to ask for.
    ///   - patience: How long one host may keep answers of others from being loaded.
    ///   - host: Where a recipe's publisher is asked.
    init(_ recipes: [Recipe], patience: Duration, host: (Recipe) -> String) {
        self.recipes = recipes
        self.patience = patience
        hosts = recipes.map(host)
    }

    /// Asks for every dataset and takes each answer once.
    ///
    /// - Parameters:
    ///   - fetch: Asks for one dataset; run for several at a time.
    ///   - load: Takes the answer for the recipe at an index; never run for two at a time.
    /// - Throws: What `load` throws; what is still being fetched is then cancelled.
    func run(
        fetch: @escaping @Sendable (Recipe) async throws -> FetchedDataset,
        load: (Int, Answer) throws -> Void
    ) async throws {
        guard !recipes.isEmpty else { return }
        let (news, teller) = AsyncStream<News>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            for queue in Dictionary(grouping: recipes.indices, by: { hosts[$0] }).values {
                group.addTask {
                    for index in queue {
                        let answer = await Self.answer { try await fetch(recipes[index]) }
                        teller.yield(.answered(index, answer))
                    }
                }
            }
            var order = LoadOrder(hosts: hosts)
            var watched: Int?
            for await one in news {
                switch one {
                case .answered(let index, let answer): order.take(answer, at: index)
                case .waited(let index): order.overtake(at: index)
                }
                for (index, answer) in order.ready() { try load(index, answer) }
                guard !order.isEmpty else { break }
                // One wait is watched at a time: that for the dataset which all others wait for.
                guard let blocking = order.blocking, blocking != watched else { continue }
                watched = blocking
                group.addTask {
                    try await Task.sleep(for: patience)
                    teller.yield(.waited(blocking))
                }
            }
        }
    }

    /// What the tasks tell the one that loads.
    private enum News: Sendable {
        case answered(Int, Answer)
        case waited(Int)
    }

    private static func answer(_ fetch: () async throws -> FetchedDataset) async -> Answer {
        do { return .success(try await fetch()) } catch { return .failure(Failure(error)) }
    }
}

/// Which answers may be loaded: those of the recipes in order, late hosts aside.
struct LoadOrder {
    private let hosts: [String]
    private var answers: [Int: HostQueues.Answer] = [:]
    private var open: [Int]
    private var lateHosts: Set<String> = []

    /// - Parameter hosts: The host of each recipe, in the order of the recipes.
    init(hosts: [String]) {
        self.hosts = hosts
        open = Array(hosts.indices)
    }

    /// Whether every answer was handed out.
    var isEmpty: Bool { open.isEmpty }

    /// The recipe that answers of others wait for, if any do.
    var blocking: Int? {
        guard !answers.isEmpty else { return nil }
        return open.first { answers[$0] == nil && !lateHosts.contains(hosts[$0]) }
    }

    /// Keeps an answer until it is its turn.
    mutating func take(_ answer: HostQueues.Answer, at index: Int) { answers[index] = answer }

    /// Lets the others pass the host of a recipe, unless its answer came in the meantime.
    mutating func overtake(at index: Int) {
        if index == blocking { lateHosts.insert(hosts[index]) }
    }

    /// Hands out the answers whose turn it is.
    mutating func ready() -> [(Int, HostQueues.Answer)] {
        var ready: [(Int, HostQueues.Answer)] = []
        var waiting: [Int] = []
        for (position, index) in open.enumerated() {
            if let answer = answers.removeValue(forKey: index) {
                ready.append((index, answer))
            } else if lateHosts.contains(hosts[index]) {
                waiting.append(index)
            } else {
                waiting += open[position...]
                break
            }
        }
        open = waiting
        return ready
    }
}
