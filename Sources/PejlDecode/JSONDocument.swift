import CSIMDJSON
import Glibc
import PejlModel

/// A JSON text in memory and the walker over it.
///
/// Formats are read by ranges: ``members(_:)`` gives the members of one object with the place of each value, stepping
/// over what is in them, and the parts that matter are then walked on their own. Members may come in any order, and
/// each byte is looked at once; ``read(into:_:)`` sees to it that the parts that did not matter are checked as well.
final class JSONDocument {
    typealias Event = pejl_json_event

    /// Deepest nesting that is read.
    static let depthLimit: UInt32 = 64
    /// Most members of one object that are listed.
    private static let maximumMembers = 1_000_000

    private let memory: UnsafeMutableRawBufferPointer
    private let walker: OpaquePointer
    /// The document without a byte order mark.
    let range: Range<Int>
    /// Whether nothing is stepped over: slower, and what tells which of several faults is told.
    var walksAll = false
    /// Objects and arrays that were stepped over, by where they begin.
    private var unchecked: [Int: Range<Int>] = [:]
    /// How many objects and arrays are around those that were stepped over.
    private var depths: [Int: UInt32] = [:]

    /// Reads `source` to its end; `size` bytes are expected.
    init(_ source: inout some ByteSource, expecting size: Int) throws(DecodeError) {
        let padding = pejl_json_padding()
        // One byte of room more than expected: the read that finds the end needs it.
        var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size + 1 + padding, alignment: 64)
        var filled = 0
        do throws(DecodeError) {
            while true {
                let room = memory.count - padding
                let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[filled..<room]))
                filled += count
                if count == 0 { break }
                if filled < room { continue }
                if filled > DocumentDecoder.maximumJSONBytes {
                    throw DecodeError.tooLarge(byteCount: filled, limit: DocumentDecoder.maximumJSONBytes)
                }
                let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: memory.count * 2, alignment: 64)
                larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<filled]))
                memory.deallocate()
                memory = larger
            }
        } catch {
            memory.deallocate()
            throw error
        }
        UnsafeMutableRawBufferPointer(rebasing: memory[filled...]).initializeMemory(as: UInt8.self, repeating: 0)
        guard let walker = pejl_json_walker_create() else {
            memory.deallocate()
            throw .outOfMemory(byteCount: filled)
        }
        self.memory = memory
        self.walker = walker
        range = (memory.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)..<filled
    }

    deinit {
        pejl_json_walker_destroy(walker)
        memory.deallocate()
    }

    /// The raw bytes in `range`.
    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[range]) }

    /// The raw bytes of a key, string, number or literal.
    @inline(__always)
    func bytes(_ event: Event) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: memory.baseAddress.map { $0 + Int(event.offset) }, count: Int(event.length))
    }

    /// Whether two keys or strings are written with the same bytes.
    @inline(__always)
    func areEqual(_ first: Event, _ second: Event) -> Bool {
        guard first.length == second.length else { return false }
        guard let one = bytes(first).baseAddress, let other = bytes(second).baseAddress else { return true }
        return memcmp(one, other, Int(first.length)) == 0
    }

    /// The text of a key or string.
    func text(_ event: Event) -> String {
        guard event.escaped != 0 else { return String(decoding: bytes(event), as: UTF8.self) }
        return String(decoding: JSONEscapes.unescaped(bytes(event)), as: UTF8.self)
    }

    /// Refuses a document that is nothing or no JSON at first sight.
    func checkContent(expected: DocumentFormat) throws(DecodeError) {
        let head = bytes(range.lowerBound..<min(range.upperBound, range.lowerBound + 512))
        guard let first = ContentKind.significant(head).first else {
            if head.count < 512 { throw .emptyAnswer }
            return
        }
        let kind = ContentKind(head)
        if kind == .json || kind == .binary { return }
        // A quotation mark, a digit and the like may begin JSON: left to the walk, whose message has a place.
        if kind == .text, first < 0x41 { return }
        throw .unexpectedContent(expected: expected, found: kind)
    }

    /// Walks the document in `range`; `body` gets the events no deeper than `reportDepth`.
    ///
    /// What lies in objects and arrays with `skipDepth` or more around them is not looked at; it stays to be checked.
    func walk(
        _ range: Range<Int>,
        reportDepth: UInt32 = JSONDocument.depthLimit,
        skipDepth: UInt32 = .max,
        _ body: (UnsafeBufferPointer<Event>) throws -> Void
    ) throws {
        unchecked[range.lowerBound] = nil
        let depthLimit = Self.depthLimit - min(Self.depthLimit, depths[range.lowerBound] ?? 0)
        var fault = pejl_json_error()
        let code = try withoutActuallyEscaping(body) { body in
            let visitor = Visitor(body, base: range.lowerBound)
            let code = withExtendedLifetime(visitor) {
                pejl_json_walk(
                    walker,
                    memory.baseAddress.map { $0.assumingMemoryBound(to: CChar.self) + range.lowerBound },
                    range.count,
                    depthLimit,
                    reportDepth,
                    skipDepth,
                    { context, events, count in
                        guard let context else { return 1 }
                        let visitor = Unmanaged<Visitor>.fromOpaque(context).takeUnretainedValue()
                        return visitor.take(UnsafeBufferPointer(start: events, count: count)) ? 0 : 1
                    },
                    Unmanaged.passUnretained(visitor).toOpaque(),
                    &fault
                )
            }
            if let error = visitor.error { throw error }
            return code
        }
        if code != PEJL_JSON_OK { throw error(Int(code), range.lowerBound + fault.offset, fault.text, in: range) }
    }

    private func error(_ code: Int, _ byte: Int, _ text: UnsafePointer<CChar>?, in range: Range<Int>) -> DecodeError {
        let reason = text.map { String(cString: $0) } ?? "no JSON"
        switch code {
        case Int(PEJL_JSON_TRUNCATED): return .truncated(where: "the JSON is not closed at byte \(byte)")
        case Int(PEJL_JSON_EMPTY): return .emptyAnswer
        case Int(PEJL_JSON_MEMORY): return .outOfMemory(byteCount: range.count)
        case Int(PEJL_JSON_UTF8):
            let valid = TextCheck.validPrefix(bytes(range), allowsNUL: true)
            return .invalidUTF8(line: nil, byte: range.lowerBound + valid)
        default: return .malformedJSON(byte: byte, reason: reason)
        }
    }

    /// Runs `body`, which delivers cells to the sink it is given, and then checks what it stepped over.
    ///
    /// A document that is refused is read again without shortcuts, and that refusal is the one that counts: which of
    /// several faults is told does not depend on what was stepped over.
    func read(into sink: any CellSink, _ body: (any CellSink) throws -> Void) throws {
        do {
            try body(sink)
            try checkRest()
        } catch let error as DecodeError {
            walksAll = true
            depths = [:]
            try body(NoCells())
            throw error
        }
    }

    /// Notes that the value in `range` was checked by other means.
    func noteChecked(_ range: Range<Int>) { unchecked[range.lowerBound] = nil }

    private func noteSkipped(_ part: Range<Int>, within range: Range<Int>) {
        if walksAll { return }
        unchecked[part.lowerBound] = part
        depths[part.lowerBound] = (depths[range.lowerBound] ?? 0) + 1
    }

    private func checkRest() throws {
        for range in unchecked.values.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            try walk(range, reportDepth: 0) { _ in }
        }
    }

    /// The members of the object in `range`, in its order.
    ///
    /// - Throws: ``DecodeError/malformedJSON(byte:reason:)`` where a key stands twice.
    func members(_ range: Range<Int>) throws -> [JSONMember] {
        var members: [JSONMember] = []
        var keys: Set<String> = []
        var key = ""
        var start = 0
        try walk(range, reportDepth: 1, skipDepth: walksAll ? .max : 1) { events in
            for event in events where event.depth == 1 {
                let offset = Int(event.offset)
                switch Int(event.kind) {
                case PEJL_JSON_KEY:
                    key = text(event)
                    if !keys.insert(key).inserted {
                        throw DecodeError.malformedJSON(byte: offset, reason: "the key \(quoted(key)) stands twice")
                    }
                    if keys.count > Self.maximumMembers {
                        throw DecodeError.malformedJSON(byte: offset, reason: "more than 1000000 members in an object")
                    }
                case PEJL_JSON_OBJECT_BEGIN, PEJL_JSON_ARRAY_BEGIN: start = offset
                case PEJL_JSON_OBJECT_END, PEJL_JSON_ARRAY_END:
                    noteSkipped(start..<(offset + 1), within: range)
                    members.append(JSONMember(key: key, event: event, range: start..<(offset + 1)))
                default: members.append(JSONMember(key: key, event: event, range: event.whole))
                }
            }
        }
        return members
    }

    /// The values of the array in `range`, in its order, without keys.
    func elements(_ range: Range<Int>) throws -> [JSONMember] {
        var elements: [JSONMember] = []
        var start = 0
        try walk(range, reportDepth: 1, skipDepth: walksAll ? .max : 1) { events in
            for event in events where event.depth == 1 {
                let offset = Int(event.offset)
                switch Int(event.kind) {
                case PEJL_JSON_OBJECT_BEGIN, PEJL_JSON_ARRAY_BEGIN: start = offset
                case PEJL_JSON_OBJECT_END, PEJL_JSON_ARRAY_END:
                    noteSkipped(start..<(offset + 1), within: range)
                    elements.append(JSONMember(key: "", event: event, range: start..<(offset + 1)))
                default: elements.append(JSONMember(key: "", event: event, range: event.whole))
                }
                if elements.count > Self.maximumMembers {
                    throw DecodeError.malformedJSON(byte: offset, reason: "more than 1000000 entries in an array")
                }
            }
        }
        return elements
    }
}

