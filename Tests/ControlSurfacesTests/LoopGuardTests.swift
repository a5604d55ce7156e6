import ControlSurfaces
import MIDI
import Testing

@Suite struct `Loop guard` {
    /// What a surface is sent at its start: 24 dark lamps, 8 rings.
    static let state: [[UInt8]] =
        (0..<24).map { [0x90, $0, 0] } + (0..<8).map { [0xB0, 48 + $0, 1] }

    /// As a driver hands it over: a note-on of velocity 0 may have become a note-off.
    static func asDriver(_ bytes: [UInt8]) -> [UInt8] {
        bytes[0] & 0xF0 == 0x90 && bytes[2] == 0 ? [bytes[0] & 0x8F, bytes[1], 64] : bytes
    }

    @Test func `our output in our input is found in the first full state`() {
        var watch = LoopGuard()
        var returned = 0
        for (index, bytes) in `Loop guard`.state.enumerated() where watch.verdict == .clear {
            watch.sent(bytes, at: .ms(Double(index)))
            _ = watch.received(`Loop guard`.asDriver(bytes), at: .ms(Double(index) + 0.4))
            returned += 1
        }
        #expect(watch.verdict == .looped && returned == LoopGuard.returnsOfALoop)
        watch.reset()
        #expect(watch.verdict == .clear)
    }

    @Test func `a loop with a delay is found too`() {
        var watch = LoopGuard()
        for (index, bytes) in `Loop guard`.state.enumerated() { watch.sent(bytes, at: .ms(Double(index) * 0.1)) }
        let verdicts = `Loop guard`.state.enumerated().map { watch.received($1, at: .ms(Double($0) + 15)) }
        #expect(verdicts.last == .looped)
    }

    /// Behaviour of honest devices.
    enum Manner: String, CaseIterable {
        case saysNothing, confirmsItsRingsAlone, answersWithSomethingElse, confirmsAllButOneInTen, repeatsItselfSlowly

        /// What comes back for the n-th message.
        func answer(_ round: Int, _ bytes: [UInt8]) -> [UInt8]? {
            switch self {
            case .saysNothing: nil
            case .confirmsItsRingsAlone: bytes[0] == 0xB0 ? bytes : nil
            case .answersWithSomethingElse: [0xB0, 127, UInt8(round % 128)]
            case .confirmsAllButOneInTen: round % 10 == 9 ? nil : bytes
            case .repeatsItselfSlowly: bytes
            }
        }
    }

    @Test(arguments: Manner.allCases)
    func `an honest device is left alone`(manner: Manner) {
        var watch = LoopGuard()
        for round in 0..<320 {
            let bytes = `Loop guard`.state[round % 32]
            let time = Double(round) * 100
            watch.sent(bytes, at: .ms(time))
            let delay = manner == .repeatsItselfSlowly ? 60.0 : 1
            if let answer = manner.answer(round, bytes) { _ = watch.received(answer, at: .ms(time + delay)) }
        }
        #expect(watch.verdict == .clear)
    }

    @Test func `faders that report where they were driven are no loop`() {
        var watch = LoopGuard(controls: Devices.mackie)
        for round in 0..<200 {
            let bytes: [UInt8] = [0xE0, UInt8(round % 128), UInt8(round % 64)]
            watch.sent(bytes, at: .ms(Double(round) * 20))
            _ = watch.received(bytes, at: .ms(Double(round) * 20 + 1))
        }
        #expect(watch.verdict == .clear)
    }

    @Test func `a button whose lamp answers each press with the same bytes is no loop`() {
        var watch = LoopGuard()
        for round in 0..<200 {
            let bytes: [UInt8] = [0x90, 16, round % 2 == 0 ? 127 : 0]
            _ = watch.received(bytes, at: .ms(Double(round) * 80))
            watch.sent(bytes, at: .ms(Double(round) * 80 + 1))
        }
        #expect(watch.verdict == .clear)
    }
}
