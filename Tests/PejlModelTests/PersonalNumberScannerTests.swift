import PejlModel
import Testing

/// What looks like a personal number.
///
/// The numbers are invented: their dates are possible, the persons are not.
struct PersonalNumberScannerTests {
    private func line(
        _ bytes: [UInt8],
        commaSeparatesCells: Bool = false,
        tenDigitsAreAmounts: Bool = false
    ) -> Int? {
        var scanner = PersonalNumberScanner(
            commaSeparatesCells: commaSeparatesCells,
            tenDigitsAreAmounts: tenDigitsAreAmounts
        )
        bytes.withUnsafeBytes { scanner.take($0) }
        scanner.end()
        return scanner.foundInLine
    }

    private func isFound(_ text: String) -> Bool { line(Array(text.utf8)) != nil }

    @Test(
        "finds them however they are written",
        arguments: [
            "010203-1234", "0102031234", "navn;311299-0000;7,1", "CPR010203-1234.", "010203-1234,", "0102031234.",
            "010203 1234", "010203 - 1234", "010203–1234", "010203\u{2011}1234", "010203−1234", "010203\u{AD}1234",
            "\"0102031234\"", "290200-1234", "x-0102031234", "0102031234-Hansen", "010203-1234-ab", "710203-1234",
            "1;2;3,5;3012991234", "0102031234\n", "(010203-1234)",
        ]
    )
    func finds(text: String) {
        #expect(isFound(text))
    }

    @Test(
        "passes over other numbers",
        arguments: [
            // No date, too many or too few digits.
            "320103-1234", "011303-1234", "300200-1234", "000103-1234", "0102031234567", "10102031234", "010203123",
            "010203-123", "010203-12345", "10203-1234", "1010203-1234", "7102031234", "9999999999",
            // Decimals and thousands.
            "0102031234,5", "0102031234.5", "7,0102031234", "7.0102031234", "1.010.203.123",
            // Days, moments, GUIDs, columns of their own.
            "2024-01-02", "20240102-1234", "ab010203-1234-4abc-89ab-0123456789ab", "010203;1234", "010203\n1234",
            "010203  1234", "010203/1234", "010203--1234", "01.02.03-12.34", "",
        ]
    )
    func passes(text: String) {
        #expect(!isFound(text))
    }

    @Test("says the line, in every character set that files come in")
    func lines() {
        #expect(line(Array("a;b\r\n1;2\r\nx;0102031234\r\n".utf8)) == 3)
        #expect(line([0xE6, 0x0A] + Array("010203".utf8) + [0x96] + Array("1234".utf8)) == 2)
        #expect(line(Array("010203".utf8) + [0xAD] + Array("1234".utf8)) == 1)
        let little = "æ\n010203-1234\n".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        #expect(line([0xFF, 0xFE] + little) == 2)
        let big = "æ\n0102031234".utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        #expect(line([0xFE, 0xFF] + big) == 2)
    }

    @Test("a comma between cells ends a number where that is said")
    func commas() {
        #expect(line(Array("Hansen,0102031234,7".utf8)) == nil)
        #expect(line(Array("7,0102031234".utf8)) == nil)
        #expect(line(Array("Hansen,0102031234,7".utf8), commaSeparatesCells: true) == 1)
        #expect(line(Array("7,0102031234,7".utf8), commaSeparatesCells: true) == 1)
        #expect(line(Array("7.0102031234,7".utf8), commaSeparatesCells: true) == nil)
    }

    @Test("ten digits are amounts where that is said; a hyphen makes a personal number all the same")
    func amounts() {
        #expect(line(Array("0102031234".utf8), tenDigitsAreAmounts: true) == nil)
        #expect(line(Array("010203-1234".utf8), tenDigitsAreAmounts: true) == 1)
    }

    @Test("the bytes may be cut anywhere")
    func pieces() {
        let bytes = Array("a;1,5;010203 - 1234.\n".utf8)
        for first in bytes.indices {
            for second in first..<bytes.count {
                var scanner = PersonalNumberScanner()
                for piece in [bytes[..<first], bytes[first..<second], bytes[second...]] {
                    Array(piece).withUnsafeBytes { scanner.take($0) }
                }
                scanner.end()
                #expect(scanner.foundInLine == 1)
            }
        }
    }
}
