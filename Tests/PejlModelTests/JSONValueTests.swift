import PejlModel
import Testing

struct JSONValueTests {
    private func read(_ text: String) throws -> JSONValue { try JSONValue(Array(text.utf8)) }

    private func problem(_ bytes: [UInt8]) -> String? {
        do throws(JSONValue.Problem) {
            _ = try JSONValue(bytes)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(
        "Documents are read as they are written",
        arguments: [
            ("null", JSONValue.null), (" true ", .bool(true)), ("[false]", .array([.bool(false)])), ("[]", .array([])),
            ("\u{FEFF}{}", .object([:])), ("-0.5e+10", .number("-0.5e+10")),
            ("[0,10]", .array([.number("0"), .number("10")])),
            ("{\"id\":\"OMRÅDE\",\"map\":null}", .object(["id": .string("OMRÅDE"), "map": .null])),
            (#""a\"b\\c\/d\b\f\n\r\t""#, .string("a\"b\\c/d\u{8}\u{C}\n\r\t")),
            (#""\u00e6\u00C6 \ud83d\ude00 \u0000""#, .string("æÆ 😀 \u{0}")),
        ]
    )
    func documents(text: String, expected: JSONValue) throws {
        #expect(try read(text) == expected)
    }

    @Test("Members are found by kind")
    func members() throws {
        let value = try read(#"{"text":"a","flag":true,"list":[1],"inner":{"x":null}}"#)
        #expect(value["text"]?.text == "a" && value["text"]?.flag == nil)
        #expect(value["flag"]?.flag == true && value["flag"]?.text == nil)
        #expect(value["list"]?.elements?.first?.digits == "1" && value["list"]?.members == nil)
        #expect(value["inner"]?.members?.count == 1 && value["inner"]?["x"] == .null)
        #expect(value["none"] == nil && value["text"]?["x"] == nil)
    }

    @Test(
        "What is no JSON document is refused, with the place",
        arguments: [
            ("", "byte 0: it ends where a value is expected"), ("{} {}", "byte 3: something follows the document"),
            ("[1,]", "byte 3: no value begins like this"), ("[1 2]", "byte 3: \",\" or \"]\" is expected"),
            ("{\"a\" 1}", "byte 5: \":\" is expected"), ("{\"a\":1 \"b\":2}", "byte 7: \",\" or \"}\" is expected"),
            ("{a:1}", "byte 1: a member's name is expected"), ("{\"a\":1,\"a\":2}", "byte 10: a member comes twice"),
            ("01", "byte 1: something follows the document"), ("1.", "byte 2: a digit is expected"),
            ("1e", "byte 2: a digit is expected"), ("-", "byte 1: a digit is expected"),
            ("tru", "byte 0: no value begins like this"), ("NaN", "byte 0: no value begins like this"),
            ("\"a", "byte 2: a text does not end"), ("\"a\n\"", "byte 3: a control character in a text"),
            (#""\x""#, "byte 3: no such escape"), (#""\u12g4""#, "byte 3: four hexadecimal digits are expected"),
            (#""\ud800""#, "byte 7: half a character"), (#""\ud800\n""#, "byte 8: half a character"),
            (#""\ud800\u0041""#, "byte 13: half a character"), (#""\udc00""#, "byte 7: half a character"),
            ("\"\\", "byte 2: a text does not end"), ("[", "byte 1: it ends where a value is expected"),
        ]
    )
    func refused(text: String, expected: String) {
        #expect(problem(Array(text.utf8)) == expected)
    }

    @Test("A text that is not UTF-8 is refused")
    func encoding() {
        #expect(problem([0x22, 0xC5, 0x22]) == "byte 3: a text is not UTF-8")
        #expect(problem([0x22, 0xED, 0xA0, 0x80, 0x22]) == "byte 5: a text is not UTF-8")
    }

    @Test("Thirty-two levels are read and no more")
    func depth() throws {
        func nested(_ levels: Int) -> [UInt8] {
            [UInt8](repeating: UInt8(ascii: "["), count: levels) + [UInt8](repeating: UInt8(ascii: "]"), count: levels)
        }
        #expect(problem(nested(32)) == nil)
        #expect(problem(nested(33)) == "byte 32: more than 32 levels")
        #expect(problem([UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)) == "byte 32: more than 32 levels")
    }
}
