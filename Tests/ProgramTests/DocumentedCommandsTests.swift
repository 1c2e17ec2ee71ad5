import Foundation
import PejlTestSupport
import Testing

/// What the pages tell people to type exists.
struct DocumentedCommandsTests {
    /// The pages that are read by those who type.
    private static func pages() throws -> [String] {
        let docs = try FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/docs")
        return ["README.md"] + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    }

    /// Lines of a page's shell blocks, and commands in running text, that call one of the programs.
    private static func commands(in text: String) -> [[String]] {
        var commands: [String] = []
        var isShell = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { isShell = line == "```sh" } else if isShell { commands.append(String(line)) }
        }
        commands += text.matches(of: #/`(pejld? [^`\n]+)`/#).map { String($0.1) }
        return commands.compactMap { line in
            // A comment ends a command; what stands in quotes is a value.
            let command = line.replacing(#/ +# .*$/#, with: "").replacing(#/"[^"]*"/#, with: "TEXT")
            let words = command.split(separator: " ").map(String.init)
            guard let program = words.first, program == "pejl" || program == "pejld" else { return nil }
            return words
        }
    }

    @Test("every command that a page shows exists with the options it is shown with")
    func exist() throws {
        var helps: [[String]: String] = [:]
        func help(_ path: [String]) throws -> String {
            if let known = helps[path] { return known }
            let result = try Program.run(path[0], path.dropFirst() + ["--help"])
            #expect(result.status == 0, "\(path)")
            helps[path] = result.output
            return result.output
        }
        var count = 0
        for page in try Self.pages() {
            for words in Self.commands(in: try Repository.text(page)) {
                var path = [words[0]]
                for word in words.dropFirst() {
                    let listed = try help(path).split(separator: "\n").contains {
                        $0.hasPrefix("  \(word) ") || $0 == "  \(word)"
                    }
                    guard listed, word.first?.isLetter == true else { break }
                    path.append(word)
                }
                if words.count > 1, words[0] == "pejl" { #expect(path.count > 1, "\(page): \(words)") }
                let text = try help(path)
                for option in words where option.hasPrefix("--") {
                    let name = option.prefix { $0 != "=" && $0 != "`" }
                    #expect(text.contains(name), "\(page): \(words.joined(separator: " ")): no \(name)")
                }
                count += 1
            }
        }
        #expect(count > 20)
    }
}
