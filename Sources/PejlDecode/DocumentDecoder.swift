package import PejlModel

/// Turns one document into cells, knowing the wire formats and nothing of what the cells mean.
package enum DocumentDecoder {
    /// Names this way of reading; changed whenever the same bytes would give other cells or another refusal.
    package static let version = "2"

    /// Largest JSON document in bytes; it is held in memory, CSV is not.
    package static let maximumJSONBytes = 512 << 20

    /// Reads the file at `path`.
    ///
    /// CSV and PX of any size are read in pieces with flat memory. The sink may have received chunks when an error is met: the
    /// caller discards what a failed document gave.
    ///
    /// - Parameters:
    ///   - path: The document, one gzip layer already taken off.
    ///   - format: What it is read as; nothing is guessed.
    ///   - proof: How it is known to be whole. With `none` a CSV must end with a line break; JSON closes itself.
    ///   - sink: Receives the tables and chunks.
    /// - Throws: ``DecodeError``, or what the sink threw, unchanged.
    package static func decode(
        path: String,
        format: DocumentFormat,
        proof: CompletenessProof,
        into sink: some CellSink
    ) throws {
        var file = try FileSource(path: path)
        switch format {
        case .statBankCSV: try StatBankCSVDecoder.decode(&file, pieceSize: pieceSize, proof: proof, sink: sink)
        case .px: try PXDecoder.decode(&file, pieceSize: pieceSize, proof: proof, sink: sink)
        case .jsonStat, .uddannelsesstatistik, .kolada:
            let size = try file.byteCount()
            if size > maximumJSONBytes { throw DecodeError.tooLarge(byteCount: size, limit: maximumJSONBytes) }
            try decode(JSONDocument(&file, expecting: size), format: format, sink: sink)
        }
    }

    /// Reads a document in memory.
    ///
    /// `pieceSize` is how many bytes the reader is given at a time, and `takesShortcuts` whether JSON that looks like
    /// nearly all documents is read faster; no choice changes what comes out.
    package static func decode(
        bytes: UnsafeRawBufferPointer,
        format: DocumentFormat,
        proof: CompletenessProof,
        pieceSize: Int = pieceSize,
        takesShortcuts: Bool = true,
        into sink: some CellSink
    ) throws {
        var source = MemorySource(bytes, step: pieceSize)
        switch format {
        case .statBankCSV: try StatBankCSVDecoder.decode(&source, pieceSize: pieceSize, proof: proof, sink: sink)
        case .px: try PXDecoder.decode(&source, pieceSize: pieceSize, proof: proof, sink: sink)
        case .jsonStat, .uddannelsesstatistik, .kolada:
            if bytes.count > maximumJSONBytes {
                throw DecodeError.tooLarge(byteCount: bytes.count, limit: maximumJSONBytes)
            }
            let document = try JSONDocument(&source, expecting: bytes.count)
            document.walksAll = !takesShortcuts
            try decode(document, format: format, sink: sink)
        }
    }

    /// Bytes read at a time unless told otherwise.
    package static let pieceSize = 256 << 10

    private static func decode(_ document: JSONDocument, format: DocumentFormat, sink: any CellSink) throws {
        try document.checkContent(expected: format)
        try document.read(into: sink) { sink in
            switch format {
            case .jsonStat: try JSONStatDecoder.decode(document, sink: sink)
            case .kolada: try KoladaDecoder.decode(document, sink: sink)
            default: try FlatRowsDecoder.decode(document, sink: sink)
            }
        }
    }
}
