import ControlSurfaces
import TestSupport
import Testing

@Suite struct `Takeover of a value` {
    /// Mode, where the control was, where it is, the target, and what comes of it. A 7-bit control, nothing held.
    typealias Row = (TakeoverMode, from: Double?, to: Double, target: Double, Admission)

    // swift-format-ignore
    static let table: [Row] = [
        (.jump,   nil,  0.9,  0.1,  .admitted(0.9)),
        (.jump,   0.5,  0.9,  0.1,  .admitted(0.9)),
        // Pick-up: the first value does not pass, wherever the control was.
        (.pickup, nil,  0.9,  0.1,  .waiting(.down, distance: 0.8)),
        (.pickup, nil,  0.1,  0.9,  .waiting(.up, distance: 0.8)),
        (.pickup, nil,  0.5,  0.505, .admitted(0.5)),
        // On the way, not yet there.
        (.pickup, 0.9,  0.7,  0.1,  .waiting(.down, distance: 0.6)),
        (.pickup, 0.0,  0.25, 0.5,  .waiting(.up, distance: 0.25)),
        // Moving away.
        (.pickup, 0.75, 1.0,  0.5,  .waiting(.down, distance: 0.5)),
        // There: within a step, or across it, however fast.
        (.pickup, 0.4,  0.495, 0.5, .admitted(0.495)),
        (.pickup, 0.0,  1.0,  0.5,  .admitted(1)),
        (.pickup, 1.0,  0.0,  0.5,  .admitted(0)),
        // Where it stood is where the value is: in step without being moved (bank away and back).
        (.pickup, 0.5,  0.8,  0.5,  .admitted(0.8)),
        // Scale: the rest of the way in proportion, meeting at the end.
        (.scale,  nil,  0.9,  0.1,  .waiting(.down, distance: 0.8)),
        (.scale,  0.5,  0.75, 0.25, .admitted(0.625)),
        (.scale,  0.5,  1.0,  0.25, .admitted(1)),
        (.scale,  0.5,  0.25, 0.25, .admitted(0.125)),
        (.scale,  0.5,  0.0,  0.25, .admitted(0)),
        (.scale,  0.5,  0.5,  0.25, .admitted(0.25)),
        (.scale,  0.5,  0.6,  0.5,  .admitted(0.6)),
        // Near its end a control does not tear the value along: at most three times as far, until it is at its stop.
        (.scale,  0.97, 0.99, 0.1,  .admitted(0.16)),
        (.scale,  0.99, 1.0,  0.1,  .admitted(1)),
        (.scale,  0.02, 0.0,  0.9,  .admitted(0)),
    ]

    @Test(arguments: table)
    func `follows its table`(row: Row) {
        var takeover = Takeover(row.0, deviceStep: 1.0 / 127)
        let admission = takeover.admit(row.to, from: row.from, target: row.target, touch: nil)
        switch (admission, row.4) {
        case (.admitted(let got), .admitted(let expected)): #expect(abs(got - expected) < 1e-12)
        case (.waiting(let way, let got), .waiting(let expectedWay, let expected)):
            #expect(way == expectedWay && abs(got - expected) < 1e-12)
        default: Issue.record("\(admission) instead of \(row.4)")
        }
    }

    /// Random sweeps in strokes of any speed, against a value that is sometimes changed behind the hand's back.
    @Test(arguments: [TakeoverMode.pickup, .scale])
    func `never moves a value further than the hand moved, but for one device step`(mode: TakeoverMode) {
        var generator = Dice(seed: 7)
        let limit = mode == .scale ? Takeover.steepest : 1
        for steps in [127, 1023, 16_383] {
            let deviceStep = 1 / Double(steps)
            var takeover = Takeover(mode, deviceStep: deviceStep)
            var (place, target): (Int?, Double) = (nil, 0.5)
            var admitted = 0
            for _ in 0..<20_000 {
                if generator.next() % 50 == 0 {
                    target = Double(generator.next() % 1001) / 1000
                    if generator.next() % 2 == 0 { takeover.rearm() }
                }
                let reach = [1, 1, 3, steps / 8, steps][Int(generator.next() % 5)]
                let move = Int(generator.next() % UInt64(2 * reach + 1)) - reach
                let next = min(max((place ?? Int(generator.next() % UInt64(steps))) + move, 0), steps)
                let (from, to) = (place.map { Double($0) * deviceStep }, Double(next) * deviceStep)
                place = next
                guard case .admitted(let value) = takeover.admit(to, from: from, target: target, touch: nil) else {
                    continue
                }
                if mode == .scale, next == 0 || next == steps, from != to {
                    #expect(value == to, "at its stop the control leads")
                    target = value
                    continue
                }
                let allowed = limit * abs(to - (from ?? to)) + deviceStep * 1.001 + 1e-9
                #expect(
                    abs(value - target) <= allowed, "\(mode) from \(String(describing: from)) to \(to) at \(target)")
                target = value
                admitted += 1
            }
            #expect(admitted > 5000)
        }
    }

    @Test func `a sweep of single steps, at any speed, is picked up within one step of the value`() {
        for start in [0, 127] {
            for target in stride(from: 0.0, through: 1, by: 0.013) {
                var takeover = Takeover(.pickup, deviceStep: 1.0 / 127)
                var previous: Double?
                var value = target
                for step in start == 0 ? Array(0...127) : Array((0...127).reversed()) {
                    let travel = Double(step) / 127
                    if case .admitted(let next) = takeover.admit(travel, from: previous, target: value, touch: nil) {
                        #expect(abs(next - value) <= 1.001 / 127)
                        value = next
                    }
                    previous = travel
                }
                #expect(value == (start == 0 ? 1 : 0), "the sweep from \(start) missed \(target)")
            }
        }
    }

    @Test func `scale meets the control at both ends, and is in step from then on`() {
        for end in [0, 127] {
            var takeover = Takeover(.scale, deviceStep: 1.0 / 127)
            var (value, previous) = (0.3, 64.0 / 127)
            for step in end == 0 ? Array((0...63).reversed()) : Array(65...127) {
                let travel = Double(step) / 127
                guard case .admitted(let next) = takeover.admit(travel, from: previous, target: value, touch: 1)
                else {
                    Issue.record("scale made the hand wait")
                    return
                }
                (value, previous) = (next, travel)
            }
            #expect(abs(value - Double(end) / 127) < 1e-9)
            let back = end == 0 ? 20.0 / 127 : 100.0 / 127
            let admission = takeover.admit(back, from: previous, target: value, touch: 1)
            #expect(admission == .admitted(back))
        }
    }
}
