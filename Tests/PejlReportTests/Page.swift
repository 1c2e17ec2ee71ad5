import Foundation
import PejlModel
import PejlReport

#if canImport(FoundationXML)
import FoundationXML
#endif

/// A report read back by a strict XML parser.
struct Page {
    /// One element with its own text and that of everything inside it.
    struct Element {
        let name: String
        let attributes: [String: String]
        var text = ""

        func has(_ style: String) -> Bool {
            attributes["class"]?.split(separator: " ").contains(Substring(style)) ?? false
        }
    }

    let html: String
    let elements: [Element]
    let error: String?

    init(_ model: ReportModel, _ language: Language = .danish) {
        html = Report.html(model, language: language)
        let body = html.replacingOccurrences(of: "<!DOCTYPE html>\n", with: "")
        let parser = XMLParser(data: Data(body.utf8))
        let reader = Reader()
        parser.delegate = reader
        let isWellFormed = parser.parse()
        elements = reader.elements
        error = isWellFormed ? nil : "line \(parser.lineNumber): \(String(describing: parser.parserError))"
    }

    func named(_ name: String) -> [Element] {
        elements.filter { $0.name == name }
    }

    /// The bars of the drawing for wide pages, by tooltip, in the order drawn.
    var bars: [String] {
        let all = named("rect").filter { $0.has("bar") && !$0.text.isEmpty }.map { String($0.text.dropLast()) }
        return Array(all.prefix(all.count / 2))
    }

    /// Everything a reader sees, style sheet left out.
    var text: String {
        let body = elements.first { $0.name == "body" }?.text ?? ""
        return body.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [Element] = []
        private var open: [Int] = []

        func parser(
            _ parser: XMLParser,
            didStartElement name: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes: [String: String]
        ) {
            open.append(elements.count)
            elements.append(Element(name: name, attributes: attributes))
        }

        func parser(
            _ parser: XMLParser,
            didEndElement name: String,
            namespaceURI: String?,
            qualifiedName: String?
        ) {
            open.removeLast()
            for index in open { elements[index].text += " " }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            for index in open { elements[index].text += string }
        }
    }
}
