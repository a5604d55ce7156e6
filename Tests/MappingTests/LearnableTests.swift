import ControlSurfaces
import Mapping
import MixModel
import Testing
import Units

/// What a control can be taught to do.
@Suite struct `What can be learnt` {
    private struct Lesson {
        var line: String
        var action: String
    }

    /// A node that has each role, and how its parameter is written.
    private static let parameters: [String] = Role.allCases.compactMap { role in
        let nodes: [(NodeKinds, String)] = [
            (.strips, "/strip/1"), (.buses, "/bus/1"), (.vcas, "/vca/1"), (.master, "/master"),
            (.monitor, "/monitor"),
        ]
        let node = nodes.first { !role.nodes.isDisjoint(with: $0.0) }?.1
        let address = node.map { "\($0)/\(role.spec.path)" }
        return role.spec.unit == .onOff ? address.map { "toggle \($0)" } : address
    }

    /// A way to write each form of a command.
    private static let forms = [
        "alone": "A", "alone, = stop": "A = stop", "= on, = off, toggle": "toggle A",
        "= on, = off, toggle, momentary": "momentary A", "= 12.5 s, += 5 s, -= 5 s": "A += 5 s",
        "= 0.5, = -1, = 1, += 0.1, -= 0.1": "A = 0.5", "= 9, = Lead Vox, = /vca/1, += 1, -= 1": "A = Lead Vox",
        "+= 1, -= 1": "A += 1", "= 2, += 1, -= 1": "A = 2",
        "= off, read, touch, latch, touch-latch, write, default": "A = touch-latch",
        "layer NAME, momentary layer NAME": "A mix",
    ]

    private static func commands() throws -> [String] {
        try ActionTable.rows.map { row in
            let places = [
                "{node}": "/strip/Lead Vox", "{scope}": "/session", "{number or name}": "2", "{number}": "3",
            ]
            let address = places.reduce(row.address) { $0.replacing($1.key, with: $1.value) }
            return try #require(forms[row.form], "\(row.form)").replacing("A", with: address, maxReplacements: 1)
        }
    }

    @Test func `every parameter and every command, one after the other, of one device alone`() throws {
        let actions = Self.parameters + (try Self.commands())
        #expect(Self.parameters.count == Role.allCases.count && actions.count > 200)
        let first = MappingEdit(
            control: "c/0", line: "{in: nrpn 0 ch 1, as: button}", layer: "mix", action: actions[0])
        var text = try #require(first.beginning(name: "Bench", client: "Bench", index: 1)).text
        for (number, action) in actions.enumerated() {
            let isFollowed = number < Self.parameters.count && !action.hasPrefix("toggle")
            let edit = MappingEdit(
                control: "c/\(number)", line: "{in: nrpn \(number) ch 1\(isFollowed ? "" : ", as: button")}",
                layer: "mix", action: action)
            text = try #require(edit.applied(to: text), "\(action)").text
        }
        let (read, faults) = MappingReader.read(text: text, file: "bench.yaml")
        #expect(faults.map(\.description) == [])
        let mapping = try #require(read)
        // As it was learnt, and for this port of this device, whoever else sends the same messages.
        #expect(mapping.layers[0].assignments.map { $0.actions.map(\.description) } == actions.map { [$0] })
        #expect(mapping.matches.map(\.client) == ["Bench"] && mapping.matches.map(\.index) == [1])
    }
}