/// Takes the cells of a document that is read for its faults only.
private final class NoCells: CellSink {
    func begin(_ table: TableDictionary) {}
    func take(_ chunk: CellChunk) {}
}

/// One member of an object, its key and where its value stands; or one entry of an array.
struct JSONMember {
    /// The key, unescaped; empty in an array.
    let key: String
    /// The value, or the bracket that closes it.
    let event: JSONDocument.Event
    /// The bytes of the value, with its quotes or brackets.
    let range: Range<Int>

    /// Whether the value is an object.
    var isObject: Bool { Int(event.kind) == PEJL_JSON_OBJECT_END }
    /// Whether the value is an array.
    var isArray: Bool { Int(event.kind) == PEJL_JSON_ARRAY_END }
    /// Whether the value is a string.
    var isString: Bool { Int(event.kind) == PEJL_JSON_STRING }
}

extension pejl_json_event {
    /// The bytes of a scalar, with the quotes of a string.
    var whole: Range<Int> {
        let quote = Int(kind) == PEJL_JSON_STRING ? 1 : 0
        return (Int(offset) - quote)..<(Int(offset) + Int(length) + quote)
    }
}

/// Carries a Swift closure and its error through C.
private final class Visitor {
    private let body: (UnsafeBufferPointer<JSONDocument.Event>) throws -> Void
    private let base: Int
    private(set) var error: (any Error)?
    private var moved: [JSONDocument.Event] = []

    init(_ body: @escaping (UnsafeBufferPointer<JSONDocument.Event>) throws -> Void, base: Int) {
        self.body = body
        self.base = base
    }

    /// Passes the events on, their offsets counted from the beginning of the document.
    func take(_ events: UnsafeBufferPointer<JSONDocument.Event>) -> Bool {
        do {
            if base == 0 {
                try body(events)
            } else {
                moved.removeAll(keepingCapacity: true)
                moved.append(contentsOf: events)
                for index in moved.indices { moved[index].offset += UInt32(base) }
                try moved.withUnsafeBufferPointer(body)
            }
            return true
        } catch {
            self.error = error
            return false
        }
    }
}
