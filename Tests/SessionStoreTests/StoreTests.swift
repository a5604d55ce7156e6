import Automation
import Foundation
import GRDB
import MixModel
import TestSupport
import Testing

@testable import SessionStore

@Suite struct `Session store` {
    @Test(arguments: 0..<20)
    func `gives back every document bit for bit`(seed: Int) throws {
        let folder = try SessionFolder()
        var dice = Dice(seed)
        let document = dice.document()
        let store = try SessionStore.create(at: folder.song, document: document)
        #expect(store.document == document)
        try store.close()
        let again = try SessionStore.open(at: folder.song)
        #expect(again.document == document)
        #expect(again.document.laneBits == document.laneBits)
        #expect(again.notices == [])
        #expect(again.history == [])
    }

    /// Any document into any other: what a random edit is.
    @Test(arguments: 0..<12)
    func `undoes and redoes any edits, over restarts`(seed: Int) throws {
        let folder = try SessionFolder()
        var dice = Dice(1000 + seed)
        var states = [dice.document()]
        var store = try SessionStore.create(at: folder.song, document: states[0])
        func reopen(_ old: SessionStore) throws -> SessionStore {
            try old.close()
            return try SessionStore.open(at: folder.song)
        }
        for number in 1...6 {
            let next = dice.chance(0.3) ? dice.document() : dice.edited(states[states.count - 1])
            if try store.perform("Edit \(number)", { $0 = next }) { states.append(next) }
            if dice.chance(0.3) { store = try reopen(store) }
        }
        let labels = store.history.map(\.label)
        #expect(labels.count == states.count - 1)
        for index in (0..<labels.count).reversed() {
            #expect(try store.undo() == labels[index])
            #expect(store.document == states[index])
            #expect(store.document.laneBits == states[index].laneBits)
            if dice.chance(0.3) { store = try reopen(store) }
        }
        #expect(try store.undo() == nil)
        #expect(store.undoLabel == nil)
        for (index, label) in labels.enumerated() {
            #expect(store.redoLabel == label)
            #expect(try store.redo() == label)
            #expect(store.document.laneBits == states[index + 1].laneBits)
            if dice.chance(0.3) { store = try reopen(store) }
        }
        #expect(try store.redo() == nil)
        #expect(try reopen(store).document == states.last)
    }

    @Test func `drops the redo branch at a new change`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: SessionDocument(sampleRate: 48000))
        for name in ["A", "B", "C"] { try store.perform(name) { $0.mix.strips.append(Strip(name: name)) } }
        try store.undo()
        try store.undo()
        #expect(store.history.map(\.isUndone) == [false, true, true])
        try store.perform("D") { $0.mix.strips.append(Strip(name: "D")) }
        #expect(store.history.map(\.label) == ["A", "D"])
        try store.close()
        let again = try SessionStore.open(at: folder.song)
        #expect(again.history.map(\.label) == ["A", "D"])
        #expect(again.document.mix.strips.map(\.name) == ["A", "D"])
        // Nothing of the branch is left on disk.
        let rows = try again.queue?.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM undo_change") }
        #expect(rows == 2)
    }

    @Test func `writes nothing when nothing changed, and only the rows that did`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        func changes() throws -> Int { try store.queue?.read { $0.totalChangesCount } ?? 0 }
        let before = try changes()
        #expect(try store.perform("Nothing") { $0.mix[ParameterID(.strip(1), .fader)] = -6.02 } == false)
        #expect(try changes() == before)
        #expect(store.history.isEmpty)
        #expect(try store.perform("Fader") { $0.mix[ParameterID(.strip(1), .fader)] = -5 })
        // The value, the entry of the history, its one change, and the sum over both.
        #expect(try changes() == before + 4)
    }

    @Test func `never stores the mode write`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        try store.perform("Write") {
            $0.modes.nodes[.strip(2)] = .write
            $0.modes.session = .write
        }
        #expect(store.document.mode(of: ParameterID(.strip(2), .pan)) == .write)
        try store.close()
        let again = try SessionStore.open(at: folder.song).document
        #expect(again.modes.nodes[.strip(2)] == .touch)
        #expect(again.modes.session == .touch)
        #expect(again.modes.nodes[.strip(1)] == .touch)
    }

    @Test func `keeps the document when the change throws or makes no sense`() throws {
        struct Stop: Error {}
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        #expect(throws: Stop.self) {
            try store.perform("Stop") {
                $0.mix.strips = []
                throw Stop()
            }
        }
        let error = #expect(throws: SessionStoreError.self) {
            try store.perform("Nonsense") {
                $0.mix[ParameterID(.strip(9), .pan)] = 1
                $0.mix[ParameterID(.strip(1), .fader)] = .nan
                $0.lanes[ParameterID(.master, .pan)] = Lane(points: [(0, 7)])
                $0.settings.glideMilliseconds = -1
            }
        }
        #expect(
            error?.description == """
                setting glide: -1 ms is outside of 0…5000 ms
                /strip/1/fader: nan is not a number; fader takes -inf…12 dB
                /strip/9/pan: there is no /strip/9; the mix has 2 strips, 3 buses and 2 VCAs
                the lane of /master/pan: at frame 0: R700 is not a value of pan; it takes -1…1
                """)
        #expect(throws: SessionStoreError.self) { try store.perform("Shrink") { $0.mix.strips.removeLast() } }
        #expect(store.document == TextExample.document)
        #expect(store.history.isEmpty)
    }

    @Test func `mode of a parameter: the session's, its own, its node's, read`() {
        var document = SessionDocument(sampleRate: 48000)
        let fader = ParameterID(.strip(1), .fader)
        #expect(document.mode(of: fader) == .read)
        document.modes.nodes[.strip(1)] = .latch
        #expect(document.mode(of: fader) == .latch)
        document.modes.parameters[fader] = .off
        #expect(document.mode(of: fader) == .off)
        #expect(document.mode(of: ParameterID(.strip(1), .pan)) == .latch)
        document.modes.session = .touch
        #expect(document.mode(of: fader) == .touch)
    }

    @Test func `takes calls from many threads in turns`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        DispatchQueue.concurrentPerform(iterations: 40) { number in
            do {
                if number % 4 == 0 { try store.journal([.position(frame: Int64(number))]) }
                try store.perform("Marker") { $0.mix.markers.append(Marker(name: "\(number)", position: 0)) }
                if store.document.mix.markers.isEmpty { Issue.record("the document is empty") }
            } catch { Issue.record(error) }
        }
        let names = Set(store.document.mix.markers.dropFirst().map(\.name))
        #expect(names == Set((0..<40).map { "\($0)" }))
        #expect(store.history.count == 40)
        while try store.undo() != nil {}
        #expect(store.document == TextExample.document)
    }

    @Test func `a last bit beyond the range is no fault, two are`() {
        var document = SessionDocument(sampleRate: 48000)
        let pan = ParameterID(.master, .pan)
        document.mix[pan] = Float(1).nextUp
        #expect(document.faults == [])
        document.mix[pan] = Float(1).nextUp.nextUp
        #expect(document.faults.count == 1)
        for position in [Float.infinity, -.infinity, .nan] {
            document.mix[pan] = position
            #expect(document.faults.count == 1)
        }
        document.mix[pan] = 0
        document.mix[ParameterID(.master, .mute)] = Float(1).nextDown
        #expect(document.faults.count == 1)
    }
}
