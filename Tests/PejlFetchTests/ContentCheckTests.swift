import PejlFetch
import PejlModel
import Testing

struct ContentCheckTests {
    private func objection(_ format: DocumentFormat, _ types: [String], _ body: String) -> String? {
        ContentCheck.objection(.document(format), contentTypes: types, sample: BodySample(of: Array(body.utf8)))
    }

    @Test(
        "What the publishers send is accepted",
        arguments: [
            (DocumentFormat.statBankCSV, "text/csv; charset=utf-8", "\u{FEFF}OMRÅDE;TID;INDHOLD\r\n000;2023;5\r\n"),
            (.statBankCSV, "Text/CSV", "OMRÅDE;TID;INDHOLD\n"),
            (.jsonStat, "text/json; charset=utf-8", "{\"dataset\":{}}"),
            (.jsonStat, "application/json", "\u{FEFF} {\"version\":\"2.0\"}"),
            (.uddannelsesstatistik, "application/json", " [{}]"),
            (.uddannelsesstatistik, "application/json; charset=\"UTF-8\"", "\"[{}]\""),
        ]
    )
    func accepted(format: DocumentFormat, type: String, body: String) {
        #expect(objection(format, [type], body) == nil)
    }

    @Test(
        "Anything else is named",
        arguments: [
            (DocumentFormat.statBankCSV, ["text/csv"], "", "the answer is empty"),
            (.statBankCSV, ["text/csv"], " \r\n", "the answer is empty"),
            (.jsonStat, ["text/json"], "\u{FEFF}", "the answer is empty"),
            (.statBankCSV, ["text/html"], "<!DOCTYPE html>", "a page came instead of CSV"),
            (.jsonStat, ["application/json"], "\n <html>", "a page came instead of JSON-stat"),
            (.uddannelsesstatistik, ["text/html"], "<?xml", "a page came instead of a JSON array"),
            (.statBankCSV, ["text/html"], "A;B\n", "the answer is text/html, not text/csv"),
            (.statBankCSV, ["text/csv; charset=windows-1252"], "A;B\n", "the answer is in windows-1252, not UTF-8"),
            (.jsonStat, ["text/plain"], "{}", "the answer is text/plain, not text/json or application/json"),
            (.statBankCSV, [], "A;B\n", "the answer has no content type"),
            (.statBankCSV, ["text/csv", "text/html"], "A;B\n", "the answer has several content types"),
            (.statBankCSV, ["text/csv"], "{\"a\":\"x;y\"}", "the answer does not begin as CSV"),
            (.statBankCSV, ["text/csv"], "Vedligeholdelse\n", "the answer does not begin as CSV"),
            (.statBankCSV, ["text/csv"], "\u{1F}\u{8B};", "the answer does not begin as CSV"),
            (.jsonStat, ["text/json"], "[]", "the answer does not begin as JSON-stat"),
            (.jsonStat, ["text/json"], "\u{FEFF}{ }\n", "the answer is an empty object"),
            (.jsonStat, ["text/json"], "{\"errorTypeCode\":\"X\"}", "the answer is an error object"),
            (.uddannelsesstatistik, ["text/json"], "{\"fejl\":1}", "the answer does not begin as a JSON array"),
            (.uddannelsesstatistik, ["text/json"], "null", "the answer does not begin as a JSON array"),
        ]
    )
    func named(format: DocumentFormat, types: [String], body: String, expected: String) {
        #expect(objection(format, types, body) == expected)
    }

    @Test("PX comes under many types and character sets; a description is JSON, an object or an array")
    func otherForms() {
        func objection(_ answer: AnswerForm, _ type: String, _ body: String) -> String? {
            ContentCheck.objection(answer, contentTypes: [type], sample: BodySample(of: Array(body.utf8)))
        }
        for type in ["text/px; charset=windows-1252", "application/octet-stream", "text/plain"] {
            #expect(objection(.document(.px), type, "CHARSET=\"ANSI\";") == nil)
        }
        #expect(objection(.document(.px), "text/html", "CHARSET=") == "the answer is text/html, not PX")
        #expect(objection(.document(.px), "text/px", "\u{1}") == "the answer does not begin as PX")
        #expect(objection(.json, "text/json; charset=utf-8", "[]") == nil)
        #expect(objection(.json, "application/json", " {}") == nil)
        #expect(objection(.json, "application/json", "\"[]\"") == "the answer does not begin as JSON")
        #expect(ContentCheck.endsWell(.json, sample: BodySample(of: Array("[{}]\n".utf8))))
        #expect(!ContentCheck.endsWell(.json, sample: BodySample(of: Array("[{}".utf8))))
    }

    @Test(
        "A document that does not end as its format ends was cut",
        arguments: [
            (DocumentFormat.statBankCSV, "A;B\n1;2\n", true), (.statBankCSV, "A;B\n1;2", false),
            (.jsonStat, "{}\n", true),
            (.jsonStat, "{\"a\":[1", false), (.uddannelsesstatistik, "[{}]\r\n", true),
            (.uddannelsesstatistik, "[{}", false), (.uddannelsesstatistik, "\"[{}]\"", true),
            (.uddannelsesstatistik, "\"[{}]", false),
        ]
    )
    func endings(format: DocumentFormat, body: String, expected: Bool) {
        #expect(ContentCheck.endsWell(.document(format), sample: BodySample(of: Array(body.utf8))) == expected)
    }

    @Test(
        "An empty array is one in any dress",
        arguments: [
            ("[]", true), (" [ \r\n\t ]\n", true), ("\u{FEFF}[]", true), ("\"[]\"", true), ("[{}]", false), ("", false),
            ("[],[]", false), ("{}", false),
        ]
    )
    func emptyArrays(body: String, expected: Bool) {
        #expect(BodySample(of: Array(body.utf8)).isEmptyArray == expected)
    }
}
