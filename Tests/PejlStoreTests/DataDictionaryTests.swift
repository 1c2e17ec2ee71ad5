import Foundation
import PejlModel
import PejlStore
import PejlTestSupport
import Testing

struct DataDictionaryTests {
    @Test("docs/data-dictionary.md says what column_description says")
    func page() throws {
        let path = "\(Repository.root)/docs/data-dictionary.md"
        if ProcessInfo.processInfo.environment["PEJL_WRITE_DOCS"] != nil {
            try Data(DataDictionary.markdown.utf8).write(to: URL(fileURLWithPath: path))
        }
        #expect(try Repository.text("docs/data-dictionary.md") == DataDictionary.markdown)
        let desk = try StoreDesk()
        _ = try desk.load(["766": 1])
        let described = try desk.rows(
            try desk.publish(),
            "SELECT view, name, unit, meaning_en, meaning_da FROM column_description"
        )
        let told = DataDictionary.columns.map { column in
            [column.view, column.name, column.unit, column.meaning.en, column.meaning.da].map { QueryValue.text($0) }
        }
        #expect(Set(described) == Set(told))
    }
}
