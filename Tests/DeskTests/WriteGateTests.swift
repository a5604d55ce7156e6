import Automation
import Testing

/// What each mode makes of hands and transport, as stories: events on the left, orders on the right.
@Suite struct `Stories of the gate` {
    struct Story: CustomTestStringConvertible {
        var name: String
        var mode: AutomationMode
        var hasLane = true
        var isStepped = false
        var punch = WriteGate.Punch.inside
        var steps: [(WriteGate.Event, [WriteGate.Action])]
        var testDescription: String { "\(mode.rawValue): \(name)" }
    }

    @Test(arguments: stories) func `order what the mode says`(story: Story) {
        var gate = WriteGate()
        var isRolling = false
        var punch = story.punch
        for (number, (event, orders)) in story.steps.enumerated() {
            if event == .roll { isRolling = true }
            if event == .stop { isRolling = false }
            if event == .punchIn { punch = .inside }
            if event == .punchOut { punch = story.isStepped ? .over : .gliding }
            let moment = WriteGate.Moment(
                mode: story.mode, isRolling: isRolling, hasLane: story.hasLane, isStepped: story.isStepped,
                punch: punch)
            #expect(gate.handle(event, moment) == orders, "step \(number + 1), \(event)")
        }
        // Nothing is left that would write at the next start, except in write.
        let hands = gate.hands
        for hand in hands {
            _ = gate.handle(.release(hand), .init(mode: story.mode, isRolling: isRolling, hasLane: true))
        }
        _ = gate.handle(.stop, .init(mode: story.mode, isRolling: false, hasLane: true))
        let next = gate.handle(.roll, .init(mode: story.mode, isRolling: true, hasLane: true))
        #expect(next.contains(.write(endsAtSeam: true)) == (story.mode == .write))
    }

    @Test func `are there for every mode`() {
        #expect(Set(Self.stories.map(\.mode)) == Set(AutomationMode.allCases))
    }

    @Test func `mode that is changed while writing ends it as a release would`() {
        let rolling = { (mode: AutomationMode) in WriteGate.Moment(mode: mode, isRolling: true, hasLane: true) }
        for (from, to, orders) in [
            (AutomationMode.write, AutomationMode.touch, [WriteGate.Action.glide]), (.write, .latch, []),
            (.write, .read, [.glide]), (.write, .off, [.endWriting(glides: true), .follow]),
            (.latch, .touch, [.glide]),
            (.latch, .read, [.glide]), (.latch, .write, []), (.latch, .off, [.endWriting(glides: true), .follow]),
        ] {
            var gate = WriteGate()
            _ = gate.handle(.roll, rolling(from))
            _ = gate.handle(.value(0.5, 1, touched: true), rolling(from))
            _ = gate.handle(.release(1), rolling(from))
            #expect(gate.handle(.modeChanged, rolling(to)) == orders, "\(from) to \(to)")
            #expect(gate.handle(.modeChanged, rolling(to)) == [], "\(from) to \(to), once more")
        }
    }

    @Test(arguments: [AutomationMode.touch, .latch, .write])
    func `a hand that stays on is heard in read, and nothing of it is written any more`(mode: AutomationMode) {
        let rolling = { (mode: AutomationMode) in WriteGate.Moment(mode: mode, isRolling: true, hasLane: true) }
        var gate = WriteGate()
        _ = gate.handle(.value(0.5, 1, touched: true), rolling(mode))
        #expect(gate.handle(.modeChanged, rolling(.read)) == [.endWriting(glides: true)])
        #expect(gate.handle(.value(0.6, 1, touched: true), rolling(.read)) == [.move(0.6)])
        #expect(gate.handle(.release(1), rolling(.read)) == [.glide])
    }

