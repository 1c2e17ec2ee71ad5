import Foundation
import PejlTestSupport

/// One Swift file as text.
struct SourceFile {
    /// Path inside the repository.
    let path: String
    let lines: [Substring]

    /// Every Swift file under some folders of the repository.
    static func all(under folders: [String]) throws -> [SourceFile] {
        try folders.flatMap { folder in
            let names =
                FileManager.default.enumerator(atPath: "\(Repository.root)/\(folder)")?
                .compactMap { $0 as? String } ?? []
            return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
                let path = "\(folder)/\(name)"
                let text = try String(contentsOfFile: "\(Repository.root)/\(path)", encoding: .utf8)
                return SourceFile(path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
            }
        }
    }

    /// The target it belongs to, by its folder.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// Names of the modules it imports.
    var imports: Set<String> {
        Set(
            lines.compactMap { line in
                let words = line.split(separator: " ")
                guard let keyword = words.firstIndex(of: "import"), keyword <= 1, words.count > keyword + 1 else {
                    return nil
                }
                return String(words[keyword + 1])
            }
        )
    }

    /// What conformances to the standard library's protocols and our own errors need; the protocol documents them.
    private static let documentedElsewhere = [
        "var description:", "var debugDescription:", "var customMirror:", "var failure:", "func == ", "static func == ",
        "static func < ", "func hash(into", "static let id", "func next()", "func take(_ chunk",
        "func begin(_ table", "func analyse(",
    ]

    /// `file:line` of each `public` or `package` declaration without a comment above it.
    ///
    /// Extensions are not declarations of their own, an initialiser that only stores its parameters is documented by
    /// the properties it stores, and members that a protocol asks for are documented there.
    var undocumentedDeclarations: [String] {
        var bare: [String] = []
        for (index, line) in lines.enumerated() {
            let text = line.drop { $0 == " " }
            guard let access = ["public ", "package "].first(where: text.hasPrefix) else { continue }
            let declaration = text.dropFirst(access.count)
            // A variable may be called `package`, and an extension declares nothing of its own.
            guard let word = declaration.split(separator: " ").first, word.first?.isLetter == true else { continue }
            guard word != "import", word != "extension" else { continue }
            guard !Self.documentedElsewhere.contains(where: { declaration.hasPrefix($0) }) else { continue }
            guard !isDocumented(index), !(declaration.hasPrefix("init(") && onlyStores(from: index)) else { continue }
            bare.append("\(path):\(index + 1): \(declaration.prefix(60))")
        }
        return bare
    }

    private func isDocumented(_ index: Int) -> Bool {
        var above = index - 1
        while above >= 0, lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
        return above >= 0 && lines[above].drop { $0 == " " }.hasPrefix("///")
    }

    /// Whether the body of the initialiser at `index` consists of assignments alone, or is empty.
    private func onlyStores(from index: Int) -> Bool {
        let first = lines[index]
        if first.hasSuffix("}") { return true }
        let indent = first.prefix { $0 == " " }.count
        guard let opening = lines[index...].firstIndex(where: { $0.hasSuffix("{") }) else { return false }
        let body = lines[(opening + 1)...].prefix { $0.prefix { $0 == " " }.count > indent }
        return body.allSatisfy { line in
            let words = line.split(separator: " ")
            return words.isEmpty || (words.count >= 3 && words[1] == "=")
        }
    }
}
