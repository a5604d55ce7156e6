import ControlSurfaces
import Foundation
import MixModel

/// Names as a device shows them: in letters that it has, and so short that they can still be told apart.
///
/// - Thread: the desk's.
final class NameBook {
    private var nodes: [Node] = []
    private var names: [String] = []
    private var legible: [String] = []
    /// By the length of the display.
    private var short: [Int: [Node: String]] = [:]

    /// Takes the names as they are now.
    func update(_ mix: Mix) {
        let nodes = mix.nodes
        let names = nodes.map(mix.name(of:))
        guard names != self.names || nodes != self.nodes else { return }
        (self.nodes, self.names) = (nodes, names)
        legible = names.map(Romanization.latin)
        short = [:]
    }

    /// The name of a node in so many letters.
    func name(of node: Node, length: Int) -> String {
        if short[length] == nil {
            short[length] = Dictionary(
                zip(nodes, ScribbleText.tellApart(legible, length: length)), uniquingKeysWith: { first, _ in first })
        }
        return short[length]?[node] ?? ""
    }
}

/// Words of any script in Latin letters.
enum Romanization {
    /// What displays have no letters for is written as it sounds, by ICU's rules of transliteration; anything else stays.
    static func latin(_ text: String) -> String {
        guard !ScribbleText.isLegible(text) else { return text }
        return text.split(separator: " ").map { word in
            let word = String(word)
            guard !ScribbleText.isLegible(word) else { return word }
            return word.applyingTransform(StringTransform("Any-Latin; Latin-ASCII"), reverse: false) ?? word
        }.joined(separator: " ")
    }
}
