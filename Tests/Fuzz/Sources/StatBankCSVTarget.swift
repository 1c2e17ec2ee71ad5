import PejlModel

/// StatBank's CSV and BULK: the size of the pieces must change nothing, and a proof of the transfer only a missing end.
enum StatBankCSVTarget: FuzzTarget {
    static let name = "statbank-csv"

    static func run(_ bytes: UnsafeRawBufferPointer) {
        let whole = outcome(bytes, .statBankCSV)
        let pieces = outcome(bytes, .statBankCSV, pieceSize: 1 + Int(bytes.last ?? 0) % 13)
        hold(whole == pieces, "\(whole), but in pieces \(pieces)")
        if case .cells = whole {
            let proven = outcome(bytes, .statBankCSV, proof: .length)
            hold(whole == proven, "\(whole), but with a proof \(proven)")
        }
    }
}
