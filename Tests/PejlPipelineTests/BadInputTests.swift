import PejlControl
import PejlFetch
import PejlAnalyse
import PejlModel
import PejlPipeline
import PejlStandIn
import PejlStore
import PejlTestSupport
import Testing

/// A publisher that misbehaves leaves a named failure and the last good publication.
struct BadInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let misbehaviour: Misbehaviour
        let path: String
        let name: String
        let status: ProgramStatus

        var testDescription: String { "\(misbehaviour) on \(path) is \(name)" }
    }

    static let statBank = "/v1/data"
    static let education = "/Api/v1/statistik"

    static let cases: [Case] = [
        Case(misbehaviour: .htmlPage, path: statBank, name: "unexpected-content", status: .badData),
        Case(misbehaviour: .htmlPage, path: education, name: "unexpected-content", status: .badData),
        Case(misbehaviour: .emptyBody, path: statBank, name: "unexpected-content", status: .badData),
        Case(misbehaviour: .cutBody, path: education, name: "truncated", status: .unavailable),
        Case(misbehaviour: .cutChunks, path: statBank, name: "truncated", status: .unavailable),
        Case(misbehaviour: .noFinalChunk, path: statBank, name: "truncated", status: .unavailable),
        Case(misbehaviour: .gzipCut, path: statBank, name: "truncated", status: .unavailable),
        Case(
            misbehaviour: .wrongContentType("application/octet-stream"),
            path: statBank,
            name: "unexpected-content",
            status: .badData
        ),
        Case(
            misbehaviour: .unknownMunicipality(replacing: "Hedensted", with: "Hedenstad"),
            path: education,
            name: "unknown-area",
            status: .badData
        ),
        Case(misbehaviour: .missingMunicipalities(3), path: statBank, name: "areas-missing", status: .badData),
        Case(misbehaviour: .missingMunicipalities(3), path: education, name: "areas-missing", status: .badData),
        Case(misbehaviour: .repeatFirstPage, path: education, name: "areas-missing", status: .badData),
        Case(misbehaviour: .renamedColumn, path: statBank, name: "lost-column", status: .badData),
        Case(misbehaviour: .renamedColumn, path: education, name: "lost-measure", status: .badData),
        Case(misbehaviour: .swappedValue(factor: 1000), path: statBank, name: "unit-jump", status: .badData),
        Case(misbehaviour: .swappedValue(factor: 1000), path: education, name: "out-of-bounds", status: .badData),
        Case(misbehaviour: .unauthorised401, path: education, name: "unauthorised", status: .permission),
        Case(misbehaviour: .forbidden403, path: education, name: "forbidden", status: .permission),
        Case(
            misbehaviour: .tooManyRequests429(retryAfter: "120"),
            path: statBank,
            name: "too-many-requests",
            status: .tryLater
        ),
        Case(misbehaviour: .serverError(503), path: statBank, name: "server-error", status: .unavailable),
        Case(
            misbehaviour: .publisherError(code: "EXTRACT-NOTFOUND", message: "Tabel findes ikke: FOLK1AM"),
            path: statBank,
            name: "publisher-refused",
            status: .badData
        ),
    ]

    @Test("a publisher that misbehaves is named, and the last publication stands", arguments: cases)
    func standsAndNames(_ one: Case) async throws {
        let dataset = one.path == Self.statBank ? "folk1am" : "elevfravaer"
        let installation = try TestInstallation(datasets: [dataset])
        let good = try await installation.run()
        guard case .published(1, let digest) = good.publication else { throw Unexpected(good) }

        installation.standIn.misbehave(one.misbehaviour, on: one.path)
        let bad = try await installation.run(insisting: true)
        guard case .failed(let failure) = bad.datasets[0].outcome else { throw Unexpected(bad) }
        #expect(failure.name == one.name)
        #expect(ProgramStatus(bad.failures) == one.status)
        #expect(bad.publication == .unchanged(number: 1, digest: digest))
        let publication = try Publication(path: installation.paths.publication)
        #expect(publication.number == 1)
        #expect(try publication.contentDigest() == digest)
        #expect(installation.folder.files().filter { $0.contains("archive/incoming/") } == [])

        let document = StatusDocument(bad)
        #expect(document.datasets[0].failure?.name == one.name)
        #expect(document.datasets[0].lastGoodAt != nil)

        installation.standIn.behave()
        let mended = try await installation.run()
        #expect(mended.datasets.map(\.outcome) == [.unchanged])
    }

    @Test("a key that is missing is named before anything is sent")
    func missingKey() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        let summary = try await installation.run { $0.fetch.keys = [:] }
        #expect(summary.failures.map(\.name) == ["key-missing"])
        #expect(summary.publication == .nothing)
        #expect(installation.standIn.requests.isEmpty)
    }

    @Test("a failing dataset does not stop the others")
    func othersGoOn() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer", "folk1am"])
        installation.standIn.misbehave(.serverError(500), on: Self.statBank)
        let summary = try await installation.run()
        #expect(summary.failures.map(\.name) == ["server-error"])
        guard case .published(1, _) = summary.publication else { throw Unexpected(summary) }
        let rows = try Rows(installation, "SELECT DISTINCT dataset FROM figures")
        #expect(rows.all == [[.text("elevfravaer")]])
    }

    @Test("a refused load keeps the rows it could not understand, with rule and reason")
    func keepsRejectedRows() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        _ = try await installation.run()
        installation.standIn.misbehave(
            .unknownMunicipality(replacing: "Hedensted", with: "Hedenstad"),
            on: Self.education
        )
        _ = try await installation.run()
        installation.standIn.behave()
        try installation.standIn.revise(
            .absence(municipality: "101", stage: "Mellemtrin", schoolYear: "2024/2025", tenths: 99)
        )
        _ = try await installation.run()
        let rows = try Rows(installation, "SELECT DISTINCT dataset, rule, content FROM rejected_rows")
        let column = "[Institution].[Beliggenhedskommune].[Beliggenhedskommune]"
        #expect(rows.all == [[.text("elevfravaer"), .text("unknown-area"), .text("\(column) = Hedenstad")]])
    }

    @Test("a recipe that is put right is published, though no figure changed")
    func changedRecipe() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        _ = try await installation.run()
        let changed = try await installation.run { options in
            options.recipes = options.recipes.map { $0.with(digest: ContentDigest(of: "put right")) }
        }
        guard case .published(2, _) = changed.publication else { throw Unexpected(changed) }
    }

    @Test("a dataset that is switched off is no longer analysed or reported, its figures stay")
    func switchedOff() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer", "inklusion-katalog"])
        _ = try await installation.run()
        let off = try await installation.run { $0.recipes.removeAll { $0.id == "elevfravaer" } }
        guard case .published(2, _) = off.publication else { throw Unexpected(off) }
        #expect(
            try Rows(installation, "SELECT DISTINCT indicator FROM findings").all == [[.text("inclusion_rate")]]
        )
        #expect(try Rows(installation, "SELECT count(*) FROM figures").all == [[.integer(1176 + 6)]])
        let report = try #require(Bytes.of(installation.paths.report).map { String(decoding: $0, as: UTF8.self) })
        #expect(!report.contains("Elevfravær"))
        #expect(report.contains("Inklusionsgrad"))
    }

    @Test("six selected municipalities are a table, not a rank among all")
    func selectedAreas() async throws {
        let installation = try TestInstallation(datasets: ["inklusion-katalog", "folketal-katalog"])
        let summary = try await installation.run { options in
            // One of the six.
            if let area = AreaCatalogue.denmark.area(code: "223") { options.municipality = area }
        }
        guard case .published(1, _) = summary.publication else { throw Unexpected(summary) }
        let rows = try Rows(
            installation,
            "SELECT DISTINCT statistic FROM findings WHERE indicator = 'inclusion_rate' ORDER BY 1"
        )
        #expect(
            rows.all.map { $0[0] } == ["mean-unweighted", "mean-weighted", "median", "value"].map(QueryValue.text)
        )
        let report = try #require(Bytes.of(installation.paths.report).map { String(decoding: $0, as: UTF8.self) })
        #expect(!report.contains("plads 1 af"))
        #expect(report.contains("Gennemsnit vægtet med befolkning"))
    }

    @Test("a plugin that nobody trusts, or that changed, publishes nothing")
    func untrustedPlugin() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"], trusting: false)
        let untrusted = try await installation.run()
        #expect(untrusted.failures.map(\.name) == ["plugin-not-trusted"])
        let other = ContentDigest(of: "something else")
        let changed = try await installation.run {
            $0.trust.pins = ["benchmark": PluginPins(program: other, files: [:])]
        }
        #expect(changed.failures.map(\.name) == ["plugin-changed"])
        #expect(throws: StoreError.self) { try Publication(path: installation.paths.publication) }
        try installation.trustPlugins()
        let trusted = try await installation.run()
        guard case .published(1, _) = trusted.publication else { throw Unexpected(trusted) }
    }
}
