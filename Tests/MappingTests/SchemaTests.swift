import Foundation
import Testing
import Texts

@testable import Mapping

/// The JSON Schema that editors read.
@Suite struct `The schema` {
    /// As much of JSON Schema as ours uses.
    private struct Validator {
        let root: [String: Any]

        func fault(_ tree: YAMLTree, _ schema: [String: Any], at path: String) -> String? {
            if let reference = schema["$ref"] as? String {
                let name = String(reference.split(separator: "/").last ?? "")
                let definitions = root["$defs"] as? [String: [String: Any]]
                guard let target = definitions?[name] else { return "\(path): no definition \(name)" }
                return fault(tree, target, at: path)
            }
            if let any = schema["anyOf"] as? [[String: Any]] {
                let faults = any.map { fault(tree, $0, at: path) }
                return faults.contains { $0 == nil } ? nil : "\(path): none fits"
            }
            if let words = schema["enum"] as? [Any] {
                guard case .text(let text) = tree, words.contains(where: { "\($0)" == text.text }) else {
                    return "\(path): not one of \(words)"
                }
                return nil
            }
            let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
            switch tree {
            case .text(let text):
                if types == ["integer"] {
                    let range = (schema["minimum"] as? Int ?? 0)...(schema["maximum"] as? Int ?? 0)
                    return Int(text.text).map(range.contains) == true
                        ? nil : "\(path): \(text.text) is not in \(range)"
                }
                return types.isEmpty || types.contains("string") ? nil : "\(path): a text"
            case .list(let items, _):
                guard types == ["array"], let element = schema["items"] as? [String: Any] else {
                    return "\(path): a list"
                }
                return items.lazy.compactMap { fault($0, element, at: path + "[]") }.first
            case .table(let pairs, _):
                guard types.isEmpty || types == ["object"] else { return "\(path): a table" }
                return table(pairs, schema, at: path)
            }
        }

        private func table(_ pairs: YAMLPairs, _ schema: [String: Any], at path: String) -> String? {
            let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
            for name in schema["required"] as? [String] ?? [] where !pairs.contains(where: { $0.key.text == name }) {
                return "\(path): no \(name)"
            }
            for (key, value) in pairs {
                if let own = properties[key.text] {
                    if let fault = fault(value, own, at: "\(path)/\(key.text)") { return fault }
                } else if let other = schema["additionalProperties"] as? [String: Any] {
                    if let fault = fault(value, other, at: "\(path)/\(key.text)") { return fault }
                } else {
                    return "\(path): no word \(key.text)"
                }
            }
            return nil
        }
    }

    private static func fault(_ text: String) throws -> String? {
        let schema = try #require(
            JSONSerialization.jsonObject(with: Data(MappingSchema.json().utf8)) as? [String: Any])
        let tree = try #require(YAMLReader.read(text, Findings(file: "t.yaml", text: text)))
        return Validator(root: schema).fault(tree, schema, at: "")
    }

    @Test(arguments: Shipped.names)
    func `finds nothing in a shipped mapping`(name: String) throws {
        #expect(try Self.fault(try Shipped.text("\(name).yaml")) == nil)
    }

    // swift-format-ignore
    private static let mistakes = [
        ("controlls: {}", "/: no word controlls"), ("defaults: {takeover: pikup}", "/defaults/takeover: not one of"),
        ("controls: {a: {in: cc 1, deadband: 5000}}", "/controls/a: none fits"),
        ("layers: {mix: {a: {too: /slot/1/pan}}}", "/layers/mix/a: none fits"), ("match: [{usb: [1]}]", "/match: none fits"),
    ]

    @Test(arguments: mistakes)
    func `finds what the reader would`(line: String, fault: String) throws {
        let found = try Self.fault("mapping: 1\nname: T\n\(line)\n") ?? ""
        #expect(found.hasPrefix(fault) || "/\(found)".hasPrefix(fault), "\(found)")
    }

    @Test func `has every word of the tables`() throws {
        let schema = MappingSchema.json()
        for section in [Section.mapping, .match, .defaults, .control, .lamp, .ring, .layer, .assignment, .keepAlive] {
            for word in section.words { #expect(schema.contains("\"\(word.name)\": {"), "\(word.name)") }
        }
    }
}
