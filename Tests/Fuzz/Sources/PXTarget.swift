import PejlModel

/// PX files: the size of the pieces must change nothing, and a proof of the transfer only a missing end.
enum PXTarget: FuzzTarget {
    static let name = "px"

    static func run(_ bytes: UnsafeRawBufferPointer) {
        let whole = outcome(bytes, .px)
        let pieces = outcome(bytes, .px, pieceSize: 1 + Int(bytes.last ?? 0) % 13)
        hold(whole == pieces, "\(whole), but in pieces \(pieces)")
        if case .cells = whole {
            let proven = outcome(bytes, .px, proof: .length)
            hold(whole == proven, "\(whole), but with a proof \(proven)")
        }
    }
}
