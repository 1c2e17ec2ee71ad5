import Foundation
import PejlModel
import PejlPipeline
import PejlTestSupport
import Testing

/// What `pejl explain` says, held against the publication through Python's SQLite and against the archived bytes.
struct ExplainTests {
    /// A finding, a figure that a publisher sent and one that pejl computed, in one installation.
    private actor Shared {
        static let shared = Shared()
        private var made: Task<TestInstallation, any Error>?

        static func installation() async throws -> TestInstallation { try await shared.value() }

        private func value() async throws -> TestInstallation {
            if let made { return try await made.value }
            let task = Task {
                let installation = try TestInstallation(datasets: ["elevfravaer", "inklusion-katalog"])
                try installation.folder.write(ExplainTests.computed, to: "etc/datasets/segregering.toml")
                let summary = try await installation.run()
                #expect(summary.failures == [])
                return installation
            }
            made = task
            return try await task.value
        }
    }

    /// Segregation of the six municipalities, computed.
    private static let computed = """
        id = "segregering"
        publisher = "pejl"
        title = { da = "Segregering", en = "Segregation" }
        licence = "prøve"
        citation = { da = "egen beregning", en = "own computation" }
        [derivation]
        formula = "complement"
        of = { indicator = "inclusion_rate", definition_id = "stil-inclusion-municipal-school-types" }
        [[indicators]]
        id = "segregation"
        title = { da = "Segregering", en = "Segregation" }
        definition = { da = "100 minus inklusionsgraden", en = "100 less the inclusion rate" }
        definition_id = "test-segregation"
        unit = "%"
        decimals = 1
        direction = "neutral"
        [gate]
        areas = ["223", "265", "480", "791", "851", "860"]
        """

    /// What is explained: its name, and whether it is a finding.
    enum Subject: String, CaseIterable, Sendable {
        case figure, computed, finding, computedFinding

        var isFinding: Bool { self == .finding || self == .computedFinding }

        fileprivate func names(_ publication: String) throws -> [String] {
            switch self {
            case .figure: ["absence", "766", "2024/2025", "stage=udskoling"]
            case .computed: ["segregation", "860", "2023/2024"]
            case .finding:
                try ExplainTests.query(
                    publication,
                    """
                    SELECT finding_id FROM findings WHERE indicator = 'absence' AND statistic = 'rank'
                    AND comparison_group = 'country' AND breakdown = 'stage=udskoling' AND period = '2024/2025'
                    """
                )
            case .computedFinding:
                try ExplainTests.query(
                    publication,
                    "SELECT finding_id FROM findings WHERE indicator = 'segregation' AND statistic = 'mean-unweighted' LIMIT 1"
                )
            }
        }
    }

    private static func query(_ publication: String, _ sql: String) throws -> [String] {
        let script =
            "import sqlite3, sys\nfor row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]): print(*row, sep='|')"
        let result = try Program.python(script, [publication, sql])
        guard result.status == 0 else { throw DeskError(description: result.errors) }
        return result.output.split(separator: "\n").map(String.init)
    }

    private func explain(_ installation: TestInstallation, _ subject: Subject, _ options: [String]) throws -> String {
        let names = try subject.names(installation.paths.publication)
        try #require(!names.isEmpty, "\(subject)")
        let result = try Program.run("pejl", ["explain"] + names + options + ["--directory", installation.folder.path])
        #expect(result.status == 0 && result.errors == "", "\(result.errors)")
        return result.output
    }

    private func document(_ installation: TestInstallation, _ subject: Subject) throws -> [String: Any] {
        let text = try explain(installation, subject, ["--json"])
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(object as? [String: Any])
    }

    private func objects(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }

    /// Everything the fetches of a document say, in the order in which pejl numbers fetches and pages.
    private func said(_ fetches: [[String: Any]]) -> [String] {
        fetches.sorted { ($0["id"] as? Int ?? 0) < ($1["id"] as? Int ?? 0) }.flatMap { fetch -> [String] in
            let head = ["id", "dataset", "recipe", "decoder"].map { "\(fetch[$0] ?? "")" }.joined(separator: "|")
            let pages = objects(fetch["exchanges"]).map { page in
                let headers = (page["responseHeaders"] as? [String] ?? []).joined(separator: " ¶ ")
                let rest = ["method", "url", "requestBody", "status", "document", "bytes"].map { "\(page[$0] ?? "")" }
                return (rest + [headers]).joined(separator: "|")
            }
            return [head] + pages
        }
    }

