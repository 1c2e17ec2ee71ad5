import PejlModel

extension DataDictionary {
    /// The dictionary as a page, `docs/data-dictionary.md`: a table for each view.
    package static var markdown: String {
        var page = """
            # Data dictionary

            The views of the published SQLite file: what analysts query, and what changes only with a warning a release
            before. The same words, in Danish too, are in its table `column_description`. This page is made from them by a
            test (`PEJL_WRITE_DOCS=1 swift test --filter DataDictionaryTests`) and held equal to them.

            `pejl query --as-of MOMENT` shows `figures` as they were known at a moment, `--first-release` as each was first
            published, `--all-vintages` every vintage; `pejl diff --from MOMENT --to MOMENT` shows what changed.


            """
        var views: [String] = []
        for column in columns where !views.contains(column.view) { views.append(column.view) }
        for view in views {
            page += "## \(view)\n\n| column | unit or form | meaning | betydning |\n| --- | --- | --- | --- |\n"
            for column in columns where column.view == view {
                page += "| `\(column.name)` | \(column.unit) | \(column.meaning.en) | \(column.meaning.da) |\n"
            }
            page += "\n"
        }
        return String(page.dropLast())
    }
}
