import Foundation
import PejlStandIn
import PejlTestSupport
import Testing

/// `pejl dataset list` and `show` from the outside.
struct DatasetListTests {
    private struct Overview: Decodable {
        struct Failure: Decodable { let name: String }
        let id: String
        let licence: String
        let state: String
        let lastGoodAt: String?
        let publication: Int?
        let nextAt: String?
        let failure: Failure?
    }

    private static func list(_ config: String) throws -> [String: Overview] {
        let result = try Program.run("pejl", ["dataset", "list", "--json", "--config", config])
        #expect(result.status == 0, "\(result.errors)")
        let overviews = try JSONDecoder().decode([Overview].self, from: Data(result.output.utf8))
        return Dictionary(uniqueKeysWithValues: overviews.map { ($0.id, $0) })
    }

    @Test("every shipped recipe is listed with its licence before anything was fetched")
    func shipped() throws {
        let folder = try FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/etc/pejl/datasets")
        let names = Set(folder.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) })
        let list = try Self.list("\(Repository.root)/etc/pejl/pejl.toml")
        #expect(Set(list.keys) == names)
        for overview in list.values {
            #expect(overview.state == "never" || overview.state == "off", "\(overview.id)")
            #expect(!overview.licence.isEmpty && overview.lastGoodAt == nil && overview.publication == nil)
        }
    }

    @Test("a dataset is listed with its last good publication, what comes next and why it failed")
    func states() throws {
        let installation = try TestInstallation(datasets: ["elevfravaer", "inklusion-katalog", "folketal-katalog"])
        let config = installation.configurationPath
        let once = ["--once", "--config", config]
        let text = try String(contentsOfFile: config, encoding: .utf8)
        try installation.folder.write(text + "\n[datasets.folketal-katalog]\nenabled = false\n", to: "etc/pejl.toml")
        #expect(try Program.run("pejld", once).status == 0)
        let first = try Self.list(config)
        #expect(first["folketal-katalog"]?.state == "off")
        for id in ["elevfravaer", "inklusion-katalog"] {
            let overview = try #require(first[id])
            #expect(overview.state == "loaded" && overview.publication == 1 && overview.failure == nil)
            #expect(overview.lastGoodAt != nil)
        }
        // "Mon 08:05", in Danish time.
        let next = try #require(ISO8601DateFormatter().date(from: first["elevfravaer"]?.nextAt ?? ""))
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(identifier: "Europe/Copenhagen"))
        let parts = calendar.dateComponents([.weekday, .hour, .minute], from: next)
        #expect(parts.weekday == 2 && parts.hour == 8 && parts.minute == 5)
        #expect(next > Date() && next < Date() + 8 * 86_400)

        installation.standIn.misbehave(.htmlPage, on: "/Api")
        _ = try Program.run("pejld", once)
        let second = try Self.list(config)
        let failed = try #require(second["elevfravaer"])
        #expect(failed.state == "failed" && failed.failure?.name == "unexpected-content")
        #expect(failed.lastGoodAt == first["elevfravaer"]?.lastGoodAt && failed.publication == 1)

        let danish = try Program.run("pejl", ["dataset", "list", "--lang", "da", "--config", config]).output
        #expect(danish.hasPrefix("datasæt"))
        #expect(danish.contains("fejlede: unexpected-content") && danish.contains("slået fra"))
        #expect(danish.contains("nr. 1") && danish.contains("Fri genbrug med kildeangivelse"))
    }

    @Test("a dataset is shown with its definition, source, periods and failure; an unknown name with those there are")
    func show() throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        let config = ["--config", installation.configurationPath]
        #expect(try Program.run("pejld", ["--once"] + config).status == 0)
        let danish = try Program.run("pejl", ["dataset", "show", "elevfravaer", "--lang", "da"] + config)
        for text in [
            "Elevfravær i folkeskolen (elevfravaer)\n", "GS/ELEVFRAV/FRAVAAR\n", "stil-absence-mean-of-pupils\n",
            "2019/2020 – 2024/2025\n", "i orden\n", "nr. 1\n",
        ] { #expect(danish.output.contains(text), "\(danish.output)") }
        let unknown = try Program.run("pejl", ["dataset", "show", "fravaer"] + config)
        #expect(unknown.status == 78 && unknown.output.isEmpty)
        #expect(unknown.errors == "pejl: no-such-dataset: there is no dataset fravaer; known are: elevfravaer\n")
        let json = try Program.run("pejl", ["dataset", "show", "elevfravaer", "--json"] + config).output
        let document = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(Set(document.keys) == ["overview", "citation", "indicators", "notes", "ended"])
    }
}