    @Test func `write that is set in a glide writes from there on`() {
        let touch = WriteGate.Moment(mode: .touch, isRolling: true, hasLane: true)
        var gate = WriteGate()
        _ = gate.handle(.value(0.5, 1, touched: true), touch)
        #expect(gate.handle(.release(1), touch) == [.glide])
        let write = WriteGate.Moment(mode: .write, isRolling: true, hasLane: true)
        #expect(gate.handle(.modeChanged, write) == [.hold, .write(endsAtSeam: true)])
        #expect(gate.isWriting && !gate.isGliding)
    }

    @Test(arguments: [AutomationMode.touch, .latch, .touchLatch, .write])
    func `hand on the control when the mode begins to write`(mode: AutomationMode) {
        var gate = WriteGate()
        let read = WriteGate.Moment(mode: .read, isRolling: true, hasLane: true)
        #expect(gate.handle(.touch(1), read) == [.awaitSettled])
        #expect(gate.handle(.settled(0.3), read) == [.hold, .move(0.3)])
        let writing = WriteGate.Moment(mode: mode, isRolling: true, hasLane: true)
        // What it does goes on: a movement that is under way is not stopped.
        #expect(gate.handle(.modeChanged, writing) == [.write(endsAtSeam: false)])
    }

    @Test(arguments: AutomationMode.allCases, [true, false])
    func `a tap comes to nothing in every mode`(mode: AutomationMode, hasLane: Bool) {
        var gate = WriteGate()
        let moment = WriteGate.Moment(mode: mode, isRolling: true, hasLane: hasLane)
        if mode == .write {
            _ = gate.handle(.roll, moment)
            #expect(gate.handle(.touch(1), moment) == [.write(endsAtSeam: false)])
            #expect(gate.handle(.release(1), moment) == [.write(endsAtSeam: true)])
        } else {
            #expect(gate.handle(.touch(1), moment) == [.awaitSettled])
            #expect(gate.handle(.release(1), moment) == [])
            #expect(gate.handle(.settled(0.3), moment) == [])
            #expect(gate.isAtRest)
        }
    }

    @Test(arguments: [AutomationMode.off, .read, .touch, .write])
    func `primed control of latch is let go by another mode`(mode: AutomationMode) {
        var gate = WriteGate()
        let stopped = WriteGate.Moment(mode: .latch, isRolling: false, hasLane: true)
        _ = gate.handle(.value(0.5, 1, touched: true), stopped)
        #expect(gate.handle(.release(1), stopped) == [])
        #expect(gate.isPrimed)
        _ = gate.handle(.modeChanged, .init(mode: mode, isRolling: false, hasLane: true))
        #expect(!gate.isPrimed)
        let orders = gate.handle(.roll, .init(mode: mode, isRolling: true, hasLane: true))
        #expect(orders.contains(.write(endsAtSeam: true)) == (mode == .write))
    }

    @Test(arguments: [WriteGate.Event.match, .unprime])
    func `what was primed in stop can be taken back`(event: WriteGate.Event) {
        var gate = WriteGate()
        let stopped = WriteGate.Moment(mode: .latch, isRolling: false, hasLane: true)
        _ = gate.handle(.value(0.5, 1, touched: true), stopped)
        _ = gate.handle(.release(1), stopped)
        #expect(gate.handle(event, stopped) == [.follow])
        #expect(gate.isAtRest)
    }
}

