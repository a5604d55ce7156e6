import Automation
import Foundation
import GRDB
import MixModel
import Testing
import Units

@testable import SessionStore

@Suite struct `Snapshots of a session` {
    static let fader = ParameterID(.strip(1), .fader)
    static let pan = ParameterID(.strip(2), .pan)

    static var document: SessionDocument {
        var document = TextExample.document
        var snapshot = Snapshot(name: "Verse", fadeMilliseconds: 500)
        snapshot.scope.nodes = [.strip(1), .strip(2)]
        snapshot.scope.kinds = [.fader, .pan]
        snapshot[fader] = -12.3
        snapshot[pan] = 0.25
        document.snapshots = [snapshot]
        return document
    }

    @Test(
        arguments: [
            ("Verse", 2), ("verse", 3), ("VERSE", 3), ("chorus", 1), ("Bridge", nil), ("2", 1), ("9", nil), ("", nil),
        ] as [(String, Int?)])
    func `are meant by their very name, then by one in other capitals, of equals the newest, then by a number`(
        text: String, place: Int?
    ) {
        let snapshots = ["Verse", "Chorus", "Verse", "verse"].map { Snapshot(name: $0) }
        #expect(snapshots.place(of: text) == place)
    }

    @Test func `are there after a restart, and are undone like any change`() throws {
        let folder = try SessionFolder()
        try SessionStore.create(at: folder.song, document: TextExample.document).close()
        let store = try SessionStore.open(at: folder.song)
        let snapshots = Self.document.snapshots
        try store.perform("Take") { $0.snapshots = snapshots }
        try store.perform("Remove") { $0.snapshots = [] }
        try store.close()
        let again = try SessionStore.open(at: folder.song)
        #expect(again.document.snapshots == [])
        try again.undo()
        #expect(again.document == Self.document)
        try again.undo()
        #expect(again.document == TextExample.document)
        try again.close()
    }

    @Test func `stand in the text by the names of what they hold`() throws {
        let text = Self.document.yaml()
        let wanted = """
            snapshots:
              - name: Verse
                fade: 500 ms
                scope: [/strip/Lead Vox, /strip/no]
                kinds: [fader, pan]
                values:
                  - of: /strip/Lead Vox
                    fader: -12.3 dB
                  - of: /strip/no
                    pan: 0.25

            """
        #expect(text.hasSuffix(wanted))
        #expect(try SessionDocument.load(text: text) == Self.document)
        // Put in another order, the strips take their values along.
        let strips = try #require(text.range(of: "  - name: Lead Vox")).lowerBound
        let second = try #require(text.range(of: "  - name: \"no\"")).lowerBound
        let end = try #require(text.range(of: "buses:")).lowerBound
        let turned = text[..<strips] + text[second..<end] + text[strips..<second] + text[end...]
        let snapshot = try SessionDocument.load(text: String(turned)).snapshots[0]
        #expect(snapshot[ParameterID(.strip(2), .fader)] == -12.3)
        #expect(snapshot[ParameterID(.strip(1), .pan)] == 0.25)
    }

    // swift-format-ignore
    static let mistakes: [(String, String)] = [
        ("scope: [/strip/Gone]", "there is no \"/strip/Gone\""),
        ("scope: [/monitor]", "the monitors are in no snapshot"),
        ("scope: [/strip/9]", "there is no /strip/9; the session has 2 strips, 3 buses and 2 VCAs"),
        ("fade: 2 min", "fade is 2 min"),
        ("kinds: [loud]", "a kind of parameters is \"loud\""),
        ("values: [{fader: -3 dB}]", "\"of\" is missing"),
        ("values: [{of: /strip/1, fadr: -3 dB}]", "unknown key \"fadr\" in /strip/1"),
        ("scope: [/strip/2], values: [{of: /strip/1, fader: -3 dB}]", "fader of /strip/1 is not in the snapshot's scope"),
        ("values: [{of: /strip/1, solo: on}]", "solo of /strip/1 is not in the snapshot's scope"),
    ]

    @Test(arguments: mistakes)
    func `with a mistake name it`(words: String, message: String) throws {
        let text = TextExample.text + "snapshots: [{name: A, \(words)}]\n"
        let error = #expect(throws: SessionStoreError.self) { try SessionDocument.load(text: text) }
        var found: [String] = []
        if case .text(_, let faults) = error { found = faults.map(\.message) }
        #expect(found == [message])
    }

