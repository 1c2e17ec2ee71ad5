import Foundation
import PejlConfig
import PejlModel

/// A folder of its own with a working configuration in it; gone with the value.
final class Desk {
    let folder: String

    /// The repository.
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/pejl-config-" + UUID().uuidString
        for name in ["datasets", "plugins/benchmark"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        try write("pejl.toml", Self.top)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The shortest configuration that decodes; four lines.
    static let top = """
        municipality = "766"
        contact = "webmaster@example.dk"
        state_directory = "state"
        plugin_directories = ["plugins"]

        """

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    /// Copies the shipped recipes and the shipped manifest.
    func ship() throws {
        let datasets = Self.repository + "/etc/pejl/datasets"
        for name in try FileManager.default.contentsOfDirectory(atPath: datasets) {
            try FileManager.default.copyItem(atPath: "\(datasets)/\(name)", toPath: "\(folder)/datasets/\(name)")
        }
        let manifest = Self.repository + "/Plugins/Benchmark/plugin.toml"
        try FileManager.default.copyItem(atPath: manifest, toPath: "\(folder)/plugins/benchmark/plugin.toml")
    }

    func configuration() throws -> Configuration { try Configuration(path: "\(folder)/pejl.toml") }

    /// What is wrong, with the folder taken out of the message.
    func problem(_ read: () throws -> Void) -> String? {
        do {
            try read()
            return nil
        } catch {
            return String(describing: error).replacingOccurrences(of: folder + "/", with: "")
        }
    }

    /// What is wrong with `pejl.toml` when these lines follow the shortest configuration.
    func problem(appending text: String) throws -> String? {
        try write("pejl.toml", Self.top + text)
        return problem { _ = try configuration() }
    }
}

/// A recipe to be spoilt, line by line.
enum RecipeText {
    static let plain = """
        id = "folk"
        publisher = "statbank"
        table = "FOLK1AM"
        title = { da = "Folk", en = "People" }
        licence = "CC BY 4.0"
        citation = { da = "DST", en = "DST" }
        absent = "nothing"

        [request]
        format = "statbank-csv"
        language = "da"
        codes = true

        [[request.variables]]
        code = "OMRÅDE"
        values = ["*"]

        [[request.variables]]
        code = "Tid"
        values = ["*"]

        [[columns]]
        code = "OMRÅDE"
        role = "area"
        areas_by = "code"

        [[columns]]
        code = "TID"
        role = "period"

        [[indicators]]
        id = "people"
        measure = "INDHOLD"
        title = { da = "Folk", en = "People" }
        definition = { da = "Folk", en = "People" }
        definition_id = "dst-people"
        unit = "persons"
        direction = "neutral"
        minimum = 0

        [marks]
        ".." = "O"

        [gate]
        areas = ["municipalities"]

        """

    /// The recipe with one text in place of another, which must be there.
    static func replacing(_ text: String, _ other: String) -> String {
        plain.contains(text) ? plain.replacingOccurrences(of: text, with: other) : "the recipe has no \(text)"
    }

    /// The same recipe for another dataset and indicator.
    static func named(_ id: String, indicator: String) -> String {
        plain.replacingOccurrences(of: "\"folk\"", with: "\"\(id)\"")
            .replacingOccurrences(of: "\"people\"", with: "\"\(indicator)\"")
    }
}