extension `Stories of the gate` {
    // swift-format-ignore
    static let stories: [Story] = [
        Story(name: "hand moves the value for good", mode: .off, steps: [
            (.roll, []), (.touch(1), [.awaitSettled]), (.value(0.5, 1, touched: true), [.hold, .move(0.5), .rest(0.5)]), (.release(1), []), (.stop, []),
        ]),
        Story(name: "hand wins and the lane comes back", mode: .read, steps: [
            (.roll, []), (.touch(1), [.awaitSettled]), (.value(0.5, 1, touched: true), [.hold, .move(0.5)]), (.release(1), [.glide]), (.glided, []), (.stop, []),
        ]),
        Story(name: "without a lane a hand moves the value for good", mode: .read, hasLane: false, steps: [
            (.roll, []), (.value(0.5, 1, touched: true), [.hold, .move(0.5), .rest(0.5)]), (.release(1), []), (.stop, []),
        ]),
        Story(name: "value without a touch does nothing to a lane", mode: .read, steps: [
            (.roll, []), (.value(0.5, 1, touched: false), []), (.stop, []),
        ]),
        Story(name: "from the movement to the glide's end", mode: .touch, steps: [
            (.roll, []), (.touch(1), [.awaitSettled]), (.value(0.5, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(0.5)]), (.release(1), [.glide]), (.glided, []), (.stop, []),
        ]),
        Story(name: "held still it writes what it grabbed", mode: .touch, steps: [
            (.roll, []), (.touch(1), [.awaitSettled]), (.settled(0.2), [.hold, .write(endsAtSeam: false), .move(0.2)]), (.value(0.3, 1, touched: true), [.move(0.3)]), (.release(1), [.glide]), (.stop, [.follow]),
        ]),
        Story(name: "touch while it glides", mode: .touch, steps: [
            (.roll, []), (.value(0.5, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(0.5)]), (.release(1), [.glide]), (.touch(1), [.hold, .write(endsAtSeam: false)]), (.release(1), [.glide]), (.stop, [.follow]),
        ]),
        Story(name: "what is not touched moves nothing in another's glide", mode: .touch, steps: [
            (.roll, []), (.value(0.5, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(0.5)]), (.value(0.9, 2, touched: false), [.drop(.noTouch)]), (.release(1), [.glide]), (.value(0.9, 2, touched: false), [.drop(.noTouch)]), (.glided, []), (.stop, []),
        ]),
        Story(name: "two hands", mode: .touch, steps: [
            (.roll, []), (.value(0.5, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(0.5)]), (.touch(2), [.write(endsAtSeam: false)]), (.release(1), []), (.release(2), [.glide]), (.stop, [.follow]),
        ]),
        Story(name: "held from before the start", mode: .touch, steps: [
            (.touch(1), [.hold]), (.roll, [.write(endsAtSeam: false)]), (.release(1), [.glide]), (.glided, []), (.stop, []),
        ]),
        Story(name: "held over a stop it writes from the next start", mode: .touch, steps: [
            (.roll, []), (.value(0.5, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(0.5)]), (.stop, [.follow]), (.roll, [.hold, .write(endsAtSeam: false)]), (.release(1), [.glide]), (.stop, [.follow]),
        ]),
        Story(name: "value without a touch moves nothing", mode: .touch, steps: [
            (.roll, []), (.value(0.5, 1, touched: false), [.drop(.noTouch)]), (.stop, []),
        ]),
        Story(name: "switch stays until the next point", mode: .touch, isStepped: true, steps: [
            (.roll, []), (.value(1, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(1)]), (.release(1), [.write(endsAtSeam: true), .awaitBreakpoint]), (.breakpoint, [.follow]), (.stop, []),
        ]),
        Story(name: "held over the seam and over a locate", mode: .touch, steps: [
            (.roll, []), (.value(0.5, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(0.5)]), (.wrap, []), (.locate, [.write(endsAtSeam: false)]), (.release(1), [.glide]), (.locate, [.follow]), (.stop, []),
        ]),
        Story(name: "match lets go for the hand, which has to move again", mode: .touch, steps: [
            (.roll, []), (.value(0.4, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(0.4)]), (.match, [.glide]), (.glided, []), (.value(0.5, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(0.5)]), (.stop, [.follow]),
        ]),
        Story(name: "held before the punch-in, and over the punch-out", mode: .touch, punch: .before, steps: [
            (.roll, []), (.value(0.5, 1, touched: true), [.hold, .move(0.5)]), (.punchIn, [.write(endsAtSeam: false)]), (.value(0.6, 1, touched: true), [.move(0.6)]), (.punchOut, [.glide]), (.value(0.7, 1, touched: true), [.drop(.punchOut)]), (.glided, []), (.release(1), []), (.stop, []),
        ]),
        Story(name: "switch held over the punch-out", mode: .touch, isStepped: true, punch: .before, steps: [
            (.roll, []), (.value(1, 1, touched: true), [.hold, .move(1)]), (.punchIn, [.write(endsAtSeam: false)]), (.punchOut, [.follow]), (.release(1), []), (.stop, []),
        ]),
        Story(name: "let go before the punch-in it waits for it", mode: .latch, punch: .before, steps: [
            (.roll, []), (.value(0.5, 1, touched: true), [.hold, .move(0.5)]), (.release(1), []), (.punchIn, [.write(endsAtSeam: true)]), (.punchOut, [.glide]), (.glided, []), (.stop, []),
        ]),
        Story(name: "primed before the punch-in it waits for it", mode: .latch, punch: .before, steps: [
            (.value(0.5, 1, touched: true), [.hold, .move(0.5)]), (.release(1), []), (.roll, []), (.punchIn, [.write(endsAtSeam: true)]), (.stop, [.follow]),
        ]),
        Story(name: "keeps writing after the release", mode: .latch, steps: [
            (.roll, []), (.value(0.5, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(0.5)]), (.release(1), [.write(endsAtSeam: true)]), (.match, [.glide]), (.glided, []), (.stop, []),
        ]),
        Story(name: "value without a touch begins", mode: .latch, steps: [
            (.roll, []), (.value(0.5, 1, touched: false), [.hold, .write(endsAtSeam: true), .move(0.5)]), (.value(0.6, 1, touched: false), [.move(0.6)]), (.wrap, []), (.stop, []),
        ]),
        Story(name: "primed in stop", mode: .latch, steps: [
            (.value(0.5, 1, touched: true), [.hold, .move(0.5)]), (.release(1), []), (.roll, [.write(endsAtSeam: true)]), (.stop, [.follow]),
        ]),
        Story(name: "locate ends it", mode: .latch, steps: [
            (.roll, []), (.value(0.5, 1, touched: false), [.hold, .write(endsAtSeam: true), .move(0.5)]), (.locate, [.follow]), (.stop, []),
        ]),
        Story(name: "keeps writing what is no fader", mode: .touchLatch, steps: [
            (.roll, []), (.value(0.5, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(0.5)]), (.release(1), [.write(endsAtSeam: true)]), (.stop, [.follow]),
        ]),
        Story(name: "lets a fader glide back", mode: .touchLatch.asHeld(byFader: true), steps: [
            (.roll, []), (.value(0.5, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(0.5)]), (.release(1), [.glide]), (.glided, []), (.stop, []),
        ]),
        Story(name: "from start to stop", mode: .write, steps: [
            (.roll, [.hold, .write(endsAtSeam: true)]), (.touch(1), [.write(endsAtSeam: false)]), (.release(1), [.write(endsAtSeam: true)]), (.stop, [.follow]),
        ]),
        Story(name: "from punch-in to punch-out", mode: .write, punch: .before, steps: [
            (.roll, []), (.punchIn, [.hold, .write(endsAtSeam: true)]), (.punchOut, [.glide]), (.glided, []), (.stop, []),
        ]),
        Story(name: "seam and locate end it", mode: .write, steps: [
            (.roll, [.hold, .write(endsAtSeam: true)]), (.wrap, []), (.locate, []), (.stop, []),
        ]),
        Story(name: "held over the seam and over a locate", mode: .write, steps: [
            (.roll, [.hold, .write(endsAtSeam: true)]), (.touch(1), [.write(endsAtSeam: false)]), (.wrap, []), (.locate, [.write(endsAtSeam: false)]), (.stop, [.follow]),
        ]),
    ]
}
