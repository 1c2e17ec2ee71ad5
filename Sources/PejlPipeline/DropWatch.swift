import PejlDrop
import PejlModel

/// What lies in the drop folders, seen from outside: names, sizes and times, without the store.
///
/// A daemon looks every minute and works only where something changed since it last worked; a look costs a few calls a
/// folder. The kernel's notices of changes would come sooner, and not at all on the network shares that people put their
/// files on.
package struct DropWatch: Sendable, Hashable {
    private let files: [String: Set<DropFile>]

    /// Whether no file waits.
    package var isEmpty: Bool { files.isEmpty }

    /// Looks into the drop folders of the recipes that have one; what cannot be read is left to the run, which says why.
    package init(_ options: PipelineOptions) {
        var files: [String: Set<DropFile>] = [:]
        for recipe in options.recipes {
            guard case .drop = recipe.request else { continue }
            let found = DropFolder.glance(root: options.paths.drop, dataset: recipe.id)
            if !found.isEmpty { files[recipe.id] = found }
        }
        self.files = files
    }
}
