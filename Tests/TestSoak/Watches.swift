import Glibc
import PejlStandIn

/// What the stand-in recorded, held against the promises about hosts: one connection, and a pace.
struct HostWatch {
    /// What came since the last look.
    struct Window {
        let requests: [RecordedRequest]
        let connections: [RecordedConnection]
        /// The first promise that was broken in it.
        let broken: String?
    }

    /// How late a request may be seen after it was started: connecting, greeting, and a busy machine.
    private static let tolerance = Duration.milliseconds(500)

    private let spacing: Duration
    private(set) var requestCount = 0
    private(set) var connectionCount = 0
    private(set) var mostAtOnce = 0
    private(set) var shortest = Duration.seconds(1 << 20)
    private(set) var mean = Duration.seconds(1 << 20)
    private var lastConnection = 0
    private var seenUntil = Duration.seconds(-1)
    private var lastAt: [UInt16: Duration] = [:]
    /// The latest moment at which each host's next request may have been started if all started as late as they can.
    private var earliest: [UInt16: Duration] = [:]

    init(spacing: Duration) { self.spacing = spacing }

    /// Takes what is new.
    mutating func take(_ standIn: StandIn) -> Window {
        let requests = standIn.requests.filter { $0.arrivedAt > seenUntil }
        let connections = standIn.connections.filter { $0.number > lastConnection }
        var broken: String?
        for connection in connections {
            mostAtOnce = max(mostAtOnce, connection.openBeside + 1)
            if connection.openBeside > 0 { broken = "\(connection.openBeside + 1) connections to \(connection.port)" }
        }
        for (port, requests) in Dictionary(grouping: requests, by: \.port) {
            if let late = pace(port, requests.map(\.arrivedAt).sorted()) { broken = late }
        }
        requestCount += requests.count
        connectionCount += connections.count
        if let last = connections.last { lastConnection = last.number }
        if let last = requests.map(\.arrivedAt).max() { seenUntil = last }
        return Window(requests: requests, connections: connections, broken: broken)
    }

    /// The generic cell rate algorithm (ITU-T I.371): however late single requests are seen, their starts cannot have
    /// been closer than `spacing` unless this bound is broken.
    private mutating func pace(_ port: UInt16, _ arrivals: [Duration]) -> String? {
        var broken: String?
        for arrival in arrivals {
            if let last = lastAt[port] { shortest = min(shortest, arrival - last) }
            lastAt[port] = arrival
            if let bound = earliest[port], arrival < bound - Self.tolerance {
                broken = "\(port) was asked at \(arrival), not before \(bound) was allowed"
            }
            earliest[port] = max(earliest[port] ?? arrival, arrival) + spacing
        }
        guard arrivals.count > 500, let first = arrivals.first, let last = arrivals.last else { return broken }
        let average = (last - first) / (arrivals.count - 1)
        mean = min(mean, average)
        // Over many requests, lateness evens out: the set rate itself must hold.
        return average < spacing * 0.9 ? "\(port): \(arrivals.count) requests, one each \(average)" : broken
    }
}

/// What the process holds.
struct ProcessWatch: CustomStringConvertible {
    let descriptors: Int
    /// Resident memory, in bytes.
    let memory: Int

    var description: String { "\(descriptors) descriptors and \(memory >> 20) MiB" }

    static func now() -> ProcessWatch {
        var descriptors = 0
        if let folder = opendir("/proc/self/fd") {
            while readdir(folder) != nil { descriptors += 1 }
            closedir(folder)
        }
        var pages = 0
        if let file = fopen("/proc/self/statm", "r") {
            var line = [CChar](repeating: 0, count: 128)
            if fgets(&line, Int32(line.count), file) != nil {
                let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            }
            fclose(file)
        }
        return ProcessWatch(descriptors: descriptors, memory: pages * Int(sysconf(Int32(_SC_PAGESIZE))))
    }
}
