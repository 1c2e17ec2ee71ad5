import PejlModel

/// The warnings that built-in plugins attach to findings, in words.
enum CaveatTexts {
    /// The warnings in the order they are shown.
    static let known: [(code: String, text: Localised)] = [
        (
            "due-date-assumed",
            Localised(
                da: "Udgiveren har intet lovet; at et nyere tal kan ventes, følger af periodens længde.",
                en: "The publisher has promised nothing; that a newer figure is due follows from the period's length."
            )
        ),
        (
            "series-may-have-ended",
            Localised(
                da: "Serien kan være ophørt, fx fordi kommunen ikke længere har det, der tælles.",
                en: "The series may have ended, for instance because the municipality no longer has what is counted."
            )
        ),
        (
            "interval-of-ties-only",
            Localised(
                da: "Rangintervallet viser kun lighed i de udgivne tal. Om forskelle kan skelnes fra tilfældig "
                    + "variation, kan ikke bedømmes, fordi elevtallene bag andelene ikke er udgivet her.",
                en: "The rank interval shows ties in the published figures only. Whether differences can be told from "
                    + "chance cannot be judged, because the numbers of pupils behind the shares are not published here."
            )
        ),
        (
            "provisional-values",
            Localised(da: "Nogle af tallene er foreløbige.", en: "Some of the figures are provisional.")
        ),
        (
            "estimated-values",
            Localised(da: "Nogle af tallene er skønnede.", en: "Some of the figures are estimated.")
        ),
        (
            "break-in-series",
            Localised(
                da: "Der er brud i tidsserien; perioder før og efter kan ikke sammenlignes.",
                en: "There is a break in the series; periods before and after cannot be compared."
            )
        ),
        (
            "partial-group",
            Localised(
                da: "Ikke alle kommuner har et tal; rang og median gælder dem, der har.",
                en: "Not every municipality has a figure; rank and median are of those that have."
            )
        ),
        (
            "selected-areas",
            Localised(
                da: "Kun udvalgte kommuner er med; de er ikke et billede af gruppen.",
                en: "Only selected municipalities are in it; they are no picture of the group."
            )
        ),
        (
            "unweighted",
            Localised(
                da: "Gennemsnittet er uvægtet: hver kommune tæller lige meget, uanset størrelse.",
                en: "The mean is unweighted: every municipality counts the same, whatever its size."
            )
        ),
        (
            "neutral-direction",
            Localised(
                da: "Tallet har ingen god eller dårlig retning.",
                en: "The figure has no good or bad direction."
            )
        ),
        (
            "weight-is-not-the-denominator",
            Localised(
                da: "Vægten er ikke det antal, som andelen er regnet af.",
                en: "The weight is not the number that the share is of."
            )
        ),
    ]
}
