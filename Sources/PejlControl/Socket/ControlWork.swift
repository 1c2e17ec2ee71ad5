import Dispatch

/// Reads, decides, carries out and notes one request.
struct ControlWork: Sendable {
    let groups: ControlGroups
    let limits: ControlLimits
    let daemonUser: UInt32
    let handler: any ControlHandler
    let audit: @Sendable (ControlAudit) -> Void

    /// Starts on the content of a frame; the end of the answer comes into the mailbox.
    ///
    /// - Returns: The task, which is cancelled when the caller is gone.
    func start(_ content: [UInt8], from caller: ControlCaller, place: Int, in mailbox: ControlMailbox) -> Task<
        Void, Never
    > {
        Task(executorPreference: ControlExecutor()) {
            let frames: [ControlAnswer]
            do throws(ControlError) {
                let request = try ControlRequest(frame: content)
                let result = try await carryOut(request, caller, place, mailbox)
                frames = ControlAnswer.frames(of: result)
            } catch {
                frames = [.failed(error)]
            }
            // Nobody reads what is written for somebody who is gone.
            let framed = Task.isCancelled ? [] : frames.map { ControlFraming.framed($0.frame()) }
            mailbox.put { $0.finished[place] = framed }
        }
    }

    private func carryOut(
        _ request: ControlRequest,
        _ caller: ControlCaller,
        _ place: Int,
        _ mailbox: ControlMailbox
    ) async throws(ControlError) -> String {
        let access = request.verb.access
        guard isAllowed(access, caller) else {
            throw noted(request, caller, isAllowed: false, .notAllowed(request.verb, group: groups[access]))
        }
        let isAdmin = access == .admin
        guard !isAdmin || mailbox.enter(atMost: limits.administrators) else {
            throw noted(request, caller, .busy)
        }
        defer { if isAdmin { mailbox.leave() } }
        let result: String
        do {
            result = try await handler.answer(request, from: caller) { progress in
                let content = ControlAnswer.progress(progress).frame()
                guard content.count <= ControlLimits.frameBytes else { return }
                mailbox.put { $0.progress[place] = ControlFraming.framed(content) }
            }
        } catch {
            throw noted(request, caller, ControlError(error))
        }
        let bytes = result.utf8.count
        guard bytes <= ControlLimits.resultBytes else { throw noted(request, caller, .resultTooLong(bytes)) }
        audit(ControlAudit(request: request, caller: caller, isAllowed: true, error: nil))
        return result
    }

    private func noted(
        _ request: ControlRequest,
        _ caller: ControlCaller,
        isAllowed: Bool = true,
        _ error: ControlError
    ) -> ControlError {
        audit(ControlAudit(request: request, caller: caller, isAllowed: isAllowed, error: error.name))
        return error
    }

    private func isAllowed(_ access: ControlAccess, _ caller: ControlCaller) -> Bool {
        if ControlPermissions(daemonUser: daemonUser, readGroup: nil, adminGroup: nil).isTrusted(caller.user) {
            return true
        }
        // Looked up for each request: who left a group may not ask any more, and a group may come after the daemon.
        let permissions = ControlPermissions(
            daemonUser: daemonUser,
            readGroup: SystemGroups.number(of: groups.read),
            adminGroup: SystemGroups.number(of: groups.admin)
        )
        return permissions.allows(access, user: caller.user, groups: SystemGroups.groups(of: caller))
    }
}

/// A thread for one request, for as long as it runs and does not wait.
///
/// Swift's own threads are as many as processors, and runs keep them busy with decoding and SQLite: a status would wait
/// for them. A serial queue gets a thread whatever else runs; there are as many as connections at most.
private final class ControlExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "pejl.control.request")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
