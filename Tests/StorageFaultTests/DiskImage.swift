import Foundation
import PejlTestSupport

/// What a disk may hold after a power cut, made from the log of what a program did to its files.
///
/// The model is stricter than common file systems. What a file holds is sure up to its last sync; of each write after
/// that, the whole, some sectors or nothing is there, independent of the others. A name is sure from the sync of its
/// folder on; of the changes of names in a folder since, the first so many are there.
struct DiskImage: Sendable {
    /// One line of the log.
    struct Event: Sendable {
        /// Which call that changes files it was, from 1.
        let call: Int
        let kind: String
        let path: String
        let more: String
        let bytes: ArraySlice<UInt8>
    }

    private enum Change: Sendable {
        case write(offset: Int, bytes: ArraySlice<UInt8>)
        case truncate(Int)
    }

    private struct File: Sendable {
        var sure: [UInt8] = []
        var pending: [Change] = []
    }

    private enum NameChange: Sendable {
        case link(String, Int)
        case unlink(String)
        case folder(String)
        /// Within one folder a rename is one change.
        case rename(String, String, Int)
    }

    private var files: [File] = []
    private var live: [String: Int] = [:]
    private var sure: [String: Int] = [:]
    private var folders: Set<String> = []
    private var pending: [String: [NameChange]] = [:]

    /// A disk on which everything in `folder` is sure.
    init(of folder: String) throws {
        for name in FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) ?? [] {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                folders.insert(name)
            } else {
                live[name] = files.count
                files.append(File(sure: Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))))
            }
        }
        sure = live
    }

    /// Reads a log of `CTestFiles`.
    static func events(_ path: String) throws -> [Event] {
        let log = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        var events: [Event] = []
        var start = 0
        while let end = log[start...].firstIndex(of: 10) {
            let fields = String(decoding: log[start..<end], as: UTF8.self)
                .split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            start = end + 1
            var bytes: ArraySlice<UInt8> = []
            if ["write", "say"].contains(fields[1]),
                let count = fields[3].split(separator: " ").last.flatMap({ Int($0) })
            {
                bytes = log[start..<start + count]
                start += count
            }
            let call = Int(fields[0]) ?? 0
            events.append(Event(call: call, kind: fields[1], path: fields[2], more: fields[3], bytes: bytes))
        }
        return events
    }

    /// Carries out what the program did; syncs of files whose names end in `ignoring` do not happen.
    mutating func apply(_ event: Event, ignoring: String? = nil) {
        switch event.kind {
        case "open":
            if event.more == "new" {
                live[event.path] = files.count
                change(event.path, .link(event.path, files.count))
                files.append(File())
            } else {
                note(event.path, .truncate(0))
            }
        case "write":
            note(event.path, .write(offset: Int(event.more.split(separator: " ")[0]) ?? 0, bytes: event.bytes))
        case "truncate": note(event.path, .truncate(Int(event.more) ?? 0))
        case "sync", "datasync":
            if let ignoring, event.path.hasSuffix(ignoring) { return }
            sync(event.path)
        case "rename":
            guard let file = live.removeValue(forKey: event.path) else { return }
            live[event.more] = file
            if Self.folder(event.path) == Self.folder(event.more) {
                change(event.path, .rename(event.path, event.more, file))
            } else {
                change(event.more, .link(event.more, file))
                change(event.path, .unlink(event.path))
            }
        case "unlink":
            live[event.path] = nil
            change(event.path, .unlink(event.path))
        case "mkdir":
            folders.insert(event.path)
            change(event.path, .folder(event.path))
        default: break
        }
    }

    private mutating func note(_ path: String, _ change: Change) {
        guard let file = live[path] else { return }
        files[file].pending.append(change)
    }

    private mutating func change(_ path: String, _ change: NameChange) {
        pending[Self.folder(path), default: []].append(change)
    }

    private mutating func sync(_ path: String) {
        if let file = live[path] {
            for change in files[file].pending { Self.carryOut(change, &files[file].sure) }
            files[file].pending = []
        } else {
            for change in pending.removeValue(forKey: path) ?? [] { Self.carryOut(change, &sure) }
        }
    }

    private static func folder(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    private static func carryOut(_ change: Change, _ bytes: inout [UInt8]) {
        switch change {
        case .truncate(let size):
            if size < bytes.count { bytes.removeLast(bytes.count - size) }
            if size > bytes.count { bytes += [UInt8](repeating: 0, count: size - bytes.count) }
        case .write(let offset, let new):
            if offset + new.count > bytes.count {
                bytes += [UInt8](repeating: 0, count: offset + new.count - bytes.count)
            }
            bytes.replaceSubrange(offset..<offset + new.count, with: new)
        }
    }

    private static func carryOut(_ change: NameChange, _ names: inout [String: Int]) {
        switch change {
        case .link(let path, let file): names[path] = file
        case .unlink(let path): names[path] = nil
        case .folder: break
        case .rename(let from, let to, let file):
            names[from] = nil
            names[to] = file
        }
    }

    /// Writes what one power cut leaves into an empty folder.
    func write(to folder: String, _ random: inout SeededRandom) throws {
        var names = sure
        for changes in pending.keys.sorted().map({ pending[$0] ?? [] }) {
            for change in changes.prefix(Int.random(in: 0...changes.count, using: &random)) {
                Self.carryOut(change, &names)
            }
        }
        for name in folders {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        for name in names.keys.sorted() {
            guard let file = names[name] else { continue }
            try Data(left(of: files[file], &random)).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
    }

    private func left(of file: File, _ random: inout SeededRandom) -> [UInt8] {
        var bytes = file.sure
        for change in file.pending {
            switch (change, Int.random(in: 0..<10, using: &random)) {
            case (_, 0..<5): Self.carryOut(change, &bytes)
            case (.write(let offset, let new), 5..<7):
                for sector in stride(from: new.startIndex, to: new.endIndex, by: 512) where Bool.random(using: &random)
                {
                    let part = new[sector..<min(sector + 512, new.endIndex)]
                    Self.carryOut(.write(offset: offset + sector - new.startIndex, bytes: part), &bytes)
                }
            default: break
            }
        }
        return bytes
    }
}
