package import PejlModel

/// What each column of the views means; held equal to the views by a test and shipped in `column_description`.
package enum DataDictionary {
    /// One column of one view.
    package struct Column: Sendable {
        /// Name of the view.
        package let view: String
        /// Name of the column.
        package let name: String
        /// What it means.
        package let meaning: Localised
        /// Its unit or form; `text` for free text.
        package let unit: String
    }

    /// Every column of every view, in order.
    package static let columns: [Column] =
        describe("figures", figure) + describe("figures_vintages", figure + validity)
        + describe("indicators", indicator)
        + describe("datasets", dataset) + describe("areas", area) + describe("breaks", breakRow)
        + describe("findings", finding) + describe("fetches", fetch) + describe("runs", run)
        + describe("rejected_rows", rejectedRow) + describe("refusals", refusal) + describe("approvals", approval)
        + describe("dataset_notes", note) + describe("area_changes", areaChange)

    private typealias Row = (name: String, unit: String, da: String, en: String)

    private static func describe(_ view: String, _ rows: [Row]) -> [Column] {
        rows.map { Column(view: view, name: $0.name, meaning: Localised(da: $0.da, en: $0.en), unit: $0.unit) }
    }

    private static let figure: [Row] = [
        ("publisher", "code", "udgiver", "publisher"),
        ("dataset", "code", "datasæt, se datasets", "dataset, see datasets"),
        ("indicator", "code", "indikator, se indicators", "indicator, see indicators"),
        ("indicator_title", "text", "indikatorens navn på dansk", "the indicator's name in Danish"),
        ("area_kind", "code", "country, region, group, municipality, unincorporated, institution", "kind of area"),
        (
            "area_code", "code",
            "områdets kode: tre cifre hos Danmarks Statistik, inst- og nummeret for en institution",
            "the area's code: three digits at Statistics Denmark, inst- and the number for an institution"
        ),
        ("area", "text", "områdets navn", "name of the area"),
        ("period", "code", "perioden, fx 2024/2025 eller 2024M04", "the period, such as 2024/2025 or 2024M04"),
        ("period_kind", "code", "periodens art, fx school_year", "kind of period, such as school_year"),
        ("period_start", "ISO day", "periodens første dag", "first day of the period"),
        ("period_end", "ISO day", "periodens sidste dag", "last day of the period"),
        ("breakdown", "code", "øvrige opdelinger, fx stage=mellemtrin", "remaining dimensions: stage=mellemtrin"),
        ("value", "see unit", "værdien; tom når status er O, Q eller M", "value; empty when status is O, Q or M"),
        ("unit", "code", "værdiens enhed", "unit of the value"),
        (
            "status", "SDMX CL_OBS_STATUS",
            "A almindelig, P foreløbig, E skønnet, B brud, Q skjult, O mangler, M findes ikke",
            "A normal, P provisional, E estimated, B break, Q suppressed, O missing, M cannot exist"
        ),
        ("vintage_at", "UTC", "hvornår tallet blev hentet i denne udgave", "when this vintage was fetched"),
        ("fetch_id", "number", "hentningen, se fetches", "the fetch, see fetches"),
        ("confidentiality", "SDMX CL_CONF_STATUS", "F frit tal, C skjult for at beskytte", "F free, C confidential"),
        flags,
    ]

    private static let validity: [Row] = [
        ("valid_from", "UTC", "hvornår udgaven begyndte", "when the vintage began"),
        ("valid_to", "UTC", "hvornår den blev afløst; tom for nutiden", "when it was superseded; empty at present"),
    ]

    private static let indicator: [Row] = [
        ("indicator", "code", "indikator", "indicator"), ("dataset", "code", "datasæt", "dataset"),
        ("title_da", "text", "navn på dansk", "name in Danish"),
        ("title_en", "text", "navn på engelsk", "name in English"),
        ("definition_da", "text", "hvad der er talt, på dansk", "what is counted, in Danish"),
        ("definition_en", "text", "hvad der er talt, på engelsk", "what is counted, in English"),
        ("definition_id", "code", "definitionens kode; to definitioner er to indikatorer", "code of the definition"),
        ("unit", "code", "enhed", "unit"),
        ("decimals", "number", "cifre efter kommaet, som udgivet", "digits after the point, as published"),
        ("direction", "code", "higher_better, lower_better eller neutral", "which way is better, if either"),
        ("licence", "text", "licens", "licence"),
        ("citation_da", "text", "kildeangivelse på dansk", "how to cite, in Danish"),
        ("citation_en", "text", "kildeangivelse på engelsk", "how to cite, in English"),
        ("formula", "text", "formlen, hvor tallet er beregnet af pejl", "the formula, where pejl computes the figure"),
        flags,
    ]

    private static let flags: Row = (
        "flags", "code", "bridged: kalenderår og skoleår er ført sammen; ellers tom",
        "bridged: calendar year and school years brought together; otherwise empty"
    )

    private static let dataset: [Row] = [
        ("dataset", "code", "datasæt", "dataset"), ("publisher", "code", "udgiver", "publisher"),
        ("source_table", "code", "udgiverens tabel", "the publisher's table"),
        ("title_da", "text", "navn på dansk", "name in Danish"),
        ("title_en", "text", "navn på engelsk", "name in English"), ("licence", "text", "licens", "licence"),
        ("citation_da", "text", "kildeangivelse på dansk", "how to cite, in Danish"),
        ("citation_en", "text", "kildeangivelse på engelsk", "how to cite, in English"),
        ("loaded_at", "UTC", "sidste indlæsning med ændringer", "last load that changed something"),
    ]

    private static let area: [Row] = [
        ("area_kind", "code", "områdets art", "kind of area"),
        (
            "area_code", "code", "områdets kode: tre cifre, inst- og nummeret for en institution",
            "its code: three digits, inst- and the number for an institution"
        ),
        ("area", "text", "områdets navn", "name"), ("region_code", "3 digits", "regionens kode", "its region"),
        ("group_code", "1 digit", "kommunegruppe (KOMGRP)", "municipality group (KOMGRP)"),
        (
            "municipality_code", "3 digits", "kommunen, en institution hører til",
            "the municipality that an institution belongs to"
        ),
    ]

    private static let areaChange: [Row] = [
        ("day", "ISO day", "første dag det gælder", "first day it holds"),
        (
            "kind", "code",
            "merge (sammenlagt), split (delt; ingen af delene er efterfølgeren), rename, code_change, task_transfer (kun "
                + "opgaver), dissolved (nedlagt), unestablished (det er ikke fastslået)",
            "merge, split (none of the parts is its successor), rename, code_change, task_transfer (tasks only), dissolved, "
                + "unestablished"
        ),
        ("from_code", "code", "koden før; tom, hvor det ikke er fastslået", "code before; empty where unestablished"),
        ("from_name", "text", "navnet før", "name before"),
        ("to_code", "code", "koden efter; tom uden efterfølger", "code afterwards; empty without a successor"),
        ("to_name", "text", "navnet efter", "name afterwards"),
        ("note_da", "text", "hvad der ellers vides, på dansk", "what else is known, in Danish"),
        ("note_en", "text", "hvad der ellers vides, på engelsk", "what else is known"),
        ("source", "text", "hvem der siger det; for load et datasæt", "who says so; of a load its dataset"),
        (
            "origin", "code", "catalogue: programmets eller kommunens egen liste; load: set i en indlæsning",
            "catalogue: the program's or the municipality's own list; load: seen in a load"
        ),
        ("fetch_id", "number", "hentningen, hvor origin er load", "the fetch, where origin is load"),
    ]

    private static let breakRow: [Row] = [
        ("indicator", "code", "indikator", "indicator"),
        (
            "day", "ISO day", "første dag i den første periode, der er opgjort på den nye måde",
            "first day of the first period that is counted the new way"
        ),
        ("reason_da", "text", "grunden på dansk", "the reason in Danish"),
        ("reason_en", "text", "grunden på engelsk", "the reason in English"),
        ("source", "text", "hvem der siger det", "who says so"),
    ]

    private static let finding: [Row] = [
        ("plugin", "code", "analysen", "the plugin"), ("kind", "code", "resultatets art", "kind of finding"),
        ("indicator", "code", "indikator", "indicator"),
        ("area_code", "code", "området det handler om, se areas", "the area it is about, see areas"),
        ("area", "text", "områdets navn", "its name"), ("period", "code", "perioden", "the period"),
        ("comparison_group", "code", "sammenligningsgruppen", "the comparison group"),
        ("statistic", "code", "målet: value, rank, median …", "the statistic: value, rank, median …"),
        ("value", "see unit", "målets værdi", "its value"), ("unit", "code", "værdiens enhed", "unit of the value"),
        ("lower", "see unit", "intervallets nedre ende", "lower end of its interval"),
        ("upper", "see unit", "intervallets øvre ende", "upper end of its interval"),
        ("rank", "number", "rang, delt ved lighed (1, 2, 2, 4)", "standard competition rank (1, 2, 2, 4)"),
        ("rank_low", "number", "bedste rang som ligheder tillader", "best rank that ties allow"),
        ("rank_high", "number", "dårligste rang som ligheder tillader", "worst rank that ties allow"),
        ("n", "number", "antal områder med en værdi", "number of areas with a value"),
        ("caveats", "codes", "forbehold, adskilt af komma", "caveats, separated by commas"),
        ("text_da", "text", "resultatet som en sætning", "the finding as a sentence in Danish"),
        ("text_en", "text", "resultatet som en sætning på engelsk", "the finding as a sentence"),
        ("finding_id", "code", "kendetegn; brug det i pejl explain", "identifier for pejl explain"),
        ("run_id", "number", "kørslen, se runs", "the run, see runs"),
        ("breakdown", "code", "øvrige opdelinger", "remaining dimensions"),
    ]

    private static let fetch: [Row] = [
        ("fetch_id", "number", "hentningen", "the fetch"), ("dataset", "code", "datasæt", "dataset"),
        ("started_at", "UTC", "begyndt", "started"), ("finished_at", "UTC", "færdig", "finished"),
        ("outcome", "code", "loaded, unchanged eller refused", "loaded, unchanged or refused"),
        ("added", "observations", "nye tal", "new figures"), ("changed", "observations", "ændrede tal", "changed"),
        ("withdrawn", "observations", "tilbagetrukne tal", "withdrawn figures"),
        (
            "page", "number", "side i svaret; tom for beregnede datasæt, som intet svar har",
            "page of the answer; empty for computed datasets, which have none"
        ),
        ("method", "text", "HTTP-metode", "HTTP method"), ("url", "text", "adressen", "the address"),
        ("status", "number", "HTTP-status", "HTTP status"),
        ("wire_bytes", "bytes", "bytes modtaget", "bytes received"),
        ("proof", "code", "hvordan det vides at svaret er helt", "how it is known to be whole"),
        ("document_sha256", "hex", "dokumentets SHA-256", "SHA-256 of the document"),
        ("document_bytes", "bytes", "dokumentets længde", "length of the document"),
        ("purpose", "code", "figures, metadata eller poll", "figures, metadata or poll (a list of what changed)"),
        (
            "publisher_update", "text", "hvornår udgiveren opdaterede tabellen, i udgiverens ord",
            "when the publisher updated the table, in its own words"
        ),
    ]

    private static let note: [Row] = [
        ("dataset", "code", "datasæt", "dataset"),
        ("kind", "code", "footnote, closed_table, added_column", "kind of note"),
        ("text", "text", "udgiverens ord", "the publisher's words"),
        ("mandatory", "0 or 1", "1: skal vises sammen med tallene", "1: must be shown with the figures"),
        ("noted_at", "UTC", "hvornår udgiveren sagde det", "when the publisher said so"),
        ("fetch_id", "number", "hentningen, se fetches", "the fetch, see fetches"),
    ]

    private static let run: [Row] = [
        ("run_id", "number", "kørslen", "the run"), ("kind", "code", "refresh, analyse, publish", "kind"),
        ("subject", "code", "datasæt eller plugin", "dataset or plugin"),
        ("started_at", "UTC", "begyndt", "started"), ("finished_at", "UTC", "færdig", "finished"),
        ("state", "code", "succeeded, unchanged, failed, interrupted, running", "state"),
        ("failure_kind", "code", "fejlens art", "kind of failure"),
        ("failure_name", "code", "fejlens navn", "name of the failure"),
        ("failure_message", "text", "hvad der skete", "what happened"),
        ("retry_at", "UTC", "hvornår der prøves igen", "when it is tried again"),
    ]

    private static let rejectedRow: [Row] = [
        ("dataset", "code", "datasæt", "dataset"), ("fetch_id", "number", "hentningen", "the fetch"),
        ("row", "number", "rækkens nummer", "number of the row"), ("rule", "code", "reglen den bryder", "the rule"),
        ("content", "text", "hvad rækken siger", "what the row says"),
    ]
    private static let refusal: [Row] = [
        ("dataset", "code", "datasæt", "dataset"), ("fetch_id", "number", "hentningen", "the fetch"),
        ("at", "UTC", "hvornår den blev afvist", "when it was refused"),
        ("rule", "code", "reglen den bryder", "the rule it breaks"),
        ("finding", "text", "hvad der blev fundet, på engelsk", "what was found"),
        ("waivable", "0 or 1", "om en person kan lukke den ind", "whether a person may let it in"),
        ("approved_as", "number", "hentningen den blev lukket ind som", "the fetch it was let in as"),
    ]

    private static let approval: [Row] = [
        ("dataset", "code", "datasæt", "dataset"), ("fetch_id", "number", "hentningen, se fetches", "see fetches"),
        ("refused_fetch_id", "number", "den afviste hentning, se refusals", "the refused fetch, see refusals"),
        ("at", "UTC", "hvornår", "when"), ("actor", "text", "hvem, bruger på maskinen", "who, a user of the machine"),
        ("reason", "text", "hvorfor", "why"),
    ]
}
