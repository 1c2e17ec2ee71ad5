import PejlDecode
import PejlModel

/// Delimited files and rows of JSON by a layout; the first two bytes choose it, the others are the document.
enum LayoutTarget: FuzzTarget {
    static let name = "layout"

    static func run(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 2 else { return }
        guard let layout = layout(bytes[0], bytes[1]) else { return }
        let document = UnsafeRawBufferPointer(rebasing: bytes[2...])
        func read(
            pieceSize: Int,
            _ proof: CompletenessProof = .none,
            takesShortcuts: Bool = true
        ) -> Outcome {
            .of { sink in
                try LayoutDecoder.decode(
                    bytes: document,
                    layout: layout,
                    proof: proof,
                    pieceSize: pieceSize,
                    takesShortcuts: takesShortcuts,
                    into: sink
                )
            }
        }
        let whole = read(pieceSize: 4096)
        let pieces = read(pieceSize: 1 + Int(bytes[1]) % 13)
        hold(whole == pieces, "\(whole), but in pieces \(pieces)")
        holdSame(whole, read(pieceSize: 4096, takesShortcuts: false))
        if case .cells = whole {
            let proven = read(pieceSize: 4096, .length)
            hold(whole == proven, "\(whole), but with a proof \(proven)")
        }
    }

    /// The layout that two bytes choose; nil where its parts do not agree.
    private static func layout(_ first: UInt8, _ second: UInt8) -> TableLayout? {
        let charset = DelimitedForm.Charset.allCases[Int(first & 3) % 3]
        let separator = DelimitedForm.Separator.allCases[Int(first >> 2 & 3) % 3]
        let isJSON = first >> 4 & 3 == 3
        let hasHeader = isJSON || first >> 4 & 1 == 0
        let numbers = NumberRule(
            decimal: NumberRule.DecimalSign.allCases[Int(second & 3) % 3],
            thousands: NumberRule.ThousandsSign.allCases[Int(second >> 2 & 3)],
            allowsPercent: second & 16 != 0,
            marks: second & 32 != 0 ? ["", "..", "M", "-"] : []
        )
        let rows = RowRule(
            header: hasHeader ? 1 : nil,
            end: second & 64 != 0 ? .text(["Tegnforklaring:"]) : second & 128 != 0 ? .emptyRow : .file,
            allowsRowsAfterEnd: first & 64 != 0,
            allowsShortRows: first & 128 != 0
        )
        let place = hasHeader ? ColumnPlace(header: "k") : ColumnPlace(position: 2)
        let hasHeading = !isJSON && first & 128 != 0
        return try? TableLayout(
            source: isJSON ? .jsonRows : .delimited(DelimitedForm(charset: charset, separator: separator)),
            rows: rows,
            heading: hasHeading ? HeadingRule(code: "h", column: 1) : nil,
            dimensions: [DimensionColumn(code: "k", place: place, repeatsAbove: first & 64 != 0 && !hasHeading)],
            values: hasHeader
                ? .melted(code: "år", measure: "v", .range(from: 3, through: nil))
                : .melted(code: "år", measure: "v", .members(from: 3, ["a", "b"])),
            ignored: [ColumnPlace(position: 1)],
            numbers: numbers
        )
    }
}
