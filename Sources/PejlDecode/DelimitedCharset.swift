import PejlModel

/// Turns the bytes of a cell into text, refusing those that the declared charset does not define.
struct DelimitedCharset {
    let declared: DelimitedForm.Charset

    init(_ declared: DelimitedForm.Charset) { self.declared = declared }

    /// The text of `bytes`; `fault` makes the error from what is wrong.
    func text(_ bytes: UnsafeRawBufferPointer, fault: (String) -> DecodeError) throws -> String {
        if declared == .utf8 || bytes.allSatisfy({ $0 < 0x80 }) {
            let valid = TextCheck.validPrefix(bytes)
            if valid < bytes.count { throw fault("the byte \(hexadecimal(bytes[valid])) is not \(declared.rawValue)") }
            return String(decoding: bytes, as: UTF8.self)
        }
        var text = ""
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            guard let scalar = scalar(byte) else {
                throw fault("the byte \(hexadecimal(byte)) is not \(declared.rawValue)")
            }
            text.unicodeScalars.append(scalar)
        }
        return text
    }

    /// The cell that `bytes` are; nothing where they are not of this charset.
    func cell(_ bytes: UnsafeRawBufferPointer) -> SheetCell? { try? cell(bytes) { _ in DecodeError.emptyAnswer } }

    /// The cell that `bytes` are, empty where they are white space only; `fault` makes the error from what is wrong.
    func cell(_ bytes: UnsafeRawBufferPointer, fault: (String) -> DecodeError) throws -> SheetCell {
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return .empty }
        let text = try text(bytes, fault: fault)
        return text.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? .empty : .text(text)
    }

    /// Whether `bytes` are of this charset.
    func accepts(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if declared == .utf8 { return TextCheck.validPrefix(bytes) == bytes.count }
        return bytes.allSatisfy { $0 < 0x80 || scalar($0) != nil }
    }

    /// The bytes that write `text`, letters that the charset does not have left out.
    func bytes(_ text: String) -> [UInt8] {
        if declared == .utf8 { return Array(text.utf8) }
        return text.unicodeScalars.compactMap { letter in (0...255).first { scalar($0) == letter } }
    }

    /// The letter of a byte; nil for 0x80–0x9F where they have none.
    ///
    /// ISO 8859-1 leaves all of them open: a file that has them is Windows-1252 declared wrongly, so that a dash or a
    /// quotation mark would be lost.
    private func scalar(_ byte: UInt8) -> Unicode.Scalar? {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        guard declared == .windows1252 else { return nil }
        let code = windows1252[Int(byte) - 0x80]
        return code == 0 ? nil : Unicode.Scalar(code)
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "0x" + (digits.count < 2 ? "0" : "") + digits
    }
}

/// 0x80–0x9F of Windows-1252, 0 where it has no letter.
private let windows1252: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
    0x0178,
]
