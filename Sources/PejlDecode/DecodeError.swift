package import PejlModel

/// Why a document could not be read; nothing of a refused document may be stored.
///
/// Lines and rows count from 1, bytes from 0. Cells read before the fault was met may already have gone to the sink.
package enum DecodeError: Error, Equatable, Sendable {
    /// The file cannot be opened or read.
    case unreadableFile(path: String, operation: String, errno: Int32)
    /// This machine has no memory for the document.
    case outOfMemory(byteCount: Int)
    /// A document that must be held in memory is over the limit.
    case tooLarge(byteCount: Int, limit: Int)
    /// No bytes, or nothing but white space.
    case emptyAnswer
    /// A well-formed document without a single cell.
    case noCells(found: String)
    /// The document is of another kind: an HTML page, JSON, CSV, …
    case unexpectedContent(expected: DocumentFormat, found: ContentKind)
    /// The document ends too early.
    case truncated(where: String)
    /// Bytes that are not UTF-8.
    case invalidUTF8(line: Int?, byte: Int)
    /// A NUL byte in a text file.
    case nulByte(line: Int)
    /// A line longer than any row of a statistics table.
    case lineTooLong(line: Int, limit: Int)
    /// The last column is not INDHOLD.
    case valueColumn(found: String)
    /// A row has too few or too many fields.
    case fieldCount(line: Int, expected: Int, found: Int)
    /// A line breaks another rule of the format.
    case malformedCSV(line: Int, reason: String)
    /// A value that is neither a number nor a mark.
    case unreadableValue(place: String, text: String)
    /// Not JSON.
    case malformedJSON(byte: Int, reason: String)
    /// JSON, but nothing in it is JSON-stat.
    case notJSONStat(reason: String)
    /// A JSON-stat collection: links to datasets, no values.
    case collection
    /// JSON-stat that contradicts itself or its specification.
    case malformedJSONStat(dataset: String, reason: String)
    /// A cube larger than pejl reads.
    case tooManyCells(dataset: String, limit: Int)
    /// JSON, but not the array of rows uddannelsesstatistik.dk answers with.
    case notRows(reason: String)
    /// JSON, but no answer of Kolada.
    case notKolada(reason: String)
    /// The rows of uddannelsesstatistik.dk are not flat objects with the same keys, or those of Kolada not as agreed.
    case malformedRow(row: Int, reason: String)
    /// A delimited file or a sheet that does not lie as its layout says.
    case malformedTable(place: String, reason: String)
    /// A header or another fixed cell has another text than the layout says.
    case changedHeader(place: String, expected: String, found: String)
    /// A PX file that breaks a rule of the format or contradicts itself.
    case malformedPX(line: Int, reason: String)
    /// A PX file without a keyword that says what its cells are.
    case missingKeyword(String)
    /// A PX file in letters that pejl does not know for sure.
    case unknownCharset(String)
    /// CODES or TIMEVAL of another length than VALUES.
    case codeCount(line: Int, place: String, codes: Int, values: Int)
    /// DATA holds more or fewer cells than VALUES make; `found` is nil where it holds more.
    case cellCount(expected: Int, found: Int?)
    /// A row of a PX file with KEYS names a value that is not in VALUES or CODES.
    case unknownCode(line: Int, variable: String, code: String)
    /// A ZIP archive that is damaged, contradicts itself or uses what pejl does not read; `entry` is empty for the whole.
    case malformedZIP(entry: String, reason: String)
    /// A ZIP archive that unpacks to more than pejl reads.
    case zipBomb(entry: String, reason: String)
    /// A part of a workbook is not the XML that workbooks are made of.
    case malformedXML(part: String, byte: Int, reason: String)
    /// A workbook that contradicts itself or its specification.
    case malformedXLSX(place: String, reason: String)
    /// The workbook has no such sheet, or none to read.
    case noSheet(name: String?, found: [String])
    /// A formula whose value the file does not hold, or does not vouch for.
    case formulaWithoutValue(place: String, reason: String)
}

/// What a document looks like from its first bytes.
package enum ContentKind: String, Sendable {
    case html = "an HTML page"
    case xml = "XML"
    case json = "JSON"
    case gzip = "gzip-compressed data"
    case zip = "a ZIP archive, such as XLSX"
    case px = "a PX file"
    case utf16 = "UTF-16 text"
    case text = "other text"
    case binary = "binary data"
}

extension DecodeError: FailureConvertible {
    /// The failure as it is stored and shown: the publisher sent something else than agreed.
    package var failure: Failure { Failure(kind: kind, name: name, message: description) }

    private var kind: FailureKind {
        switch self {
        case .unreadableFile, .outOfMemory: .system
        default: .contract
        }
    }

