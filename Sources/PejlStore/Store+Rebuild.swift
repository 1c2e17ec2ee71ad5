internal import GRDB
package import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// A damaged store that was set aside, and what took its place.
package struct StoreRebuild: Hashable, Sendable {
    /// Where the damaged file is kept.
    package let aside: String
    /// What was wrong with it.
    package let fault: String
    /// The publication that the new store was made of.
    package let publication: Int
}

extension Store {
    /// Ends the connection; nothing may be asked of the store any more.
    package func disconnect() throws { try StoreError.translating(path) { try queue.close() } }

    /// Sets a damaged store aside and makes a new one of a publication, which is a whole copy of the store as it was.
    ///
    /// Nothing is deleted. The new store is complete and synced before the old one gives up its name; a kill in between
    /// is ended by ``finishRebuild(path:)``. Loads after the publication are not in it: their documents are in the
    /// archive, and their publishers are asked again.
    ///
    /// - Parameters:
    ///   - path: Path of the store; nobody may hold it.
    ///   - fault: What is wrong with it.
    ///   - published: Path of the publication.
    ///   - now: The moment.
    /// - Returns: What was set aside, and what took its place.
    /// - Throws: ``StoreError``: `corrupt` where the publication is damaged too; the store then keeps its name.
    package static func rebuild(
        path: String,
        fault: String,
        from published: String,
        now: UTCInstant
    ) throws -> StoreRebuild {
        guard access(published, F_OK) == 0 else {
            throw StoreError.corrupt(path: path, detail: "\(fault); there is no publication to rebuild it from")
        }
        let publication = try Publication(path: published)
        let faults = try publication.verify()
        guard faults.isEmpty else {
            throw StoreError.corrupt(path: path, detail: "\(fault); and so is \(faults[0].detail)")
        }
        let unfinished = path + ".rebuilding"
        for suffix in ["", "-journal"] { unlink(unfinished + suffix) }
        try StoreError.translating(published) {
            try publication.queue.writeWithoutTransaction {
                try $0.execute(sql: "VACUUM INTO ?", arguments: [unfinished])
            }
        }
        chmod(unfinished, 0o640)
        try sync(unfinished, O_RDONLY)
        try move(unfinished, to: rebuilt(path))
        let aside = "\(path).corrupt-\(now.description.filter { $0 != "-" && $0 != ":" })"
        for suffix in ["-wal", "-journal", ""] where access(path + suffix, F_OK) == 0 {
            try move(path + suffix, to: aside + suffix)
        }
        try finishRebuild(path: path)
        return StoreRebuild(aside: aside, fault: fault, publication: publication.number)
    }

    /// Gives a rebuilt store its name, where a kill kept it from it.
    package static func finishRebuild(path: String) throws {
        guard access(path, F_OK) != 0, access(rebuilt(path), F_OK) == 0 else { return }
        try move(rebuilt(path), to: path)
    }

    /// The name of a new store that is complete.
    private static func rebuilt(_ path: String) -> String { path + ".rebuilt" }

    private static func move(_ path: String, to target: String) throws {
        guard rename(path, target) == 0 else {
            throw StoreError.system(operation: "rename to", path: target, code: errno)
        }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        try sync(folder, O_RDONLY | O_DIRECTORY)
    }
}
