/// What one request may cost.
package struct FetchLimits: Sendable, Equatable {
    /// Largest body on the wire, in bytes: 64 MiB.
    package var wireBytes = 64 << 20
    /// Largest body after one layer of gzip is taken off, in bytes: 256 MiB.
    package var decodedBytes = 256 << 20
    /// All header lines of an answer together, in bytes: 256 KiB.
    package var headerBytes = 256 << 10
    /// Pages of one dataset: 1,000.
    package var pages = 1000
    /// Cells of one StatBank answer outside BULK, as the publisher counts: 1,000,000.
    package var statBankCells = StatBankPlan.cellLimit
    /// Time for a connection, name and TLS included: 15 s.
    package var connectTime: Duration = .seconds(15)
    /// Time for a whole exchange: 300 s.
    package var totalTime: Duration = .seconds(300)
    /// Slowest answer, in bytes a second: 1,024; kept to from the answer's first line on, the publisher may think
    /// before that.
    package var bytesPerSecond = 1024
    /// How long an answer may be slower than that, in whole seconds: 30 s.
    package var slowTime: Duration = .seconds(30)

    /// The defaults.
    package init() {}
}
