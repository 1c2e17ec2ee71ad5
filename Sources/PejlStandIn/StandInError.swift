/// Why a stand-in could not start or change a figure.
package enum StandInError: Error, Equatable, CustomStringConvertible {
    /// A line of the built-in figures cannot be read; the build is broken.
    case figures(line: String)
    /// A system call failed with `errno`.
    case socket(operation: String, errno: Int32)
    /// libssl made no certificate or no server of it.
    case secureServer
    /// The revision names a cell the stand-in does not have.
    case noSuchFigure(Revision)

    /// Says what happened in one line.
    package var description: String {
        switch self {
        case .figures(let line):
            "built-in figures: cannot read the line \"\(line)\"; rebuild pejl"
        case .socket(let operation, let errno):
            "stand-in: \(operation) failed with errno \(errno); check that loopback ports are free"
        case .secureServer:
            "stand-in: libssl makes no server; check the installation of OpenSSL"
        case .noSuchFigure(let revision):
            "stand-in: no such figure: \(revision); use a code and period it serves"
        }
    }
}
