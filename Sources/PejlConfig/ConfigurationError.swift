package import PejlModel

/// What is wrong with a configuration file, a recipe or a manifest, and where.
package struct ConfigurationError: FailureConvertible, Equatable, CustomStringConvertible {
    /// Path of the file.
    package let file: String
    /// Number of the line, from 1, where one is to blame.
    package let line: Int?
    /// The key, with the tables around it, such as `fetch.proxy`; empty for the whole file.
    package let key: String
    /// What is wrong and what is allowed.
    package let problem: String

    package init(file: String, line: Int?, key: String, problem: String) {
        self.file = file
        self.line = line
        self.key = key
        self.problem = problem
    }

    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return key.isEmpty ? "\(place): \(problem)" : "\(place): \(key): \(problem)"
    }

    package var failure: Failure { Failure(kind: .config, name: "configuration", message: description) }
}
