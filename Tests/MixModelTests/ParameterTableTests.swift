import Testing
import Units

@testable import MixModel

@Suite struct `Parameter table` {
    /// Mixes with any number of sends, with and without buses and VCAs.
    private static let mixes: [Mix] = [(0, 0, 0, 0), (3, 0, 0, 0), (9, 2, 1, 4), (17, 9, 0, 16), (1, 1, 12, 3)].map {
        strips, buses, vcas, sends in
        var mix = Mix(sampleRate: 48_000)
        mix.strips = (0..<strips).map {
            Strip(name: "\($0)", sends: $0 == 0 ? Array(repeating: nil, count: sends) : [])
        }
        mix.buses = (0..<buses).map { Bus(name: "\($0)") }
        mix.vcas = (0..<vcas).map { VCA(name: "\($0)") }
        return mix
    }

    @Test(arguments: mixes.indices) func `has every parameter of the mix once, in the order of nodes and roles`(
        _ mix: Int
    ) {
        let mix = Self.mixes[mix]
        let table = ParameterTable(mix: mix)
        let expected = mix.nodes.flatMap { node in
            Role.roles(of: node).filter { role in
                (role.send?.number ?? role.trimmed?.send?.number ?? 0) <= mix.sendCount
            }.map { ParameterID(node, $0) }
        }
        #expect((0..<table.count).map(table.parameter(at:)) == expected)
        #expect(table.roleCount == table.count && table.parameter(at: table.count) == nil)
        #expect(table.parameter(at: -1) == nil)
        for (index, id) in expected.enumerated() {
            #expect(table.index(of: id) == index)
            let entry = table.entry(at: index)
            #expect(entry.node == id.node && entry.role == id.role && entry.path == id.role.spec.path)
            #expect(entry.index == index && entry.spec == id.role.spec && table.spec(at: index) == id.role.spec)
            #expect(table.rows(of: id.node.kind).roles[entry.row] == id.role)
        }
    }

    @Test func `has nothing of what is not there`() {
        let table = ParameterTable(mix: Self.mixes[2])
        for (node, role) in [
            (Node.strip(10), Role.fader), (.strip(0), .fader), (.bus(3), .fader), (.vca(2), .fader), (.vca(1), .pan),
            (.strip(1), .send5Level), (.strip(1), .trimSend5), (.master, .send1Level), (.strip(1), .reverbOn),
            (.monitor, .fader), (.master, .monitorLevel),
        ] { #expect(table.index(of: ParameterID(node, role)) == nil) }
        let none = ParameterTable(mix: Self.mixes[0])
        #expect(
            none.index(of: ParameterID(.strip(1), .fader)) == nil
                && none.index(of: ParameterID(.vca(1), .fader)) == nil)
    }

    @Test(arguments: [0, 4, 16]) func `gives each kind of nodes its own rows`(sends: Int) {
        var mix = Mix(sampleRate: 48_000)
        mix.strips = [Strip(name: "a", sends: Array(repeating: nil, count: sends))]
        let table = ParameterTable(mix: mix)
        #expect(table.sendCount == sends)
        #expect(table.rows(of: .strips).roles.count == 64 + 4 * sends + 1 + sends)
        #expect(table.rows(of: .buses).roles.count == 64 + 4 * sends + 31 + 1 + sends)
        #expect(table.rows(of: .master).roles.count == 64 + 8 + 4 + 1)
        #expect(table.rows(of: .vcas).roles == [.fader, .mute, .solo, .trimFader])
        #expect(table.rows(of: .monitor).roles.count == 7)
        // As many as are asked for, where the mix has fewer.
        #expect(ParameterTable(mix: mix, sends: 8).sendCount == max(8, sends))
        #expect(ParameterTable(mix: mix, sends: 99).sendCount == 16)
    }

    /// The kernel and the built-in effects read rows by differences of roles that the compiler knows.
    @Test(arguments: [0, 4, 16]) func `keeps together what is read together`(sends: Int) {
        var mix = Mix(sampleRate: 48_000)
        mix.strips = [Strip(name: "a", sends: Array(repeating: nil, count: sends))]
        let table = ParameterTable(mix: mix)
        for kind in [NodeKinds.strips, .buses, .master] {
            let rows = table.rows(of: kind)
            for role in Role.allCases.prefix(RowOrder.sharedCount) { #expect(rows.row(of: role) == role.rawValue) }
            let trim = rows.row(of: .trimFader) ?? 0
            #expect(trim == rows.roles.count - 1 - (kind == .master ? 0 : sends))
        }
        for kind in [NodeKinds.strips, .buses] {
            let rows = table.rows(of: kind)
            for role in Role.allCases where role.send.map({ $0.number <= sends }) ?? false {
                #expect(rows.row(of: role) == role.rawValue)
            }
        }
        let (buses, master) = (table.rows(of: .buses), table.rows(of: .master))
        let (onBuses, onMaster) = (buses.row(of: .busCompOn) ?? 0, master.row(of: .busCompOn) ?? 0)
        for role in Role.allCases where (Role.busCompOn.rawValue...Role.chorusMix.rawValue).contains(role.rawValue) {
            #expect(buses.row(of: role) == onBuses + role.rawValue - Role.busCompOn.rawValue)
        }
        for role in Role.allCases where (Role.busCompOn.rawValue..<Role.reverbOn.rawValue).contains(role.rawValue) {
            #expect(master.row(of: role) == onMaster + role.rawValue - Role.busCompOn.rawValue)
        }
        let effects = Role.limiterOn.rawValue - Role.reverbOn.rawValue
        for role in [Role.limiterOn, .limiterGain, .limiterCeiling, .limiterRelease] {
            #expect(master.row(of: role) == onMaster + role.rawValue - Role.busCompOn.rawValue - effects)
        }
    }

    @Test func `takes foreign parameters of single nodes behind the others`() throws {
        let mix = Self.mixes[2]
        func drive(_ node: Node, _ path: String) -> ForeignParameter {
            ForeignParameter(node, ParameterSpec(path, .decibels, .linear, 0...24, initial: 6, "drive"))
        }
        let all = [
            drive(.strip(2), "insert/1/drive"), drive(.strip(2), "insert/2/drive"), drive(.master, "insert/1/drive"),
            // No such node, a path that is a role's, one that is there already.
            drive(.strip(99), "insert/1/drive"), drive(.strip(1), "fader"), drive(.master, "insert/1/drive"),
        ]
        let plain = ParameterTable(mix: mix)
        let table = ParameterTable(mix: mix, foreign: all)
        #expect(table.foreign == Array(all.prefix(3)))
        #expect(table.roleCount == plain.count && table.count == plain.count + 3)
        for index in 0..<plain.count { #expect(table.parameter(at: index) == plain.parameter(at: index)) }
        for (place, one) in table.foreign.enumerated() {
            let index = try #require(table.index(of: one.node, path: one.spec.path))
            #expect(index == plain.count + place && table.parameter(at: index) == nil)
            let entry = table.entry(at: index)
            #expect(entry.node == one.node && entry.path == one.spec.path && entry.role == nil && entry.row == 0)
            #expect(table.spec(at: index) == one.spec && one.rest == 6)
        }
        #expect(table.index(of: .strip(1), path: "insert/1/drive") == nil)
    }
}
