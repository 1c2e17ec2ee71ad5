/// What rebuilding a dataset's vintages came to, for `pejl replay --json`.
package struct ReplayDocument: Codable, Sendable, Equatable {
    /// Version of this format.
    package var format = 1
    /// Identifier of the dataset.
    package var dataset: String
    /// Fetches that were read again.
    package var fetches: Int
    /// Numbers of those that another recipe or decoder had read.
    package var otherReadings: [Int]
    /// Digest of the vintages held before, 64 hexadecimal digits.
    package var held: String
    /// Digest of those that were rebuilt.
    package var rebuilt: String
    /// Whether they are equal, byte for byte.
    package var equal: Bool
    /// Whether what was rebuilt took the place of what was held.
    package var written: Bool
    /// Vintages held and not rebuilt.
    package var lost: Int
    /// Vintages rebuilt and not held.
    package var gained: Int
    /// Some of both, written out.
    package var examples: [String]
    /// The run that published the result; absent where nothing was written.
    package var run: StatusDocument?

    package init(
        dataset: String,
        fetches: Int,
        otherReadings: [Int],
        held: String,
        rebuilt: String,
        equal: Bool,
        written: Bool,
        lost: Int,
        gained: Int,
        examples: [String],
        run: StatusDocument?
    ) {
        self.dataset = dataset
        self.fetches = fetches
        self.otherReadings = otherReadings
        self.held = held
        self.rebuilt = rebuilt
        self.equal = equal
        self.written = written
        self.lost = lost
        self.gained = gained
        self.examples = examples
        self.run = run
    }

    /// The document as JSON with sorted keys.
    package func json() -> String { DocumentJSON.text(self) }
}
