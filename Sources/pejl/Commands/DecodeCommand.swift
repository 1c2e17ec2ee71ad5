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
        abstract: "Print the cells of a publisher's document as CSV.",
        discussion: """
            One column for each dimension, then value and status: the mark that stands where a number is missing. A \
            document that is not well-formed ends with status 65 and one message. A spreadsheet, or a delimited file \
            of no fixed form, is read by a layout that says what stands where; see docs/layouts.md.

            Examples:
              pejl decode FOLK1AM.csv
              pejl decode --format json-stat answer.json
              pejl decode --layout etc/pejl/layouts/noegletal.toml nwRap.csv
            """
    )

    @Argument(help: "The document.", completion: .file())
    var file: String

    @Option(help: "Its format: statbank-csv, json-stat, uddannelsesstatistik or px. Default: found out.")
    var format: DocumentFormat?

    @Option(help: "The layout of a spreadsheet or delimited file, a TOML file.", completion: .file())
    var layout: String?

    func validate() throws {
        guard format == nil || layout == nil else { throw ValidationError("name --format or --layout, not both") }
    }

    func run() throws {
        var output: [UInt8] = []
        let printer = CellPrinter { bytes in
            output.append(contentsOf: bytes)
            if output.count > 1 << 16 {
                Terminal.write(output, to: STDOUT_FILENO)
                output.removeAll(keepingCapacity: true)
            }
        }
        if let layout {
            try LayoutDecoder.decode(path: file, layout: LayoutFile.read(layout), into: printer)
        } else {
            try DocumentDecoder.decode(path: file, format: format ?? sniff(), proof: .none, into: printer)
        }
        Terminal.write(output, to: STDOUT_FILENO)
    }

    private func sniff() throws -> DocumentFormat {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw Failure(kind: .contract, name: "cannot-open", message: "\(file): \(reason)")
        }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: 4096)
        let count = max(0, read(descriptor, &head, head.count))
        let found = head.withUnsafeBytes { DocumentFormat.sniff(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        guard let found else {
            let message = "\(file): the format cannot be told from the first bytes; name it with --format"
            throw Failure(kind: .contract, name: "unknown-format", message: message)
        }
        return found
    }
}

extension DocumentFormat: ExpressibleByArgument {}