    private var name: String {
        switch self {
        case .unreadableFile: "unreadable-file"
        case .outOfMemory: "out-of-memory"
        case .tooLarge: "too-large"
        case .emptyAnswer: "empty-answer"
        case .noCells: "empty"
        case .unexpectedContent: "unexpected-content"
        case .truncated: "truncated"
        case .invalidUTF8: "invalid-utf8"
        case .nulByte: "nul-byte"
        case .lineTooLong: "line-too-long"
        case .valueColumn: "value-column"
        case .fieldCount, .malformedCSV: "malformed-csv"
        case .unreadableValue: "unreadable-value"
        case .malformedJSON: "malformed-json"
        case .notJSONStat: "not-json-stat"
        case .collection: "collection"
        case .malformedJSONStat: "malformed-json-stat"
        case .tooManyCells: "too-many-cells"
        case .notRows: "not-rows"
        case .notKolada: "not-kolada"
        case .malformedRow: "malformed-rows"
        case .malformedPX: "malformed-px"
        case .missingKeyword: "missing-keyword"
        case .unknownCharset: "unknown-charset"
        case .codeCount: "code-count"
        case .cellCount: "cell-count"
        case .unknownCode: "unknown-code"
        case .malformedTable: "malformed-table"
        case .changedHeader: "changed-header"
        case .malformedZIP: "malformed-zip"
        case .zipBomb: "zip-bomb"
        case .malformedXML: "malformed-xml"
        case .malformedXLSX: "malformed-xlsx"
        case .noSheet: "no-sheet"
        case .formulaWithoutValue: "formula-without-value"
        }
    }
}

extension DecodeError: CustomStringConvertible {
    /// Subject and what happened, in one line; text of the document is shortened and freed of control characters.
    package var description: String {
        switch self {
        case .unreadableFile(let path, let operation, let errno):
            "\(path): \(operation) failed with errno \(errno)"
        case .outOfMemory(let byteCount): "not enough memory for a document of \(byteCount) bytes"
        case .tooLarge(let byteCount, let limit):
            "the document has \(byteCount) bytes; this format is read up to \(limit)"
        case .emptyAnswer: "the document is empty"
        case .noCells(let found): "the document holds no cells: \(found)"
        case .unexpectedContent(let expected, let found):
            "expected \(expected.rawValue), found \(found.rawValue)"
        case .truncated(let place): "the document is cut off: \(place)"
        case .invalidUTF8(.some(let line), let byte): "line \(line): byte \(byte) of the document is not UTF-8"
        case .invalidUTF8(.none, let byte): "byte \(byte) of the document is not UTF-8"
        case .nulByte(let line): "line \(line): a NUL byte"
        case .lineTooLong(let line, let limit): "line \(line): longer than \(limit) bytes"
        case .valueColumn(let found): "line 1: the last column is \(quoted(found)), not \"INDHOLD\""
        case .fieldCount(let line, let expected, let found):
            "line \(line): \(found) fields where the header has \(expected)"
        case .malformedCSV(let line, let reason): "line \(line): \(reason)"
        case .unreadableValue(let place, let text): "\(place): \(quoted(text)) is neither a number nor a mark"
        case .malformedJSON(let byte, let reason): "byte \(byte): \(reason)"
        case .notJSONStat(let reason): "JSON, but not JSON-stat: \(reason)"
        case .collection: "a JSON-stat collection holds links, no values; fetch one of its datasets"
        case .malformedJSONStat(let dataset, let reason): "dataset \(quoted(dataset)): \(reason)"
        case .tooManyCells(let dataset, let limit): "dataset \(quoted(dataset)): more than \(limit) cells"
        case .notRows(let reason): "JSON, but not an array of rows: \(reason)"
        case .notKolada(let reason): "JSON, but no answer of Kolada: \(reason)"
        case .malformedRow(let row, let reason): "row \(row): \(reason)"
        case .malformedPX(let line, let reason): "line \(line): \(reason)"
        case .missingKeyword(let keyword): "the PX file has no \(keyword)"
        case .unknownCharset(let found): "the character set is not known: \(found)"
        case .codeCount(let line, let place, let codes, let values):
            "line \(line): \(place): \(codes) codes for \(values) values"
        case .cellCount(let expected, .some(let found)): "\(found) cells in DATA where VALUES make \(expected)"
        case .cellCount(let expected, .none): "more cells in DATA than the \(expected) that VALUES make"
        case .unknownCode(let line, let variable, let code):
            "line \(line): the key \(quoted(code)) is no value of \(quoted(variable))"
        case .malformedTable(let place, let reason): "\(place): \(reason)"
        case .changedHeader(let place, let expected, let found):
            "\(place): \(quoted(expected)) is expected, \(quoted(found)) stands there"
        case .malformedZIP("", let reason): "ZIP archive: \(reason)"
        case .malformedZIP(let entry, let reason), .zipBomb(let entry, let reason):
            "ZIP entry \(quoted(entry)): \(reason)"
        case .malformedXML(let part, let byte, let reason): "\(quoted(part)), byte \(byte): \(reason)"
        case .malformedXLSX(let place, let reason): "\(quoted(place)): \(reason)"
        case .noSheet(let name, let found):
            (name.map { "no sheet is named \(quoted($0))" } ?? "no visible worksheet")
                + "; the workbook has " + found.prefix(20).map(quoted).joined(separator: ", ")
        case .formulaWithoutValue(let place, let reason): "\(quoted(place)): \(reason)"
        }
    }
}

/// `text` in quotation marks for a message: at most 60 characters, control characters as U+FFFD.
func quoted(_ text: String) -> String {
    var result = "\""
    for (index, scalar) in text.unicodeScalars.enumerated() {
        if index == 60 {
            result += "…"
            break
        }
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        result.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
    }
    return result + "\""
}

/// Raw bytes for a message.
func quoted(_ bytes: UnsafeRawBufferPointer) -> String { quoted(String(decoding: bytes.prefix(240), as: UTF8.self)) }
