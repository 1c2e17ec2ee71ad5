package import PejlModel

/// Why a request was not carried out, named and in both languages: what the server answers and what the client throws.
package struct ControlError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable name in kebab case, such as `busy`.
    package let name: String
    /// What a program that asked ends with, after `sysexits.h`.
    package let status: ProgramStatus
    /// What happened and what to do; never holds a secret.
    package let text: Localised

    package init(name: String, status: ProgramStatus, text: Localised) {
        self.name = name
        self.status = status
        self.text = text
    }

    package var description: String { "\(name): \(text.en)" }
}

extension ControlError {
    /// A failure of a stage; those have English messages only, so both languages show the same.
    package init(_ failure: Failure) {
        self.init(name: failure.name, status: ProgramStatus(failure), text: Localised(same: failure.message))
    }

    /// The error that any error stands for; one that nobody named is this machine's.
    package init(_ error: any Error) {
        self = if let error = error as? ControlError { error } else { ControlError(Failure(error)) }
    }

    /// A request that cannot be understood; `da` and `en` say why.
    static func badRequest(_ da: String, _ en: String) -> ControlError {
        ControlError(
            name: "bad-request",
            status: .usage,
            text: Localised(da: "anmodningen kan ikke forstås: \(da)", en: "the request cannot be understood: \(en)")
        )
    }

    /// Bytes that are no frame; nothing that follows them can be read.
    static func badFrame(_ da: String, _ en: String) -> ControlError {
        ControlError(
            name: "bad-frame",
            status: .badData,
            text: Localised(da: "rammen kan ikke læses: \(da)", en: "the frame cannot be read: \(en)")
        )
    }

    /// Every place is taken.
    static let busy = ControlError(
        name: "busy",
        status: .tryLater,
        text: Localised(
            da: "pejld har ikke plads til flere forespørgsler lige nu; prøv igen om lidt",
            en: "pejld has no room for more requests at the moment; try again shortly"
        )
    )

    /// The daemon ends.
    static let stopping = ControlError(
        name: "stopping",
        status: .tryLater,
        text: Localised(da: "pejld er ved at lukke; prøv igen om lidt", en: "pejld is stopping; try again shortly")
    )

    /// Silence, or a frame that takes too long.
    static let tooSlow = ControlError(
        name: "timeout",
        status: .tryLater,
        text: Localised(
            da: "der kom ingen hel anmodning inden for tiden, så forbindelsen blev lukket",
            en: "no whole request came in time, so the connection was closed"
        )
    )

    /// The handler gave more than can be sent.
    static func resultTooLong(_ bytes: Int) -> ControlError {
        ControlError(
            name: "result-too-long",
            status: .system,
            text: Localised(
                da: "svaret fylder \(bytes) byte; der kan sendes \(ControlLimits.resultBytes)",
                en: "the answer has \(bytes) bytes; \(ControlLimits.resultBytes) can be sent"
            )
        )
    }

    /// The caller may not ask this.
    static func notAllowed(_ verb: ControlVerb, group: String) -> ControlError {
        ControlError(
            name: "not-allowed",
            status: .permission,
            text: Localised(
                da: "\(verb.rawValue) kræver medlemskab af gruppen \(group): en administrator kan køre "
                    + "\"usermod --append --groups \(group) BRUGER\"",
                en: "\(verb.rawValue) needs membership of the group \(group): an administrator can run "
                    + "\"usermod --append --groups \(group) USER\""
            )
        )
    }
}
