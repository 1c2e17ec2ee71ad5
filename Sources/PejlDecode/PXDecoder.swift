import PejlModel

/// PX files of PC-Axis and PxWeb: keywords first, held in memory, then DATA as a stream.
///
/// A column is named by VARIABLECODE where the file has one, otherwise by the variable's name, and a cell's texts are
/// CODES, otherwise the periods of TIMEVAL, otherwise VALUES: each variable for itself, in the main language. The order is
/// the file's, STUB before HEADING and the last variable fastest. ``TableDictionary/measures`` is `value`; the variable
/// that CONTVARIABLE names stays a dimension. Dots and dashes in DATA are marks as they stand, whatever DATASYMBOL
/// shows for them. Notes, and what DECIMALS and PRECISION say about printing, change no cell.
///
/// With KEYS only the rows that stand in the file are delivered. The format leaves rows of zeros out, as BULK does:
/// what an absent row means is the recipe's to say.
struct PXDecoder {
    /// Most bytes before DATA.
    static let maximumHeaderBytes = 64 << 20
    /// Bytes looked at to tell a web page or JSON from PX.
    private static let headBytes = 512

    private let proof: CompletenessProof
    private let sink: any CellSink
    private var splitter = PXSplitter()
    private var header = PXHeader()
    private var headerBytes = 0
    private var data: PXData?

    static func decode(
        _ source: inout some ByteSource,
        pieceSize: Int,
        proof: CompletenessProof,
        sink: any CellSink
    ) throws {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(pieceSize, headBytes), alignment: 16)
        defer { memory.deallocate() }
        var decoder = PXDecoder(proof: proof, sink: sink)
        var filled = 0
        var isOpened = false
        while true {
            let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[filled...]))
            filled += count
            if !isOpened, count > 0, filled < headBytes { continue }
            var bytes = UnsafeRawBufferPointer(rebasing: memory[..<filled])
            if !isOpened {
                isOpened = true
                bytes = try decoder.open(bytes)
            }
            try decoder.take(bytes)
            if count == 0 { break }
            filled = 0
        }
        try decoder.finish()
    }

    private init(proof: CompletenessProof, sink: any CellSink) {
        self.proof = proof
        self.sink = sink
    }

    /// Takes a byte order mark off and refuses what is no PX at all.
    private mutating func open(_ bytes: UnsafeRawBufferPointer) throws(DecodeError) -> UnsafeRawBufferPointer {
        let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.headBytes))
        if ContentKind.significant(head).isEmpty, head.count < Self.headBytes { throw .emptyAnswer }
        let kind = ContentKind(head)
        if kind != .px, kind != .text, kind != .binary { throw .unexpectedContent(expected: .px, found: kind) }
        guard head.starts(with: [0xEF, 0xBB, 0xBF]) else { return bytes }
        header.hasByteOrderMark = true
        return UnsafeRawBufferPointer(rebasing: bytes[3...])
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) throws {
        if let data { return try data.take(bytes) }
        for (index, byte) in bytes.enumerated() {
            switch try splitter.take(byte) {
            case .nothing: continue
            case .statement:
                headerBytes += splitter.bytes.count
                if headerBytes > Self.maximumHeaderBytes {
                    throw DecodeError.malformedPX(
                        line: splitter.firstLine,
                        reason: "more than \(Self.maximumHeaderBytes) bytes before DATA"
                    )
                }
                header.add(try PXStatement(splitter.bytes, line: splitter.firstLine))
                splitter.bytes.removeAll(keepingCapacity: true)
            case .data:
                let data = try PXData(try PXTable(header), line: splitter.line, sink: sink)
                self.data = data
                return try data.take(UnsafeRawBufferPointer(rebasing: bytes[(index + 1)...]))
            }
        }
    }

    private func finish() throws {
        if let data { return try data.finish(proof: proof) }
        try splitter.finish()
        throw DecodeError.missingKeyword("DATA")
    }
}
