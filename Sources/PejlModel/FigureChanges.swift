/// How the figures differ between two moments.
package struct FigureChanges: Sendable {
    /// What changed of one dataset.
    package struct Dataset: Hashable, Sendable {
        /// Identifier of the dataset.
        package let id: String
        /// Figures that were not known then.
        package let added: Int
        /// Figures with another value or status.
        package let changed: Int
        /// Figures that are not there any more.
        package let withdrawn: Int
        /// The publisher's own times of update, of the loads in between; as the publisher wrote them, ascending.
        package let publisherUpdates: [String]

        package init(id: String, added: Int, changed: Int, withdrawn: Int, publisherUpdates: [String]) {
            self.id = id
            self.added = added
            self.changed = changed
            self.withdrawn = withdrawn
            self.publisherUpdates = publisherUpdates
        }
    }

    /// One change, and whether the publisher had said that the figure was not final.
    package struct Change: Hashable, Sendable {
        /// The figure, then and later.
        package let figure: FigureChange
        /// Identifier of the dataset.
        package let dataset: String
        /// Code of the unit.
        package let unit: String
        /// When the load ended that brought the change.
        package let at: String

        package init(figure: FigureChange, dataset: String, unit: String, at: String) {
            self.figure = figure
            self.dataset = dataset
            self.unit = unit
            self.at = at
        }

        /// Whether the earlier figure was marked as provisional or estimated: its publisher said that it may change.
        package var wasAnnounced: Bool {
            figure.was?.status == .provisional || figure.was?.status == .estimated
        }

        /// By how much the value changed; nothing where one of them has none.
        package var difference: Double? {
            guard let was = figure.was?.value, let now = figure.now?.value else { return nil }
            return now - was
        }
    }

    /// Numbers of the last loads that had ended at the two moments; 0 where none had.
    package let loads: ClosedRange<Int>
    /// Datasets with changes, ascending by identifier.
    package let datasets: [Dataset]
    /// Changes by dataset, indicator, area, breakdown and period, up to the limit asked for.
    package let changes: [Change]

    package init(loads: ClosedRange<Int>, datasets: [Dataset], changes: [Change]) {
        self.loads = loads
        self.datasets = datasets
        self.changes = changes
    }

    /// Changes in all.
    package var count: Int { datasets.reduce(0) { $0 + $1.added + $1.changed + $1.withdrawn } }
}
