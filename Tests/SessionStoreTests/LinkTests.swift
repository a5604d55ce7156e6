import Automation
import Foundation
import GRDB
import MixModel
import Testing
import Units

@testable import SessionStore

/// Sends, VCAs, groups, references, tempo and monitors in a document and in its text.
@Suite struct `Connections of a session` {
    // swift-format-ignore
    static let nonsense: [(String, @Sendable (inout SessionDocument) -> Void, String)] = [
        ("a send to an earlier bus", { $0.mix.buses[1].sends = [nil, 1] },
            "bus 2: bus 2 sends to bus 1; a bus sends to later buses only (up to 3)"),
        ("a send to itself", { $0.mix.buses[1].sends = [2] },
            "bus 2: bus 2 sends to bus 2; a bus sends to later buses only (up to 3)"),
        ("a send to nowhere", { $0.mix.strips[0].sends = [4] },
            "strip 1: sends to bus 4, but the mix has 2 strips, 3 buses and 2 VCAs"),
        ("too many sends", { $0.mix.strips[0].sends = [Int?](repeating: 1, count: 17) },
            "strip 1: has 17 sends; it takes 16"),
        ("an earlier VCA", { $0.mix.vcas[1].vcas = [1] },
            "VCA 2: VCA 2 is a member of VCA 1; it can be a member of later ones only (up to 2)"),
        ("no such VCA", { $0.mix.buses[0].vcas = [3] }, "bus 1: is a member of VCA 3, but the mix has 2 VCAs"),
        ("no such member", { $0.mix.groups[0].members = [.strip(3)] },
            "group 1: has /strip/3 as a member; the mix has 2 strips, 3 buses and 2 VCAs"),
        ("a monitor in a group", { $0.mix.groups[1].members = [.monitor] },
            "group 2: the monitors cannot be in a group; it takes strips, buses, VCAs and the master"),
        ("a monitor's parameter in a group", { $0.mix.groups[1].roles = [.monitorDim] },
            "group 2: dim belongs to the monitors, which cannot be in a group"),
        ("a VCA that is gone", { $0.mix.vcas.removeLast() },
            """
            strip 2: is a member of VCA 2, but the mix has 1 VCA
            VCA 1: VCA 1 is a member of VCA 2; it can be a member of later ones only (up to 1)
            """),
        ("a reference without length", { $0.mix.references[0].frames = -1 },
            "reference 1: -1 frames at 44100 Hz are no sound"),
        ("a tempo out of range", { $0.mix.tempo = 19.5 },
            "setting tempo: 19.5 quarter notes a minute are outside of 20…400"),
        ("monitors with a lane", { $0.lanes[ParameterID(.monitor, .monitorDim)] = Lane(points: [(0, 1)]) },
            "the lane of /monitor/dim: the monitors are not automated; they keep the values that they are set to"),
        ("monitors with a mode", { $0.modes.parameters[ParameterID(.monitor, .monitorDim)] = .touch },
            "the mode of /monitor/dim: the monitors are not automated; they keep the values that they are set to"),
    ]

    @Test(arguments: nonsense.indices)
    func `that make no sense are refused and named`(index: Int) throws {
        let (what, change, message) = Self.nonsense[index]
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        let error = #expect(throws: SessionStoreError.self) { try store.perform(what, change) }
        #expect(error?.description == message)
        #expect(store.document == TextExample.document)
    }

