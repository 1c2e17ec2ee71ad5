/// What one run of a plugin may cost; every limit has a default.
package struct PluginLimits: Hashable, Sendable {
    /// Wall-clock seconds from the first request to the end.
    package var seconds = 300
    /// Seconds to answer the first request.
    package var handshakeSeconds = 10
    /// Seconds that it may say nothing while it analyses; as many as `seconds` unless set.
    ///
    /// Any line ends a silence.
    package var silentSeconds: Int?
    /// Bytes on its standard output.
    package var outputBytes = 64 << 20
    /// Bytes of its standard error that are kept; the rest is read and dropped.
    package var logBytes = 1 << 20
    /// Processor seconds of each of its processes; as many as `seconds` unless set.
    package var processorSeconds: Int?
    /// Bytes of address space of each of its processes.
    package var memoryBytes = 2 << 30
    /// Open descriptors of each of its processes.
    package var openFiles = 64
    /// Rows of an SQL plugin's statement: its findings.
    package var rows = 100_000
    /// Processes that it may start besides itself.
    package var processes = 0

    /// Processor seconds in force.
    package var cpuSeconds: Int { processorSeconds ?? seconds }

    /// The defaults.
    package init() {}
}
