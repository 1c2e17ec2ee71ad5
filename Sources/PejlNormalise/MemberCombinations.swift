/// Numbers the combinations of members that are met, column after column.
///
/// A combination is a smaller one and one more member, found in a table by both. The tables grow with the combinations
/// that are met and not with those that could be, and two combinations never share a number, however many columns and
/// members there are. A table that would be large becomes a dictionary: slower, and as large as what was met.
struct MemberCombinations {
    private struct Column {
        /// Most places of a table: 8 MiB.
        private static let maximumPlaces = 2 << 20

        let members: Int
        /// The combination by smaller combination and member, -1 where it was not met.
        private var table: [Int32] = []
        /// The same where a table would be too large, by the place it would have there.
        private var sparse: [Int: Int32] = [:]
        private var isSparse = false
        /// Of each combination the smaller one and the member.
        private(set) var smaller: [Int32] = []
        private(set) var member: [Int32] = []

        init(members: Int) { self.members = members }

        /// Makes room for all that can follow on `smallerCount` smaller combinations.
        mutating func grow(for smallerCount: Int) {
            let missing = smallerCount * members - table.count
            if isSparse || missing <= 0 { return }
            if smallerCount * members <= Self.maximumPlaces {
                return table.append(contentsOf: repeatElement(-1, count: missing))
            }
            isSparse = true
            for (place, number) in table.enumerated() where number >= 0 { sparse[place] = number }
            table = []
        }

        @inline(__always)
        mutating func number(_ combination: Int32, _ member: Int32) -> Int32 {
            let place = Int(combination) * members + Int(member)
            let known = isSparse ? sparse[place] ?? -1 : table[place]
            return known >= 0 ? known : note(combination, member, at: place)
        }

        private mutating func note(_ combination: Int32, _ number: Int32, at place: Int) -> Int32 {
            let new = Int32(smaller.count)
            if isSparse { sparse[place] = new } else { table[place] = new }
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

    /// Turns the numbers of combinations without `column` into those with it.
    ///
    /// A row whose member is -1 has none, and stays as it is; no later column may give it one.
    mutating func add(
        column: Int,
        _ members: (Int) -> Int32,
        to combinations: UnsafeMutablePointer<Int32>,
        count: Int
    ) {
        columns[column].grow(for: column == 0 ? 1 : columns[column - 1].smaller.count)
        for row in 0..<count {
            let member = members(row)
            if member >= 0 { combinations[row] = columns[column].number(combinations[row], member) }
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
