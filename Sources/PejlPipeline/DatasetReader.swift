import PejlDecode
import PejlModel
import PejlNormalise

/// Documents to observations by a recipe: decode → normalise.
enum DatasetReader {
    /// Name and version of what turns a dataset's documents into observations.
    static func name(for recipe: Recipe) -> String {
        let reading = recipe.request.reading.map { "\($0.name) \(DocumentDecoder.version), " } ?? ""
        return reading + "normaliser \(Normaliser.version)"
    }

    /// Reads the documents with figures in one stream; what becomes of watched rows is always told.
    ///
    /// - Returns: What reading them came to, for the gate.
    /// - Throws: Errors of decoding and normalising, and what the sink throws.
    static func read(
        _ fetched: FetchedDataset,
        by recipe: Recipe,
        watching rows: Set<Int> = [],
        into sink: any ObservationSink
    ) throws -> NormalisedSummary {
        let normaliser = Normaliser(
            recipe: recipe,
            publisherUpdate: fetched.publisherUpdate,
            watching: rows,
            sink: sink
        )
        try decode(fetched.figures, by: recipe, into: normaliser)
        return try normaliser.finish()
    }

    /// Delivers the cells of the documents in order, as they stand in them.
    static func decode(_ exchanges: [Exchange], by recipe: Recipe, into sink: some CellSink) throws {
        for exchange in exchanges {
            let path = exchange.document.path
            switch recipe.request.reading {
            case .format(let format):
                try DocumentDecoder.decode(path: path, format: format, proof: exchange.proof, into: sink)
            case .layout(let layout):
                try LayoutDecoder.decode(path: path, layout: layout, proof: exchange.proof, into: sink)
            case nil: return
            }
        }
    }
}
