import ControlSurfaces
import MIDI
import Testing

/// A device on a desk: bytes in, bytes out, with a hand clock.
final class Surface {
    var decoder: SurfaceDecoder
    var scheduler: FeedbackScheduler
    /// Everything that was sent, with its milliseconds.
    var sent: [(at: Double, bytes: [UInt8])] = []
    var origins: [FeedbackScheduler.Origin] = []

    init(_ controls: [ControlSpec], rate: FeedbackRate = .usb) {
        decoder = SurfaceDecoder(controls: controls)
        scheduler = FeedbackScheduler(controls: controls, rate: rate)
    }

    /// The device sends; nothing comes of it but what the scheduler knows.
    func hear(_ bytes: [UInt8], at time: Double) {
        for event in decoder.decode(bytes: bytes, at: .ms(time)) { origins.append(scheduler.receive(event)) }
    }

    func show(_ value: FeedbackValue, _ control: Int, at time: Double) {
        scheduler.set(value, of: control, at: .ms(time))
    }

    /// Lets time pass, waking at every deadline.
    func run(until time: Double) {
        var wakes = 0
        while let deadline = scheduler.deadline, deadline <= .ms(time), wakes < 100_000 {
            wakes += 1
            let messages = scheduler.drain(at: deadline)
            sent += messages.map { (Double(deadline) / 1_000_000, $0) }
        }
        #expect(wakes < 100_000, "woken for nothing")
    }

    /// What was sent since last asked.
    func take() -> [[UInt8]] {
        defer { sent.removeAll() }
        return sent.map(\.bytes)
    }
}

@Suite struct `Feedback` {
    static let touch: [UInt8] = [0x90, 0x68, 0x7F]
    static let release: [UInt8] = [0x90, 0x68, 0x00]
    /// Half way, as the Mackie fader is told and reports it.
    static let half: [UInt8] = [0xE0, 0x7E, 0x3F]
    static let top: [UInt8] = [0xE0, 0x7C, 0x7F]

    @Test func `64: no value is sent twice`() {
        let surface = Surface(Devices.mackie)
        for time in stride(from: 0.0, to: 1000, by: 1) {
            surface.show(.travel(0.5), 0, at: time)
            surface.show(.travel(0.5), 1, at: time)
            surface.show(.lamp(.on), 2, at: time)
            surface.show(.text("Vox"), 3, at: time)
            surface.run(until: time)
        }
        #expect(surface.take().count == 4)
        surface.show(.travel(0.5 + 1e-6), 0, at: 1000)
        surface.run(until: 2000)
        #expect(surface.take().isEmpty, "less than a step of the device")
    }

    @Test func `a value that comes back before it was sent is not sent`() {
        let surface = Surface(Devices.mackie)
        surface.show(.lamp(.on), 2, at: 0)
        surface.run(until: 100)
        _ = surface.take()
        surface.show(.lamp(.off), 2, at: 100)
        surface.show(.lamp(.on), 2, at: 100)
        surface.run(until: 1000)
        #expect(surface.take().isEmpty)
    }

    @Test func `62: a touched motor is sent nothing, then follows the glide and rests`() {
        let surface = Surface(Devices.mackie)
        surface.show(.travel(0.5), 0, at: 0)
        surface.run(until: 1000)
        surface.hear(`Feedback`.touch, at: 2000)
        surface.hear(`Feedback`.top, at: 3000)
        for time in stride(from: 2000.0, to: 5000, by: 1) {
            surface.show(.travel(time < 3000 ? 0.5 : 1), 0, at: time)
            surface.run(until: time)
        }
        #expect(surface.take() == [`Feedback`.half])
        surface.hear(`Feedback`.release, at: 5000)
        for time in stride(from: 5000.0, through: 5500, by: 1) {
            surface.show(.travel(1 - (time - 5000) / 1000), 0, at: time)
            surface.run(until: time)
        }
        surface.run(until: 5520)
        #expect(surface.sent.count > 25 && surface.sent.count < 35)
        #expect(surface.sent.last?.bytes == `Feedback`.half)
        _ = surface.take()
        surface.run(until: 9000)
        #expect(surface.take().isEmpty)
    }

    @Test func `after a release the true position is sent once, when the fader has come to rest`() {
        let surface = Surface(Devices.mackie)
        surface.show(.travel(0.5), 0, at: 0)
        surface.run(until: 1000)
        _ = surface.take()
        surface.hear(`Feedback`.touch + `Feedback`.top, at: 1000)
        surface.show(.travel(1), 0, at: 1000)
        surface.hear(`Feedback`.release, at: 1100)
        surface.run(until: 1249)
        #expect(surface.take().isEmpty)
        surface.run(until: 5000)
        #expect(surface.take() == [`Feedback`.top])
    }

