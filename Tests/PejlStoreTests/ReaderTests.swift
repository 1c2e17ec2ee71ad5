import Foundation
import PejlModel
import PejlStore
import PejlTestSupport
import Testing

/// Analysts who read while publications change (S1 of the test plan).
struct ReaderTests {
    /// Reads as Python's users do: opens the file, looks at everything twice in one transaction, closes it.
    private static let reader = """
        import os, sqlite3, sys
        path, stop = sys.argv[1:]
        reads = last = 0
        while not os.path.exists(stop):
            database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            database.execute("BEGIN")
            seen = []
            for _ in range(2):
                seen.append(database.execute("SELECT min(value), max(value), count(*) FROM figures").fetchone())
                number, observations = database.execute(
                    "SELECT number, observations FROM publication ORDER BY number DESC LIMIT 1").fetchone()
            lowest, highest, count = seen[0]
            database.close()
            assert seen[0] == seen[1], seen
            assert lowest == highest == number, (lowest, highest, number)
            assert count == observations == 98, (count, observations)
            assert number >= last, (number, last)
            last = number
            reads += 1
        print(reads)
        """

    @Test("eight readers meet whole publications only, and never an older one than before")
    func readers() throws {
        let desk = try StoreDesk()
        let municipalities = AreaCatalogue.denmark.municipalities.map(\.code)
        // Every figure of publication N is N: a mixture shows.
        func publish(_ number: Int) throws {
            _ = try desk.load(Dictionary(uniqueKeysWithValues: municipalities.map { ($0, .some(Double(number))) }))
            try desk.publish()
        }
        try publish(1)
        let stop = desk.folder.file("stop")
        let readers = try (0..<8).map { _ in
            try Program("/usr/bin/env", ["python3", "-c", Self.reader, desk.published, stop])
        }
        let seconds = ProcessInfo.processInfo.environment["PEJL_READER_SECONDS"].flatMap(Int.init)
        let end = ContinuousClock().now.advanced(by: .seconds(seconds ?? (Repository.isNightly ? 120 : 10)))
        var number = 1
        while ContinuousClock().now < end {
            number += 1
            try publish(number)
        }
        try desk.folder.write("", to: "stop")
        var reads = 0
        for reader in readers {
            let result = reader.result(within: 60)
            #expect(result.status == 0, "\(result.errors)")
            reads += Int(result.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
        }
        print("\(reads) reads by 8 readers during \(number) publications, none mixed")
        #expect(reads > 100 && number > 5)
    }
}
