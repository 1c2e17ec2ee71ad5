import PejlDecode
import PejlModel

/// One cell with its texts, as a test wants to write it.
struct Cell: Equatable {
    var codes: [String]
    var measure: String
    var value: Double?
    /// What stands in place of the number.
    var mark: String?
    var isPercent = false
    /// What stands beside the number.
    var flag: String?

    init(
        _ codes: [String],
        _ value: Double?,
        mark: String? = nil,
        measure: String = "INDHOLD",
        percent: Bool = false,
        flag: String? = nil
    ) {
        self.flag = flag
        self.codes = codes
        self.value = value
        self.mark = mark
        self.measure = measure
        isPercent = percent
    }
}

/// Keeps all cells of all tables.
final class CellCollector: CellSink {
    struct Table: Equatable {
        var columns: [String]
        var measures: [String]
        var cells: [Cell] = []
    }

    private(set) var tables: [Table] = []
    private(set) var updates: [String?] = []
    private(set) var chunkSizes: [Int] = []
    private var dictionary: TableDictionary?

    /// Whether `count` cells came in chunks that were full, until the last.
    func holdsFullChunks(of count: Int) -> Bool {
        chunkSizes.reduce(0, +) == count && chunkSizes.count > 1
            && chunkSizes.dropLast().allSatisfy { $0 == CellChunk.capacity }
    }

    func begin(_ table: TableDictionary) {
        dictionary = table
        updates.append(table.updated)
        tables.append(Table(columns: table.columns, measures: table.measures))
    }

    func take(_ chunk: CellChunk) {
        guard let dictionary else { return }
        chunkSizes.append(chunk.count)
        for cell in 0..<chunk.count {
            let codes = dictionary.books.enumerated().map { $1.text(chunk.codes[$0][cell]) }
            let mark = chunk.marks[cell]
            tables[tables.count - 1].cells.append(
                Cell(
                    codes,
                    mark < 0 ? chunk.values[cell] : nil,
                    mark: mark < 0 ? nil : dictionary.marks.text(mark),
                    measure: dictionary.measures[Int(chunk.measures[cell])],
                    percent: chunk.percentSigns[cell],
                    flag: chunk.flag(cell) < 0 ? nil : dictionary.marks.text(chunk.flag(cell))
                )
            )
        }
    }
}

/// The tables in `bytes`.
func decode(
    _ bytes: [UInt8],
    _ format: DocumentFormat,
    proof: CompletenessProof = .length,
    pieceSize: Int = DocumentDecoder.pieceSize
) throws -> [CellCollector.Table] {
    let collector = CellCollector()
    try bytes.withUnsafeBytes {
        try DocumentDecoder.decode(bytes: $0, format: format, proof: proof, pieceSize: pieceSize, into: collector)
    }
    return collector.tables
}

/// The cells of the one table in `text`.
func cells(_ text: String, _ format: DocumentFormat, proof: CompletenessProof = .length) throws -> [Cell] {
    try decode(Array(text.utf8), format, proof: proof).flatMap(\.cells)
}

/// How `bytes` are refused: `name: message`, or `read` where they are not.
func refusal(_ bytes: [UInt8], _ format: DocumentFormat, proof: CompletenessProof = .length) -> String {
    do {
        _ = try decode(bytes, format, proof: proof)
        return "read"
    } catch let error as DecodeError {
        return "\(error.failure)"
    } catch {
        return "another error: \(error)"
    }
}

/// How `text` is refused.
func refusal(_ text: String, _ format: DocumentFormat, proof: CompletenessProof = .length) -> String {
    refusal(Array(text.utf8), format, proof: proof)
}

/// A small generator with a seed (SplitMix64), so that a failure comes back.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
