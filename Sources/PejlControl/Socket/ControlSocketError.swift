package import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// Why the control socket cannot be opened.
package enum ControlSocketError: Error, Equatable, FailureConvertible, CustomStringConvertible {
    /// The path has more bytes than the address of a socket has room for.
    case pathTooLong(path: String, bytes: Int, limit: Int)
    /// Another process listens there.
    case inUse(path: String)
    /// Something else than a socket has the name; it is left alone.
    case notASocket(path: String)
    /// Somebody else than root and the daemon's user could replace what lies in the folder.
    case unsafeFolder(path: String, reason: String)
    /// A call failed with `errno`.
    case call(String, path: String, code: Int32)

    package var description: String {
        switch self {
        case .pathTooLong(let path, let bytes, let limit):
            "\(path): the path has \(bytes) bytes and a socket's may have \(limit); choose a shorter one"
        case .inUse(let path): "\(path): another process answers there; only one pejld can have this socket"
        case .notASocket(let path): "\(path): it is no socket and is left alone; move it away or choose another path"
        case .unsafeFolder(let path, let reason):
            "\(path): \(reason); the socket needs a folder that only root and pejld's user can write in"
        case .call(let call, let path, let code):
            "\(path): \(call) failed: \(String(cString: strerror(code))); look at the folder and its owner"
        }
    }

    package var failure: Failure {
        switch self {
        case .pathTooLong: Failure(kind: .config, name: "socket-path-too-long", message: description)
        case .inUse: Failure(kind: .transient, name: "socket-in-use", message: description)
        case .notASocket: Failure(kind: .config, name: "not-a-socket", message: description)
        case .unsafeFolder: Failure(kind: .config, name: "unsafe-socket-folder", message: description)
        case .call(_, let path, let code):
            .file("socket-failed", path: path, code: code, message: description)
        }
    }
}
