import PejlModel

/// The table that a file's keywords describe: everything but its figures.
struct PXTable {
    /// Most cells of one table.
    static let maximumCells = 20_000_000
    private static let maximumVariables = 64

    /// The character set, for what DATA says in letters.
    let charset: PXCharset
    /// The columns with all their codes, numbered in the file's order.
    let dictionary: TableDictionary
    /// The number of values of each variable.
    let sizes: [Int]
    /// The product of the sizes.
    let count: Int
    /// With KEYS: for each variable of the stub its keys in UTF-8 and what they stand for.
    let keys: [[[UInt8]: Int32]]?
    /// The names of the variables, for messages.
    let names: [String]
    /// The texts declared as DATASYMBOL, in UTF-8.
    let symbols: Set<[UInt8]>

    init(_ header: PXHeader) throws(DecodeError) {
        let reader = try PXTexts(header)
        charset = reader.charset
        let stub = try reader.list("STUB")
        let heading = try reader.list("HEADING")
        names = stub + heading
        if names.isEmpty { throw .missingKeyword("STUB or HEADING") }
        if names.count > Self.maximumVariables { throw .malformedPX(line: 1, reason: "\(names.count) variables") }
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw .malformedPX(line: 1, reason: "the variable \(quoted(name)) stands twice in STUB and HEADING")
        }
        let values = try reader.named("VALUES", of: seen)
        let codes = try reader.named("CODES", of: seen)
        let times = try reader.named("TIMEVAL", of: seen)
        let keyKinds = try reader.named("KEYS", of: seen)
        let columnCodes = try reader.named("VARIABLECODE", of: nil)

        var columns: [String] = []
        for name in names { columns.append(try reader.single(columnCodes[name]) ?? name) }
        var taken: Set<String> = []
        for column in columns where !taken.insert(column).inserted {
            throw .malformedPX(line: 1, reason: "two variables have the code \(quoted(column))")
        }
        dictionary = TableDictionary(columns: columns, measures: ["value"])

        var sizes: [Int] = []
        var keys: [[[UInt8]: Int32]] = []
        var product = 1
        for (column, name) in names.enumerated() {
            guard let statement = values[name] else { throw .missingKeyword("VALUES(\(quoted(name)))") }
            let labels = try reader.texts(statement)
            // No overflow: a keyword of 1 MiB has fewer than a million values.
            product *= labels.count
            if product > Self.maximumCells {
                throw .tooManyCells(dataset: try reader.matrix(), limit: Self.maximumCells)
            }
            sizes.append(labels.count)
            let members = try reader.members(labels, codes: codes[name], time: times[name])
            for member in members { _ = dictionary.books[column].intern(member) }
            if dictionary.books[column].count != labels.count {
                throw .malformedPX(line: statement.line, reason: "\(statement.place): a value or its code stands twice")
            }
            if let kind = keyKinds[name] {
                if column >= stub.count { throw .malformedPX(line: kind.line, reason: "\(kind.place) is not in STUB") }
                keys.append(try reader.keys(kind, codes: members, values: labels))
            }
        }
        if !keys.isEmpty, keys.count != stub.count {
            throw .malformedPX(line: 1, reason: "KEYS for \(keys.count) of the \(stub.count) variables in STUB")
        }
        self.keys = keys.isEmpty ? nil : keys
        self.sizes = sizes
        count = product
        symbols = try reader.symbols()
    }
}

/// Reads the texts of a header in its character set and main language.
struct PXTexts {
    let charset: PXCharset
    private let header: PXHeader
    private let language: String?

    init(_ header: PXHeader) throws(DecodeError) {
        self.header = header
        charset = try header.charset()
        language = try header.language()
    }

    /// The variables of STUB or HEADING; none where the keyword is absent or empty.
    func list(_ keyword: String) throws(DecodeError) -> [String] {
        guard let statement = try header.single(keyword, language), !statement.values.isEmpty else { return [] }
        let names = try texts(statement)
        return names == [""] ? [] : names
    }