    // MARK: - Links

    @Test("names every link, in both languages, on one screen", arguments: Subject.allCases)
    func screen(subject: Subject) async throws {
        let installation = try await Shared.installation()
        let document = try document(installation, subject)
        let fetches = objects(document["fetches"])
        let source = try #require(fetches.first { !objects($0["exchanges"]).isEmpty })
        let page = try #require(objects(source["exchanges"]).first { $0["purpose"] as? String == "figures" })
        let publication = try #require(document["publication"] as? [String: Any])
        var digests = ["\(publication["digest"] ?? "")", "\(page["document"] ?? "")"]
        digests += fetches.map { "\($0["recipe"] ?? "")" }
        var labels: [(String, String)] = [
            ("udgivelse", "publication"), ("hentning", "fetch"), ("opskrift", "recipe"), ("afkoder", "decoder"),
            ("spurgt", "asked"), ("svarhoved", "headers"), ("dokument", "document"),
        ]
        if subject.isFinding {
            digests.append("\((document["plugin"] as? [String: Any])?["digest"] ?? "")")
            digests.append("\((document["group"] as? [String: Any])?["version"] ?? "")")
            labels += [("resultat", "finding"), ("indstilling", "settings"), ("gruppe", "group")]
        }
        if subject == .computed {
            labels += [("formel", "formula"), ("regnet af", "from"), ("beregning", "computation")]
        }
        #expect(digests.allSatisfy { $0.count == 64 })
        for language in ["da", "en"] {
            let text = try explain(installation, subject, ["--lang", language])
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            #expect(lines.count <= 24, "\(text)")
            #expect(lines.allSatisfy { $0.count <= 100 }, "\(text)")
            for digest in digests { #expect(text.contains(digest), "\(digest) in \(text)") }
            for (danish, english) in labels {
                let label = language == "da" ? danish : english
                #expect(text.contains(label), "\(label) in \(text)")
            }
            #expect(text.contains("\(source["decoder"] ?? "")"))
            #expect(text.contains("POST \(page["url"] ?? "")") && text.contains("→ 200"))
            #expect(text.lowercased().contains("content-type: "))
        }
    }

    @Test("what it says is what the publication holds, link by link", arguments: Subject.allCases)
    func equalsThePublication(subject: Subject) async throws {
        let installation = try await Shared.installation()
        let path = installation.paths.publication
        let document = try document(installation, subject)
        let origin =
            subject.isFinding
            ? """
            SELECT i.series_id, i.period_id, i.fetch_id FROM finding f
                JOIN finding_input i ON i.run_id = f.run_id AND i.input_set = f.input_set
            WHERE f.id = '\(try subject.names(path)[0])'
            """
            : """
            SELECT o.series_id, o.period_id, o.fetch_id FROM observation o
                JOIN series s ON s.id = o.series_id JOIN indicator i ON i.id = s.indicator_id
                JOIN area a ON a.id = s.area_id JOIN breakdown b ON b.id = s.breakdown_id
                JOIN period t ON t.id = o.period_id
            WHERE i.code || a.code || t.code || b.code = '\(try subject.names(path).joined())'
            """
        // Breadth first, written without pejl's own statements: figures, then what they were computed from.
        let numbers = try Self.query(
            path,
            """
            WITH RECURSIVE o (s, p, f) AS (SELECT * FROM (\(origin)) UNION
                SELECT d.input_series_id, d.input_period_id, d.input_fetch_id FROM o, derived_input d
                WHERE d.series_id = s AND d.period_id = p AND d.fetch_id = f)
            SELECT DISTINCT f FROM o ORDER BY f
            """
        )
        #expect(!numbers.isEmpty)
        var held: [String] = []
        for number in numbers {
            held += try Self.query(
                path,
                """
                SELECT f.id, d.code, f.recipe_sha256, f.decoder FROM fetch f JOIN dataset d ON d.id = f.dataset_id
                WHERE f.id = \(number)
                """
            )
            held += try Self.query(
                path,
                """
                SELECT e.method, e.url, replace(e.request_body, char(10), ''), e.status, r.sha256, r.bytes,
                    replace(e.response_headers, char(10), ' ¶ ')
                FROM exchange e JOIN raw_document r ON r.id = e.raw_document_id WHERE e.fetch_id = \(number)
                ORDER BY e.page
                """
            )
        }
        #expect(said(objects(document["fetches"])).map { $0.replacing("\n", with: "") } == held)
        #expect(subject != .computed || numbers.count == 2)
    }

    @Test("every document is in the archive, and its bytes have the digest that is told", arguments: Subject.allCases)
    func equalsTheArchive(subject: Subject) async throws {
        let installation = try await Shared.installation()
        let pages = objects(try document(installation, subject)["fetches"]).flatMap { objects($0["exchanges"]) }
        #expect(!pages.isEmpty)
        let script = """
            import hashlib, os, sys
            for path in sys.argv[1:]: print(hashlib.sha256(open(path, 'rb').read()).hexdigest(), os.path.getsize(path))
            """
        let sums = try Program.python(script, pages.map { "\($0["path"] ?? "")" }).output
        #expect(sums == pages.map { "\($0["document"] ?? "") \($0["bytes"] ?? "")\n" }.joined())
    }

    @Test("of a finding it tells plugin, settings and group as they were when it ran")
    func analysis() async throws {
        let installation = try await Shared.installation()
        let document = try document(installation, .finding)
        let plugin = try #require(document["plugin"] as? [String: Any])
        let group = try #require(document["group"] as? [String: Any])
        #expect(plugin["settings"] as? [String: String] == [:])
        let run = (document["finding"] as? [String: Any])?["run"] ?? ""
        let held = try Self.query(
            installation.paths.publication,
            "SELECT plugin_id, version, sha256, settings FROM plugin_run WHERE run_id = \(run)"
        )
        #expect(held == ["benchmark|\(plugin["version"] ?? "")|\(plugin["digest"] ?? "")|{}"])
        let lock = try String(contentsOfFile: installation.folder.file("etc/plugins.lock"), encoding: .utf8)
        #expect(lock.contains("\(plugin["digest"] ?? "")"))

        // The version is the digest of identifier, source and members, a line each; Python's hashlib is the judge.
        let members = group["members"] as? [String] ?? []
        #expect(members.count == 98 && members.contains("766"))
        let text = (["country", "\(group["source"] ?? "")"] + members).joined(separator: "\n")
        let digest = try Program.python(
            "import hashlib, sys; print(hashlib.sha256(sys.argv[1].encode()).hexdigest())",
            [text]
        ).output
        #expect(digest == "\(group["version"] ?? "")\n")
    }

    @Test("of a computed figure it tells the figures it was computed from, and theirs")
    func computation() async throws {
        let document = try document(try await Shared.installation(), .computed)
        let figure = try #require(document["figure"] as? [String: Any])
        // The catalogue prints 94.3 for Hjørring.
        #expect(figure["value"] as? Double == 5.7 && figure["formula"] as? String == "100 − inclusion_rate")
        let input = try #require(objects(figure["inputs"]).first)
        #expect(input["value"] as? Double == 94.3 && input["indicator"] as? String == "inclusion_rate")
        #expect(input["formula"] == nil && objects(input["inputs"]).isEmpty)
    }

    @Test("neither key nor cookie is in any form of it", arguments: Subject.allCases)
    func secrets(subject: Subject) async throws {
        let installation = try await Shared.installation()
        for options in [[], ["--full"], ["--json"], ["--full", "--lang", "da"]] {
            let text = try explain(installation, subject, options).lowercased()
            for secret in ["test-key", "authorization", "bearer", "set-cookie"] {
                #expect(!text.contains(secret), "\(secret) in \(options)")
            }
        }
    }
}
