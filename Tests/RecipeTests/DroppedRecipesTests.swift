import Foundation
import PejlConfig
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport
import Testing

/// Recipes of dropped files, from the drop folder to the publication.
///
/// Files in the shape of a publisher's are made up here, with the publisher's marks; those of `etc/pejl/examples` are
/// made up too. What was recorded is read where it lies.
struct DroppedRecipesTests {
    private static func text(_ id: String) throws -> String { try Repository.text("etc/pejl/datasets/\(id).toml") }

    /// Drops one file on a recipe; figures of the publication by `indicator area breakdown period`.
    private static func load(
        _ id: String,
        _ bytes: some Sequence<UInt8>,
        recipe: String? = nil
    ) async throws -> Loaded {
        let installation = try DropInstallation([id: try recipe ?? text(id)], plugins: ["benchmark"])
        try installation.drop(bytes, as: "fil.csv", in: id)
        let summary = try await installation.run()
        var figures: [String: String] = [:]
        if summary.failures.isEmpty {
            let columns = "indicator, area_code, breakdown, period, value, status"
            try Query(path: installation.paths.publication).run("SELECT \(columns) FROM figures", header: { _ in }) {
                row in
                let texts = row.map { if case .text(let text) = $0 { text } else { "" } }
                let value: String? = if case .real(let value) = row[4] { "\(value)" } else { nil }
                figures[texts[..<4].filter { !$0.isEmpty }.joined(separator: " ")] = value ?? texts[5]
            }
        }
        return Loaded(figures: figures, failures: summary.failures.map { "\($0.name): \($0.message)" })
    }

    private struct Loaded {
        let figures: [String: String]
        let failures: [String]
    }

    private static func latin1(_ text: String) throws -> Data { try #require(text.data(using: .isoLatin1)) }

    /// The recipes whose files are dropped.
    private static let dropped = [
        "kommunens-placeringer", "kommunens-skoler", "kommunens-skolestartere", "noegletal", "statusu6-formular",
    ]

    @Test("the recipes of dropped files are these, they are off until they are switched on, and each is explained")
    func optional() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/etc/pejl/datasets")
        var found: [String] = []
        let page = try Repository.text("docs/drop-folder.md")
        for name in names.sorted() {
            let recipe = try RecipeFile.read("\(Repository.root)/etc/pejl/datasets/\(name)")
            guard case .drop = recipe.request else { continue }
            found.append(recipe.id)
            #expect(recipe.isOptional)
            #expect(page.contains("| `\(recipe.id)` |"))
        }
        #expect(found == Self.dropped)
    }

    // MARK: - noegletal.dk

    /// A report on all municipalities: two key figures, 2022 and 2023, with and without the explanation of its marks.
    private static func report(legend: Bool = true) -> String {
        func rows(_ figures: (Area) -> String) -> String {
            AreaCatalogue.denmark.municipalities.map { "\($0.name) Kommune;\($0.code);\(figures($0))\n" }.joined()
        }
        return "De Kommunale Nøgletal;;;\n;;;\n;Kom.nr;2022;2023\n;;;\nAndel udpendlere;;;\n"
            + rows { $0.code == "766" ? (legend ? "51,2;M" : "51,2;52,9") : "40,0;-" }
            + ";;;\nAndel indpendlere;;;\n" + rows { $0.code == "766" ? "38,7;39,1" : "7,5;100,0" } + ";;;\n"
            + (legend ? "Tegnforklaring:;;;\nM  Det pågældende nøgletal mangler for året.;;;\n;;;\n" : "")
            + "Indenrigs- og Sundhedsministeriet d. 1. maj 2025;;;\n"
    }

    @Test(
        "a report of noegletal.dk gives its figures, whether it has marks to explain or not",
        arguments: [true, false]
    )
    func wholeReport(legend: Bool) async throws {
        let loaded = try await Self.load("noegletal", Self.latin1(Self.report(legend: legend)))
        #expect(loaded.failures == [])
        #expect(loaded.figures.count == 98 * 2 * 2)
        #expect(loaded.figures["commuters_out 766 2022"] == "51.2")
        #expect(loaded.figures["commuters_out 766 2023"] == (legend ? "O" : "52.9"))
        #expect(loaded.figures["commuters_in 766 2022"] == "38.7")
        #expect(loaded.figures["commuters_in 766 2023"] == "39.1")
        // A dash is the number 0, and not missing.
        #expect(loaded.figures["commuters_out 101 2022"] == "40.0" && loaded.figures["commuters_out 101 2023"] == "0.0")
        #expect(loaded.figures["commuters_in 101 2022"] == "7.5" && loaded.figures["commuters_in 101 2023"] == "100.0")
    }

