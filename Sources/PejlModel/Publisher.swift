/// Who publishes figures, and how they are had from them.
package struct Publisher: Hashable, Sendable {
    /// Identifier in recipes, configuration and store: lower-case letters, digits and `-`.
    package let code: String
    /// The name readers see.
    package let title: Localised
    /// The publisher's own pages.
    package let site: String
    /// How figures are had.
    package let access: PublisherAccess

    /// - Parameters:
    ///   - code: Identifier: lower-case letters, digits and `-`.
    ///   - title: The name readers see.
    ///   - site: The publisher's own pages.
    ///   - access: How figures are had.
    package init(code: String, title: Localised, site: String, access: PublisherAccess) {
        self.code = code
        self.title = title
        self.site = site
        self.access = access
    }

    /// Where the interface answers unless the configuration says otherwise; nil where there is none.
    package var baseURL: String? {
        guard case .interface(_, let baseURL, _) = access else { return nil }
        return baseURL
    }

    /// Whether the interface wants a key.
    package var needsKey: Bool {
        guard case .interface(_, _, let needsKey) = access else { return false }
        return needsKey
    }
}

/// How a publisher's figures are had.
package enum PublisherAccess: Hashable, Sendable {
    /// Asked for over HTTPS.
    case interface(PublisherInterface, baseURL: String, needsKey: Bool)
    /// Files that somebody puts into the drop folder: there is no public interface.
    case drop
    /// Computed by pejl from figures it holds.
    case derived
}

/// A protocol that pejl speaks.
package enum PublisherInterface: String, Sendable, CaseIterable {
    /// api.statbank.dk, version 1.
    case statBank
    /// api.uddannelsesstatistik.dk, version 1.
    case uddannelsesstatistik
    /// PxWebApi, version 2, of the Nordic statistics offices.
    case pxWeb
    /// api.kolada.se, version 3.
    case kolada
}

extension Publisher {
    /// Danmarks Statistik's StatBank.
    package static let statbank = Publisher(
        code: "statbank",
        title: Localised(da: "Danmarks Statistik", en: "Statistics Denmark"),
        site: "https://www.dst.dk",
        access: .interface(.statBank, baseURL: "https://api.statbank.dk/v1", needsKey: false)
    )

    /// The ministry's warehouse of education statistics.
    package static let uddannelsesstatistik = Publisher(
        code: "uddannelsesstatistik",
        title: Localised(
            da: "Styrelsen for It og Læring, Uddannelsesstatistik.dk",
            en: "National Agency for IT and Learning, Uddannelsesstatistik.dk"
        ),
        site: "https://uddannelsesstatistik.dk",
        access: .interface(
            .uddannelsesstatistik,
            baseURL: "https://api.uddannelsesstatistik.dk/Api/v1",
            needsKey: true
        )
    )

    /// Statistics Norway, with KOSTRA's figures of Norwegian municipalities.
    package static let ssb = Publisher(
        code: "ssb",
        title: Localised(da: "Statistisk sentralbyrå, Norge", en: "Statistics Norway"),
        site: "https://www.ssb.no",
        access: .interface(.pxWeb, baseURL: "https://data.ssb.no/api/pxwebapi/v2", needsKey: false)
    )

    /// Statistics Sweden.
    package static let scb = Publisher(
        code: "scb",
        title: Localised(da: "Statistiska centralbyrån, Sverige", en: "Statistics Sweden"),
        site: "https://www.scb.se",
        access: .interface(.pxWeb, baseURL: "https://statistikdatabasen.scb.se/api/v2", needsKey: false)
    )

    /// Key figures of Swedish municipalities and regions.
    package static let kolada = Publisher(
        code: "kolada",
        title: Localised(
            da: "Kolada, Rådet för främjande av kommunala analyser, Sverige",
            en: "Kolada, Council for the Promotion of Municipal Analyses, Sweden"
        ),
        site: "https://www.kolada.se",
        access: .interface(.kolada, baseURL: "https://api.kolada.se/v3", needsKey: false)
    )

    /// StatBank's web form: exports for whoever cannot reach the interface, or has the file already.
    package static let statbankForm = Publisher(
        code: "statbank-formular",
        title: Localised(
            da: "Danmarks Statistik, www.statistikbanken.dk",
            en: "Statistics Denmark, www.statbank.dk"
        ),
        site: "https://www.statistikbanken.dk",
        access: .drop
    )

    /// De Kommunale Nøgletal: exports from a web form.
    package static let noegletal = Publisher(
        code: "noegletal",
        title: Localised(
            da: "De Kommunale Nøgletal, Indenrigs- og Sundhedsministeriet",
            en: "De Kommunale Nøgletal, Ministry of the Interior and Health"
        ),
        site: "https://www.noegletal.dk",
        access: .drop
    )

    /// The key figures of KL and KOMBIT from FLIS.
    package static let koef = Publisher(
        code: "koef",
        title: Localised(da: "KØF-nøgletal, KL og KOMBIT (FLIS)", en: "KØF key figures, KL and KOMBIT (FLIS)"),
        site: "https://koef.eflis.dk",
        access: .drop
    )

    /// The state's benchmarking unit: notes with annexes.
    package static let benchmark = Publisher(
        code: "benchmark",
        title: Localised(
            da: "Benchmarkingenheden, Indenrigs- og Sundhedsministeriet",
            en: "The Benchmarking Unit, Ministry of the Interior and Health"
        ),
        site: "https://www.benchmark.dk",
        access: .drop
    )

    /// VIVE's subscription on municipal accounts.
    package static let eco = Publisher(
        code: "eco",
        title: Localised(da: "ECO Nøgletal, VIVE", en: "ECO key figures, VIVE"),
        site: "https://eco.vive.dk",
        access: .drop
    )

    /// The municipality's own registers.
    package static let municipality = Publisher(
        code: "kommunen",
        title: Localised(da: "Kommunens egne tal", en: "The municipality's own figures"),
        site: "",
        access: .drop
    )

    /// What pejl computes itself.
    package static let pejl = Publisher(
        code: "pejl",
        title: Localised(da: "Beregnet af pejl", en: "Computed by pejl"),
        site: "",
        access: .derived
    )

    /// The publishers that a recipe may name.
    package static let known: [Publisher] = [
        statbank, uddannelsesstatistik, ssb, scb, kolada, statbankForm, noegletal, koef, benchmark, eco, municipality,
        pejl,
    ]
}
