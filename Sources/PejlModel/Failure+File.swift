#if canImport(Glibc)
import Glibc
#endif

extension Failure {
    /// The failure that a failed call on a file stands for.
    ///
    /// A full disk, a broken one and a limit have names of their own, whoever met them: what an administrator does about
    /// them is the same.
    ///
    /// - Parameters:
    ///   - name: The name of every other failure.
    ///   - path: The file or folder.
    ///   - code: The `errno`.
    ///   - message: The text of every other failure.
    /// - Returns: A failure of the kind `system`.
    package static func file(_ name: String, path: String, code: Int32, message: String) -> Failure {
        switch code {
        case ENOSPC, EDQUOT:
            Failure(
                kind: .system,
                name: "disk-full",
                message: "no space left to write \(path); free some and run again"
            )
        case EFBIG:
            Failure(
                kind: .system,
                name: "file-too-large",
                message: "\(path) would be larger than files may be; raise the limit (LimitFSIZE=, ulimit -f)"
            )
        case EIO:
            Failure(
                kind: .system,
                name: "io-error",
                message: "\(path): the disk reports an input/output error; look at the kernel's log and at the disk"
            )
        case EROFS:
            Failure(
                kind: .system,
                name: "read-only",
                message: "\(path): its file system is mounted read-only; look at the kernel's log"
            )
        default: Failure(kind: .system, name: name, message: message)
        }
    }
}
