import Automation
import Desk
import MixModel
import SessionStore
import Testing
import Units

@testable import Live

@Suite struct `Live keys` {
    /// What terminals send, in portions, and the keys.
    static let inputs: [([String], [Key])] = [
        ([" 0m"], [.playOrStop, .toStart, .mute]), (["\u{1B}[A\u{1B}[B"], [.selectUp, .selectDown]),
        (["\u{1B}", "[", "C"], [.selectDown]), (["\u{1B}OD"], [.selectUp]),
        (["+=-−_"], [.raise, .raise, .lower, .lower, .lower]),
        (["\u{1B}[15~q"], [.leave]), (["\u{1B}[1;5Cx?"], [.help]), (["Mm"], [.mono, .mute]), (["\u{E9}u"], [.undo]),
    ]

    @Test(arguments: inputs)
    func `are read whole, however they come`(portions: [String], keys: [Key]) {
        var reader = KeyReader()
        #expect(portions.flatMap { reader.take($0.utf8) } == keys)
    }

    @Test func `each has a spelling of its own, a name and a line of the list`() {
        let spellings = Key.allCases.flatMap(\.spellings)
        #expect(Set(spellings).count == spellings.count)
        for (columns, rows) in [(79, 20), (119, 26), (40, 60)] {
            let list = Key.list(columns: columns, rows: rows)
            #expect(list.count <= rows && list.allSatisfy { $0.count <= columns })
            let text = list.joined(separator: "\n")
            #expect(Key.allCases.allSatisfy { text.contains($0.about) }, "at \(columns) × \(rows): \(text)")
        }
    }

    @Test func `arrows select, m mutes and s solos what is selected`() throws {
        let stage = try LiveStage()
        stage.press(.selectDown, .selectDown)
        stage.run(milliseconds: 10)
        #expect(stage.desk.selected == .strip(3))
        stage.press(.mute, .solo)
        stage.run(milliseconds: 50)
        #expect(stage.desk.shownPosition(of: ParameterID(.strip(3), .mute)) == 1)
        #expect(stage.desk.shownPosition(of: ParameterID(.strip(3), .solo)) == 1)
        stage.press(.selectUp, .mute)
        stage.run(milliseconds: 50)
        #expect(stage.desk.shownPosition(of: ParameterID(.strip(2), .mute)) == 1)
    }

    @Test func `+ and − move the selected fader by 1 dB`() throws {
        let stage = try LiveStage()
        let fader = ParameterID(.strip(1), .fader)
        func decibels() -> Double { fader.role.spec.scale.value(at: stage.desk.shownPosition(of: fader)) }
        stage.press(.raise, .raise, .raise)
        stage.run(milliseconds: 700)
        #expect(abs(decibels() - 3) < 0.01)
        stage.press(.lower)
        stage.run(milliseconds: 700)
        #expect(abs(decibels() - 2) < 0.01)
    }

    @Test func `+ writes in touch as a hand does: while it is pressed again and again, then back to the lane`() throws
    {
        let stage = try LiveStage(modes: [.strip(1): .touch])
        let fader = ParameterID(.strip(1), .fader)
        stage.desk.play(at: 0)
        stage.run(milliseconds: 100)
        for _ in 0..<4 {
            stage.press(.raise)
            stage.run(milliseconds: 300)
            #expect(stage.desk.writingParameters == [fader])
        }
        stage.run(milliseconds: 1500)
        #expect(stage.desk.writingParameters.isEmpty)
        stage.press(.playOrStop)
        stage.run(milliseconds: 200)
        #expect(stage.desk.passes.map { Array($0.ranges.keys) } == [[fader]])
    }

    @Test func `d dims, M makes mono, t goes through the translations and round`() throws {
        let stage = try LiveStage()
        func position(_ role: Role) -> Float { stage.desk.shownPosition(of: ParameterID(.monitor, role)) }
        stage.press(.dim, .mono)
        stage.run(milliseconds: 50)
        #expect(position(.monitorDim) == 1 && position(.monitorMono) == 1)
        var seen: [Float] = []
        repeat {
            stage.press(.translation)
            stage.run(milliseconds: 30)
            seen.append(position(.monitorTranslation))
        } while seen.last != 0 && seen.count < 20
        #expect(seen.count > 3 && seen.last == 0 && Set(seen).count == seen.count)
    }

    @Test func `[ and ] move the bank of the devices, or that of the screen where there is none`() throws {
        let stage = try LiveStage(strips: 20)
        stage.press(.bankRight)
        #expect(stage.live.bank == 8)
        stage.press(.bankRight, .bankRight, .bankRight)
        #expect(stage.live.bank == 19)
        stage.press(.bankLeft)
        #expect(stage.live.bank == 11)
        stage.plug(FakePort("Bench", device: 20))
        stage.run(milliseconds: 10)
        stage.press(.bankRight)
        #expect(stage.desk.surfaces.first?.bank == stage.live.bank && stage.live.bank > 0)
    }

    @Test func `? lists the keys and q leaves`() throws {
        let stage = try LiveStage()
        stage.press(.help)
        #expect(stage.live.showsKeys)
        stage.press(.help, .leave)
        #expect(!stage.live.showsKeys && stage.live.wantsToLeave)
    }
}
