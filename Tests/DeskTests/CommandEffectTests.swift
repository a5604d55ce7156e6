import Mapping
import SessionStore
import Testing
import Units

@testable import Desk

@Suite struct `Commands and their effects` {
    @Test func `a lamp shows each word that says so, and no other`() throws {
        let stage = try Stage(try Rehearsal())
        let surface = try stage.connect()
        for word in FixedWord.allCases {
            let command = Command.fixed(word)
            #expect(
                (word.row.lit?(LampState(state: stage.desk.state, surface: surface)) != nil) == command.hasState,
                "\(command)")
        }
        try stage.close()
    }

    /// But for the lanes under a preview, which there are while one is on.
    @Test(arguments: FixedWord.allCases.filter { $0 != .suspendPreview && Command.fixed($0, .toggle).isSwitch })
    func `what is switched on is lit, and what is switched off is dark`(word: FixedWord) throws {
        let stage = try Stage(
            try Rehearsal(
                seconds: 4,
                change: {
                    $0.settings.loop = 0..<48_000
                    $0.settings.punch = 0..<24_000
                }))
        let surface = try stage.connect()
        let isLit = { stage.desk.state.holds(.command(.fixed(word)), on: surface) }
        for switching in [Switching.off, .on, .off, .toggle, .toggle, .on] {
            let wanted = switching == .toggle ? !isLit() : switching == .on
            #expect(stage.desk.perform(.fixed(word, switching), on: surface, at: stage.desk.now) == nil)
            stage.run(to: Double(stage.desk.now) / 48_000 + 0.2)
            #expect(isLit() == wanted, "\(Command.fixed(word, switching))")
        }
        try stage.close()
    }
}

extension Command {
    fileprivate var isSwitch: Bool { description.hasPrefix("toggle ") }
}
