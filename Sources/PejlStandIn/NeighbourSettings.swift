/// How the stand-ins for the neighbours' publishers and the catalogue of uddannelsesstatistik.dk behave.
package struct NeighbourSettings: Sendable {
    /// What page 0 of uddannelsesstatistik.dk is where the first page is called 1.
    package enum PageZero: Sendable {
        /// The first page once more.
        case first
        /// An empty array.
        case empty
        /// 400.
        case refused
    }

    /// How Kolada spells its answers.
    package enum Spelling: Sendable {
        /// Version 2's text: periods are texts, `is_deleted`, `next_page`.
        case version2
        /// Version 3 as recorded: periods are numbers, `isdeleted`, `next_url`.
        case version3
    }

    /// What page 0 is.
    package var pageZero = PageZero.first
    /// Cells of one answer of PxWebApi.
    package var pxWebCells = 800_000
    /// Calls of PxWebApi in a window, and its length in seconds.
    package var pxWebWindow = (calls: 30, seconds: 60)
    /// Rows of a page of Kolada.
    package var koladaPageSize = 5_000
    /// How Kolada spells its answers.
    package var koladaSpelling = Spelling.version3

    /// As the publishers are known to behave.
    package init() {}
}
