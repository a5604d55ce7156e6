import ControlSurfaces
import TestSupport
import Testing

/// Laws that hold whatever hands, the mix and the mapping do.
@Suite struct `Feedback laws` {
    static let controls =
        Devices.mackie + [
            ControlSpec(
                name: "bcf", input: .controlChange(81, channel: 2), touch: .motion(milliseconds: 500),
                outputs: [.motor(.controlChange(81, channel: 2))]),
            ControlSpec(
                name: "lamp", input: .note(9, channel: 2), form: .button,
                outputs: [.led(.note(9, channel: 2), LEDValues(off: 12, on: 60))]),
        ]
    static let motors = [0, 5]

    /// The output that bytes go to: its status and, but for pitch bend and texts, its number.
    static func output(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.prefix(bytes[0] >= 0xE0 ? 1 : 2)) }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `hold over a random hour of work`(seed: UInt64) {
        var generator = Dice(seed: seed)
        func random(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }
        var scheduler = FeedbackScheduler(controls: `Feedback laws`.controls, rate: seed % 2 == 0 ? .usb : .din)
        var time: Int64 = 0
        var (isTouched, areMotorsOn) = (false, true)
        var lastMove: [Int: Int64] = [:]
        /// What each output was sent last; gone once something else may stand there.
        var shown: [[UInt8]: [UInt8]] = [:]
        for _ in 0..<20_000 {
            time += Int64(random(60_000_000))
            let control = random(`Feedback laws`.controls.count)
            switch random(12) {
            case 0:
                isTouched.toggle()
                let change: ControlEvent.Change = isTouched ? .touched : .untouched
                _ = scheduler.receive(ControlEvent(control: 0, name: "fader/1", time: time, change: change))
            case 1, 2:
                let motor = `Feedback laws`.motors[random(2)]
                let step = random(128)
                let change = ControlEvent.Change.moved(to: Double(step) / 127, step: step, isJitter: false)
                let event = ControlEvent(control: motor, name: "", time: time, change: change)
                if scheduler.receive(event) == .hand {
                    lastMove[motor] = time
                    shown[motor == 0 ? [0xE0] : [0xB1, 81]] = nil
                }
            case 3 where random(20) == 0:
                areMotorsOn.toggle()
                scheduler.setMotors(on: areMotorsOn, at: time)
                if areMotorsOn { shown = shown.filter { $0.key[0] != 0xE0 && $0.key != [0xB1, 81] } }
            case 4 where random(50) == 0:
                scheduler.resync(at: time)
                shown.removeAll()
            case 5, 6: scheduler.set(.lamp(FeedbackValue.Lamp.allCases[random(3)]), of: control, at: time)
            case 7: scheduler.set(.text("T\(random(5))"), of: control, at: time)
            default: scheduler.set(.travel(Double(random(50)) / 49), of: control, at: time)
            }
            for bytes in scheduler.drain(at: time) {
                let output = `Feedback laws`.output(bytes)
                #expect(shown[output] != bytes, "sent twice")
                shown[output] = bytes
                let motor = output == [0xE0] ? 0 : output == [0xB1, 81] ? 5 : nil
                guard let motor else { continue }
                #expect(areMotorsOn && (motor == 5 || !isTouched), "a motor moved under a hand, or switched off")
                #expect(lastMove[motor].map { time - $0 >= FeedbackScheduler.quietTime } ?? true)
            }
        }
        // Let go, and let it come to rest: everything is shown.
        if isTouched { _ = scheduler.receive(ControlEvent(control: 0, name: "", time: time, change: .untouched)) }
        scheduler.setMotors(on: true, at: time)
        let last: [(Int, FeedbackValue)] = [
            (0, .travel(0.25)), (1, .travel(0.75)), (2, .lamp(.on)), (3, .text("Rest")), (5, .travel(0)),
            (6, .lamp(.off)),
        ]
        for (control, value) in last { scheduler.set(value, of: control, at: time) }
        var wakes = 0
        while let deadline = scheduler.deadline, wakes < 1000 {
            wakes += 1
            time = max(time, deadline)
            for bytes in scheduler.drain(at: time) { shown[`Feedback laws`.output(bytes)] = bytes }
        }
        #expect(wakes < 100)
        for (control, value) in last {
            let spec = `Feedback laws`.controls[control]
            let bytes = FeedbackEncoder.messages(for: spec.outputs[0], of: spec, showing: value, at: time)
            #expect(shown[`Feedback laws`.output(bytes[0])] == bytes[0], "\(spec.name)")
        }
    }
}
