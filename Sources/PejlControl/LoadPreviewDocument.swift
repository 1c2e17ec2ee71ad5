import Foundation
package import PejlModel

/// A ``LoadPreview`` as JSON, for `pejl dataset diff --json`.
package struct LoadPreviewDocument: Codable, Sendable, Equatable {
    /// Version of this format.
    package var format = 1
    /// Identifier of the dataset.
    package var dataset: String
    /// Number of the refused fetch.
    package var fetch: Int
    /// When it was fetched.
    package var fetchedAt: String
    /// Whether `pejl dataset approve` can let it in.
    package var approvable: Bool
    /// Whether the recipe, or what reads documents, is another than the one that refused it.
    package var recipeChanged: Bool
    /// How the documents' shape differs from that of the last load; absent where there is none to compare with.
    package var schema: [Shape]?
    /// The broken rules.
    package var rules: [Rule]
    /// How many figures are held, would be held, and would change; absent where it cannot be read.
    package var counts: Counts?
    /// Examples of what would change.
    package var changes: [Change]
    /// Rows that cannot be understood, the first so many.
    package var rejected: [Rejected]
    /// Number of all such rows.
    package var rejectedCount: Int

    /// A broken rule.
    package struct Rule: Codable, Sendable, Equatable {
        /// Its name.
        package var rule: String
        /// What was found, in Danish and English.
        package var finding: Localised
        /// Whether a person may waive it.
        package var waivable: Bool
    }

    /// One column, measure or member that is gone, new or perhaps renamed.
    package struct Shape: Codable, Sendable, Equatable {
        /// `column`, `measure` or `member`.
        package var part: String
        /// `lost`, `added` or `renamed`; the last is a guess.
        package var kind: String
        /// The column of a member.
        package var column: String?
        /// Its name before; absent where it is new.
        package var was: String?
        /// Its name now; absent where it is gone.
        package var now: String?
    }

    /// Numbers of figures.
    package struct Counts: Codable, Sendable, Equatable {
        /// Held now.
        package var before: Int
        /// In the load.
        package var now: Int
        /// Not held before.
        package var added: Int
        /// With another value or status, those hidden and jumped included.
        package var changed: Int
        /// That had a value and would have none.
        package var hidden: Int
        /// 1,000 times what they were, or a thousandth.
        package var jumped: Int
        /// Held and not in the load.
        package var withdrawn: Int
    }

    /// One figure before and after.
    package struct Change: Codable, Sendable, Equatable {
        /// `withdrawn`, `hidden`, `jumped`, `changed` or `added`.
        package var kind: String
        /// Identifier of the indicator.
        package var indicator: String
        /// Code of the area.
        package var area: String
        /// Code of the breakdown.
        package var breakdown: String
        /// Code of the period.
        package var period: String
        /// The value held; absent where there is none.
        package var valueBefore: Double?
        /// The status held, a letter of SDMX `CL_OBS_STATUS`.
        package var statusBefore: String?
        /// The value in the load.
        package var valueNow: Double?
        /// The status in the load.
        package var statusNow: String?
    }

    /// One row that cannot be understood.
    package struct Rejected: Codable, Sendable, Equatable {
        /// Number of the cell in the documents.
        package var row: Int
        /// The rule it breaks.
        package var rule: String
        /// What it says.
        package var content: String
    }

    /// The document of a preview.
    package init(_ preview: LoadPreview) {
        dataset = preview.dataset
        fetch = preview.fetch
        fetchedAt = preview.fetchedAt.description
        approvable = preview.isApprovable
        recipeChanged = preview.isRecipeChanged
        schema = preview.schema.map { changes in
            changes.map {
                Shape(part: $0.part.rawValue, kind: $0.kind.rawValue, column: $0.column, was: $0.was, now: $0.now)
            }
        }
        rules = preview.rules.map { Rule(rule: $0.rule, finding: $0.text, waivable: $0.isWaivable) }
        counts = preview.difference.map {
            Counts(
                before: $0.before,
                now: $0.now,
                added: $0.added,
                changed: $0.changed,
                hidden: $0.hidden,
                jumped: $0.jumps,
                withdrawn: $0.withdrawn
            )
        }
        changes = (preview.difference?.examples ?? []).map {
            Change(
                kind: $0.kind.rawValue,
                indicator: $0.series.indicator,
                area: $0.series.area,
                breakdown: $0.series.breakdown.code,
                period: $0.period,
                valueBefore: $0.was?.value,
                statusBefore: $0.was?.status.sdmx,
                valueNow: $0.now?.value,
                statusNow: $0.now?.status.sdmx
            )
        }
        rejected = preview.rejected.map { Rejected(row: $0.row, rule: $0.rule, content: $0.content) }
        rejectedCount = preview.rejectedCount
    }

    /// The document as JSON with sorted keys.
    package func json() -> String { DocumentJSON.text(self) }
}
