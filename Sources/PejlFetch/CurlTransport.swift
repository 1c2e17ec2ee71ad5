internal import CCurl
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Carries requests with one libcurl multi handle on a thread of its own.
///
/// Connections are kept and reused, one to a host. The thread sleeps in `curl_multi_poll` and is woken for new requests
/// and for cancelled ones; it ends with the transport.
final class CurlTransport: Sendable {
    private let loop: CurlLoop

    /// Starts the thread.
    init(options: FetchOptions) {
        CurlLibrary.start
        loop = CurlLoop(options: options)
        loop.start()
    }

    deinit { loop.stop() }

    /// Sends a request and waits for the whole answer.
    ///
    /// - Throws: ``FetchError``; `cancelled` soon after the task is cancelled.
    func perform(_ request: WireRequest) async throws(FetchError) -> WireAnswer {
        let ticket = CurlLoop.Ticket()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.submit(CurlLoop.Job(request: request, ticket: ticket, continuation: continuation))
            }
        } onCancel: {
            ticket.isCancelled.store(true, ordering: .relaxed)
            loop.wake()
        }
        return try outcome.get()
    }
}

/// The transport's thread and what other threads may reach of it.
private final class CurlLoop: Sendable {
    /// What a waiting task and the thread share.
    final class Ticket: Sendable {
        let isCancelled = Atomic(false)
    }

    /// A request and who waits for its answer.
    struct Job: Sendable {
        let request: WireRequest
        let ticket: Ticket
        let continuation: CheckedContinuation<Result<WireAnswer, FetchError>, Never>
    }

    private struct Mailbox {
        var jobs: [Job] = []
        /// Nothing before the thread runs and after it has ended.
        var multi: UnsafeMutableRawPointer?
        var isStopping = false
        /// Why no request can be carried.
        var breakdown: String?
    }

    private let options: FetchOptions
    private let mailbox = Mutex(Mailbox())

    init(options: FetchOptions) { self.options = options }

    func start() {
        let multi = curl_multi_init()
        guard let multi else { return mailbox.withLock { $0.breakdown = "no multi handle" } }
        _ = pejl_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, options.requestsAtOnce)
        _ = pejl_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, max(8, options.requestsAtOnce))
        let address = UInt(bitPattern: multi)
        mailbox.withLock { $0.multi = UnsafeMutableRawPointer(bitPattern: address) }
        var thread = pthread_t()
        let own = Unmanaged.passRetained(self)
        let code = pthread_create(&thread, nil, runCurlLoop, own.toOpaque())
        guard code == 0 else {
            own.release()
            mailbox.withLock {
                $0.multi = nil
                $0.breakdown = "no thread, errno \(code)"
            }
            curl_multi_cleanup(multi)
            return
        }
        pthread_detach(thread)
    }

    func stop() {
        mailbox.withLock { mailbox in
            mailbox.isStopping = true
            Self.wake(mailbox)
        }
    }

    func wake() { mailbox.withLock { Self.wake($0) } }

    func submit(_ job: Job) {
        let breakdown = mailbox.withLock { mailbox in
            if mailbox.breakdown == nil { mailbox.jobs.append(job) }
            Self.wake(mailbox)
            return mailbox.breakdown
        }
        if let breakdown { job.continuation.resume(returning: .failure(.unavailable(detail: breakdown))) }
    }

    private static func wake(_ mailbox: Mailbox) {
        if let multi = mailbox.multi { curl_multi_wakeup(multi) }
    }

    // MARK: On the thread

    private struct Running {
        let transfer: CurlTransfer
        let job: Job
    }

    private static let idleMilliseconds: Int32 = 60_000

    /// Runs until the transport is gone; every request that was taken is answered.
    func run() {
        guard let address = mailbox.withLock({ $0.multi.map { UInt(bitPattern: $0) } }),
            let multi = UnsafeMutableRawPointer(bitPattern: address)
        else { return }
        let connections = OpenConnections()
        var running: [UnsafeMutableRawPointer: Running] = [:]
        while true {
            let (jobs, isStopping) = mailbox.withLock { mailbox in
                defer { mailbox.jobs = [] }
                return (mailbox.jobs, mailbox.isStopping)
            }
            for job in jobs { begin(job, connections, multi, &running) }
            for entry in running.values where entry.job.ticket.isCancelled.load(ordering: .relaxed) {
                end(entry, .failure(.cancelled), multi, &running)
            }
            if isStopping && running.isEmpty { break }
            var stillRunning: Int32 = 0
            curl_multi_perform(multi, &stillRunning)
            var code = CURLE_OK
            while let easy = pejl_curl_multi_next_finished(multi, &code) {
                guard let entry = running[easy] else { continue }
                if entry.transfer.wantsNewConnection {
                    curl_multi_remove_handle(multi, easy)
                    running[easy] = nil
                    begin(entry.job, connections, isNew: true, multi, &running)
                } else {
                    end(entry, entry.transfer.outcome(code), multi, &running)
                }
            }
            curl_multi_poll(multi, nil, 0, Self.idleMilliseconds, nil)
        }
        mailbox.withLock { $0.multi = nil }
        curl_multi_cleanup(multi)
    }

    private func begin(
        _ job: Job,
        _ connections: OpenConnections,
        isNew: Bool = false,
        _ multi: UnsafeMutableRawPointer,
        _ running: inout [UnsafeMutableRawPointer: Running]
    ) {
        guard !job.ticket.isCancelled.load(ordering: .relaxed) else {
            return job.continuation.resume(returning: .failure(.cancelled))
        }
        guard let transfer = CurlTransfer(job.request, options: options, connections: connections, isNew: isNew),
            curl_multi_add_handle(multi, transfer.easy) == CURLM_OK
        else {
            return job.continuation.resume(returning: .failure(.unavailable(detail: "a transfer could not be set up")))
        }
        running[transfer.easy] = Running(transfer: transfer, job: job)
    }

    private func end(
        _ entry: Running,
        _ outcome: Result<WireAnswer, FetchError>,
        _ multi: UnsafeMutableRawPointer,
        _ running: inout [UnsafeMutableRawPointer: Running]
    ) {
        curl_multi_remove_handle(multi, entry.transfer.easy)
        running[entry.transfer.easy] = nil
        if case .failure = outcome { entry.transfer.discard() }
        entry.job.continuation.resume(returning: outcome)
    }
}

/// What the thread executes.
private func runCurlLoop(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let pointer { Unmanaged<CurlLoop>.fromOpaque(pointer).takeRetainedValue().run() }
    return nil
}
