import ArgumentParser
import PejlConfig
import PejlControl
import PejlDaemon
import PejlModel

/// Asks a running `pejld`.
struct ControlDesk {
    private let say: LanguageOption
    private let client: ControlClient

    /// - Parameters:
    ///   - config: The configuration file, which says where the socket is.
    ///   - say: The language of what is shown.
    /// - Throws: ``ConfigurationError``.
    init(config: String, say: LanguageOption) throws {
        let place = try Configuration.control(path: config)
        client = ControlClient(
            path: place.path,
            groups: ControlGroups(read: place.readGroup, admin: place.adminGroup)
        )
        self.say = say
    }

    /// Asks, and shows on a terminal how it goes on.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - isPatient: Whether the answer may take as long as a run.
    /// - Returns: The answer, JSON or Prometheus's text.
    /// - Throws: `ExitCode`, when it has been told why nothing came of it.
    func ask(_ request: ControlRequest, isPatient: Bool = false) throws -> String {
        defer { Terminal.clearProgress() }
        do throws(ControlError) {
            return try client.ask(request, isPatient: isPatient) { progress in
                let bytes = progress.done.map { " \($0 >> 10) KiB" } ?? ""
                let subject = progress.subject.map { " \($0)" } ?? ""
                Terminal.progress(progress.text[say.language] + subject + bytes)
            }
        } catch {
            Terminal.clearProgress()
            Terminal.note("pejl: \(error.name): \(error.text[say.language])")
            throw ExitCode(error.status.rawValue)
        }
    }
}