    @Test func `a fader whose value did not follow the hand is driven back, once`() {
        let surface = Surface(Devices.mackie)
        surface.show(.travel(0.5), 0, at: 0)
        surface.run(until: 1000)
        _ = surface.take()
        surface.hear(`Feedback`.touch + `Feedback`.top + `Feedback`.release, at: 1000)
        surface.show(.travel(0.5), 0, at: 1000)
        surface.run(until: 5000)
        #expect(surface.take() == [`Feedback`.half])
    }

    @Test func `a fader that flickers is still driven`() {
        let fader = MessagePattern.controlChange(81, channel: 1)
        let surface = Surface([ControlSpec(name: "f", input: fader, outputs: [.motor(fader)])])
        for round in 0..<40 {
            surface.hear([0xB0, 81, UInt8(64 + round % 2)], at: Double(round) * 50)
            if round == 20 { surface.show(.travel(1), 0, at: 1000) }
            surface.run(until: Double(round) * 50)
        }
        #expect(surface.sent.map(\.bytes) == [[0xB0, 81, 127]] && surface.sent[0].at == 1000)
    }

    @Test func `a fader held still and let go is sent nothing`() {
        let surface = Surface(Devices.mackie)
        surface.show(.travel(0.5), 0, at: 0)
        surface.run(until: 1000)
        _ = surface.take()
        surface.hear(`Feedback`.touch, at: 1000)
        surface.hear(`Feedback`.release, at: 3000)
        surface.run(until: 5000)
        #expect(surface.take().isEmpty)
    }

    // swift-format-ignore
    /// Policy, and what a motor without touch sense is sent while it is moved at 0 ms and told 0.25, and then in the next second.
    static let policies: [(EchoPolicy, [[UInt8]], [[UInt8]])] = [
        (.never,  [],                   []),
        (.idle,   [],                   [[0xB0, 7, 32]]),
        (.always, [[0xB0, 7, 32]],      []),
    ]

    @Test(arguments: policies)
    func `the echo follows its policy`(echo: EchoPolicy, moving: [[UInt8]], after: [[UInt8]]) {
        let fader = MessagePattern.controlChange(7, channel: 1)
        let surface = Surface([ControlSpec(name: "f", input: fader, outputs: [.motor(fader)], echo: echo)])
        surface.hear([0xB0, 7, 32], at: 0)
        surface.show(.travel(32.0 / 127), 0, at: 0)
        surface.run(until: 249)
        #expect(surface.take() == moving)
        surface.run(until: 1250)
        #expect(surface.take() == after)
    }

    @Test func `the ring of an encoder follows while it is turned`() {
        let surface = Surface(Devices.mackie)
        surface.hear([0xB0, 0x10, 1], at: 0)
        surface.show(.travel(0.6), 1, at: 0)
        surface.run(until: 5)
        #expect(surface.take() == [[0xB0, 0x30, 0x17]])
    }

    @Test func `the ring of an absolute knob waits for the hand`() {
        let knob = ControlSpec(
            name: "k", input: .controlChange(1, channel: 1), outputs: [.ring(.controlChange(1, channel: 1), .value)])
        let surface = Surface([knob])
        surface.hear([0xB0, 1, 100], at: 0)
        surface.show(.travel(100.0 / 127), 0, at: 0)
        surface.run(until: 249)
        #expect(surface.take().isEmpty)
        surface.run(until: 300)
        #expect(surface.take() == [[0xB0, 1, 100]])
    }

    @Test func `a lamp that its device changes by itself is set right after each press`() {
        let button = MessagePattern.note(5, channel: 1)
        for (form, echo) in [(ControlForm.button, EchoPolicy.always), (.toggle, .idle)] {
            let lamp = ControlSpec(
                name: "b", input: button, form: form, outputs: [.led(button, LEDValues())], echo: echo)
            let surface = Surface([lamp])
            surface.show(.lamp(.on), 0, at: 0)
            surface.run(until: 100)
            _ = surface.take()
            surface.hear([0x90, 5, 127, 0x90, 5, 0], at: 100)
            surface.run(until: 200)
            #expect(surface.take() == [[0x90, 5, 127]])
        }
    }

    @Test func `motors off is silence, on again is where they should be`() {
        let surface = Surface(Devices.mackie)
        surface.show(.travel(0.5), 0, at: 0)
        surface.run(until: 100)
        _ = surface.take()
        surface.scheduler.setMotors(on: false, at: .ms(100))
        #expect(surface.scheduler.motorState(of: 0, at: .ms(100)) == .off)
        surface.show(.travel(1), 0, at: 100)
        surface.scheduler.resync(at: .ms(200))
        surface.run(until: 1000)
        #expect(!surface.take().contains { $0[0] == 0xE0 })
        #expect(!surface.scheduler.farewell(motorsDown: true).contains { $0[0] == 0xE0 })
        surface.scheduler.setMotors(on: true, at: .ms(2000))
        surface.run(until: 3000)
        #expect(surface.take().filter { $0[0] == 0xE0 } == [`Feedback`.top])
    }
}
