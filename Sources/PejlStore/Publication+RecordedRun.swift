internal import GRDB
package import PejlModel

/// One plugin run as a publication recorded it: everything that it is run again with, and what it found.
package struct RecordedRun: Sendable {
    /// Number of the run.
    package let number: Int
    /// Identifier of the plugin.
    package let plugin: String
    /// Its version.
    package let version: String
    /// Digest of its files, 64 hexadecimal digits.
    package let digest: String
    /// Its settings by name; absent where the run was made by a pejl that did not note them.
    package let settings: [String: String]?
    /// The groups it was told, in the order of their identifiers.
    package let groups: [ComparisonGroup]
    /// Number of the publication that it was made for.
    package let publication: Int
    /// When that publication was made, which is the moment its plugins were told.
    package let madeAt: String
}

/// A finding as it is kept: its content, the identifier it is kept under, and the figures it rests on.
package struct RecordedFinding: Sendable {
    /// The identifier it is kept under; that of its content, unless somebody changed either.
    package let id: String
    /// Its content, without inputs.
    package let finding: Finding
    /// The figures it rests on, each in the vintage that it had.
    package let inputs: FigureSet

    package init(id: String, finding: Finding, inputs: FigureSet) {
        self.id = id
        self.finding = finding
        self.inputs = inputs
    }
}

/// Some observations, each in one vintage, to be held against others.
///
/// Two ways were weighed: the codes of indicator, area, breakdown and period, and the rows' numbers. The latter, because
/// both sides are of one file, where a number means one row, and a publication has findings on hundreds of thousands.
package struct FigureSet: Hashable, Sendable {
    /// One observation.
    package struct Place: Hashable, Comparable, Sendable {
        let series: Int
        let period: Int
        let fetch: Int

        package static func < (left: Place, right: Place) -> Bool {
            (left.series, left.period, left.fetch) < (right.series, right.period, right.fetch)
        }
    }

    /// The observations.
    package let places: Set<Place>

    package init(places: Set<Place> = []) { self.places = places }

    /// Digest of them all, whatever their order.
    package var digest: ContentDigest {
        ContentDigest(of: places.sorted().map { "\($0.series) \($0.period) \($0.fetch)" }.joined(separator: "\n"))
    }
}

extension Publication {
    /// The last run that made a finding, or nothing where no finding has that identifier.
    ///
    /// - Throws: ``StoreError``.
    package func run(ofFinding id: String) throws -> RecordedRun? {
        try run("r.run_id = (SELECT max(f.run_id) FROM finding f WHERE f.id = ?)", [id])
    }

    /// The run of a plugin for a publication, or nothing where it was not run for that.
    ///
    /// - Throws: ``StoreError``.
    package func run(of plugin: String, publication: Int) throws -> RecordedRun? {
        try run("r.plugin_id = ? AND p.number = ?", [plugin, publication])
    }

    private func run(_ condition: String, _ arguments: StatementArguments) throws -> RecordedRun? {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT r.*, p.number, p.made_at
                    FROM plugin_run r JOIN publication_run q ON q.run_id = r.run_id
                        JOIN publication p ON p.number = q.publication
                    WHERE \(condition)
                    """,
                arguments: arguments
            )
            guard let row else { return nil }
            return RecordedRun(
                number: row["run_id"],
                plugin: row["plugin_id"],
                version: row["version"],
                digest: row["sha256"],
                settings: Self.settings(row["settings"]),
                groups: try Self.groups(run: row["run_id"], database),
                publication: row["number"],
                madeAt: row["made_at"]
            )
        }
    }

    /// Members as they were then; the names of groups are kept once, with the present ones.
    private static func groups(run: Int, _ database: Database) throws -> [ComparisonGroup] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT v.group_code, v.source, v.members, coalesce(g.title_da, v.group_code) AS title_da,
                    coalesce(g.title_en, v.group_code) AS title_en
                FROM plugin_run_group r JOIN group_version v ON v.id = r.group_version_id
                    LEFT JOIN comparison_group g ON g.code = v.group_code
                WHERE r.run_id = ? ORDER BY v.group_code
                """,
            arguments: [run]
        ).map { row in
            ComparisonGroup(
                id: row["group_code"],
                title: Localised(da: row["title_da"], en: row["title_en"]),
                members: (row["members"] as String).split(separator: ",").map(String.init),
                source: row["source"]
            )
        }
    }

    /// Every finding of a run, in the order of identifiers.
    ///
    /// - Throws: ``StoreError``.
    package func findings(ofRun run: Int) throws -> [RecordedFinding] {
        try read { database in
            var sets: [Int: Set<FigureSet.Place>] = [:]
            let inputs = try Row.fetchCursor(
                database,
                sql: "SELECT input_set, series_id, period_id, fetch_id FROM finding_input WHERE run_id = ?",
                arguments: [run]
            )
            while let row = try inputs.next() {
                let place = FigureSet.Place(series: row[1], period: row[2], fetch: row[3])
                sets[row[0], default: []].insert(place)
            }
            return try Row.fetchAll(
                database,
                sql: "SELECT * FROM finding WHERE run_id = ? ORDER BY id",
                arguments: [run]
            ).map { row in
                RecordedFinding(
                    id: row["id"],
                    finding: Self.finding(row),
                    inputs: FigureSet(places: sets[row["input_set"], default: []])
                )
            }
        }
    }

    /// The observations of this publication that some inputs name: those that would be kept with a finding on them.
    ///
    /// - Parameter inputs: Lists of inputs; each is looked up once.
    /// - Returns: The observations of each list.
    /// - Throws: ``StoreError``.
    package func figures(of inputs: Set<[FindingInput]>) throws -> [[FindingInput]: FigureSet] {
        try read { database in
            let statement = try database.makeStatement(sql: FindingWriter.observations)
            var sets: [[FindingInput]: FigureSet] = [:]
            for list in inputs {
                var places: Set<FigureSet.Place> = []
                for input in list {
                    for area in input.areas {
                        let row = try Row.fetchOne(
                            statement,
                            arguments: [input.indicator, area, input.breakdown.code, input.period]
                        )
                        guard let row else { continue }
                        places.insert(FigureSet.Place(series: row[0], period: row[1], fetch: row[2]))
                    }
                }
                sets[list] = FigureSet(places: places)
            }
            return sets
        }
    }
}
