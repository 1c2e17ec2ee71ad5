import ArgumentParser
import PejlModel
import PejlPipeline

#if canImport(Glibc)
import Glibc
#endif

/// Standard output and error, and the end of the program.
enum Terminal {
    /// Writes to standard output.
    static func write(_ text: String) { write(Array(text.utf8), to: STDOUT_FILENO) }

    /// Writes a line to standard output.
    static func line(_ text: String = "") { write(text + "\n") }

    /// Writes a line to standard error.
    static func note(_ text: String) { write(Array((text + "\n").utf8), to: STDERR_FILENO) }

    /// Writes bytes; ends the program quietly when nobody reads any more, as `head` does.
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        bytes.withUnsafeBytes { write($0, to: descriptor) }
    }

    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
        var sent = 0
        while sent < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { exit(ProgramStatus.success.rawValue) }
            sent += count
        }
    }

    /// Whether standard error is a terminal that shows progress.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

    /// Shows a passing line on a terminal; nothing elsewhere.
    static func progress(_ text: String) {
        guard showsProgress else { return }
        write(Array("\r\u{1b}[K\(text)".utf8), to: STDERR_FILENO)
    }

    /// Takes the passing line away.
    static func clearProgress() { progress("") }

    /// Ends the program with the message and the status that belong to an error.
    static func end(with error: any Error) -> Never {
        clearProgress()
        if error is any FailureConvertible || error is Failure {
            let failure = Failure(error)
            note("pejl: \(failure)")
            exit(ProgramStatus(failure).rawValue)
        }
        Pejl.exit(withError: error)
    }
}

/// The language a person reads.
struct LanguageOption: ParsableArguments {
    @Option(name: .long, help: "Language of what is shown: da or en. Default: the LANG variable's.")
    var lang: Language?

    /// The language asked for, or that of the environment.
    var language: Language {
        if let lang { return lang }
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { continue }
            return value.hasPrefix("da") ? .danish : .english
        }
        return .english
    }

    /// Ends the program with the message of a decision that cannot be carried out, in the language asked for.
    func telling(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as DecisionError {
            let failure = error.failure
            Terminal.clearProgress()
            Terminal.note("pejl: \(failure.name): \(error.text[language])")
            throw ExitCode(ProgramStatus(failure).rawValue)
        }
    }

    /// One of two texts.
    func callAsFunction(_ danish: String, _ english: String) -> String { language == .danish ? danish : english }
}

extension Language: ExpressibleByArgument {}

/// Where the publication is.
struct StateOption: ParsableArguments {
    @Option(help: "The state directory. Default: /var/lib/pejl, or .demo where only that is there.")
    var directory: String?

    /// The files of the state directory that was named, or of the one that is there.
    var paths: StatePaths {
        if let directory { return StatePaths(directory: directory) }
        let installed = StatePaths(directory: "/var/lib/pejl")
        let demonstration = StatePaths(directory: ".demo")
        let isInstalled = access(installed.directory, F_OK) == 0
        return !isInstalled && access(demonstration.status, F_OK) == 0 ? demonstration : installed
    }
}
