package import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// A name in the drop folder and what stood under it when it was looked at.
///
/// Two looks that give equal values saw the same bytes: every write changes the times.
package struct DropFile: Hashable, Sendable {
    /// The name as bytes, without its NUL.
    let bytes: [UInt8]
    /// The name for people, without control characters and personal numbers.
    package let name: String
    /// Whether its name holds what looks like a personal number.
    package let isNamedAfterPerson: Bool
    /// What it is where it is no regular file: `a symbolic link`, `a folder`.
    let otherKind: String?
    /// Size in bytes.
    package let byteCount: Int
    /// When its bytes were last changed.
    package let modified: UTCInstant
    private let device: UInt
    private let inode: UInt
    private let times: [Int]

    init(bytes: [UInt8], _ status: stat) {
        let text = String(decoding: bytes, as: UTF8.self)
        self.bytes = bytes
        isNamedAfterPerson = PersonalNumberScanner.isFound(in: text)
        name = DropName.printable(text)
        otherKind = Self.otherKind(status.st_mode)
        byteCount = Int(status.st_size)
        modified = UTCInstant(secondsSince1970: status.st_mtim.tv_sec)
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        times = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }

    /// Whether `other` is the same file with the same content, under whatever name: a move changes only the last time.
    func isSameFile(as other: stat) -> Bool {
        device == UInt(other.st_dev) && inode == UInt(other.st_ino) && byteCount == Int(other.st_size)
            && times[0] == other.st_mtim.tv_sec && times[1] == other.st_mtim.tv_nsec
    }

    /// Oldest content first; the names decide between files of one moment.
    static func isOlder(_ left: DropFile, _ right: DropFile) -> Bool {
        if left.times[0...1] != right.times[0...1] {
            return left.times[0...1].lexicographicallyPrecedes(right.times[0...1])
        }
        return left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    private static func otherKind(_ mode: mode_t) -> String? {
        switch mode & S_IFMT {
        case S_IFREG: nil
        case S_IFLNK: "a symbolic link"
        case S_IFDIR: "a folder"
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        default: "a device"
        }
    }
}

/// Names of files for people, logs and the store.
enum DropName {
    /// Names that no figures are looked for under: the folder's own, and what editors, systems and copies leave.
    static func isPassedOver(_ bytes: [UInt8]) -> Bool {
        let name = String(decoding: bytes, as: UTF8.self)
        let own = [DropFolder.doneName, DropFolder.refusedName, DropFolder.readmeName, "Thumbs.db", "desktop.ini"]
        let unfinished = [".part", ".partial", ".filepart", ".crdownload", ".tmp"]
        return name.hasPrefix(".") || name.hasPrefix("~$") || own.contains(name)
            || unfinished.contains(where: name.lowercased().hasSuffix)
    }

    /// The name with `_` for what cannot be shown or would change how a line is shown, and `#` for all digits of a name
    /// that holds a personal number; at most 100 letters, the last ones kept.
    static func printable(_ name: String) -> String {
        let isPerson = PersonalNumberScanner.isFound(in: name)
        var shown = ""
        for scalar in name.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
                shown += "_"
            case .decimalNumber where isPerson: shown += "#"
            default: shown.unicodeScalars.append(scalar == "/" || scalar == "\u{FFFD}" ? "_" : scalar)
            }
        }
        // A name of 255 bytes must stay one when a time stands before it and a suffix behind it.
        while shown.count > 100 || shown.utf8.count > 200 { shown.removeFirst() }
        return shown.isEmpty ? "_" : shown
    }
}
