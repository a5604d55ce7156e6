import Foundation
import FoundationXML

/// An element of an XML file with its place.
struct XMLElementTree {
    var name: String
    var attributes: [String: String]
    var line: Int
    var text = ""
    var children: [XMLElementTree] = []

    func first(_ name: String) -> XMLElementTree? { children.first { $0.name == name } }

    /// The text of a child, without blanks around it; empty if there is none.
    func text(of name: String) -> String { first(name)?.text.trimmingCharacters(in: .whitespacesAndNewlines) ?? "" }

    /// All elements of a name below this one, in the order of the file.
    func all(_ name: String) -> [XMLElementTree] {
        children.flatMap { ($0.name == name ? [$0] : []) + $0.all(name) }
    }
}

/// Text to ``XMLElementTree``. Entities of other files are never fetched.
final class XMLTreeReader: NSObject, XMLParserDelegate {
    private static let maximumDepth = 64
    private var open: [XMLElementTree] = []
    private var root: XMLElementTree?
    private var fault: (line: Int, message: String)?

    /// - Throws: ``ImportError/notXML(line:reason:)``.
    static func read(_ data: Data) throws(ImportError) -> XMLElementTree {
        let reader = XMLTreeReader()
        let parser = XMLParser(data: withEntities(data))
        parser.shouldResolveExternalEntities = false
        parser.delegate = reader
        let isWhole = parser.parse()
        if let fault = reader.fault { throw .notXML(line: fault.line, reason: fault.message) }
        guard isWhole, let root = reader.root else {
            throw .notXML(line: max(1, parser.lineNumber), reason: "it ends early")
        }
        return root
    }

    /// Short texts that the file gives a name (`<!ENTITY CC "0xB4">`) put in their places; the parser leaves them out.
    private static func withEntities(_ data: Data) -> Data {
        guard data.prefix(65_536).range(of: Data("<!ENTITY ".utf8)) != nil else { return data }
        var text = String(decoding: data, as: UTF8.self)
        // A value without an ampersand or bracket cannot grow by itself, and one this short not by much.
        let declarations = text.matches(of: /<!ENTITY\s+([A-Za-z_]\w*)\s+["']([^"'&<]{0,64})["']\s*>/).prefix(64)
        for (name, value) in declarations.map({ (String($0.1), String($0.2)) }) {
            text = text.replacing("&\(name);", with: value)
        }
        return Data(text.utf8)
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if open.count >= Self.maximumDepth {
            fault = fault ?? (parser.lineNumber, "elements are too deep inside each other")
            parser.abortParsing()
        }
        open.append(XMLElementTree(name: name, attributes: attributes, line: parser.lineNumber))
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) { open[open.count - 1].text += text }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        guard let element = open.popLast() else { return }
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
        fault = fault ?? (max(1, parser.lineNumber), "the XML is broken here")
    }
}