    @Test(
        "a report that is cut off, of few municipalities, or of a key figure that no indicator names, is refused",
        arguments: [
            ("Tegnforklaring:", "", "Indenrigs- og Sundhedsministeriet", "", "truncated: "),
            ("Andel indpendlere", "Andel udlændinge", "", "", "unknown-member: "),
            ("Hedensted Kommune;766;51,2;M\n", "", "Hedensted Kommune;766;38,7;39,1\n", "", "areas-missing"),
            ("51,2;M", "51,2;?", "", "", "unreadable-value: "),
            ("51,2;M", "512,0;M", "", "", "out-of-bounds: "),
        ]
    )
    func refused(from: String, to: String, andFrom: String, andTo: String, rule: String) async throws {
        var report = Self.report()
        for (from, to) in [(from, to), (andFrom, andTo)] where !from.isEmpty {
            #expect(report.contains(from))
            report = report.replacing(from, with: to)
        }
        let loaded = try await Self.load("noegletal", Self.latin1(report))
        #expect(loaded.failures.count == 1 && loaded.failures.first?.hasPrefix(rule) == true, "\(loaded.failures)")
        if from == "Andel indpendlere" {
            #expect(loaded.failures.first?.contains("nøgletal = Andel udlændinge") == true, "\(loaded.failures)")
        }
    }

