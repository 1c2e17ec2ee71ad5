package import PejlModel

/// Why an answer does not mean what its recipe says; nothing of it is stored.
package enum NormaliseError: FailureConvertible, Equatable, CustomStringConvertible {
    /// The answer lacks a column that the recipe explains.
    case lostColumn(dataset: String, column: String, found: [String])
    /// The answer has a column that the recipe does not explain.
    case unexplainedColumn(dataset: String, column: String)
    /// The answer lacks a value column or measure of the recipe.
    case lostMeasure(dataset: String, measure: String, found: [String])
    /// The document holds another number of tables than one.
    case tables(dataset: String)

    package var description: String {
        switch self {
        case .lostColumn(let dataset, let column, let found):
            "\(dataset): the answer has no column \"\(column)\" any more, only \(found.joined(separator: ", ")); "
                + "compare the publisher's table with the recipe"
        case .unexplainedColumn(let dataset, let column):
            "\(dataset): the answer has a column \"\(column)\" that the recipe does not explain; add it to the recipe"
        case .lostMeasure(let dataset, let measure, let found):
            "\(dataset): the answer has no measure \"\(measure)\" any more, only \(found.joined(separator: ", ")); "
                + "it may have been renamed: compare the definition before changing the recipe"
        case .tables(let dataset):
            "\(dataset): the document does not hold exactly one table"
        }
    }

    package var failure: Failure {
        let name =
            switch self {
            case .lostColumn: "lost-column"
            case .unexplainedColumn: "unexplained-column"
            case .lostMeasure: "lost-measure"
            case .tables: "several-tables"
            }
        return Failure(kind: .contract, name: name, message: description)
    }
}
