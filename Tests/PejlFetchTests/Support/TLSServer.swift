#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// `openssl s_server` on a loopback port with a certificate of its own; sends one prepared answer.
final class TLSServer: Sendable {
    static let program = "/usr/bin/openssl"
    static var isAvailable: Bool { access(program, X_OK) == 0 }

    let port: Int
    /// The certificate, which is its own authority.
    let certificate: String
    private let directory: String
    private let process: pid_t
    private let input: Int32

    /// - Parameters:
    ///   - names: The certificate's subject alternative names, such as `IP:127.0.0.1`.
    ///   - answer: What every client is sent.
    ///   - arguments: Further arguments of `s_server`.
    init?(names: String, answer: String, arguments: [String] = []) {
        var template = Array("/tmp/pejl-tls-XXXXXX".utf8CString)
        guard let directory = mkdtemp(&template).map({ String(cString: $0) }) else { return nil }
        self.directory = directory
        certificate = "\(directory)/certificate.pem"
        let key = "\(directory)/key.pem"
        let request = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj",
            "/CN=pejl", "-addext", "subjectAltName=\(names)", "-keyout", key, "-out", certificate,
        ]
        var ignored: Int32 = 0
        guard let (maker, makerInput, makerOutput) = Self.spawn(request) else { return nil }
        waitpid(maker, &ignored, 0)
        close(makerInput)
        close(makerOutput)
        let serve = ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key] + arguments
        guard let (process, input, output) = Self.spawn(serve) else { return nil }
        self.process = process
        self.input = input
        _ = Array(answer.utf8).withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        var text = ""
        var piece = [UInt8](repeating: 0, count: 4096)
        while !text.contains("ACCEPT") || !text.hasSuffix("\n") {
            let count = read(output, &piece, piece.count)
            guard count > 0 else { break }
            text += String(decoding: piece.prefix(count), as: UTF8.self)
        }
        port =
            text.split(separator: "\n").first { $0.hasPrefix("ACCEPT") }
            .flatMap { $0.split(separator: ":").last.flatMap { Int($0) } } ?? 0
    }

    var url: String { "https://127.0.0.1:\(port)" }

    func stop() {
        var ignored: Int32 = 0
        kill(process, SIGKILL)
        waitpid(process, &ignored, 0)
        close(input)
        for name in ["certificate.pem", "key.pem"] { unlink("\(directory)/\(name)") }
        rmdir(directory)
    }

    /// Starts the program; its process, standard input and standard output.
    private static func spawn(_ arguments: [String]) -> (pid_t, Int32, Int32)? {
        var input: [Int32] = [0, 0]
        var output: [Int32] = [0, 0]
        guard pipe(&input) == 0, pipe(&output) == 0 else { return nil }
        for descriptor in [input[1], output[0]] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input[0], 0)
        posix_spawn_file_actions_adddup2(&actions, output[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, program, &actions, nil, &words, nil)
        close(input[0])
        close(output[1])
        return code == 0 ? (process, input[1], output[0]) : nil
    }
}
