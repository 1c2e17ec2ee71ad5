import Foundation
import TOMLKit

/// A TOML file with its text, so that messages can name lines.
struct TOMLFile {
    let path: String
    let text: String
    private let root: TOMLTable

    /// Reads and parses a file of at most 1 MiB.
    init(path: String) throws(ConfigurationError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(file: path, line: nil, key: "", problem: "it is missing or may not be read")
        }
        guard data.count <= 1 << 20 else {
            throw ConfigurationError(file: path, line: nil, key: "", problem: "it is over 1 MiB")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError(file: path, line: nil, key: "", problem: "it is not UTF-8")
        }
        try self.init(path: path, text: text)
    }

    /// Parses a text; `path` is for messages.
    ///
    /// Letters are composed (NFC): an editor on another system writes `å` as two characters, and a publisher that is
    /// asked for such a name does not know it.
    init(path: String, text: String) throws(ConfigurationError) {
        self.path = path
        self.text = text
        do {
            root = try TOMLTable(string: text.precomposedStringWithCanonicalMapping)
        } catch let error as TOMLParseError {
            throw ConfigurationError(
                file: path,
                line: error.source.begin.line,
                key: "",
                problem: "it is not TOML: \(error.description)"
            )
        } catch {
            throw ConfigurationError(file: path, line: nil, key: "", problem: "it is not TOML: \(error)")
        }
    }

    /// The top of the file.
    var section: TOMLSection { TOMLSection(file: self, path: [], table: root) }

    /// The line where a key is set, or that of the nearest table or inline table around it.
    ///
    /// Found in the text, because the parser keeps no places: every line that begins a table or sets a key has a path,
    /// and the deepest one that leads to the key is its line.
    func line(of path: [String]) -> Int? {
        var places = TablePlaces()
        var best: (line: Int, depth: Int)?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard var place = places.path(of: line) else { continue }
            // A list of tables is where its first one is.
            if place.count == path.count + 1, place.last.flatMap({ Int($0) }) == 0 { place.removeLast() }
            guard path.starts(with: place) else { continue }
            if place.count > best?.depth ?? 0 { best = (index + 1, place.count) }
        }
        return best?.line
    }
}

/// Follows the tables of a TOML text line by line.
private struct TablePlaces {
    private var table: [String] = []
    /// How often `[[…]]` has been met, by the path around and the name.
    private var counts: [[String]: Int] = [:]

    /// The path of the table that a line begins or of the key that it sets; nothing for other lines.
    mutating func path(of line: Substring) -> [String]? {
        let text = line.trimming(" \t\r")
        if text.hasPrefix("[[") {
            let inside = Substring(text.dropFirst(2).prefix { $0 != "]" })
            let name = resolve(keys(inside).dropLast()) + keys(inside).suffix(1)
            counts[name, default: 0] += 1
            table = name + [String((counts[name] ?? 1) - 1)]
            return table
        }
        if text.hasPrefix("[") {
            table = resolve(keys(Substring(text.dropFirst().prefix { $0 != "]" }))[...])
            return table
        }
        guard !text.hasPrefix("#"), let equals = text.firstIndex(of: "=") else { return nil }
        return table + keys(text[..<equals])
    }

    /// A path with the number of the latest element after each name of a list of tables.
    private func resolve(_ names: ArraySlice<String>) -> [String] {
        names.reduce(into: []) { path, name in
            path.append(name)
            if let count = counts[path] { path.append(String(count - 1)) }
        }
    }

    /// The parts of a dotted key; dots inside quotes do not part.
    private func keys(_ text: Substring) -> [String] {
        var parts: [String] = [""]
        var quote: Character?
        for character in text {
            switch character {
            case "\"", "'":
                if quote == nil { quote = character } else if quote == character { quote = nil }
            case "." where quote == nil: parts.append("")
            case " ", "\t": if quote != nil { parts[parts.count - 1].append(character) }
            default: parts[parts.count - 1].append(character)
            }
        }
        return parts
    }
}

extension Substring {
    fileprivate func trimming(_ characters: String) -> Substring {
        let start = drop { characters.contains($0) }
        guard let last = start.lastIndex(where: { !characters.contains($0) }) else { return "" }
        return start[...last]
    }
}
