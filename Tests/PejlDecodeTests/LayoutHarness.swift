import PejlConfig
import PejlDecode
import PejlModel

/// A layout for semicolons, UTF-8 and a header in row 1; `rest` follows the keys of the table itself.
func layout(_ keys: String, header: Bool = true, _ rest: String) throws -> TableLayout {
    let rule = keys.contains("decimal") ? "" : "decimal = \",\"\nthousands = \"none\"\n"
    let text = keys.contains("charset") ? "" : "charset = \"utf-8\"\nseparator = \";\"\n"
    let row = header ? "header_row = 1\n" : ""
    return try LayoutFile.parse("[layout]\n\(text)\(row)\(rule)\(keys)\n\(rest)", path: "test.toml")
}

/// The same without keys of its own.
func layout(_ rest: String) throws -> TableLayout { try layout("", rest) }

/// One dimension, `Kommune`, and one value, `Antal`.
let oneColumn = """
    [[layout.dimensions]]
    code = "kommune"
    header = "Kommune"
    [[layout.values]]
    measure = "antal"
    header = "Antal"
    """

/// The cells of `bytes` as `layout` lays them out.
func laidOut(
    _ bytes: [UInt8],
    _ layout: TableLayout,
    proof: CompletenessProof = .none,
    pieceSize: Int = DocumentDecoder.pieceSize
) throws -> [CellCollector.Table] {
    let collector = CellCollector()
    try bytes.withUnsafeBytes {
        try LayoutDecoder.decode(bytes: $0, layout: layout, proof: proof, pieceSize: pieceSize, into: collector)
    }
    return collector.tables
}

/// The cells of `text`.
func laidOut(_ text: String, _ layout: TableLayout) throws -> [Cell] {
    try laidOut(Array(text.utf8), layout).flatMap(\.cells)
}

/// How `bytes` are refused: `name: message`, or `read` where they are not.
func refusal(
    _ bytes: [UInt8],
    _ layout: TableLayout,
    proof: CompletenessProof = .none,
    pieceSize: Int = DocumentDecoder.pieceSize
) -> String {
    do {
        _ = try laidOut(bytes, layout, proof: proof, pieceSize: pieceSize)
        return "read"
    } catch let error as DecodeError {
        return "\(error.failure)"
    } catch {
        return "another error: \(error)"
    }
}

/// How `text` is refused.
func refusal(_ text: String, _ layout: TableLayout) -> String { refusal(Array(text.utf8), layout) }
