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
        try self.init(path: path, text: String(decoding: data, as: UTF8.self))
    }

    /// Parses a text; `path` is for messages.
    init(path: String, text: String) throws(ConfigurationError) {
        self.path = path
        self.text = text
        do {
            root = try TOMLTable(string: text)
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

    /// The line where a key is set, or its table begins; found in the text, because the parser keeps no places.
    func line(of path: [String]) -> Int? {
        guard let key = path.last else { return nil }
        var table: [String] = []
        var fallback: Int?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            if trimmed.hasPrefix("[") {
                let name = trimmed.drop { $0 == "[" }.prefix { $0 != "]" }
                table = name.split(separator: ".").map { $0.trimming("\" ") }
                if table == path.filter({ Int($0) == nil }) { fallback = fallback ?? index + 1 }
            } else if let equals = trimmed.firstIndex(of: "=") {
                let name = trimmed[..<equals].trimming("\" ")
                let whole = (table + name.split(separator: ".").map(String.init))
                if name == key, whole == path.filter({ Int($0) == nil }) { return index + 1 }
            }
        }
        return fallback
    }
}

extension Substring {
    fileprivate func trimming(_ characters: String) -> String {
        String(drop { characters.contains($0) }.reversed().drop { characters.contains($0) }.reversed())
    }
}