    @Test func `bring back what they took, and leave what a lane rules and what is not theirs`() {
        var document = Self.document
        document.lanes[Self.fader] = nil
        let send = ParameterID(.strip(2), .send(2, .level))
        var moved = document
        moved.mix[Self.fader] = 0
        moved.mix[Self.pan] = -1
        moved.mix[send] = -40
        #expect(moved.recall(document.snapshots[0]) == [])
        #expect(moved.mix[Self.fader] == -12.3)
        #expect(moved.mix[Self.pan] == 0.25)
        #expect(moved.mix[send] == -40)
        moved.lanes[Self.pan] = Lane(points: [(0, 1)])
        moved.mix[Self.pan] = -1
        #expect(moved.recall(document.snapshots[0]) == [Self.pan])
        #expect(moved.mix[Self.pan] == -1)
        // Off looks at no lane.
        moved.modes.parameters[Self.pan] = .off
        #expect(moved.recall(document.snapshots[0]) == [])
        #expect(moved.mix[Self.pan] == 0.25)
    }

    @Test func `take the whole mix but for what is only listened to`() {
        let document = Self.document
        var snapshot = Snapshot(name: "All")
        snapshot.take(document.mix) { document.mix[$0] }
        let ids = snapshot.parameters(of: document.mix)
        #expect(Set(ids.map(\.node)) == Set(document.mix.nodes).subtracting([.monitor]))
        #expect(!ids.contains { [.solo, .soloSafe, .pfl, .afl].contains($0.role) })
        var other = document
        for id in ids { other.mix[id] = id.role.spec.initialPosition }
        other.lanes = [:]
        var whole = document
        whole.lanes = [:]
        #expect(other.recall(snapshot) == [])
        #expect(other == whole)
    }

    @Test func `whose strips are lost are lost with them, and never become the whole mix`() throws {
        let folder = try SessionFolder()
        var document = Self.document
        document.snapshots[0].scope.kinds = []
        document.snapshots.append(Snapshot(name: "All"))
        try SessionStore.create(at: folder.song, document: document).close()
        let queue = try DatabaseQueue(path: folder.song.database)
        try queue.write { try $0.execute(sql: "DELETE FROM strip") }
        try queue.close()
        try SessionFile.remove(folder.song.backup)
        let store = try SessionStore.open(at: folder.song)
        #expect(store.notices.joined().contains("snapshot 1"))
        #expect(store.document.snapshots.map(\.name) == ["All"])
        #expect(store.document.faults == [])
    }

    @Test func `come to a session of version 4, which keeps its revisions and its history`() throws {
        let folder = try SessionFolder()
        try folder.makeSong("version4.sql")
        let store = try SessionStore.open(at: folder.song)
        #expect(
            store.notices == [
                "the session was brought from version 4 to version 5; the old one is kept as session.version4-1.sqlite"
            ])
        #expect(store.document.revisions.map(\.note) == ["as it was"])
        #expect(store.document.mix[Self.fader] == -3)
        #expect(store.document.flags[.node(.strip(1))] == .safe)
        try store.undo()
        #expect(store.document.mix[Self.fader] == -6.02)
        try store.perform("Take") { $0.snapshots = [Snapshot(name: "Verse")] }
        try store.close()
        let again = try SessionStore.open(at: folder.song)
        #expect(again.notices == [])
        #expect(again.document.snapshots.map(\.name) == ["Verse"])
        try again.close()
    }
}

@Suite struct `Revisions in the text` {
    @Test func `are read back bit for bit, with whatever stands in their texts`() throws {
        var document = TextExample.document
        document.revisions = [Revision(document, name: "Mix 1", note: "a: b", time: 1_767_225_600)]
        for text in [
            "", "\n", " first\n", "a\n\n", "a", "a\tb\n", "&x\n*x\n", "a\n  b: |\n    c\n", "# a\n--- \n...\n",
        ] {
            var other = document.revisions[0]
            (other.name, other.session) = ("with \(text)", text)
            document.revisions.append(other)
        }
        #expect(try SessionDocument.load(text: document.yaml()) == document)
        #expect(try SessionDocument.load(text: document.json()) == document)
        // A revision holds the session without revisions, and its lines stand as they are.
        #expect(!document.revisions[0].session.contains("revisions:"))
        #expect(document.yaml().contains("\n    session: |\n      gainrider: 1\n      sampleRate: 48000\n"))
        #expect(try document.revisions[0].document() == TextExample.document)
    }
}
