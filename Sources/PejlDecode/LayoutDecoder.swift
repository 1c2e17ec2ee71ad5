package import PejlModel

/// Turns the rows of a delimited file or a sheet into cells, as a declared layout says.
package enum LayoutDecoder {
    /// Reads the delimited file, with flat memory, or the workbook at `path`.
    ///
    /// The sink may have received chunks when an error is met: the caller discards what a failed document gave.
    ///
    /// - Parameters:
    ///   - path: The document, one gzip layer already taken off.
    ///   - layout: How the table lies in it.
    ///   - proof: How it is known to be whole. With `none` the last row of a text must end with a line break.
    ///   - sink: Receives one table and its chunks.
    /// - Throws: ``DecodeError``, or what the sink threw, unchanged.
    package static func decode(
        path: String,
        layout: TableLayout,
        proof: CompletenessProof = .none,
        into sink: some CellSink
    ) throws {
        let proof = layout.rows.allowsOpenEnd ? .length : proof
        switch layout.source {
        case .delimited(let form):
            let source = try FileSource(path: path)
            var rows = DelimitedRows(source, form: form, proof: proof, pieceSize: DocumentDecoder.pieceSize)
            try decode(&rows, form, layout: layout, sink: sink)
        case .sheet(let name):
            var rows = try XLSXRows(path: path, sheet: name)
            try decode(&rows, layout: layout, sink: sink)
        case .sheets(let code, let names):
            for name in names {
                var rows = try XLSXRows(path: path, sheet: name)
                try decode(&rows, layout: layout.reading(sheet: name, as: code), sink: sink)
            }
        case .jsonRows:
            var file = try FileSource(path: path)
            let size = try file.byteCount()
            let limit = DocumentDecoder.maximumJSONBytes
            if size > limit { throw DecodeError.tooLarge(byteCount: size, limit: limit) }
            try decode(JSONDocument(&file, expecting: size), layout: layout, sink: sink)
        }
    }

    /// Reads a delimited document or rows of JSON in memory, `pieceSize` bytes at a time.
    ///
    /// `takesShortcuts` says whether rows of nothing but known members and numbers are read from their bytes. No choice
    /// of the two changes what comes out.
    package static func decode(
        bytes: UnsafeRawBufferPointer,
        layout: TableLayout,
        proof: CompletenessProof = .none,
        pieceSize: Int = DocumentDecoder.pieceSize,
        takesShortcuts: Bool = true,
        into sink: some CellSink
    ) throws {
        var source = MemorySource(bytes, step: pieceSize)
        switch layout.source {
        case .delimited(let form):
            let proof = layout.rows.allowsOpenEnd ? .length : proof
            var rows = DelimitedRows(source, form: form, proof: proof, pieceSize: pieceSize)
            guard takesShortcuts else { return try decode(&rows, layout: layout, sink: sink) }
            try decode(&rows, form, layout: layout, sink: sink)
        case .jsonRows: try decode(JSONDocument(&source, expecting: bytes.count), layout: layout, sink: sink)
        case .sheet, .sheets: throw DecodeError.malformedTable(place: "the layout", reason: "it is that of a workbook")
        }
    }

    private static func decode(_ document: JSONDocument, layout: TableLayout, sink: any CellSink) throws {
        try document.checkContent(expected: .uddannelsesstatistik)
        var reading = LayoutReading(layout, sink: sink)
        try JSONRows(document).each { try reading.take($0) }
        try reading.finish()
    }

    private static func decode(
        _ rows: inout DelimitedRows<some ByteSource>,
        _ form: DelimitedForm,
        layout: TableLayout,
        sink: any CellSink
    ) throws {
        var reading = LayoutReading(layout, sink: sink)
        while true {
            if let plain = reading.plainRows(form) {
                try rows.readAhead { bytes in
                    let done = try plain.read(bytes)
                    reading.note(plainRows: done.rowCount)
                    return done
                }
            }
            guard let cells = try rows.next() else { break }
            try reading.take(cells)
        }
        try reading.finish()
    }

    /// Reads rows from wherever they come.
    static func decode(_ rows: inout some SheetRows, layout: TableLayout, sink: any CellSink) throws {
        var reading = LayoutReading(layout, sink: sink)
        while let cells = try rows.next() { try reading.take(cells) }
        try reading.finish()
    }
}
