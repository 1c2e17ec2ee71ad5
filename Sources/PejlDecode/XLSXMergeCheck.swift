/// Finds values under merged cells, where no reader of the sheet on a screen sees them.
///
/// The merged ranges stand behind the rows, so the places of all values are kept until then, as runs of columns.
struct XLSXMergeCheck {
    private struct Run {
        var row: Int32
        var first: Int16
        var last: Int16
    }

    static let maximumRanges = 100_000
    /// Comparisons before the ranges are refused, as only a file made for it needs so many.
    private static let maximumWork = 50_000_000

    private var runs: [Run] = []
    private var count = 0
    private var work = 0

    /// Notes the values of one row; rows come in order.
    mutating func note(row: Int, _ cells: [SheetCell]) {
        var start = 0
        while start < cells.count {
            if cells[start] == .empty {
                start += 1
                continue
            }
            var end = start
            while end + 1 < cells.count, cells[end + 1] != .empty { end += 1 }
            runs.append(Run(row: Int32(row), first: Int16(start + 1), last: Int16(end + 1)))
            start = end + 1
        }
    }

    /// The first value that `range` hides: one in it that is not in its top left corner.
    mutating func hiddenValue(in range: XLSXRange, place: String) throws(DecodeError) -> XLSXReference? {
        count += 1
        if count > Self.maximumRanges {
            throw .malformedXLSX(place: place, reason: "more than \(Self.maximumRanges) merged ranges")
        }
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(runs[middle].row) < range.first.row { low = middle + 1 } else { high = middle }
        }
        while low < runs.count, Int(runs[low].row) <= range.last.row {
            work += 1
            if work > Self.maximumWork { throw .malformedXLSX(place: place, reason: "too many merged ranges") }
            let run = runs[low]
            let isTop = Int(run.row) == range.first.row
            let first = max(Int(run.first), range.first.column + (isTop ? 1 : 0))
            if first <= min(Int(run.last), range.last.column) {
                return XLSXReference(column: first, row: Int(run.row))
            }
            low += 1
        }
        return nil
    }
}
