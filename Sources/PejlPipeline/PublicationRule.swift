import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// How much room publishing must leave, and which publications are kept beside the present one.
package struct PublicationRule: Sendable, Hashable {
    /// Earlier publications that are kept, the newest first: 2.
    package var kept = 2
    /// Bytes that must be left when a candidate has been written: 256 MiB.
    package var minimumFreeBytes = 256 << 20

    package init() {}
}

/// The room that a publication needs, and the publications before it.
///
/// An earlier publication is a second name of the same file (a hard link), made before the new one takes its place, so
/// keeping costs no copy; a kill in between leaves a name too many, which goes with the next publication.
struct PublicationShelf {
    let paths: StatePaths
    let rule: PublicationRule

    private var folder: String { paths.published + "/earlier" }

    /// Refuses to begin where a candidate would fill the disk: the store goes on needing room to say what happened.
    ///
    /// - Throws: ``Failure`` of the name `disk-low`.
    func refuseWithoutRoom() throws {
        var space = statvfs()
        var store = stat()
        guard statvfs(paths.published, &space) == 0, stat(paths.workStore, &store) == 0 else { return }
        let free = Int(space.f_bavail) * Int(space.f_frsize)
        // The candidate, and the write-ahead log of the findings.
        let needed = 2 * Int(store.st_size) + rule.minimumFreeBytes
        guard free < needed else { return }
        let message =
            "\(paths.published): \(free >> 20) MiB are free and a publication wants \(needed >> 20); free some, or lower "
            + "publication.minimum_free_mib; the last publication stands"
        throw Failure(kind: .system, name: "disk-low", message: message)
    }

    /// Gives the present publication a second name, under which it stays.
    func shelve(number: Int) {
        guard rule.kept > 0, number > 0, mkdir(folder, 0o750) == 0 || errno == EEXIST else { return }
        link(paths.publication, "\(folder)/\(Self.name(number))")
    }

    /// Paths of the earlier publications that are there, the newest first.
    var earlier: [String] { numbers.sorted(by: >).map { "\(folder)/\(Self.name($0))" } }

    private var numbers: [Int] {
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var numbers: [Int] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let number = Int(name.dropFirst(5).prefix { $0 != "." }), name == Self.name(number) else { continue }
            numbers.append(number)
        }
        return numbers
    }

    /// Takes away what is older than the rule says.
    func clear(present: Int) {
        let numbers = numbers
        for number in numbers.filter({ $0 < present }).sorted().dropLast(rule.kept) + numbers.filter({ $0 >= present })
        {
            unlink("\(folder)/\(Self.name(number))")
        }
    }

    private static func name(_ number: Int) -> String {
        let digits = String(number)
        return "pejl-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).sqlite"
    }
}
