package import PejlModel

/// Which vintages of the figures a reader is shown as `figures`.
///
/// A moment is turned into the number of the last load that had ended by then, and a vintage is part of what was known
/// if its own load came no later and the load that replaced it came later. By number and not by time, so that a clock
/// that was set back never shows two vintages of one figure, or none.
package enum FigureView: Hashable, Sendable {
    /// What the publishers say now.
    case current
    /// What was known at a moment.
    case asOf(UTCInstant)
    /// Of each figure the vintage that came first, those withdrawn since included.
    case firstReleases
    /// Every vintage, with the columns `valid_from` and `valid_to` besides.
    case allVintages

    /// The statement that makes the temporary view `figures`, which stands before the publication's own.
    ///
    /// - Parameter lastLoad: Number of the last load that had ended at the moment of ``asOf(_:)``.
    /// - Returns: The statement; nothing where the publication's own view is meant.
    func statement(lastLoad: Int64) -> String? {
        switch self {
        case .current: nil
        case .allVintages: "CREATE TEMP VIEW figures AS SELECT * FROM main.figures_vintages"
        case .asOf: Self.view(StoreViews.observations(asOf: "\(lastLoad)"))
        case .firstReleases: Self.view(StoreViews.firstReleases)
        }
    }

    /// The columns of `figures` over other rows than the present ones.
    private static func view(_ rows: String) -> String {
        """
        CREATE TEMP VIEW figures AS
        SELECT \(StoreViews.figureColumns),
            f.finished_at AS vintage_at, o.fetch_id AS fetch_id, c.confidentiality AS confidentiality, i.flags AS flags
        FROM (\(rows)) o
            \(StoreViews.figureRows)
            JOIN fetch f ON f.id = o.fetch_id
        """
    }
}

extension StoreViews {
    /// Observations as they were after a load; `fetch` is its number, or a name that stands for it.
    static func observations(asOf fetch: String) -> String {
        """
        SELECT series_id, period_id, fetch_id, value, status FROM observation WHERE fetch_id <= \(fetch)
        UNION ALL
        SELECT series_id, period_id, from_fetch_id, value, status FROM observation_vintage
        WHERE from_fetch_id <= \(fetch) AND to_fetch_id > \(fetch)
        """
    }

    /// The first vintage of every observation that ever was.
    static let firstReleases = """
        SELECT series_id, period_id, fetch_id, value, status FROM observation o
        WHERE NOT EXISTS (
            SELECT 1 FROM observation_vintage v WHERE v.series_id = o.series_id AND v.period_id = o.period_id)
        UNION ALL
        SELECT series_id, period_id, from_fetch_id, value, status FROM observation_vintage v
        WHERE from_fetch_id = (
            SELECT min(w.from_fetch_id) FROM observation_vintage w
            WHERE w.series_id = v.series_id AND w.period_id = v.period_id)
        """
}
