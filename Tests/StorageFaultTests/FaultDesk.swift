import Foundation
import PejlConfig
import PejlModel
import PejlPipeline
import PejlStore
import PejlTestSupport

/// An installation with one publication, copied for every fault, and `pejld` behind a library that meddles with its files.
///
/// Nobody is asked for figures: they come through the drop folder, which is the whole line all the same.
struct FaultDesk: Sendable {
    /// The folder of the installation that faults happen to; the state is below it.
    let folder: TemporaryFolder

    var configuration: String { folder.file("etc/pejl.toml") }
    var paths: StatePaths { StatePaths(directory: folder.file("state")) }

    static let first = "Kommune;År;Antal\n766;2023;6100\n630;2023;11800\n766;2024;5950\n630;2024;11700\n"
    /// One figure revised, one hidden year gone further: an added period.
    static let second =
        "Kommune;År;Antal\n766;2023;6101\n630;2023;11800\n766;2024;5950\n630;2024;11700\n"
        + "766;2025;5900\n630;2025;11650\n"

    /// An installation with publication 1.
    init() throws {
        folder = try TemporaryFolder(inMemory: true)
        try folder.write(
            """
            municipality = "766"
            contact = "pejl tests"
            state_directory = "\(folder.file("state"))"
            dataset_directory = "datasets"
            plugin_directories = []
            program_directory = "\(Repository.programs)"
            [drop]
            rest_seconds = 0.0
            [publication]
            minimum_free_mib = 1

            """,
            to: "etc/pejl.toml"
        )
        try folder.write(DropInstallation.pupils, to: "etc/datasets/elever.toml")
        try drop(Self.first)
        let result = try run()
        guard result.status == 0 else { throw DeskError(result) }
    }

    /// A desk of its own with the same state.
    private init(copying desk: FaultDesk) throws {
        folder = try TemporaryFolder(inMemory: true)
        for name in ["etc", "state"] {
            try FileManager.default.copyItem(atPath: desk.folder.file(name), toPath: folder.file(name))
        }
        let text = try String(contentsOfFile: configuration, encoding: .utf8)
        try folder.write(text.replacing(desk.folder.path, with: folder.path), to: "etc/pejl.toml")
    }

    func copy() throws -> FaultDesk { try FaultDesk(copying: self) }

    /// Puts a file of figures into the drop folder.
    func drop(_ text: String) throws {
        let path = try folder.write(text, to: "state/drop/elever/tal.csv")
        let moment = Date(timeIntervalSince1970: 1_700_000_000)
        try FileManager.default.setAttributes([.modificationDate: moment], ofItemAtPath: path)
    }

    /// One run of `pejld`, meddled with as `faults` say.
    func run(_ faults: [String: String] = [:]) throws -> ProgramResult {
        var environment = faults
        if !faults.isEmpty {
            environment["LD_PRELOAD"] = Self.library
            environment["PEJL_FILES_UNDER"] = folder.file("state")
        }
        return try Program.run("pejld", ["--once", "--config", configuration], environment: environment)
    }

    static let library = Repository.programs + "/libpejl-test-files.so"

    /// The number of the publication; 0 where there is none.
    func number() throws -> Int {
        FileManager.default.fileExists(atPath: paths.publication) ? try Publication(path: paths.publication).number : 0
    }

    /// What the oracle finds.
    func violations(acknowledged: Int) throws -> [String] {
        try Oracle(configuration: configuration).violations(acknowledged: acknowledged)
    }

    /// What is published, without times and row ids.
    func dump() throws -> [String] { try Oracle.dump(paths.publication) }
}

/// A run that should have gone well.
struct DeskError: Error, CustomStringConvertible {
    let description: String

    init(_ result: ProgramResult) { description = "pejld ended with \(result.status): \(result.errors)" }
}
