#if canImport(Glibc)
import Glibc
#endif

/// Two works side by side, one of them on a thread of its own: the other core is idle otherwise.
enum SideThread {
    /// Runs `aside` on another thread while `here` runs on this one.
    ///
    /// - Returns: What both returned, when both are at their end.
    /// - Throws: What `here` threw, or else what `aside` threw.
    static func run<Aside, Here>(
        _ aside: () throws -> Aside,
        while here: () throws -> Here
    ) throws -> (aside: Aside, here: Here) {
        try withoutActuallyEscaping(aside) { aside in
            let work = Work(aside)
            let done = try work.begin(beside: here)
            guard let result = work.result else { preconditionFailure("the thread has ended without a result") }
            return (try result.get(), done)
        }
    }
}

private final class Work<Value> {
    /// Written by the thread, read after it has been joined.
    private(set) var result: Result<Value, any Error>?
    private let body: () throws -> Value

    init(_ body: @escaping () throws -> Value) { self.body = body }

    /// The thread is gone when this returns or throws, before what `body` borrows is.
    func begin<Here>(beside here: () throws -> Here) throws -> Here {
        var thread = pthread_t()
        let call = Unmanaged.passRetained(Call { [self] in result = Result { try body() } })
        let code = pthread_create(
            &thread,
            nil,
            { call in
                guard let call else { return nil }
                Unmanaged<Call>.fromOpaque(call).takeRetainedValue().body()
                return nil
            },
            call.toOpaque()
        )
        guard code == 0 else {
            call.release()
            throw StoreError.system(operation: "start a thread", path: "", code: code)
        }
        defer { pthread_join(thread, nil) }
        return try here()
    }
}

/// What the thread is started with; C's function for it cannot know what ``Work`` comes to.
private final class Call {
    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }
}
