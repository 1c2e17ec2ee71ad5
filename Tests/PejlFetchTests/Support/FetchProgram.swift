import PejlTestSupport

/// Runs of `pejl-test-fetch`, a process of its own with a folder of its own.
struct FetchProgram {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Carries out `words`, which the program explains.
    ///
    /// - Parameters:
    ///   - words: Orders.
    ///   - authority: A certificate (PEM) to trust.
    ///   - names: The answers of the name server, in the notation of `CTestNetwork`.
    ///   - environment: Further variables.
    /// - Returns: The fields of each line it wrote.
    /// - Throws: ``Failed``, or what keeps it from starting.
    func run(
        _ words: [String],
        authority: String? = nil,
        names: String = "nobody.example=none",
        environment: [String: String] = [:]
    ) throws -> [[String]] {
        var setup = ["directory=\(folder.path)"]
        if let authority { setup.append("ca=" + (try folder.write(authority, to: "ca.pem"))) }
        let variables = environment.merging(["PEJL_TEST_NAMES": names]) { $1 }
        let result = try Program.run("pejl-test-fetch", setup + words, environment: variables)
        guard result.status == 0 else { throw Failed(result: result) }
        return result.output.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    struct Failed: Error {
        let result: ProgramResult
    }
}
