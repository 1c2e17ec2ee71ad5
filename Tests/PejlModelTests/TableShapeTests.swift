import PejlModel
import Testing

/// What is told of documents whose shape differs.
struct TableShapeTests {
    private static let before = TableShape(
        columns: ["OMRÅDE", "KØN", "TID"],
        measures: ["INDHOLD"],
        members: ["OMRÅDE": ["101", "147", "766"], "KØN": ["M", "K"], "TID": ["2007", "2008", "2009"]]
    )

    private static func changes(_ change: (inout TableShape) -> Void) -> [String] {
        var shape = before
        change(&shape)
        return shape.changes(since: before).map { change in
            "\(change.kind) \(change.part) \(change.column ?? "") \(change.was ?? "–") \(change.now ?? "–")"
        }
    }

    @Test("the same shape, or the same in another order, is no change")
    func same() {
        #expect(Self.changes { _ in } == [])
        #expect(Self.changes { $0.columns.reverse() } == [])
        #expect(Self.changes { $0.members?["OMRÅDE"]?.reverse() } == [])
    }

    @Test("columns and measures are lost, added, or renamed where one came for one")
    func columnsAndMeasures() {
        #expect(Self.changes { $0.columns.removeLast() } == ["lost column  TID –"])
        #expect(Self.changes { $0.columns.append("ALDER") } == ["added column  – ALDER"])
        #expect(Self.changes { $0.columns = ["TID", "KØN", "KOMMUNE"] } == ["renamed column  OMRÅDE KOMMUNE"])
        #expect(
            Self.changes { $0.columns = ["A", "KØN", "T", "X"] } == [
                "renamed column  OMRÅDE A", "renamed column  TID T", "added column  – X",
            ]
        )
        #expect(Self.changes { $0.measures = ["ANTAL"] } == ["renamed measure  INDHOLD ANTAL"])
        #expect(Self.changes { $0.measures = [] } == ["lost measure  INDHOLD –"])
    }

    @Test(
        "members are lost, added, or renamed where one stands at the other's place; years that move on are not renamed"
    )
    func members() {
        #expect(
            Self.changes { $0.members?["OMRÅDE"] = ["101", "148", "766"] } == ["renamed member OMRÅDE 147 148"]
        )
        #expect(
            Self.changes { $0.members?["TID"] = ["2008", "2009", "2010"] } == [
                "lost member TID 2007 –", "added member TID – 2010",
            ]
        )
        #expect(Self.changes { $0.members?["KØN"] = ["M"] } == ["lost member KØN K –"])
        // A document that was not read to its end tells nothing of members.
        #expect(Self.changes { $0.members = nil } == [])
    }

    @Test("members of a renamed column are held against those of its old name")
    func renamedColumn() {
        #expect(
            Self.changes {
                $0.columns[0] = "KOMMUNE"
                $0.members?["KOMMUNE"] = ["101", "147", "999"]
                $0.members?["OMRÅDE"] = nil
            } == ["renamed column  OMRÅDE KOMMUNE", "renamed member KOMMUNE 766 999"]
        )
    }
}
