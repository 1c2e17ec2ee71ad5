import PejlDecode
import PejlModel

/// The directory of a ZIP archive, the entries' headers and the unpacking, as a workbook is opened.
enum ZipTarget: FuzzTarget {
    static let name = "zip"

    private static let file = MemoryFile()

    static func run(_ bytes: UnsafeRawBufferPointer) {
        file.replace(with: bytes)
        checkWorkbook(file.path)
    }
}

/// Reads the first sheet of the workbook at `path`, and a sheet by name; searches it as the drop folder does.
func checkWorkbook(_ path: String) {
    struct Enough: Error {}
    do throws(DecodeError) {
        _ = try PersonalNumberSearch.place(in: path, PersonalNumberScanner())
    } catch {
        hold(!error.failure.name.isEmpty, "a refusal without a name")
    }
    for sheet in [nil, "Data"] {
        var rows = 0
        do {
            try XLSXReader.read(path: path, sheet: sheet) { row in
                rows += 1
                if rows > 20_000 { throw Enough() }
                for value in row {
                    switch value {
                    case .number(let number), .percent(let number): hold(number.isFinite, "a number of \(number)")
                    case .text(let text): hold(!text.isEmpty, "an empty text that is not empty")
                    case .empty: continue
                    }
                }
                hold(row.last != .empty, "a row that ends with an empty cell")
            }
        } catch let error as DecodeError {
            hold(!error.failure.name.isEmpty && !error.description.isEmpty, "a refusal without name or message")
        } catch is Enough {
            continue
        } catch {
            fail("another error than DecodeError: \(error)")
        }
    }
}
