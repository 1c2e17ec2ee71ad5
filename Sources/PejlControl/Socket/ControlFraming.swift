import Foundation
import PejlModel

/// A frame is the length of its content as 4 bytes, the highest first, and the content: one JSON object in UTF-8.
///
/// Two ways were weighed: a line a message, as plugins speak, and a length before each. The length was chosen: a reader
/// knows before it reads how much comes, takes no byte of the next request, and refuses a frame that is too long from 4
/// bytes of it.
package enum ControlFraming {
    /// A frame with that content, which must not be longer than frames may be.
    package static func framed(_ content: [UInt8]) -> [UInt8] {
        precondition(content.count <= ControlLimits.frameBytes)
        return withUnsafeBytes(of: UInt32(content.count).bigEndian) { Array($0) } + content
    }

    /// The members of a frame's content.
    ///
    /// - Throws: ``ControlError`` `bad-frame` where it is anything but one object in strict JSON, at most 32 levels deep.
    static func object(_ content: [UInt8]) throws(ControlError) -> [String: JSONValue] {
        guard !content.starts(with: [0xEF, 0xBB, 0xBF]) else {
            throw .badFrame("den begynder med et byte order mark", "it begins with a byte order mark")
        }
        let value: JSONValue
        do throws(JSONValue.Problem) {
            value = try JSONValue(content)
        } catch {
            throw .badFrame("byte \(error.offset): ikke JSON inden for 32 niveauer", error.description)
        }
        guard let members = value.members else { throw .badFrame("den er ikke et objekt", "it is no object") }
        return members
    }

    /// A value as one line of JSON with sorted members.
    static func content(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts, whole numbers and flags: there is nothing that JSON cannot say.
        guard let data = try? encoder.encode(value) else { preconditionFailure("\(type(of: value)) as JSON") }
        return Array(data)
    }

    /// A text in pieces of at most `bytes` bytes, none of which ends inside a character of Unicode.
    static func pieces(of text: String, _ bytes: Int) -> [String] {
        var pieces: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            let piece = beginning(of: rest, bytes)
            pieces.append(String(piece))
            rest = rest[piece.endIndex...]
        }
        return pieces
    }

    /// A text, or its beginning where it is longer than an error's may be.
    static func cut(_ text: String) -> String {
        text.utf8.count <= ControlLimits.textBytes ? text : beginning(of: text[...], ControlLimits.textBytes) + "…"
    }

    private static func beginning(of text: Substring, _ bytes: Int) -> Substring {
        guard text.utf8.count > bytes else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: bytes)
        while end.samePosition(in: text.base.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return text[..<end]
    }

    /// What somebody else wrote, for a message: its beginning, and no character that moves a cursor.
    static func quoted(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(40).map { $0.properties.generalCategory == .control ? "�" : String($0) }
        return "\"\(shown.joined())\(text.unicodeScalars.count > 40 ? "…" : "")\""
    }
}

/// Takes the bytes of one frame as they come; never more of a stream than that frame.
package struct ControlFrameReader: Sendable {
    private var bytes: [UInt8] = []
    private var length: Int?

    package init() {}

    /// Whether any byte of the frame has come.
    package var hasBegun: Bool { !bytes.isEmpty || length != nil }

    /// How many bytes are wanted next; never 0 before the frame is whole.
    package var wanted: Int { (length ?? 4) - bytes.count }

    /// Adds bytes, at most ``wanted``.
    ///
    /// - Returns: The content where the frame is whole now; the next byte begins another.
    /// - Throws: ``ControlError`` `bad-frame` where the length is 0 or more than a frame may have.
    package mutating func add(_ more: some Collection<UInt8>) throws(ControlError) -> [UInt8]? {
        precondition(more.count <= wanted)
        bytes += more
        guard wanted == 0 else { return nil }
        if length == nil {
            let announced = bytes.reduce(0) { $0 << 8 | Int($1) }
            guard (1...ControlLimits.frameBytes).contains(announced) else {
                throw .badFrame(
                    "dens længde er \(announced) byte; 1 til \(ControlLimits.frameBytes) er tilladt",
                    "its length is \(announced) bytes; 1 to \(ControlLimits.frameBytes) are allowed"
                )
            }
            length = announced
            bytes.removeAll(keepingCapacity: true)
            return nil
        }
        defer { self = ControlFrameReader() }
        return bytes
    }
}