    @Test(
        "the recorded report gives every figure that stands in it, once its eight municipalities are all that is wanted",
        .enabled(if: Repository.hasShared, "no recorded files: ../shared/data is not beside the repository")
    )
    func recordedReport() async throws {
        let path = "\(Repository.shared)/data/noegletal/nwRap-10Sep2024-101803.csv"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let whole = try await Self.load("noegletal", bytes)
        #expect(whole.failures.map { $0.prefix { $0 != ":" } } == ["areas-missing"])

        let codes = ["155", "187", "482", "492", "563", "665", "741", "825"]
        let recipe = try Self.text("noegletal").replacing("areas = [\"municipalities\"]", with: "areas = \(codes)")
        let loaded = try await Self.load("noegletal", bytes, recipe: recipe)
        #expect(loaded.failures == [])
        // Read once more, by splitting: rows with a code and 18 years, in the order of the file.
        let lines = try #require(String(data: bytes, encoding: .isoLatin1)).split(separator: "\n").map {
            $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        }
        var expected: [String: String] = [:]
        for (number, line) in lines.filter({ $0.count == 20 && codes.contains($0[1]) }).enumerated() {
            for (year, cell) in zip(2007...2024, line[2...]) {
                let key = "\(number < 8 ? "commuters_out" : "commuters_in") \(line[1]) \(year)"
                expected[key] = cell == "M" ? "O" : cell.replacing(",", with: ".")
            }
        }
        #expect(expected.count == 2 * 8 * 18)
        #expect(loaded.figures == expected)
    }

    // MARK: - The web form of StatBank

    private static let states =
        [""] + ["fuldfoert", "igang", "afbrudt", "ingen"].map { "education_status=\($0) " }

    /// A matrix of all municipalities, the country and Christiansø.
    private static func matrix(_ first: String = "I alt", extra: String = "") -> String {
        let names = ["Hele landet", "Christiansø"] + AreaCatalogue.denmark.municipalities.map(\.name)
        return names.map {
            let counts =
                switch $0 {
                case "Hele landet": "601166,404435,105009,41847,49875"
                case "Hedensted": "4000,2700,700,250,350"
                case "Christiansø": "0,0,0,0,0"
                default: "2000,1300,400,200,100"
                }
            return "\"\(first)\",\"2024\",\"\($0)\",\(counts)\(extra)\r\n"
        }.joined()
    }

    @Test("a matrix of the web form gives the five states of every area")
    func wholeMatrix() async throws {
        let loaded = try await Self.load("statusu6-formular", Self.latin1(Self.matrix()))
        #expect(loaded.failures == [])
        #expect(loaded.figures.count == 100 * 5)
        #expect(
            Self.states.map { loaded.figures["youth_status_form 766 \($0)2024"] }
                == ["4000.0", "2700.0", "700.0", "250.0", "350.0"]
        )
        // Real, published: STATUSU6, Hele landet 2024, Danmarks Statistik, CC BY 4.0.
        #expect(
            Self.states.map { loaded.figures["youth_status_form 000 \($0)2024"] }
                == ["601166.0", "404435.0", "105009.0", "41847.0", "49875.0"]
        )
    }

    @Test(
        "a matrix of another choice in the form is refused",
        arguments: [
            (matrix("Mænd"), "changed-constant: "), (matrix(extra: ",7"), "malformed-table: "),
            (matrix().replacing(",350\r\n", with: "\r\n"), "malformed-table: "),
        ]
    )
    func otherMatrix(file: String, rule: String) async throws {
        let loaded = try await Self.load("statusu6-formular", Self.latin1(file))
        #expect(loaded.failures.count == 1 && loaded.failures.first?.hasPrefix(rule) == true, "\(loaded.failures)")
    }

    @Test(
        "the recorded matrix gives every figure that stands in it, and its states add up to all",
        .enabled(if: Repository.hasShared, "no recorded files: ../shared/data is not beside the repository")
    )
    func recordedMatrix() async throws {
        let path = "\(Repository.shared)/data/statbank-web-matrix/matrix1_latin1_headerless.csv"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let loaded = try await Self.load("statusu6-formular", bytes)
        #expect(loaded.failures == [])
        let lines = try #require(String(data: bytes, encoding: .isoLatin1)).split(separator: "\r\n").map {
            $0.split(separator: ",").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"")) }
        }
        #expect(lines.count == 100 && loaded.figures.count == 500)
        for line in lines {
            let area = try #require(AreaCatalogue.denmark.area(named: line[2])).code
            let found = Self.states.map { loaded.figures["youth_status_form \(area) \($0)2024"] }
            #expect(found == line[3...].map { "\($0).0" })
            let counts = line[3...].compactMap { Int($0) }
            #expect(counts[0] == counts[1...].reduce(0, +), "\(line[2])")
        }
    }

    // MARK: - The municipality's own files

    @Test("the example of schools gives its figures, each school under its number, small counts hidden")
    func schools() async throws {
        let file = try Repository.text("etc/pejl/examples/kommunens-skoler.csv")
        let loaded = try await Self.load("kommunens-skoler", file.utf8)
        #expect(loaded.failures == [])
        #expect(
            loaded.figures == [
                "school_pupils_general inst-990001 2023/2024": "412.0",
                "school_pupils_general inst-990001 2024/2025": "405.0",
                "school_pupils_general inst-990002 2023/2024": "1036.0",
                "school_pupils_general inst-990002 2024/2025": "1041.0",
                "school_pupils_general inst-990003 2023/2024": "96.0",
                "school_pupils_general inst-990003 2024/2025": "88.0",
                // 2 is hidden, and 21 with it: whoever knows the sum of 56 would know the 2.
                "school_pupils_segregated inst-990001 2023/2024": "Q",
                "school_pupils_segregated inst-990002 2023/2024": "33.0",
                "school_pupils_segregated inst-990003 2023/2024": "Q",
                "school_pupils_segregated inst-990001 2024/2025": "19.0",
                "school_pupils_segregated inst-990002 2024/2025": "31.0",
                "school_pupils_segregated inst-990003 2024/2025": "5.0",
                // 3 is hidden and 7 with it; the third is not known.
                "school_pupils_returned inst-990001 2023/2024": "Q",
                "school_pupils_returned inst-990002 2023/2024": "Q",
                "school_pupils_returned inst-990003 2023/2024": "O",
                "school_pupils_returned inst-990001 2024/2025": "0.0",
                "school_pupils_returned inst-990002 2024/2025": "6.0",
                "school_pupils_returned inst-990003 2024/2025": "0.0",
            ]
        )
    }

    @Test("the example of placements gives its figures by stage and provision, and its small one cannot be computed")
    func placements() async throws {
        let file = try Repository.text("etc/pejl/examples/kommunens-placeringer.csv")
        let loaded = try await Self.load("kommunens-placeringer", file.utf8)
        #expect(loaded.failures == [])
        func figures(_ stage: String) -> [String?] {
            ["specialklasse", "specialskole", "dagbehandling"].map {
                loaded.figures["placements 766 provision=\($0);stage=\(stage) 2024/2025"]
            }
        }
        #expect(loaded.figures.count == 9)
        // 3 in the corner; with it the smallest of its row (9), of its column (8), and what closes the rectangle (17).
        #expect(figures("indskoling") == ["14.0", "Q", "Q"])
        #expect(figures("mellemtrin") == ["28.0", "Q", "Q"])
        #expect(figures("udskoling") == ["31.0", "22.0", "12.0"])
    }

    @Test("the example of school starters gives its figures, zero and not known told apart")
    func starters() async throws {
        let file = try Repository.text("etc/pejl/examples/kommunens-skolestartere.csv")
        let loaded = try await Self.load("kommunens-skolestartere", file.utf8)
        #expect(loaded.failures == [])
        func figures(_ origin: String, _ year: String) -> [String?] {
            ["segregeret", "skoleudsat", "inkluderet", "fraflyttet"].map {
                loaded.figures["school_starters 766 comes_from=\(origin);outcome=\($0) \(year)"]
            }
        }
        #expect(loaded.figures.count == 16)
        #expect(figures("minigruppe", "2023/2024") == ["11.0", "8.0", "9.0", "0.0"])
        #expect(figures("almen", "2023/2024") == ["6.0", "25.0", "O", "O"])
        // 3 and 2 are hidden; with them the other of each column, which are then two of their row as well.
        #expect(figures("minigruppe", "2024/2025") == ["12.0", "Q", "10.0", "Q"])
        #expect(figures("almen", "2024/2025") == ["5.0", "Q", "431.0", "Q"])
    }

    @Test("a personal number in the municipality's file is refused before anything keeps it")
    func personal() async throws {
        let file = try Repository.text("etc/pejl/examples/kommunens-skoler.csv")
            .replacing("990003", with: "010203-1234")
        let loaded = try await Self.load("kommunens-skoler", file.utf8)
        #expect(loaded.failures.count == 1 && loaded.failures.first?.hasPrefix("personal-data: ") == true)
        #expect(loaded.failures.allSatisfy { !$0.contains("1234") })
    }
}
