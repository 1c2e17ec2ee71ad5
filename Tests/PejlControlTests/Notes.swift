import PejlControl
import Synchronization

/// Collects what was audited.
final class Notes: Sendable {
    private let list = Mutex<[ControlAudit]>([])

    var all: [ControlAudit] { list.withLock { $0 } }

    func add(_ note: ControlAudit) { list.withLock { $0.append(note) } }
}
