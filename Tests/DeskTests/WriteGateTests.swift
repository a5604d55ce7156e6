import Automation
import Testing

/// What each mode makes of hands and transport, as stories: events on the left, orders on the right.
@Suite struct `Stories of the gate` {
    struct Story: CustomTestStringConvertible {
        var name: String
        var mode: AutomationMode
        var hasLane = true
        var isStepped = false
        var steps: [(WriteGate.Event, [WriteGate.Action])]
        var testDescription: String { "\(mode.rawValue): \(name)" }
    }

    @Test(arguments: stories) func `order what the mode says`(story: Story) {
        var gate = WriteGate()
        var isRolling = false
        for (number, (event, orders)) in story.steps.enumerated() {
            if event == .roll { isRolling = true }
            if event == .stop { isRolling = false }
            let moment = WriteGate.Moment(
                mode: story.mode, isRolling: isRolling, hasLane: story.hasLane, isStepped: story.isStepped)
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
            (.write, .read, [.glide]),
            (.write, .off, [.rest(0.5), .follow]), (.latch, .touch, [.glide]), (.latch, .read, [.glide]),
            (.latch, .write, []),
        ] {
            var gate = WriteGate()
            _ = gate.handle(.roll, rolling(from))
            _ = gate.handle(.value(0.5, 1, touched: true), rolling(from))
            _ = gate.handle(.release(1), rolling(from))
            #expect(gate.handle(.modeChanged, rolling(to)) == orders, "\(from) to \(to)")
            #expect(gate.handle(.modeChanged, rolling(to)) == [], "\(from) to \(to), once more")
        }
    }

    @Test(arguments: [AutomationMode.touch, .latch, .touchLatch, .write])
    func `hand on the control when the mode begins to write`(mode: AutomationMode) {
        var gate = WriteGate()
        let read = WriteGate.Moment(mode: .read, isRolling: true, hasLane: true)
        #expect(gate.handle(.touch(1), read) == [.hold])
        let writing = WriteGate.Moment(mode: mode, isRolling: true, hasLane: true)
        #expect(gate.handle(.modeChanged, writing) == [.hold, .write(endsAtSeam: false)])
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
}

extension `Stories of the gate` {
    // swift-format-ignore
    static let stories: [Story] = [
        Story(name: "hand moves the value for good", mode: .off, steps: [
            (.roll, []), (.touch(1), [.hold]), (.value(0.5, 1, touched: true), [.move(0.5), .rest(0.5)]), (.release(1), []), (.stop, []),
        ]),
        Story(name: "hand wins and the lane comes back", mode: .read, steps: [
            (.roll, []), (.touch(1), [.hold]), (.value(0.5, 1, touched: true), [.move(0.5)]), (.release(1), [.glide]), (.glided, []), (.stop, []),
        ]),
        Story(name: "without a lane a hand moves the value for good", mode: .read, hasLane: false, steps: [
            (.roll, []), (.value(0.5, 1, touched: true), [.hold, .move(0.5), .rest(0.5)]), (.release(1), []), (.stop, []),
        ]),
        Story(name: "value without a touch does nothing to a lane", mode: .read, steps: [
            (.roll, []), (.value(0.5, 1, touched: false), []), (.stop, []),
        ]),
        Story(name: "from touch to the glide's end", mode: .touch, steps: [
            (.roll, []), (.touch(1), [.hold, .write(endsAtSeam: false)]), (.value(0.5, 1, touched: true), [.move(0.5)]), (.release(1), [.glide]), (.glided, []), (.stop, []),
        ]),
        Story(name: "touch while it glides", mode: .touch, steps: [
            (.roll, []), (.touch(1), [.hold, .write(endsAtSeam: false)]), (.release(1), [.glide]), (.touch(1), [.hold, .write(endsAtSeam: false)]), (.release(1), [.glide]), (.stop, [.follow]),
        ]),
        Story(name: "two hands", mode: .touch, steps: [
            (.roll, []), (.touch(1), [.hold, .write(endsAtSeam: false)]), (.touch(2), [.write(endsAtSeam: false)]), (.release(1), []), (.release(2), [.glide]), (.stop, [.follow]),
        ]),
        Story(name: "held from before the start", mode: .touch, steps: [
            (.touch(1), [.hold]), (.roll, [.write(endsAtSeam: false)]), (.release(1), [.glide]), (.glided, []), (.stop, []),
        ]),
        Story(name: "stop while held", mode: .touch, steps: [
            (.roll, []), (.touch(1), [.hold, .write(endsAtSeam: false)]), (.stop, [.follow]), (.roll, []), (.release(1), []), (.stop, []),
        ]),
        Story(name: "value without a touch moves nothing", mode: .touch, steps: [
            (.roll, []), (.value(0.5, 1, touched: false), []), (.stop, []),
        ]),
        Story(name: "switch stays until the next point", mode: .touch, isStepped: true, steps: [
            (.roll, []), (.value(1, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(1)]), (.release(1), [.write(endsAtSeam: true), .awaitBreakpoint]), (.breakpoint, [.follow]), (.stop, []),
        ]),
        Story(name: "held over the seam and over a locate", mode: .touch, steps: [
            (.roll, []), (.touch(1), [.hold, .write(endsAtSeam: false)]), (.wrap, []), (.locate, [.write(endsAtSeam: false)]), (.release(1), [.glide]), (.locate, [.follow]), (.stop, []),
        ]),
        Story(name: "match lets go for the hand, which has to move again", mode: .touch, steps: [
            (.roll, []), (.touch(1), [.hold, .write(endsAtSeam: false)]), (.match, [.glide]), (.glided, []), (.value(0.5, 1, touched: true), [.hold, .write(endsAtSeam: false), .move(0.5)]), (.stop, [.follow]),
        ]),
        Story(name: "keeps writing after the release", mode: .latch, steps: [
            (.roll, []), (.touch(1), [.hold, .write(endsAtSeam: false)]), (.value(0.5, 1, touched: true), [.move(0.5)]), (.release(1), [.write(endsAtSeam: true)]), (.match, [.glide]), (.glided, []), (.stop, []),
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
            (.roll, []), (.touch(1), [.hold, .write(endsAtSeam: false)]), (.release(1), [.write(endsAtSeam: true)]), (.stop, [.follow]),
        ]),
        Story(name: "lets a fader glide back", mode: .touchLatch.asHeld(byFader: true), steps: [
            (.roll, []), (.touch(1), [.hold, .write(endsAtSeam: false)]), (.release(1), [.glide]), (.glided, []), (.stop, []),
        ]),
        Story(name: "from start to stop", mode: .write, steps: [
            (.roll, [.hold, .write(endsAtSeam: true)]), (.touch(1), [.write(endsAtSeam: false)]), (.release(1), [.write(endsAtSeam: true)]), (.stop, [.follow]),
        ]),
        Story(name: "seam and locate end it", mode: .write, steps: [
            (.roll, [.hold, .write(endsAtSeam: true)]), (.wrap, []), (.locate, []), (.stop, []),
        ]),
        Story(name: "held over the seam and over a locate", mode: .write, steps: [
            (.roll, [.hold, .write(endsAtSeam: true)]), (.touch(1), [.write(endsAtSeam: false)]), (.wrap, []), (.locate, [.write(endsAtSeam: false)]), (.stop, [.follow]),
        ]),
    ]
}
