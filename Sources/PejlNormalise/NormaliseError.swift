package import PejlModel

/// Why an answer could not be normalised; what its recipe does not explain is a ``LoadRefusal``.
package enum NormaliseError: FailureConvertible, Equatable, CustomStringConvertible {
    /// The document holds another number of tables than one.
    case tables(dataset: String)

    package var description: String {
        switch self {
        case .tables(let dataset): "\(dataset): the document does not hold exactly one table"
        }
    }

    package var failure: Failure { Failure(kind: .contract, name: "several-tables", message: description) }
}
