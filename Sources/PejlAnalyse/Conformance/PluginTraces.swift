import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// What a plugin could leave behind.
enum PluginTraces {
    /// Processes whose parent is this one: orphans of a plugin come to it.
    static func children() -> Set<Int32> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return Set(names.compactMap(Int32.init).filter { parent(of: $0) == getpid() })
    }

    /// Files of a folder with their sizes and times.
    static func files(_ folder: String) -> Set<String> {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return Set(
            names.map { name in
                let known = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
                return "\(name) \(known?[.size] ?? 0) \(known?[.modificationDate] ?? "")"
            }
        )
    }

    private static func parent(of pid: Int32) -> Int32? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return nil }
        // The name stands in brackets and may hold anything.
        guard let bracket = text.lastIndex(of: ")") else { return nil }
        let words = text[text.index(after: bracket)...].split(separator: " ")
        return words.count > 1 ? Int32(words[1]) : nil
    }
}
