extension XMLReader {
    /// Passes over the rest of the element that has just begun.
    func skip() throws(DecodeError) {
        let outside = depth - 1
        while depth > outside { _ = try next() }
    }

    /// The next element inside the one that `depth` counts, passed by its beginning, or nothing at that one's end.
    ///
    /// - Throws: ``DecodeError`` also where text other than white space stands between the elements.
    func child() throws(DecodeError) -> Bool {
        while true {
            switch try next() {
            case .start: return true
            case .end, .done: return false
            case .text:
                for byte in text where !XMLScan.isSpace(byte) { throw failure("text between elements") }
            }
        }
    }
}
