/// How a load differs from what the store holds of the dataset; the gate decides on it.
package struct LoadDifference: Hashable, Sendable {
    /// Observations held before; 0 for a first load.
    package let before: Int
    /// Observations in this load.
    package let now: Int
    /// Observations not held before.
    package let added: Int
    /// Observations whose value or status changed.
    package let changed: Int
    /// Observations held before and not in this load.
    package let withdrawn: Int
    /// Figures that had a value and have none now.
    package let hidden: Int
    /// Values that became 1,000 times larger or smaller.
    package let jumps: Int
    /// Values compared for jumps: those that were and are non-zero.
    package let comparable: Int
    /// The first of each kind of change, in the order of series and period.
    package var examples: [FigureChange]

    package init(
        before: Int,
        now: Int,
        added: Int,
        changed: Int,
        withdrawn: Int,
        hidden: Int = 0,
        jumps: Int,
        comparable: Int,
        examples: [FigureChange] = []
    ) {
        self.before = before
        self.now = now
        self.added = added
        self.changed = changed
        self.withdrawn = withdrawn
        self.hidden = hidden
        self.jumps = jumps
        self.comparable = comparable
        self.examples = examples
    }

    /// The first load of a dataset: everything is new.
    package init(firstLoadOf count: Int) {
        self.init(
            before: 0,
            now: count,
            added: count,
            changed: 0,
            withdrawn: 0,
            jumps: 0,
            comparable: 0
        )
    }

    /// The examples of one kind.
    package func examples(of kind: FigureChange.Kind) -> [FigureChange] { examples.filter { $0.kind == kind } }

    /// Whether the load would change anything.
    package var isEmpty: Bool { added == 0 && changed == 0 && withdrawn == 0 }
}

/// What one refresh of a dataset came to.
package enum RefreshOutcome: Hashable, Sendable {
    /// The publisher's bytes are the ones the store was made from.
    case unchanged
    /// Read and stored.
    case loaded(LoadDifference)
    /// Stopped; the last good state stands.
    case failed(Failure)
    /// Nothing was ever loaded, and there is nothing to load: somebody must put a file into this folder.
    case awaitingFile(folder: String)
    /// Not asked for, because it is not due; with the failure of the last time, if it failed.
    case notDue(Failure?)
}
