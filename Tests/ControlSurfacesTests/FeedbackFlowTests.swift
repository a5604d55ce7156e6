import ControlSurfaces
import Testing

@Suite struct `Feedback flow` {
    /// A Mackie surface of so many strips: motor, ring, two lamps, text each.
    static func strips(_ count: Int) -> [ControlSpec] {
        (0..<count).flatMap { strip in
            let channel = strip % 16 + 1
            return [
                ControlSpec(
                    name: "fader/\(strip)", input: .pitchBend(channel: channel), highest: 16_383,
                    outputs: [.motor(.pitchBend(channel: channel))]),
                ControlSpec(name: "mute/\(strip)", outputs: [.led(.note(16 + strip, channel: 1), LEDValues())]),
                ControlSpec(name: "solo/\(strip)", outputs: [.led(.note(8 + strip, channel: 2), LEDValues())]),
                ControlSpec(name: "ring/\(strip)", outputs: [.ring(.controlChange(48 + strip, channel: 1), .dot)]),
                ControlSpec(
                    name: "text/\(strip)",
                    outputs: [.text(TextTemplate(prefix: [0xF0, UInt8(strip)], length: 7, suffix: [0xF7]))]),
            ]
        }
    }

    static func showAll(_ surface: Surface, _ round: Int, at time: Double) {
        for control in surface.scheduler.controls.indices {
            switch control % 5 {
            case 0, 3: surface.show(.travel(Double((round * 37 + control) % 101) / 100), control, at: time)
            case 1, 2: surface.show(.lamp(round % 2 == 0 ? .on : .off), control, at: time)
            default: surface.show(.text("T\(round)"), control, at: time)
            }
        }
    }

