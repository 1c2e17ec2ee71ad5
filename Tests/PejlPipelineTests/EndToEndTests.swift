import PejlModel
import PejlPipeline
import PejlStandIn
import PejlStore
import PejlTestSupport
import Testing

/// The whole line, from the stand-in publishers to the publication and the report.
struct EndToEndTests {
    @Test("publishes the figures the stand-ins hold, suppressed cells included")
    func publishesEverything() async throws {
        let installation = try TestInstallation()
        let summary = try await installation.run()
        #expect(summary.failures == [])
        let publication = try Publication(path: installation.paths.publication)
        #expect(publication.number == 1)
        #expect(publication.observations == 1176 + 3255 + 6 + 6)
        #expect(try publication.contentDigest() == publication.digest)

        let rows = try Rows(
            installation,
            """
            SELECT area_code, area, breakdown, period, value, status, unit FROM figures
            WHERE indicator = 'absence' ORDER BY area_code, breakdown, period
            """
        )
        #expect(rows.count == 98 * 2 * 6)
        let suppressed = rows.all.filter { $0[5] == .text("Q") }
        #expect(suppressed.count == 2)
        #expect(suppressed.allSatisfy { $0[1] == .text("Læsø") && $0[4] == .null })
        #expect(rows.all.allSatisfy { ($0[4] == .null) == ($0[5] == .text("Q")) })
        #expect(rows.all.allSatisfy { $0[6] == .text("%") })
    }

    @Test(
        "holds Hedensted's published absence",
        arguments: [
            ("mellemtrin", [4.4, 4.1, 6.6, 7.0, 7.3, 7.1]),
            ("udskoling", [4.9, 4.5, 7.6, 8.6, 8.4, 8.0]),
        ]
    )
    func holdsHedensted(stage: String, expected: [Double]) async throws {
        let rows = try Rows(
            await Shared.installation(),
            """
            SELECT value FROM figures WHERE indicator = 'absence' AND area_code = '766'
            AND breakdown = 'stage=\(stage)' ORDER BY period
            """
        )
        #expect(rows.all.map { $0[0] } == expected.map(QueryValue.real))
    }

    @Test("holds a population in which municipalities and Christiansø make the country")
    func populationSums() async throws {
        let rows = try Rows(
            await Shared.installation(),
            """
            SELECT period,
                sum(value) FILTER (WHERE area_kind IN ('municipality', 'unincorporated')) AS parts,
                sum(value) FILTER (WHERE area_kind = 'region') AS regions,
                sum(value) FILTER (WHERE area_kind = 'country') AS country,
                count(*) FILTER (WHERE area_kind = 'municipality') AS municipalities
            FROM figures WHERE indicator = 'population' GROUP BY period ORDER BY period
            """
        )
        #expect(rows.count == 31)
        #expect(rows.all.allSatisfy { $0[1] == $0[3] && $0[2] == $0[3] && $0[4] == .integer(98) })
        // StatBank FOLK1AM, Hele landet, 2024M04.
        #expect(rows.all.last?[3] == .real(5_967_824))
    }

