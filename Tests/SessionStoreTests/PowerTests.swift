import Automation
import Foundation
import MixModel
import Testing

@testable import SessionStore

@Suite struct `Power cut` {
    /// The log is what was written last: without its end the session is as it was some changes ago, whole.
    @Test(arguments: 0..<8)
    func `at any byte of the log leaves one of the states that there were`(seed: Int) throws {
        let folder = try SessionFolder()
        var dice = Dice(seed)
        var states = [dice.document()]
        let store = try SessionStore.create(at: folder.song, document: states[0])
        for number in 1...4 {
            let next = dice.edited(states[states.count - 1])
            if try store.perform("Edit \(number)", { $0 = next }) { states.append(next) }
        }
        for attempt in 0..<6 {
            let cut = try folder.cutOff(folder.song, as: "Cut \(attempt)")
            // The index belongs to the process that is gone.
            try? FileManager.default.removeItem(atPath: cut.database + "-shm")
            let log = cut.database + "-wal"
            let bytes = try SessionFolder.bytes(log)
            try SessionFolder.write(bytes.prefix(Int.random(in: 0...bytes.count, using: &dice)), to: log)
            let opened = try SessionStore.open(at: cut)
            #expect(opened.notices == [])
            let index = try #require(states.firstIndex(of: opened.document))
            #expect(opened.history.count == index)
            while try opened.undo() != nil {}
            #expect(opened.document == states[0])
        }
    }

    @Test func `after any number of changes finds the last one`() throws {
        let folder = try SessionFolder()
        var dice = Dice(3)
        let store = try SessionStore.create(at: folder.song, document: dice.document())
        for number in 1...12 {
            let next = dice.edited(store.document)
            try store.perform("Edit \(number)") { $0 = next }
            if number % 4 == 0 { try store.undo() }
            let opened = try SessionStore.open(at: try folder.cutOff(folder.song, as: "Cut \(number)"))
            #expect(opened.document == store.document)
            #expect(opened.history.map(\.label) == store.history.map(\.label))
            #expect(opened.history.map(\.isUndone) == store.history.map(\.isUndone))
        }
    }
}
