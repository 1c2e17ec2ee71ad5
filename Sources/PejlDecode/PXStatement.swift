/// One keyword with its language, its subkeys and its values, all still in the file's character set.
struct PXStatement {
    /// A part of a statement.
    enum Token: Equatable {
        /// A text in quotation marks; texts on lines that follow each other are one.
        case text([UInt8])
        /// Bare text without white space.
        case word([UInt8])
        /// One of `, : ( ) [ ] =`, and `-` after a text.
        case sign(UInt8)

        fileprivate var isText: Bool {
            if case .text = self { return true }
            return false
        }
    }

    /// The line it begins in.
    let line: Int
    /// The keyword in capitals.
    let keyword: String
    /// What stands in brackets; nil where nothing does.
    let language: String?
    /// The texts in parentheses.
    let subkeys: [[UInt8]]
    /// What stands behind the equals sign.
    let values: [Token]

    init(_ bytes: [UInt8], line: Int) throws(DecodeError) {
        self.line = line
        func malformed(_ reason: String) -> DecodeError { .malformedPX(line: line, reason: reason) }

        var tokens = Self.tokens(bytes)[...]
        guard case .word(let word)? = tokens.popFirst(), let keyword = Self.keyword(word) else {
            throw malformed("\(quoted(Self.plain(Array(bytes.prefix(60))))) does not begin with a keyword")
        }
        self.keyword = keyword
        var language: String?
        if tokens.first == .sign(UInt8(ascii: "[")) {
            guard tokens.count > 2, case .word(let code) = tokens[tokens.startIndex + 1],
                tokens[tokens.startIndex + 2] == .sign(UInt8(ascii: "]"))
            else { throw malformed("\(keyword): the brackets hold no language") }
            language = Self.plain(code).lowercased()
            tokens = tokens.dropFirst(3)
        }
        self.language = language
        var subkeys: [[UInt8]] = []
        if tokens.first == .sign(UInt8(ascii: "(")) {
            guard let end = tokens.firstIndex(of: .sign(UInt8(ascii: ")"))),
                let texts = Self.list(tokens[(tokens.startIndex + 1)..<end])
            else { throw malformed("\(keyword): the parentheses hold no list of texts") }
            subkeys = texts
            tokens = tokens[(end + 1)...]
        }
        self.subkeys = subkeys
        guard tokens.popFirst() == .sign(UInt8(ascii: "=")) else {
            throw malformed("\(keyword) is not followed by an equals sign")
        }
        if tokens.contains(.sign(UInt8(ascii: "="))) {
            throw malformed("\(keyword): an equals sign in the value; a semicolon may be missing")
        }
        values = Array(tokens)
    }

    /// The values as a list of texts, where they are one.
    ///
    /// A value that is alone may stand without quotation marks.
    var texts: [[UInt8]]? { Self.list(values[...]) }

    /// How messages name it: `VALUES("sex")`.
    var place: String {
        subkeys.isEmpty ? keyword : "\(keyword)(\(subkeys.map { quoted(Self.plain($0)) }.joined(separator: ",")))"
    }

    /// A byte that sets texts and words apart; a dash does so only behind a text.
    static func isSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: false
        }
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 9...13 ~= byte }

    /// Text for a message or for what is ASCII anyway; other bytes become U+FFFD.
    static func plain(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func keyword(_ word: [UInt8]) -> String? {
        var name = ""
        for byte in word {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): name.unicodeScalars.append(Unicode.Scalar(byte - 0x20))
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            default: return nil
            }
        }
        return name
    }

    private static func list(_ tokens: ArraySlice<Token>) -> [[UInt8]]? {
        if tokens.count == 1, case .word(let word)? = tokens.first { return [word] }
        var texts: [[UInt8]] = []
        for (place, token) in tokens.enumerated() {
            if place % 2 == 1 {
                if token != .sign(UInt8(ascii: ",")) { return nil }
            } else {
                guard case .text(let text) = token else { return nil }
                texts.append(text)
            }
        }
        return tokens.count % 2 == 1 ? texts : nil
    }

    /// The tokens of a statement whose texts and words the splitter found well set apart.
    private static func tokens(_ bytes: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if isSpace(byte) {
                index += 1
            } else if byte == UInt8(ascii: "\"") {
                // The splitter ends no statement inside quotation marks, so there is a second one.
                let end = bytes[(index + 1)...].firstIndex(of: byte) ?? bytes.count
                var text = Array(bytes[(index + 1)..<end])
                if case .text(let before)? = tokens.last {
                    text = before + text
                    tokens.removeLast()
                }
                tokens.append(.text(text))
                index = end + 1
            } else if isSign(byte) || (byte == UInt8(ascii: "-") && tokens.last?.isText == true) {
                tokens.append(.sign(byte))
                index += 1
            } else {
                let rest = bytes[index...]
                let end = rest.firstIndex { isSpace($0) || $0 == UInt8(ascii: "\"") || isSign($0) }
                tokens.append(.word(Array(bytes[index..<(end ?? bytes.count)])))
                index = end ?? bytes.count
            }
        }
        return tokens
    }

}
