/// A small JSON document, read whole: what publishers say of their tables, their error objects, and what the control
/// socket is asked; never figures.
///
/// Strict: one document of RFC 8259 in valid UTF-8, a leading byte order mark allowed, no member twice, at most 32
/// levels deep. Everything in it is the sender's word and is checked by whoever uses it.
package indirect enum JSONValue: Sendable, Equatable {
    /// Members by name.
    case object([String: JSONValue])
    /// Elements in order.
    case array([JSONValue])
    /// A text, its escapes resolved.
    case string(String)
    /// A number as it is written.
    case number(String)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null

    /// Why bytes are no JSON document.
    package struct Problem: Error, Equatable, CustomStringConvertible {
        /// Where it was noticed, in bytes from the beginning.
        package let offset: Int
        /// What is wrong there.
        package let reason: String

        package var description: String { "byte \(offset): \(reason)" }
    }

    /// Reads a document.
    ///
    /// - Throws: ``Problem``.
    package init(_ bytes: [UInt8]) throws(Problem) {
        var reader = JSONReader(bytes)
        self = try reader.document()
    }

    /// The member of that name; nothing where this is no object, or has none.
    package subscript(name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// The text; nothing where this is something else.
    package var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The flag; nothing where this is something else.
    package var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }

    /// The elements; nothing where this is no array.
    package var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

    /// The members; nothing where this is no object.
    package var members: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }

    /// The number as it is written; nothing where this is something else.
    package var digits: String? { if case .number(let digits) = self { digits } else { nil } }
}
