import Automation
import Foundation
import MixModel
import TestSupport
import Testing
import Units

@testable import SessionStore

/// Strips that are moved, taken out and added in the text.
@Suite struct `A strip in the session's text` {
    /// What belongs to one strip, wherever it stands.
    private struct Belongings: Equatable {
        var lanes: [Role: Lane] = [:]
        var modes: [Role: AutomationMode] = [:]
        var mode: AutomationMode?
        var values: [Role: Float] = [:]
        var sends: [String?] = []
        var output: String?
        var vcas: [String] = []
        var groups: [String] = []
        var key: String?
    }

    private static func belongings(of name: String, in document: SessionDocument) throws -> Belongings {
        let index = try #require(document.mix.strips.firstIndex { $0.name == name })
        let node = Node.strip(index + 1)
        let strip = document.mix.strips[index]
        var found = Belongings(mode: document.modes.nodes[node])
        for (parameter, lane) in document.lanes where parameter.node == node { found.lanes[parameter.role] = lane }
        for (parameter, mode) in document.modes.parameters where parameter.node == node {
            found.modes[parameter.role] = mode
        }
        for (parameter, position) in document.mix.positions where parameter.node == node && parameter.role != .compKey
        {
            found.values[parameter.role] = position
        }
        found.sends = strip.sends.map { $0.map { document.mix.buses[$0 - 1].name } }
        found.output = strip.output.map { document.mix.buses[$0 - 1].name }
        found.vcas = strip.vcas.map { document.mix.vcas[$0 - 1].name }
        found.groups = document.mix.groups.filter { $0.members.contains(node) }.map(\.name)
        let key = Int(document.mix[ParameterID(node, .compKey)])
        found.key = document.mix.strips.indices.contains(key - 1) ? document.mix.strips[key - 1].name : nil
        return found
    }

    /// Seven strips with names that a reader can stumble over, each with automation of its own.
    static var document: SessionDocument {
        var document = SessionDocument(sampleRate: 48_000)
        let names = ["Kick", "12", "Lead Vox", "AC/DC", "no", "Bass#2", "Tom: low"]
        document.mix.buses = [Bus(name: "Drums"), Bus(name: "Reverb")]
        document.mix.vcas = [VCA(name: "Band"), VCA(name: "All")]
        for (index, name) in names.enumerated() {
            document.mix.strips.append(
                Strip(
                    name: name, output: index.isMultiple(of: 2) ? 1 : nil, sends: index == 3 ? [nil, 2] : [],
                    vcas: index < 4 ? [1] : [2]))
            let node = Node.strip(index + 1)
            document.lanes[ParameterID(node, .fader)] = Lane(points: [(0, -Float(index)), (960, -10 - Float(index))])
            if index != 2 { document.lanes[ParameterID(node, .mute)] = Lane(points: [(480, 1)], stepped: true) }
            document.modes.nodes[node] = index == 4 ? .latch : nil
            document.modes.parameters[ParameterID(node, .pan)] = index == 1 ? .off : nil
            document.mix[ParameterID(node, .pan)] = Float(index) / 10
            document.mix[ParameterID(node, .compKey)] = Float((index + 3) % names.count + 1)
        }
        document.mix.groups = [
            Group(name: "Odd", members: [.strip(1), .strip(3), .strip(5), .bus(2)]),
            Group(name: "Even", members: [.strip(2), .strip(4), .strip(6), .master]),
        ]
        return document
    }

    /// The text in blocks: what stands before the strips, each strip, what stands after them.
    private static func blocks(_ text: String) throws -> (head: String, strips: [String], tail: String) {
        let start = try #require(text.range(of: "strips:\n")).upperBound
        let end = try #require(text.range(of: "\nbuses:")).lowerBound
        let strips = text[start..<end].split(separator: "\n  - ").map(String.init)
        return (String(text[..<start]), strips.map { $0.hasPrefix("  - ") ? $0 : "  - " + $0 }, String(text[end...]))
    }

