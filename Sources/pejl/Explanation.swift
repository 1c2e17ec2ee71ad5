import PejlModel
import PejlPipeline
import PejlStore

/// What a finding or a figure rests on, as one value: what is shown and what is written as JSON come from it.
struct Explanation {
    /// The finding; absent where a figure is explained.
    let finding: FindingChain?
    /// The figure; of a finding the area's own, where there is one.
    let figure: FigureChain?
    /// The fetches and computations, those behind the figure first, a computation before what it reads.
    let fetches: [FetchRecord]
    /// Number of the publication.
    let publication: Int
    /// Digest of the publication's content, 64 hexadecimal digits.
    let digest: String
    /// The folder of the archive.
    let archive: String

    init(_ chain: FindingChain, _ publication: Publication, _ paths: StatePaths) {
        self.init(finding: chain, figure: chain.own, chain.fetches, publication, paths)
    }

    init(_ chain: FigureChain, _ fetches: [FetchRecord], _ publication: Publication, _ paths: StatePaths) {
        self.init(finding: nil, figure: chain, fetches, publication, paths)
    }

    private init(
        finding: FindingChain?,
        figure: FigureChain?,
        _ fetches: [FetchRecord],
        _ publication: Publication,
        _ paths: StatePaths
    ) {
        self.finding = finding
        self.figure = figure
        self.publication = publication.number
        digest = publication.digest?.hex ?? "?"
        archive = paths.archive
        let near = Set(figure?.fetches ?? [])
        func place(_ fetch: FetchRecord) -> (Int, Int, Int) {
            let isComputed = fetch.formula != nil
            return (near.contains(fetch.id) ? 0 : 1, isComputed ? 0 : 1, isComputed ? -fetch.id : fetch.id)
        }
        self.fetches = fetches.sorted { place($0) < place($1) }
    }

    /// Where a document lies in the archive.
    func path(of document: String) -> String { "\(archive)/\(document.prefix(2))/\(document.dropFirst(2))" }
}
