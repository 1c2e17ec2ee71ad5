import ArgumentParser
import PejlConfig
import PejlDecode
import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// The cells of a publisher's document, as they stand in it.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Print the cells of a publisher's document as CSV or lines of JSON.",
        discussion: """
            One column for each dimension, then value and status: the mark that stands where a number is missing, or \
            what the publisher notes beside a number. A document that is not well-formed ends with status 65 and one \
            message. A spreadsheet, or a delimited file of no fixed form, is read by a layout that says what stands \
            where; see docs/layouts.md. A spreadsheet without a layout is printed row by row as it lies.

            Examples:
              pejl decode FOLK1AM.csv
              pejl decode --json --format json-stat answer.json
              pejl decode --sheet Tabel figures.xlsx
              pejl decode --layout etc/pejl/layouts/noegletal.toml nwRap.csv
            """
    )

    @Argument(help: "The document.", completion: .file())
    var file: String

    @Option(help: "Its format: statbank-csv, json-stat, uddannelsesstatistik, px or kolada. Default: found out.")
    var format: DocumentFormat?

    @Option(help: "The layout of a spreadsheet or delimited file, a TOML file.", completion: .file())
    var layout: String?

    @Option(help: "The worksheet to print as it lies. Default: the first visible one.")
    var sheet: String?

    @Flag(help: "One JSON object a cell; one array a row for a sheet as it lies.")
    var json = false

    func validate() throws {
        guard [format != nil, layout != nil, sheet != nil].filter({ $0 }).count < 2 else {
            throw ValidationError("name one of --format, --layout and --sheet")
        }
    }

    func run() throws {
        var output: [UInt8] = []
        func write(_ bytes: UnsafeRawBufferPointer) {
            output.append(contentsOf: bytes)
            if output.count > 1 << 16 {
                Terminal.write(output, to: STDOUT_FILENO)
                output.removeAll(keepingCapacity: true)
            }
        }
        let head = try head()
        if layout == nil, format == nil, sheet != nil || head.starts(with: Array("PK\u{3}\u{4}".utf8)) {
            let printer = SheetPrinter(json ? .json : .csv)
            try XLSXReader.read(path: file, sheet: sheet) { printer.line($0).withUnsafeBytes(write) }
        } else {
            let sink: any CellSink = json ? CellLinePrinter(write: write) : CellPrinter(write: write)
            try decode(head, into: sink)
        }
        Terminal.write(output, to: STDOUT_FILENO)
    }

    private func decode(_ head: [UInt8], into sink: any CellSink) throws {
        if let layout { return try LayoutDecoder.decode(path: file, layout: LayoutFile.read(layout), into: sink) }
        guard let format = format ?? head.withUnsafeBytes(DocumentFormat.sniff) else {
            let message = "\(file): the format cannot be told from the first bytes; name it with --format"
            throw Failure(kind: .contract, name: "unknown-format", message: message)
        }
        try DocumentDecoder.decode(path: file, format: format, proof: .none, into: sink)
    }

    /// The first bytes of the document.
    private func head() throws -> [UInt8] {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw Failure(kind: .contract, name: "cannot-open", message: "\(file): \(reason)")
        }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: 4096)
        let count = max(0, read(descriptor, &head, head.count))
        return Array(head[..<count])
    }
}

extension DocumentFormat: ExpressibleByArgument {}
