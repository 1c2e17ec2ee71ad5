import PejlModel
import TOMLKit

/// One table of a TOML file; remembers which keys were asked for, so that the others can be refused.
final class TOMLSection {
    private let file: TOMLFile
    private let path: [String]
    private let table: TOMLTable
    private var known: Set<String> = []
    /// Every key that will be asked for, where the reader said so beforehand.
    private var announced: Set<String> = []

    init(file: TOMLFile, path: [String], table: TOMLTable) {
        self.file = file
        self.path = path
        self.table = table
    }

    /// Keys of this table, ascending.
    var keys: [String] { table.keys.sorted() }

    /// An error about a key of this table.
    func error(_ key: String, _ problem: String) -> ConfigurationError {
        let whole = path + [key]
        let name = whole.filter { Int($0) == nil }.joined(separator: ".")
        return ConfigurationError(file: file.path, line: file.line(of: whole), key: name, problem: problem)
    }

    /// Says which keys may stand here before any is read, so that a missing one can be told with what stands in its place.
    func expect(_ keys: [String]) { announced.formUnion(keys) }

    /// An error about a key that is not there, or about the one that is its misspelling.
    func missing(_ key: String, _ wanted: String) -> ConfigurationError {
        missing(key, saying: "it is missing; \(wanted)")
    }

    private func missing(_ key: String, saying problem: String) -> ConfigurationError {
        let unread = keys.filter { !known.contains($0) && !announced.contains($0) }
        if let near = unread.first(where: { EditDistance.between($0, key) <= 2 }) {
            return error(near, "there is no such key; did you mean \(key)?")
        }
        // Without an announcement an unread key may be one that is read later.
        guard !announced.isEmpty, let unknown = unread.first else { return error(key, problem) }
        return error(key, "\(problem); and there is no such key as \(unknown)")
    }

    /// Refuses keys that nothing asked for, with the nearest known one.
    func refuseUnknownKeys() throws(ConfigurationError) {
        guard let key = keys.first(where: { !known.contains($0) }) else { return }
        let near = known.map { (EditDistance.between($0, key), $0) }.min { $0 < $1 }
        let hint = near.map { $0.0 <= 3 ? "; did you mean \($0.1)?" : "" } ?? ""
        let all = known.sorted().joined(separator: ", ")
        throw error(key, "there is no such key\(hint.isEmpty ? "; known are \(all)" : hint)")
    }

    /// Whether the key is there, whatever its value; it is not known for that.
    func has(_ key: String) -> Bool { table[key] != nil }

    // MARK: - Values

    func string(_ key: String) throws(ConfigurationError) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string else { throw error(key, "a text in quotes is wanted") }
        return text
    }

    func requiredString(_ key: String) throws(ConfigurationError) -> String {
        guard let text = try string(key), !text.isEmpty else { throw missing(key, "a text is wanted") }
        return text
    }

    func strings(_ key: String) throws(ConfigurationError) -> [String]? {
        guard let value = value(key) else { return nil }
        guard let array = value.array else { throw error(key, "a list of texts is wanted") }
        var texts: [String] = []
        for item in array {
            guard let text = item.string else { throw error(key, "a list of texts is wanted") }
            texts.append(text)
        }
        return texts
    }

    func integer(_ key: String, _ range: ClosedRange<Int>) throws(ConfigurationError) -> Int? {
        guard let value = value(key) else { return nil }
        guard let number = value.int, range.contains(number) else {
            throw error(key, "a whole number from \(range.lowerBound) to \(range.upperBound) is wanted")
        }
        return number
    }

    func number(_ key: String, _ range: ClosedRange<Double>) throws(ConfigurationError) -> Double? {
        guard let value = value(key) else { return nil }
        guard let number = value.double ?? value.int.map(Double.init), range.contains(number) else {
            throw error(key, "a number from \(range.lowerBound) to \(range.upperBound) is wanted")
        }
        return number
    }

    func boolean(_ key: String) throws(ConfigurationError) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let truth = value.bool else { throw error(key, "true or false is wanted") }
        return truth
    }

    /// One of the raw values of an enumeration.
    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _: Choice.Type) throws(ConfigurationError)
        -> Choice? where Choice.RawValue == String
    {
        guard let text = try string(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let all = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw error(key, "\"\(text)\" is not one of \(all)")
        }
        return choice
    }

    func requiredChoice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ type: Choice.Type)
        throws(ConfigurationError) -> Choice where Choice.RawValue == String
    {
        guard let choice = try choice(key, type) else {
            let all = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw missing(key, "one of \(all) is wanted")
        }
        return choice
    }

    /// `{ da = "…", en = "…" }`.
    func localised(_ key: String) throws(ConfigurationError) -> Localised {
        guard let inner = try section(key) else {
            throw missing(key, "{ da = \"…\", en = \"…\" } is wanted")
        }
        let text = Localised(da: try inner.requiredString("da"), en: try inner.requiredString("en"))
        try inner.refuseUnknownKeys()
        return text
    }

    /// A table inside this one.
    func section(_ key: String) throws(ConfigurationError) -> TOMLSection? {
        guard let value = value(key) else { return nil }
        guard let inner = value.table else { throw error(key, "a table is wanted") }
        return TOMLSection(file: file, path: path + [key], table: inner)
    }

    func requiredSection(_ key: String) throws(ConfigurationError) -> TOMLSection {
        guard let inner = try section(key) else { throw missing(key, saying: "the table [\(key)] is missing") }
        return inner
    }

    /// A list of tables inside this one.
    func sections(_ key: String) throws(ConfigurationError) -> [TOMLSection] {
        guard let value = value(key) else { return [] }
        guard let array = value.array else { throw error(key, "a list of tables is wanted") }
        var sections: [TOMLSection] = []
        for (index, item) in array.enumerated() {
            guard let inner = item.table else { throw error(key, "a list of tables is wanted") }
            sections.append(TOMLSection(file: file, path: path + [key, String(index)], table: inner))
        }
        return sections
    }

    private func value(_ key: String) -> (any TOMLValueConvertible)? {
        assert(announced.isEmpty || announced.contains(key), "\(path) \(key) is read and not announced")
        known.insert(key)
        return table[key]
    }
}

/// How many letters two words differ by.
enum EditDistance {
    /// Levenshtein's distance.
    static func between(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (letter == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
