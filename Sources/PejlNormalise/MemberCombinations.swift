/// Numbers the combinations of members that are met, column after column.
///
/// A combination is a smaller one and one more member, found in a table by both. The tables grow with the combinations
/// that are met and not with those that could be, and two combinations never share a number, however many columns and
/// members there are.
struct MemberCombinations {
    private struct Column {
        let members: Int
        /// The combination by smaller combination and member, -1 where it was not met.
        var table: [Int32] = []
        /// Of each combination the smaller one and the member.
        var smaller: [Int32] = []
        var member: [Int32] = []

        mutating func grow(for smallerCount: Int) {
            let missing = smallerCount * members - table.count
            if missing > 0 { table.append(contentsOf: repeatElement(-1, count: missing)) }
        }

        mutating func note(_ combination: Int32, _ number: Int32, at place: Int) -> Int32 {
            let new = Int32(smaller.count)
            table[place] = new
            smaller.append(combination)
            member.append(number)
            return new
        }
    }

    private var columns: [Column] = []

    /// - Parameter memberCounts: Members of each column.
    init(_ memberCounts: [Int]) { columns = memberCounts.map { Column(members: $0) } }

    /// Combinations met so far.
    var count: Int { columns.last?.smaller.count ?? 1 }

    /// Turns the numbers of combinations without `column` into those with it; rows whose member is -1 stay as they are.
    mutating func add(
        column: Int,
        _ members: (Int) -> Int32,
        to combinations: UnsafeMutablePointer<Int32>,
        count: Int
    ) {
        let smallerCount = column == 0 ? 1 : columns[column - 1].smaller.count
        columns[column].grow(for: smallerCount)
        let width = columns[column].members
        for row in 0..<count {
            let member = members(row)
            if member < 0 { continue }
            let place = Int(combinations[row]) * width + Int(member)
            let known = columns[column].table[place]
            combinations[row] = known >= 0 ? known : columns[column].note(combinations[row], member, at: place)
        }
    }

    /// The members of a combination, a column each.
    func members(of combination: Int32) -> [Int32] {
        var members: [Int32] = []
        var combination = combination
        for column in columns.reversed() {
            members.append(column.member[Int(combination)])
            combination = column.smaller[Int(combination)]
        }
        return members.reversed()
    }
}