    @Test func `are brought into one form`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        try store.perform("Loose") {
            $0.mix.strips[0].sends = [nil, 2, nil, nil]
            $0.mix.strips[0].vcas = [2, 1, 2]
            $0.mix.groups[0].members = [.bus(1), .strip(1), .bus(1)]
            $0.mix.groups[0].roles = [.mute, .fader, .mute]
        }
        let mix = store.document.mix
        #expect(mix.strips[0].sends == [nil, 2])
        #expect(mix.strips[0].vcas == [1, 2])
        #expect(mix.groups[0].members == [.strip(1), .bus(1)])
        #expect(mix.groups[0].roles == [.fader, .mute])
    }

    static let heading = "gainrider: 1\nsampleRate: 48000\n"

    @Test func `are read by name and by number, whatever stands for nothing`() throws {
        let mix = try SessionDocument.load(
            text: Self.heading + """
                strips:
                  - {name: A, output: 1, sends: [Room, "-", 2, null], vcas: [2, Low]}
                buses: [{name: Room}, {name: Echo}]
                vcas: [{name: Low}, {name: High}]
                groups: [{name: G, members: [/strip/A, /bus/Echo, /vca/1, /master]}]
                """
        ).mix
        #expect(mix.strips == [Strip(name: "A", output: 1, sends: [1, nil, 2, nil], vcas: [2, 1])])
        #expect(mix.groups.first?.members == [.strip(1), .bus(2), .vca(1), .master])
        #expect(mix.groups.first?.roles == [.fader, .mute, .solo])
    }

    // swift-format-ignore
    static let mistakes: [(String, String)] = [
        ("strips: [{name: A, sends: [Rom]}]\nbuses: [{name: Room}]", "3:28: there is no bus \"Rom\" (did you mean \"Room\"?)"),
        ("strips: [{name: A, vcas: [Low]}]", "3:27: there is no VCA \"Low\" (a name or a number)"),
        ("strips: [{name: A, sends: [2]}]\nbuses: [{name: Room}]", "3:28: send is bus 2, but the session has 1 strip and 1 bus"),
        ("buses: [{name: A}, {name: B, sends: [A]}]", "3:38: bus 2 sends to bus 1 (a bus sends to later buses only)"),
        ("vcas: [{name: A}, {name: B, vcas: [A]}]", "3:36: VCA 2 is a member of VCA 1 (a VCA is a member of later VCAs only)"),
        ("groups: [{name: A, members: [/strip/1]}]", "3:30: has /strip/1 as a member; the mix has 0 strips and 0 buses"),
        ("groups: [{name: A, members: [Kick]}]", "3:30: there is no \"Kick\" (a member is such as /strip/1, /bus/Reverb or /master)"),
        ("groups: [{name: A, roles: [fadr]}]", "3:28: no parameter is called \"fadr\" (did you mean \"fader\"?)"),
        ("groups: [{members: []}]", "3:10: a group has no name (add \"name: …\")"),
        ("references: [{file: a.wav, fingerprint: x, channels: 2, rate: 48000}]",
            "3:21: frames of \"a.wav\" cannot be found out: nobody looked for it"),
        ("references: [{fingerprint: x}]", "3:14: \"file\" is missing (a reference has a file; the rest is found out)"),
        ("strips: [{name: A, comp/key: Kik}, {name: Kick}]", "3:30: there is no strip \"Kik\" (did you mean \"Kick\"?)"),
        ("tempo: 500", "3:8: tempo is \"500\" (it is 20…400 quarter notes a minute)"),
        ("tempo: presto", "3:8: tempo is \"presto\" (it is 20…400 quarter notes a minute)"),
        ("monitor: {mode: touch}", "3:11: unknown key \"mode\" in /monitor (known: level, dim, mono, cut, swap, source, translation)"),
        ("monitor: {translation: boombox}", "3:24: translation is \"boombox\" (it takes off, phone, laptop, car, radio or earbuds)"),
        ("lanes: {/monitor/dim: {points: []}}", "3:9: the monitors are not automated (write the value under \"monitor:\")"),
        ("lanes: {/strip/1/limiter/on: {}}", "3:9: \"/strip/1/limiter/on\" is not the address of a parameter (only the master has it)"),
        ("vcas: [{name: A, reverb/on: on}]", "3:18: unknown key \"reverb/on\" in /vca/1 (only buses have it)"),
        ("strips: [{name: A, zebra: 1}]",
            "3:20: unknown key \"zebra\" in /strip/1 (known: name, file, fingerprint, channels, rate, frames, output, sends, vcas, "
            + "mode, safe, suspended, trim, lanes, trims, input/…, hpf/…, lpf/…, gate/…, eq/…, comp/…, deesser/…, fader, pan, pan/…, mute, solo, solo/…, pfl, afl, send/…, trim/…)"),
    ]

    @Test(arguments: mistakes)
    func `with a mistake are named with their place`(text: String, message: String) {
        let error = #expect(throws: SessionStoreError.self) { try SessionDocument.load(text: Self.heading + text) }
        #expect(error?.description == "-:" + message)
    }

    @Test func `that are damaged keep their places and let go of what is not there`() throws {
        let folder = try SessionFolder()
        try SessionStore.create(at: folder.song, document: TextExample.document).close()
        try FileManager.default.removeItem(atPath: folder.song.backup)
        try DatabaseQueue(path: folder.song.database).write {
            try $0.execute(
                sql: """
                    UPDATE vca SET name = 'Bad' WHERE number = 1; UPDATE linkgroup SET roles = 'pan' WHERE number = 1;
                    UPDATE reference SET rate = 1; DELETE FROM bus WHERE number = 3;
                    """)
        }
        let opened = try SessionStore.open(at: folder.song)
        var expected = TextExample.document
        expected.mix.vcas[0] = VCA(name: "lost VCA 1")
        expected.mix.groups[0] = Group(name: "lost group 1", isOn: false)
        // Behind the last one that is left there is no place to keep.
        expected.mix.references = []
        expected.mix.buses.removeLast()
        expected.mix.strips[1].sends = []
        #expect(opened.document == expected)
        let words = opened.notices.first?.split(separator: "lost: ").last.map(String.init)
        #expect(words == "VCA 1, group 1, strip 2, reference 1")
    }
}
