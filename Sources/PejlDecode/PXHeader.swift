/// The keywords that say what the cells are, as they were read; the others are checked for their syntax and dropped.
struct PXHeader {
    /// Keywords without subkey.
    private static let plain: Set<String> = [
        "CHARSET", "CODEPAGE", "LANGUAGE", "MATRIX", "STUB", "HEADING", "DATASYMBOL1", "DATASYMBOL2", "DATASYMBOL3",
        "DATASYMBOL4", "DATASYMBOL5", "DATASYMBOL6", "DATASYMBOLSUM", "DATASYMBOLNIL",
    ]
    /// Keywords whose one subkey is a variable.
    private static let byVariable: Set<String> = ["VALUES", "CODES", "TIMEVAL", "KEYS", "VARIABLECODE"]

    /// Whether the file begins with the byte order mark of UTF-8.
    var hasByteOrderMark = false
    private var statements: [String: [PXStatement]] = [:]

    mutating func add(_ statement: PXStatement) {
        if Self.plain.contains(statement.keyword) || Self.byVariable.contains(statement.keyword) {
            statements[statement.keyword, default: []].append(statement)
        }
    }

    /// The character set of the file.
    func charset() throws(DecodeError) -> PXCharset {
        let codePage = try ascii("CODEPAGE")
        let charset = try ascii("CHARSET")
        var set = PXCharset.ascii
        if let name = codePage ?? charset {
            guard let named = PXCharset(named: name) else {
                throw .unknownCharset("\(codePage == nil ? "CHARSET" : "CODEPAGE") is \(quoted(name))")
            }
            set = named
        }
        if hasByteOrderMark {
            if codePage != nil, set != .utf8 {
                throw .unknownCharset("a byte order mark of UTF-8, but CODEPAGE is \(set.rawValue)")
            }
            set = .utf8
        }
        return set
    }

    /// The main language: what its statements may have in brackets, though they have nothing as a rule.
    func language() throws(DecodeError) -> String? { try ascii("LANGUAGE")?.lowercased() }

    /// The one statement of `keyword` in the main language, nil where there is none.
    func single(_ keyword: String, _ language: String?) throws(DecodeError) -> PXStatement? {
        var found: PXStatement?
        for statement in statements[keyword, default: []] where isMain(statement, language) {
            if !statement.subkeys.isEmpty {
                throw .malformedPX(line: statement.line, reason: "\(statement.place): the keyword has no subkeys")
            }
            if found != nil { throw .malformedPX(line: statement.line, reason: "\(keyword) stands twice") }
            found = statement
        }
        return found
    }

    /// The statements of `keyword` in the main language, by the names of their variables.
    func named(
        _ keyword: String,
        _ language: String?,
        name: (PXStatement, [UInt8]) throws(DecodeError) -> String
    ) throws(DecodeError) -> [String: PXStatement] {
        var named: [String: PXStatement] = [:]
        for statement in statements[keyword, default: []] where isMain(statement, language) {
            guard let subkey = statement.subkeys.first, statement.subkeys.count == 1 else {
                throw .malformedPX(line: statement.line, reason: "\(statement.place): the subkey is not one variable")
            }
            if named.updateValue(statement, forKey: try name(statement, subkey)) != nil {
                throw .malformedPX(line: statement.line, reason: "\(statement.place) stands twice")
            }
        }
        return named
    }

    private func isMain(_ statement: PXStatement, _ language: String?) -> Bool {
        statement.language == nil || statement.language == language
    }

    /// The value of a keyword that is read before the character set is known; empty counts as absent.
    private func ascii(_ keyword: String) throws(DecodeError) -> String? {
        guard let statement = try single(keyword, nil) else { return nil }
        if statement.values.isEmpty { return nil }
        guard let texts = statement.texts, let text = texts.first, texts.count == 1 else {
            throw .malformedPX(line: statement.line, reason: "\(keyword) has not one value")
        }
        return text.isEmpty ? nil : PXStatement.plain(text)
    }
}
