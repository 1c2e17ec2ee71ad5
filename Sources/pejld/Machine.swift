import Foundation

/// What tells this machine from others.
enum Machine {
    /// Its number, which systemd gives once and for all; its name where it has none.
    static var name: String {
        let number = FileManager.default.contents(atPath: "/etc/machine-id").map { String(decoding: $0, as: UTF8.self) }
        return number.flatMap { $0.isEmpty ? nil : $0 } ?? ProcessInfo.processInfo.hostName
    }
}