    @Test("holds the six inclusion rates of the ministry's catalogue, and their weighted mean")
    func inclusionRates() async throws {
        let installation = try await Shared.installation()
        let rates = try Rows(
            installation,
            "SELECT area, value FROM figures WHERE indicator = 'inclusion_rate' ORDER BY value DESC"
        )
        let expected: [(String, Double)] = [
            ("Hørsholm", 97.3), ("Nordfyns", 95.8), ("Roskilde", 94.8), ("Hjørring", 94.3), ("Aalborg", 93.6),
            ("Viborg", 93.4),
        ]
        #expect(rates.all == expected.map { [.text($0.0), .real($0.1)] })

        let means = try Rows(
            installation,
            """
            SELECT statistic, round(value, 6), n, caveats FROM findings
            WHERE indicator = 'inclusion_rate' AND comparison_group = 'country' ORDER BY statistic
            """
        )
        let caveats = "neutral-direction,own-value-missing,partial-group,selected-areas"
        // Σ wᵢxᵢ / Σ wᵢ, the mean and the median of the twelve published figures, computed with Python's statistics.
        #expect(
            means.all == [
                [.text("mean-unweighted"), .real(94.866667), .integer(6), .text("\(caveats),unweighted")],
                [
                    .text("mean-weighted"), .real(94.149986), .integer(6),
                    .text("\(caveats),weight-is-not-the-denominator"),
                ],
                [.text("median"), .real(94.55), .integer(6), .text(caveats)],
            ]
        )
    }

    @Test("does not publish again when nothing changed, and publishes a new vintage when a figure did")
    func publishesOnlyChanges() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        let first = try await installation.run()
        guard case .published(1, let digest) = first.publication else { throw Unexpected(first) }
        let second = try await installation.run()
        #expect(second.publication == .unchanged(number: 1, digest: digest))
        #expect(second.datasets.map(\.outcome) == [.unchanged])

        try installation.standIn.revise(
            .absence(municipality: "766", stage: "Udskoling", schoolYear: "2024/2025", tenths: 83)
        )
        let third = try await installation.run()
        guard case .published(2, let revised) = third.publication else { throw Unexpected(third) }
        #expect(revised != digest)
        guard case .loaded(let difference) = third.datasets[0].outcome else { throw Unexpected(third) }
        #expect([difference.added, difference.changed, difference.withdrawn] == [0, 1, 0])
        let vintages = try Rows(
            installation,
            """
            SELECT value, valid_from, valid_to FROM figures_vintages WHERE indicator = 'absence'
            AND area_code = '766' AND breakdown = 'stage=udskoling' AND period = '2024/2025' ORDER BY valid_from
            """
        )
        #expect(vintages.all.map { $0[0] } == [.real(8.0), .real(8.3)])
        #expect(vintages.all[0][2] == vintages.all[1][1])
        #expect(vintages.all[1][2] == .null)
    }

    @Test("without a plugin that compares municipalities the figures are published and the report ranks nothing")
    func unranked() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        let summary = try await installation.run { $0.plugins = [] }
        #expect(summary.failures == [])
        guard case .published(1, _) = summary.publication else { throw Unexpected(summary) }
        let report = String(decoding: try #require(Bytes.of(installation.paths.report)), as: UTF8.self)
        #expect(report.contains("Elevfravær i folkeskolen") && !report.contains("<svg"))
    }

    @Test("the same figures in another wrapping change nothing")
    func anotherWrapping() async throws {
        let installation = try TestInstallation(datasets: ["elevfravaer"])
        let first = try await installation.run()
        guard case .published(1, let digest) = first.publication else { throw Unexpected(first) }
        installation.standIn.misbehave(.jsonInsideString, on: "/Api")
        let second = try await installation.run()
        guard case .loaded(let difference) = second.datasets[0].outcome else { throw Unexpected(second) }
        #expect(difference.isEmpty)
        #expect(second.publication == .unchanged(number: 1, digest: digest))
    }

    @Test("gives the same publication and report for the same publishers and clock")
    func isDeterministic() async throws {
        var digests: Set<ContentDigest> = []
        var reports: Set<String> = []
        for _ in 0..<2 {
            let installation = try TestInstallation(datasets: ["elevfravaer"])
            let summary = try await installation.run()
            guard case .published(1, _) = summary.publication else { throw Unexpected(summary) }
            digests.insert(try figuresDigest(installation))
            reports.insert(try findingsText(installation))
        }
        #expect(digests.count == 1)
        #expect(reports.count == 1)
    }

    /// What the figures say; addresses differ from run to run, because the stand-in's port does.
    private func figuresDigest(_ installation: TestInstallation) throws -> ContentDigest {
        let rows = try Rows(installation, "SELECT * FROM figures ORDER BY area_code, breakdown, period")
        return ContentDigest(of: "\(rows.all)")
    }

    private func findingsText(_ installation: TestInstallation) throws -> String {
        "\(try Rows(installation, "SELECT * FROM findings ORDER BY finding_id").all)"
    }

    @Test("traces every finding to documents in the archive whose digest still holds")
    func tracesToBytes() async throws {
        let installation = try await Shared.installation()
        let publication = try Publication(path: installation.paths.publication)
        let rows = try Rows(installation, "SELECT finding_id FROM findings ORDER BY finding_id")
        #expect(rows.count > 900)
        for row in rows.all.enumerated().filter({ $0.offset.isMultiple(of: 50) }).map(\.element) {
            guard case .text(let id) = row[0] else { continue }
            let chain = try #require(try publication.chain(finding: id))
            #expect(chain.inputsWithValue == chain.finding.count || chain.finding.statistic == "mean-weighted")
            #expect(!chain.fetches.isEmpty)
            for document in chain.fetches.flatMap(\.exchanges).map(\.document) {
                let path = "\(installation.paths.archive)/\(document.prefix(2))/\(document.dropFirst(2))"
                let bytes = try #require(Bytes.of(path))
                #expect(ContentDigest(of: bytes).hex == document)
            }
        }
    }
}
