package import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// Why a file of the drop folder was not taken, or the folder could not be used.
package enum DropError: FailureConvertible, Equatable, CustomStringConvertible {
    /// A link, folder, pipe or device: `kind` says which.
    case notAFile(file: String, kind: String)
    /// More bytes than are read; the limit is that of fetched documents.
    case tooLarge(file: String, limit: Int)
    /// The daemon may not read it.
    case unreadable(file: String)
    /// Something that looks like a personal number stands in it, or in its name; `place` says where.
    case personalData(file: String, place: String)
    /// It changed or went away while it was looked at; it is looked at again in the next run.
    case growing(file: String)
    /// A system call failed; `code` is an `errno`.
    case system(operation: String, path: String, code: Int32)

    package var description: String {
        switch self {
        case .notAFile(let file, let kind):
            "\(file): it is \(kind), no file; put the file itself into the folder"
        case .tooLarge(let file, let limit):
            "\(file): it has more than \(limit) bytes; leave out what is not needed"
        case .unreadable(let file):
            "\(file): it may not be read; give the folder's group the right to read it and put it there again"
        case .personalData(let file, let place):
            "\(file): what looks like a personal number (CPR) stands in \(place); take it out, or delete the file"
        case .growing(let file):
            "\(file): it changed while it was looked at; it is taken when it has come to rest"
        case .system(let operation, let path, let code):
            "drop folder: \(operation) \(path): \(String(cString: strerror(code))); check the disk and the permissions"
        }
    }

    package var failure: Failure {
        if case .system(_, let path, let code) = self {
            return .file("drop-folder", path: path, code: code, message: description)
        }
        let (kind, name): (FailureKind, String) =
            switch self {
            case .notAFile: (.contract, "not-a-file")
            case .tooLarge: (.contract, "too-large")
            case .unreadable: (.contract, "unreadable-file")
            case .personalData: (.contract, "personal-data")
            case .growing: (.transient, "file-growing")
            case .system: (.system, "drop-folder")
            }
        return Failure(kind: kind, name: name, message: description)
    }
}
