import PejlArchive
package import PejlModel
package import PejlStore

#if canImport(Glibc)
import Glibc
#endif

/// What looking at everything came to.
package struct Inspection: Sendable {
    /// What is wrong; nothing where all is well.
    package var faults: [StoreFault] = []
    /// Documents whose bytes were read.
    package var documents = 0

    /// The faults as one failure, or none.
    package var failure: Failure? {
        guard let first = faults.first else { return nil }
        let more = faults.count > 1 ? "; and \(faults.count - 1) more" : ""
        return Failure(kind: .system, name: first.kind.rawValue, message: "\(first.detail)\(more)")
    }
}

/// Opens the work store in whatever state it was left, and looks at everything once a day.
///
/// A damaged store is never deleted: it is set aside and made anew of the publication. A damaged publication is made
/// anew from the store. A damaged document is told of; where its publisher still sends it, it is replaced.
struct StoreKeeper {
    /// Everything is looked at again after so many hours: less than a day, so that a daily run always does.
    static let hours = 20

    let paths: StatePaths
    let now: @Sendable () -> UTCInstant
    let progress: @Sendable (PipelineEvent) -> Void

    /// Opens store and archive.
    ///
    /// - Parameter inspecting: Whether everything is looked at where that is due.
    /// - Returns: What was looked at, where it was due.
    /// - Throws: ``StoreError``, ``ArchiveError``.
    func open(inspecting: Bool) throws -> (Store, Archive, Inspection?) {
        try Store.finishRebuild(path: paths.workStore)
        var store: Store
        do {
            store = try Store(path: paths.workStore, now: now())
        } catch StoreError.corrupt(_, let detail) {
            store = try rebuilt(detail)
        }
        let archive = try Archive(directory: paths.archive)
        guard inspecting, let dueAt = try dueAt(store), dueAt <= now() else { return (store, archive, nil) }
        progress(.inspecting)
        let faults = try store.verify()
        if let fault = faults.first {
            try store.disconnect()
            store = try rebuilt(fault.description)
        }
        let inspection = try inspect(store, archive)
        try record(inspection, store)
        return (store, archive, inspection)
    }

    /// Looks at store, publication and archive.
    func inspect(_ store: Store, _ archive: Archive) throws -> Inspection {
        var inspection = Inspection()
        inspection.faults = try store.verify()
        if access(paths.publication, F_OK) == 0 {
            inspection.faults += try Publication(path: paths.publication).verify()
        }
        for digest in try store.documents() {
            inspection.documents += 1
            do throws(ArchiveError) {
                try archive.verify(digest)
            } catch {
                inspection.faults.append(StoreFault(.lostDocument, error.description))
            }
        }
        return inspection
    }

    /// Writes down that everything was looked at.
    func record(_ inspection: Inspection, _ store: Store) throws {
        let found =
            inspection.faults.isEmpty ? "nothing wrong" : inspection.faults.map(\.description).joined(separator: "; ")
        try store.recordEvent(
            at: now(),
            actor: "pejld",
            verb: "verify",
            subject: "store, publication, \(inspection.documents) documents",
            detail: String(found.prefix(2000))
        )
    }

    /// When everything is due to be looked at; nothing where there is no publication to look at.
    func dueAt(_ store: Store) throws -> UTCInstant? {
        guard access(paths.publication, F_OK) == 0 else { return nil }
        // A clock that was set back must not put it off for ever.
        guard let last = try store.lastEvent("verify"), last <= now() else { return now() }
        return last.adding(seconds: Self.hours * 3600)
    }

    private func rebuilt(_ fault: String) throws -> Store {
        let rebuild = try Store.rebuild(path: paths.workStore, fault: fault, from: paths.publication, now: now())
        progress(.rebuilt(rebuild))
        let store = try Store(path: paths.workStore, now: now())
        try store.recordEvent(
            at: now(),
            actor: "pejld",
            verb: "rebuild",
            subject: "publication \(rebuild.publication)",
            detail: "\(rebuild.fault); the damaged store is kept as \(rebuild.aside)"
        )
        return store
    }
}