    /// The statements of `keyword` by variable, which must be one of `variables` unless that is nil.
    func named(_ keyword: String, of variables: Set<String>?) throws(DecodeError) -> [String: PXStatement] {
        try header.named(keyword, language) { (statement, subkey) throws(DecodeError) in
            let name = try text(subkey, of: statement)
            if let variables, !variables.contains(name) {
                let reason = "\(statement.place): no such variable in STUB or HEADING"
                throw .malformedPX(line: statement.line, reason: reason)
            }
            return name
        }
    }

    /// The texts of `statement`.
    func texts(_ statement: PXStatement) throws(DecodeError) -> [String] {
        guard let texts = statement.texts else {
            throw .malformedPX(line: statement.line, reason: "\(statement.place): no list of texts")
        }
        var result: [String] = []
        result.reserveCapacity(texts.count)
        for bytes in texts { result.append(try text(bytes, of: statement)) }
        return result
    }

    /// The one text of `statement`, nil where there is none or it is empty.
    func single(_ statement: PXStatement?) throws(DecodeError) -> String? {
        guard let statement else { return nil }
        let texts = try texts(statement)
        guard texts.count == 1 else {
            throw .malformedPX(line: statement.line, reason: "\(statement.place) has not one value")
        }
        return texts.first.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What the cells call the values of a variable.
    func members(_ labels: [String], codes: PXStatement?, time: PXStatement?) throws(DecodeError) -> [String] {
        var members = labels
        if let time {
            members = []
            for code in try PXTimeList(time, limit: labels.count).codes { members.append(try text(code, of: time)) }
            if members.count != labels.count {
                throw .codeCount(line: time.line, place: time.place, codes: members.count, values: labels.count)
            }
        }
        if let codes {
            members = try texts(codes)
            if members.count != labels.count {
                throw .codeCount(line: codes.line, place: codes.place, codes: members.count, values: labels.count)
            }
        }
        return members
    }

    /// The keys that rows are named by.
    func keys(_ kind: PXStatement, codes: [String], values: [String]) throws(DecodeError) -> [[UInt8]: Int32] {
        let texts: [String]
        switch kind.texts.map({ $0.map(PXStatement.plain) }) {
        case ["CODES"]: texts = codes
        case ["VALUES"]: texts = values
        default: throw .malformedPX(line: kind.line, reason: "\(kind.place) is neither CODES nor VALUES")
        }
        var keys: [[UInt8]: Int32] = [:]
        for (number, text) in texts.enumerated() where keys.updateValue(Int32(number), forKey: Array(text.utf8)) != nil
        {
            throw .malformedPX(line: kind.line, reason: "\(kind.place): the key \(quoted(text)) stands twice")
        }
        return keys
    }

    /// The texts that DATASYMBOL keywords declare.
    func symbols() throws(DecodeError) -> Set<[UInt8]> {
        var symbols: Set<[UInt8]> = []
        for name in ["1", "2", "3", "4", "5", "6", "SUM", "NIL"] {
            let text = try single(header.single("DATASYMBOL" + name, language)) ?? ""
            symbols.insert(Array(text.utf8))
        }
        symbols.remove([])
        return symbols
    }

    /// The table's name, for messages.
    func matrix() throws(DecodeError) -> String { try single(header.single("MATRIX", language)) ?? "" }

    private func text(_ bytes: [UInt8], of statement: PXStatement) throws(DecodeError) -> String {
        guard let text = charset.text(bytes) else { throw undecodable(bytes, statement) }
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            let reason = "\(statement.place): a control character in \(quoted(text))"
            throw .malformedPX(line: statement.line, reason: reason)
        }
        return text
    }

    private func undecodable(_ bytes: [UInt8], _ statement: PXStatement) -> DecodeError {
        if charset == .ascii {
            return .unknownCharset("neither CHARSET nor CODEPAGE, and \(statement.place) is not ASCII")
        }
        let reason = "\(statement.place): \(quoted(PXStatement.plain(bytes))) is not \(charset.rawValue)"
        return .malformedPX(line: statement.line, reason: reason)
    }
}