    @Test func `65: a bank switch of an eight-fader surface is all out within 100 ms, motors first`() throws {
        let surface = Surface(`Feedback flow`.strips(8))
        `Feedback flow`.showAll(surface, 0, at: 0)
        surface.run(until: 1000)
        _ = surface.take()
        `Feedback flow`.showAll(surface, 1, at: 1000)
        surface.run(until: 2000)
        let kinds = surface.sent.map { $0.bytes[0] & 0xF0 }
        #expect(kinds.prefix(8).allSatisfy { $0 == 0xE0 })
        #expect(kinds.count >= 39 && surface.sent.allSatisfy { $0.at <= 1100 })
        let ranks = try kinds.map { try #require([0xE0: 0, 0x90: 1, 0xB0: 2, 0xF0: 3][$0]) }
        #expect(ranks == ranks.sorted())
    }

    // swift-format-ignore
    static let rates: [(FeedbackRate, bytes: Bool, perSecond: Double)] = [
        (.usb,                               false, 1000),
        (.din,                               true,  3125),
        (FeedbackRate(bytesPerSecond: 500),  true,  500),
    ]

    @Test(arguments: rates)
    func `a flood of changes never goes faster than the device can take`(
        rate: FeedbackRate, bytes: Bool, perSecond: Double
    ) {
        let surface = Surface(`Feedback flow`.strips(32), rate: rate)
        for round in 0..<3000 {
            if round % 10 == 0 { `Feedback flow`.showAll(surface, round / 10, at: Double(round)) }
            surface.run(until: Double(round))
        }
        let sizes = surface.sent.map { (at: $0.at, size: bytes ? Double($0.bytes.count) : 1) }
        #expect(sizes.reduce(0) { $0 + $1.size } > 2.9 * perSecond, "the line stands idle")
        // In every window: what the rate allows, the burst, and the message in progress.
        for first in stride(from: 0, to: sizes.count, by: 17) {
            var sum = 0.0
            for item in sizes[first...].prefix(400) {
                sum += item.size
                #expect(sum - item.size <= (item.at - sizes[first].at + 10) / 1000 * perSecond + 12)
            }
        }
    }

    @Test func `in a flood nothing starves, and motors keep most of the line`() {
        let surface = Surface(`Feedback flow`.strips(16), rate: .din)
        for round in 0..<5000 {
            if round % 5 == 0 { `Feedback flow`.showAll(surface, round / 5, at: Double(round)) }
            surface.run(until: Double(round))
        }
        let kinds = Dictionary(grouping: surface.sent, by: { $0.bytes[0] & 0xF0 })
        for kind in [0xE0, 0x90, 0xB0, 0xF0] as [UInt8] {
            let times = kinds[kind, default: []].map(\.at)
            #expect(times.count >= 100, "kind \(kind): \(times.count)")
            #expect(!zip(times, times.dropFirst()).contains { $1 - $0 > 600 })
        }
        #expect(kinds[0xE0, default: []].count * 2 > surface.sent.count)
    }

    @Test func `a motor is written at most 63 times a second, with the newest value`() {
        let surface = Surface(`Feedback flow`.strips(1))
        for round in 0...1000 {
            surface.show(.travel(Double(round) / 1000), 0, at: Double(round))
            surface.run(until: Double(round))
        }
        surface.run(until: 1016)
        #expect(surface.sent.count <= 64 && surface.sent.count >= 50)
        #expect(surface.sent.last?.bytes == [0xE0, 0x7F, 0x7F])
    }

    @Test func `the halves of a pair are sent together`() {
        let pair = MessagePattern.controlChangePair(high: 1, low: 33, channel: 1, order: .lowFirst)
        let fader = ControlSpec(name: "f", input: pair, highest: 16_383, outputs: [.motor(pair)])
        let surface = Surface(
            [fader, ControlSpec(name: "b", outputs: [.led(.note(1, channel: 1), LEDValues())])], rate: .din)
        surface.show(.lamp(.on), 1, at: 0)
        surface.show(.travel(1), 0, at: 0)
        surface.run(until: 100)
        #expect(surface.take() == [[0xB0, 33, 127], [0xB0, 1, 127], [0x90, 1, 127]])
    }

    @Test func `a lamp that cannot blink is blinked twice a second, in step with the others`() {
        let lamps = [1, 2].map {
            ControlSpec(name: "b\($0)", outputs: [.led(.note($0, channel: 1), LEDValues(off: 0, on: 100))])
        }
        let surface = Surface(lamps)
        surface.show(.lamp(.blink), 0, at: 100)
        surface.show(.lamp(.blink), 1, at: 130)
        surface.run(until: 1100)
        let changes = surface.sent.filter { $0.bytes[1] == 1 }
        #expect(changes.map(\.at) == [100, 250, 500, 750, 1000] && changes.map(\.bytes[2]) == [100, 0, 100, 0, 100])
        #expect(
            surface.sent.filter { $0.bytes[1] == 2 }.map(\.at).dropFirst() == [
                250, 500, 750, 1000,
            ])
        surface.show(.lamp(.off), 0, at: 1100)
        surface.show(.lamp(.off), 1, at: 1100)
        surface.run(until: 5000)
        #expect(surface.scheduler.deadline == nil)
    }

    @Test func `a resync sends everything again, and what was never set as dark`() {
        let surface = Surface(Devices.mackie)
        surface.show(.travel(0.5), 0, at: 0)
        surface.show(.lamp(.on), 2, at: 0)
        surface.run(until: 100)
        _ = surface.take()
        surface.scheduler.disconnect()
        surface.scheduler.resync(at: .ms(200))
        surface.run(until: 300)
        let blank: [UInt8] = [0xF0, 0, 0, 0x66, 0x14, 0x12, 0] + Array("       ".utf8) + [0xF7]
        #expect(surface.take() == [[0xE0, 0x7E, 0x3F], [0x90, 0x10, 0x7F], [0xB0, 0x30, 0], blank])
    }

    @Test func `the farewell darkens what is lit and leaves the motors, unless asked`() {
        for motorsDown in [false, true] {
            let surface = Surface(Devices.mackie)
            surface.show(.travel(0.5), 0, at: 0)
            surface.show(.lamp(.on), 2, at: 0)
            surface.show(.text("Vox"), 3, at: 0)
            surface.scheduler.resync(at: 0)
            surface.run(until: 100)
            let last = surface.scheduler.farewell(motorsDown: motorsDown)
            #expect(last.map { $0[0] } == (motorsDown ? [0xE0, 0x90, 0xF0] : [0x90, 0xF0]))
            #expect(surface.scheduler.farewell(motorsDown: motorsDown).isEmpty)
        }
    }
}
