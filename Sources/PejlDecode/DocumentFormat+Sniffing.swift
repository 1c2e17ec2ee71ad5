package import PejlModel

extension DocumentFormat {
    /// The format that a document's first bytes speak for, nil where none does.
    ///
    /// A few hundred bytes are enough. The decoder may still refuse the document; this only chooses which one is asked.
    package static func sniff(_ head: UnsafeRawBufferPointer) -> DocumentFormat? {
        let text = ContentKind.significant(head)
        guard let first = text.first else { return nil }
        switch ContentKind(head) {
        case .json:
            if first == UInt8(ascii: "{") { return JSONHead.hasList("values", text) ? .kolada : .jsonStat }
            return .uddannelsesstatistik
        case .text:
            let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
            if line.contains(UInt8(ascii: ";")) || line.contains(0x09) { return .statBankCSV }
            let end = Array(line.suffix(10).filter { $0 != UInt8(ascii: "\"") })
            return end.suffix(8).elementsEqual(",INDHOLD".utf8) ? .statBankCSV : nil
        case .px: return .px
        default: return nil
        }
    }
}

extension ContentKind {
    /// What `head`, the first bytes of a document, look like.
    init(_ head: UnsafeRawBufferPointer) {
        let text = Self.significant(head)
        let upper = text.prefix(64).map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0 }
        func begins(_ word: String) -> Bool { upper.starts(with: word.utf8) }
        switch text.first {
        case 0x1F where text.count > 1 && text[text.startIndex + 1] == 0x8B: self = .gzip
        case UInt8(ascii: "P") where begins("PK\u{3}\u{4}"): self = .zip
        case 0xFF, 0xFE: self = .utf16
        case UInt8(ascii: "{"), UInt8(ascii: "["): self = .json
        case UInt8(ascii: "\"") where begins("\"[") || begins("\"{"): self = .json
        case UInt8(ascii: "<"):
            self = begins("<!DOCTYPE HTML") || begins("<HTML") || begins("<HEAD") || begins("<BODY") ? .html : .xml
        default:
            if Self.firstKeywordsOfPX.contains(where: begins) {
                self = .px
            } else {
                self = head.contains(0) ? .binary : .text
            }
        }
    }

    /// The keywords that PX files begin with, as far as they are no names of columns.
    private static let firstKeywordsOfPX = [
        "CHARSET=", "AXIS-VERSION=", "CODEPAGE=", "LANGUAGE=", "LANGUAGES=", "CREATION-DATE=", "MATRIX=", "DECIMALS=",
        "SUBJECT-CODE=", "SUBJECT-AREA=", "TABLEID=", "TITLE=",
    ]

    /// `head` without a byte order mark and the white space before the first sign.
    static func significant(_ head: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
        (head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]).drop { $0 == 0x20 || 9...13 ~= $0 }
    }
}
