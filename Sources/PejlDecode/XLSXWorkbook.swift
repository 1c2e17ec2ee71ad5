/// What a workbook says of its sheets, and what the sheets' cells refer to.
struct XLSXWorkbook {
    private struct Sheet {
        var name: String
        var relationship: String
        var isVisible: Bool
    }

    let package: XLSXPackage
    /// Texts that cells refer to by number.
    let strings: [SheetCell]?
    let styles: XLSXStyles
    /// Whether day 0 is 1904-01-01, as old Macintosh workbooks count.
    private(set) var countsFrom1904 = false
    /// Whether the workbook tells its reader to calculate all formulas anew, so that the values in it mean nothing.
    ///
    /// Programs that write formulas without calculating them set this, and some write 0 as every formula's value.
    private(set) var asksForCalculation = false

    private let part: String
    private let relationships: [String: XLSXPackage.Relationship]
    private var sheets: [Sheet] = []

    init(path: String) throws(DecodeError) {
        package = try XLSXPackage(path: path)
        part = try package.workbookPart()
        relationships = try package.relationships(of: part)
        if let name = try Self.part("sharedStrings", of: relationships, part) {
            strings = try XLSXStrings.read(package, name)
        } else {
            strings = nil
        }
        if let name = try Self.part("styles", of: relationships, part) {
            styles = try XLSXStyles(package, name)
        } else {
            styles = XLSXStyles()
        }
        try readWorkbook()
    }

    /// The part that holds the sheet `name`, or the first visible worksheet; hidden ones are found by name like others.
    func sheet(_ name: String?) throws(DecodeError) -> (name: String, part: String) {
        let found = sheets.map(\.name)
        let kinds = sheets.map { relationships[$0.relationship]?.kind }
        let wanted = sheets.indices.first {
            name == nil ? sheets[$0].isVisible && kinds[$0] == "worksheet" : sheets[$0].name == name
        }
        guard let wanted else { throw .noSheet(name: name, found: found) }
        let sheet = sheets[wanted]
        guard let relationship = relationships[sheet.relationship], relationship.kind == "worksheet" else {
            let kind = quoted(kinds[wanted] ?? "nothing")
            throw .malformedXLSX(place: sheet.name, reason: "it is no worksheet but \(kind)")
        }
        guard let part = relationship.target else {
            throw .malformedXLSX(place: sheet.name, reason: "it lies outside the workbook")
        }
        return (sheet.name, part)
    }

    private static func part(
        _ kind: String,
        of relationships: [String: XLSXPackage.Relationship],
        _ part: String
    ) throws(DecodeError) -> String? {
        let found = relationships.values.filter { $0.kind == kind }
        if found.count > 1 { throw .malformedXLSX(place: part, reason: "two parts of the kind \(quoted(kind))") }
        guard let relationship = found.first else { return nil }
        guard let target = relationship.target else {
            throw .malformedXLSX(place: part, reason: "its \(kind) lie outside the workbook")
        }
        return target
    }

    private mutating func readWorkbook() throws(DecodeError) {
        let reader = try package.open(part, root: "workbook")
        var hasSheets = false
        while try reader.child() {
            if reader.name.spells("workbookPr") {
                guard let flag = reader.attributes.flag("date1904", default: false) else {
                    throw .malformedXLSX(place: part, reason: "date1904 is neither true nor false")
                }
                countsFrom1904 = flag
            } else if reader.name.spells("calcPr") {
                asksForCalculation = reader.attributes.flag("fullCalcOnLoad", default: false) ?? true
            } else if reader.name.spells("sheets") {
                if hasSheets { throw .malformedXLSX(place: part, reason: "two lists of sheets") }
                hasSheets = true
                try readSheets(reader)
                continue
            }
            try reader.skip()
        }
        try package.finish(reader)
    }

    private mutating func readSheets(_ reader: XMLReader) throws(DecodeError) {
        var names: Set<String> = []
        while try reader.child() {
            guard reader.name.spells("sheet"), let name = reader.attributes.text("name"),
                let relationship = reader.attributes.prefixedText("id")
            else { throw .malformedXLSX(place: part, reason: "a sheet without name or relationship") }
            if !names.insert(name.lowercased()).inserted {
                throw .malformedXLSX(place: part, reason: "two sheets are named \(quoted(name))")
            }
            let state = reader.attributes.text("state") ?? "visible"
            sheets.append(Sheet(name: name, relationship: relationship, isVisible: state == "visible"))
            if sheets.count > ZipArchive.maximumEntries {
                throw .malformedXLSX(place: part, reason: "more than \(ZipArchive.maximumEntries) sheets")
            }
            try reader.skip()
        }
    }
}
