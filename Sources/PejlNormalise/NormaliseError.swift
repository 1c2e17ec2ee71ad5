package import PejlModel

/// Why an answer could not be normalised; what its recipe does not explain is a ``LoadRefusal``.
package enum NormaliseError: FailureConvertible, Equatable, CustomStringConvertible {
    /// The document holds another number of tables than one.
    case tables(dataset: String)
    /// The figures are of another update than the description that came before them.
    case changedMeanwhile(dataset: String, described: String, found: String)

    package var description: String {
        switch self {
        case .tables(let dataset): "\(dataset): the document does not hold exactly one table"
        case .changedMeanwhile(let dataset, let described, let found):
            "\(dataset): the table was updated at \(described) Danish time, its figures at \(found); wait for the next "
                + "try, and ask for another format if it goes on"
        }
    }

    package var failure: Failure {
        switch self {
        case .tables: Failure(kind: .contract, name: "several-tables", message: description)
        case .changedMeanwhile: Failure(kind: .transient, name: "changed-meanwhile", message: description)
        }
    }
}
