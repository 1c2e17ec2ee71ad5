import FoundationEssentials
import PejlStandIn
import Testing

/// The retyped figures against the files they were retyped from, where those are at hand.
struct FiguresTests {
    private static let workplace = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    private static let folder = workplace + "/shared/figures"
    private static let isAtHand = FileManager.default.fileExists(atPath: folder + "/absence.csv")
    private static let reason: Comment = "../shared/figures is not beside this repository: nothing to compare with"

    private static func rows(_ name: String) throws -> [[String]] {
        let bytes = try Data(contentsOf: URL(filePath: folder).appending(path: name))
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",").map(String.init) }
    }

    @Test("population, cell by cell", .enabled(if: isAtHand, reason))
    func population() throws {
        let standIn = try StandIn.start()
        let labelled = Queries.whole.replacing("Code", with: "CodeAndValue", maxReplacements: 1)
        let names = try Queries.lines(standIn.data(labelled))
        let served = try Queries.lines(standIn.data(Queries.whole))
        let cells = zip(served, names).filter { $0.0[2] != ".." }.map { code, name in
            [code[0], String(name[0].dropFirst(4)), code[1], code[2]]
        }
        let monthly = try Self.rows("population_folk1am.csv")
        let january = try Self.rows("inclusion.csv").map { [$0[0], $0[1], "2025M01", $0[3]] }
        #expect(Set(cells) == Set(monthly + january))
        #expect(cells.count == 105 * 31 + 6)
    }

    private static let recorded = workplace + "/shared/data/statbank-csv/FOLK1AM_alle-omraader_2021M10-.csv"
    private static let isRecorded = FileManager.default.fileExists(atPath: recorded)

    @Test("the whole of FOLK1AM is the recorded file, byte for byte", .enabled(if: isRecorded, reason))
    func recording() throws {
        let standIn = try StandIn.start()
        let body =
            #"{"table":"FOLK1AM","format":"CSV","#
            + #""variables":[{"code":"OMRÅDE","values":["*"]},{"code":"Tid","values":["<=2024M04"]}]}"#
        let file = try Data(contentsOf: URL(filePath: Self.recorded))
        #expect(try standIn.data(body).body() == Array(file))
    }

    @Test("absence and inclusion, cell by cell", .enabled(if: isAtHand, reason))
    func education() throws {
        let standIn = try StandIn.start()
        let place = ["[Institution].[Beliggenhedskommunenummer]", "[Institution].[Beliggenhedskommune]"]
        let levels = place + ["[Klassetrin].[Skoletrin]", "[Tid].[Skoleår]"]
        let cells = try Queries.rows(standIn.statistics(Queries.absence(levels: levels))).map { row in
            levels.map { row[$0 + "." + $0.split(separator: ".")[1]] ?? "" } + [Self.number(row[Queries.measure])]
        }
        #expect(Set(cells) == Set(try Self.rows("absence.csv")))

        let body = Queries.absence(levels: place + ["[Skoleår].[Skoleår]"], measure: "Inklusionsgrad")
            .replacing("ELEVFRAV", with: "ELEV").replacing("FRAVAAR", with: "ELEVEX")
        let grades = try Queries.rows(standIn.statistics(body)).map { row in
            place.map { row[$0 + "." + $0.split(separator: ".")[1]] ?? "" } + [Self.number(row["Inklusionsgrad"])]
        }
        #expect(Set(grades) == Set(try Self.rows("inclusion.csv").map { Array($0.prefix(3)) }))
    }

    /// `7,1 %` as the files write it.
    private static func number(_ text: String?) -> String {
        (text ?? "").replacing(",", with: ".").replacing(" %", with: "")
    }
}
