package import PejlModel

/// ``FigureChanges`` as JSON, for `pejl diff --json`.
package struct FigureChangesDocument: Codable, Sendable, Equatable {
    /// Version of this format.
    package var format = 1
    /// Number of the last load that had ended at the first moment; 0 where none had.
    package var fromLoad: Int
    /// Number of the last load that had ended at the second moment.
    package var toLoad: Int
    /// Datasets with changes.
    package var datasets: [Dataset]
    /// The changes, up to the limit asked for.
    package var changes: [Change]

    /// How much changed of a dataset.
    package struct Dataset: Codable, Sendable, Equatable {
        /// Its identifier.
        package var dataset: String
        /// Figures that were not known then.
        package var added: Int
        /// Figures with another value or status.
        package var changed: Int
        /// Figures that are not there any more.
        package var withdrawn: Int
        /// The publisher's own times of update in between, as it wrote them.
        package var publisherUpdates: [String]
    }

    /// One figure, then and later.
    package struct Change: Codable, Sendable, Equatable {
        /// `withdrawn`, `hidden`, `changed` or `added`.
        package var kind: String
        /// Identifier of the dataset.
        package var dataset: String
        /// Identifier of the indicator.
        package var indicator: String
        /// Code of the area.
        package var area: String
        /// Code of the breakdown.
        package var breakdown: String
        /// Code of the period.
        package var period: String
        /// Code of the unit.
        package var unit: String
        /// The earlier value; absent where there is none.
        package var valueBefore: Double?
        /// The earlier status, a letter of SDMX `CL_OBS_STATUS`.
        package var statusBefore: String?
        /// The later value.
        package var valueNow: Double?
        /// The later status.
        package var statusNow: String?
        /// Later less earlier; absent where one of them has no value.
        package var difference: Double?
        /// Whether the earlier figure was marked as provisional or estimated.
        package var announced: Bool
        /// When the load ended that brought the change.
        package var at: String
    }

    /// The document of some changes.
    package init(_ changes: FigureChanges) {
        fromLoad = changes.loads.lowerBound
        toLoad = changes.loads.upperBound
        datasets = changes.datasets.map {
            Dataset(
                dataset: $0.id,
                added: $0.added,
                changed: $0.changed,
                withdrawn: $0.withdrawn,
                publisherUpdates: $0.publisherUpdates
            )
        }
        self.changes = changes.changes.map { change in
            let figure = change.figure
            return Change(
                kind: figure.kind.rawValue,
                dataset: change.dataset,
                indicator: figure.series.indicator,
                area: figure.series.area,
                breakdown: figure.series.breakdown.code,
                period: figure.period,
                unit: change.unit,
                valueBefore: figure.was?.value,
                statusBefore: figure.was?.status.sdmx,
                valueNow: figure.now?.value,
                statusNow: figure.now?.status.sdmx,
                difference: change.difference,
                announced: change.wasAnnounced,
                at: change.at
            )
        }
    }

    /// The document as JSON with sorted keys.
    package func json() -> String { DocumentJSON.text(self) }
}
