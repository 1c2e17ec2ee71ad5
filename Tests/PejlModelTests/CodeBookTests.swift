import PejlModel
import Testing

struct CodeBookTests {
    @Test("100,000 distinct texts keep their numbers while the book grows")
    func many() {
        let book = CodeBook()
        for number in 0..<100_000 where book.intern("kode \(number * 7919 % 100_003)") != Int32(number) {
            Issue.record("number \(number)")
        }
        #expect(book.count == 100_000)
        for number in 0..<100_000 {
            let text = "kode \(number * 7919 % 100_003)"
            if book.intern(text) != Int32(number) || book.text(Int32(number)) != text { Issue.record("\(text)") }
        }
        #expect(book.count == 100_000)
        #expect(Set(book.texts).count == 100_000)
    }

    @Test("equal bytes get one number, whatever comes between, and different bytes different ones")
    func equalBytes() {
        let book = CodeBook()
        #expect(["a", "b", "a", "a", "b", "aa", "", "a", ""].map { book.intern($0) } == [0, 1, 0, 0, 1, 2, 3, 0, 3])
        #expect(book.texts == ["a", "b", "aa", ""])
    }

    @Test("the empty text is a text like others, also as the first one and without any memory behind it")
    func empty() {
        let book = CodeBook()
        #expect(book.intern("") == 0)
        #expect(book.intern(UnsafeRawBufferPointer(start: nil, count: 0)) == 0)
        #expect(book.text(0) == "")
        #expect(book.intern("x") == 1)
        #expect(book.text(1) == "x")
        #expect(book.count == 2)
    }

    @Test("bytes decide, not letters: a composed and a decomposed å are two texts, a zero byte is a byte")
    func bytesDecide() {
        let book = CodeBook()
        let composed = book.intern("\u{e5}")
        let decomposed = book.intern("a\u{30a}")
        #expect(composed != decomposed)
        #expect(book.intern("a\u{0}") != book.intern("a"))
        let wrong: [UInt8] = [0xff]
        #expect(wrong.withUnsafeBytes { book.text(book.intern($0)) } == "\u{fffd}")
    }

    @Test("texts of which one is the beginning of the next stay apart")
    func prefixes() {
        let book = CodeBook()
        let texts = (0...300).map { String(repeating: "0", count: $0) }
        #expect(texts.map { book.intern($0) } == (0...300).map(Int32.init))
        #expect(book.texts == texts)
    }
}
