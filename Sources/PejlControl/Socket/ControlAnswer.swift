import Foundation
package import PejlModel

/// How far something long has come.
package struct ControlProgress: Codable, Sendable, Equatable {
    /// What happens.
    package var text: Localised
    /// The dataset or plugin it happens to.
    package var subject: String?
    /// How much is done, in ``unit``.
    package var done: Int?
    /// How much there is, where that is known.
    package var total: Int?
    /// What is counted, such as `byte`, `row` or `dataset`.
    package var unit: String?

    package init(
        _ text: Localised,
        subject: String? = nil,
        done: Int? = nil,
        total: Int? = nil,
        unit: String? = nil
    ) {
        self.text = text
        self.subject = subject
        self.done = done
        self.total = total
        self.unit = unit
    }
}

/// One frame of an answer: any number of `progress`, then the result in `part`s and `done`, or `error`.
///
/// Two ways were weighed for the result: a JSON value inside the last frame, and a text in pieces. The second was
/// chosen: a status of many datasets is longer than a frame may be, and a number reaches whoever asked digit for digit,
/// not as another encoder writes it. `done` says how many bytes there were, so that half a result is never taken for one.
package enum ControlAnswer: Sendable, Equatable {
    /// How far it has come; frames of this kind may be left out when they come faster than they are read.
    case progress(ControlProgress)
    /// The next piece of the result.
    case part(String)
    /// The result is complete, and has so many bytes of UTF-8.
    case done(bytes: Int)
    /// There is no result.
    case failed(ControlError)

    /// The frames of a result; those of an error where it is too long.
    package static func frames(of result: String) -> [ControlAnswer] {
        let bytes = result.utf8.count
        guard bytes <= ControlLimits.resultBytes else { return [.failed(.resultTooLong(bytes))] }
        return ControlFraming.pieces(of: result, ControlLimits.partBytes).map(ControlAnswer.part) + [
            .done(bytes: bytes)
        ]
    }

    /// Reads the bytes of a frame.
    ///
    /// - Throws: ``ControlError`` `bad-frame`.
    package init(frame: [UInt8]) throws(ControlError) {
        _ = try ControlFraming.object(frame)
        do {
            self = try JSONDecoder().decode(ControlAnswer.self, from: Data(frame))
        } catch {
            throw .badFrame("den er intet svar", "it is no answer")
        }
    }

    /// Its bytes as a frame's content; sorted members.
    package func frame() -> [UInt8] { ControlFraming.content(self) }
}

extension ControlAnswer: Codable {
    private enum Member: String, CodingKey { case frame, progress, text, bytes, error }
    private enum Kind: String, Codable { case progress, part, done, error }

    /// Decodes one frame.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Member.self)
        switch try members.decode(Kind.self, forKey: .frame) {
        case .progress: self = .progress(try members.decode(ControlProgress.self, forKey: .progress))
        case .part: self = .part(try members.decode(String.self, forKey: .text))
        case .done: self = .done(bytes: try members.decode(Int.self, forKey: .bytes))
        case .error: self = .failed(try members.decode(ControlError.self, forKey: .error))
        }
    }

    /// Encodes one frame.
    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        switch self {
        case .progress(let progress):
            try members.encode(Kind.progress, forKey: .frame)
            try members.encode(progress, forKey: .progress)
        case .part(let text):
            try members.encode(Kind.part, forKey: .frame)
            try members.encode(text, forKey: .text)
        case .done(let bytes):
            try members.encode(Kind.done, forKey: .frame)
            try members.encode(bytes, forKey: .bytes)
        case .failed(let error):
            try members.encode(Kind.error, forKey: .frame)
            try members.encode(error, forKey: .error)
        }
    }
}

extension ControlError: Codable {
    private enum Member: String, CodingKey { case name, status, text }

    /// Decodes an error; a status that no program of pejl ends with is refused.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Member.self)
        guard let status = ProgramStatus(rawValue: try members.decode(Int32.self, forKey: .status)),
            status != .success
        else {
            throw DecodingError.dataCorruptedError(forKey: .status, in: members, debugDescription: "no status of pejl")
        }
        self.init(
            name: try members.decode(String.self, forKey: .name),
            status: status,
            text: try members.decode(Localised.self, forKey: .text)
        )
    }

    /// Encodes an error; a text that a frame has no room for is cut.
    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(ControlFraming.cut(name), forKey: .name)
        try members.encode(status.rawValue, forKey: .status)
        let text = Localised(da: ControlFraming.cut(text.da), en: ControlFraming.cut(text.en))
        try members.encode(text, forKey: .text)
    }
}