    @Test(arguments: 0..<24)
    func `keeps its lanes and its connections, whatever place it is moved to`(seed: Int) throws {
        var dice = Dice(seed)
        let document = Self.document
        var (head, strips, tail) = try Self.blocks(document.yaml())
        strips.shuffle(using: &dice)
        if seed.isMultiple(of: 2) { strips.insert("  - name: New one", at: Int.random(in: 0...7, using: &dice)) }
        let moved = try SessionDocument.load(text: head + strips.joined(separator: "\n") + tail)
        #expect(moved.mix.strips.count == strips.count)
        for strip in document.mix.strips {
            #expect(
                try Self.belongings(of: strip.name, in: moved) == Self.belongings(of: strip.name, in: document),
                "\(strip.name)")
        }
        #expect(try SessionDocument.load(text: moved.yaml()) == moved)
        #expect(try SessionDocument.load(text: moved.json()) == moved)
    }

    @Test func `takes its lanes along when it is taken out, and leaves those of the others`() throws {
        let document = Self.document
        let (head, strips, tail) = try Self.blocks(document.yaml())
        // Whoever refers to it has to be told: the key of "Tom: low" and the group.
        let without = (head + strips.filter { !$0.hasPrefix("  - name: Lead Vox") }.joined(separator: "\n") + tail)
            .replacing("      comp/key: Lead Vox\n", with: "").replacing("    comp/key: Lead Vox\n", with: "")
            .replacing("/strip/Lead Vox, ", with: "")
        let left = try SessionDocument.load(text: without)
        #expect(left.mix.strips.count == 6)
        #expect(left.lanes.count == document.lanes.count - 1)
        for name in ["Kick", "12", "AC/DC", "no", "Bass#2"] {
            #expect(try Self.belongings(of: name, in: left) == Self.belongings(of: name, in: document), "\(name)")
        }
    }

    @Test func `that is gone is missed by whoever names it`() throws {
        let (head, strips, tail) = try Self.blocks(Self.document.yaml())
        let without = head + strips.filter { !$0.hasPrefix("  - name: Lead Vox") }.joined(separator: "\n") + tail
        let error = #expect(throws: SessionStoreError.self) { try SessionDocument.load(text: without) }
        #expect(error?.description.contains("there is no \"/strip/Lead Vox\"") == true)
    }

    @Test func `of a name that several have goes by its rank among them`() throws {
        var document = SessionDocument(sampleRate: 48_000)
        document.mix.strips = ["Vox", "Vox", "Vox#2", "Vox", "", "-"].map { Strip(name: $0) }
        document.mix.groups = [Group(name: "G", members: (1...6).map { .strip($0) })]
        for number in 1...6 { document.mix[ParameterID(.strip(number), .compKey)] = Float(7 - number) }
        let text = document.yaml()
        // The third is called as the second would be: only its number is left for the second.
        #expect(
            text.contains(
                "members: [/strip/Vox, /strip/2, \"/strip/Vox#2\", \"/strip/Vox#3\", \"/strip/#1\", \"/strip/-#1\"]"))
        #expect(try SessionDocument.load(text: text) == document)
    }

    /// Marks join the letter before them, and some signs the one behind them.
    @Test func `may have a name that begins or ends with a mark`() throws {
        var document = SessionDocument(sampleRate: 48_000)
        document.mix.strips = [
            "\u{301}a", "\u{34F}", "1", "\u{600}", "\u{600}", "a\u{200D}", "a\u{200D}", "é", "e\u{301}",
        ].map {
            Strip(name: $0)
        }
        document.mix.groups = [Group(name: "G", members: (1...9).map { .strip($0) })]
        for number in 1...9 { document.mix[ParameterID(.strip(number), .compKey)] = Float(10 - number) }
        #expect(try SessionDocument.load(text: document.yaml()) == document)
        #expect(try SessionDocument.load(text: document.json()) == document)
    }

    @Test func `has a lane once`() throws {
        let text = """
            gainrider: 1
            sampleRate: 48000
            strips:
              - name: A
                lanes: {fader: {points: [[0, -6, hold]]}}
            lanes:
              /strip/1/fader: {points: [[0, -7, hold]]}
            """
        let error = #expect(throws: SessionStoreError.self) { try SessionDocument.load(text: text) }
        #expect(
            error?.description
                == "-:7:3: the lane of /strip/1/fader stands here for the second time "
                + "(lanes under their node move with it; keep one of the two)")
    }
}
