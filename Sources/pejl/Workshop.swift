import ArgumentParser
import PejlConfig
import PejlControl
import PejlModel
import PejlPipeline

#if canImport(Glibc)
import Glibc
#endif

/// The work store, held for one command that reads or changes it; pejld must not be running.
struct Workshop {
    /// The line from archive to report.
    let pipeline: RefreshPipeline
    /// The datasets and folders.
    let options: PipelineOptions

    /// Opens the store that a configuration names.
    ///
    /// Only its owner may: a file that somebody else makes in the state directory would shut pejld out.
    init(_ config: ConfigOption) throws {
        options = try Configuration(path: config.config).pipeline
        let path = options.paths.workStore
        var status = stat()
        guard stat(path, &status) == 0 else {
            let message = "\(path) is not there, or may not be looked at: pejld has not run here yet"
            throw Failure(kind: .transient, name: "never-run", message: message)
        }
        guard status.st_uid == geteuid() else {
            let owner = User.name(status.st_uid)
            throw Failure(
                kind: .auth,
                name: "not-the-owner",
                message: "\(path) belongs to \(owner); run this as \(owner): sudo -u \(owner) pejl …"
            )
        }
        umask(0o027)
        pipeline = try RefreshPipeline(options, now: SystemClock.now)
    }

    /// Tells of a run that one dataset was the reason for, writes it into the status and ends with its exit status.
    ///
    /// `quietly` leaves standard output to somebody else.
    func finish(
        _ summary: RefreshSummary,
        of dataset: String,
        _ say: LanguageOption,
        quietly: Bool = false
    ) throws {
        try pipeline.saveStatus(StatusDocument(summary, after: StatusDocument(path: options.paths.status)).json())
        if !quietly { tell(summary, of: dataset, say) }
        for failure in summary.failures { Terminal.note("pejl: \(failure)") }
        let status = ProgramStatus(summary.failures)
        guard status == .success else { throw ExitCode(status.rawValue) }
    }

    private func tell(_ summary: RefreshSummary, of dataset: String, _ say: LanguageOption) {
        switch summary.datasets.first(where: { $0.id == dataset })?.outcome {
        case .loaded(let difference):
            Terminal.line(
                say(
                    "\(dataset): indlæst (\(difference.added) nye, \(difference.changed) ændrede, "
                        + "\(difference.withdrawn) trukket tilbage)",
                    "\(dataset): loaded (\(difference.added) new, \(difference.changed) changed, "
                        + "\(difference.withdrawn) withdrawn)"
                )
            )
        case .unchanged: Terminal.line("\(dataset): " + say("uændret", "unchanged"))
        case .failed(let failure):
            let rule = RuleTexts.title(of: failure.name)[say.language]
            Terminal.line(
                say(
                    "\(dataset): ikke indlæst (\(rule)); de sidste gode tal står",
                    "\(dataset): not loaded (\(rule)); the last good figures stand"
                )
            )
        default: break
        }
        switch summary.publication {
        case .published(let number, let digest):
            Terminal.line(say("Udgivelse \(number) er lavet", "Publication \(number) is made") + ", \(digest)")
        case .unchanged(let number, _):
            Terminal.line(say("Udgivelse \(number) står uændret", "Publication \(number) stands as it was"))
        case .nothing, .failed: break
        }
    }
}

/// Users of this machine.
enum User {
    /// The name of a user, or the number where there is no such user.
    static func name(_ number: uid_t) -> String {
        getpwuid(number).map { String(cString: $0.pointee.pw_name) } ?? "uid \(number)"
    }

    /// Who runs this: name and number, and who logged in where that is somebody else.
    static var current: String {
        let user = "\(name(getuid())) (uid \(getuid()))"
        guard let login, login != getuid() else { return user }
        return "\(user), logged in as \(name(login)) (uid \(login))"
    }

    /// The user that the session began with, which `sudo` does not change; nothing where the kernel knows of none.
    private static var login: uid_t? {
        let descriptor = open("/proc/self/loginuid", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0, let number = uid_t(String(decoding: bytes[..<count], as: UTF8.self)) else { return nil }
        return number == uid_t.max ? nil : number
    }
}
