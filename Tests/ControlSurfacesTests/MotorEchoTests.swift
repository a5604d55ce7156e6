import ControlSurfaces
import Testing

@Suite struct `A motor's own reports` {
    /// Pitch bend of a travel on the first Mackie fader.
    static func report(_ travel: Double) -> [UInt8] {
        let step = Devices.mackie[0].step(travel: travel)
        return [0xE0, UInt8(step & 127), UInt8(step >> 7)]
    }

    /// A Mackie fader that rests at 0.2 and was sent to 0.8 at 1 s.
    static func driven() -> Surface {
        let surface = Surface(Devices.mackie)
        surface.show(.travel(0.2), 0, at: 0)
        surface.run(until: 900)
        surface.show(.travel(0.8), 0, at: 1000)
        surface.run(until: 1000)
        _ = surface.take()
        return surface
    }

    // swift-format-ignore
    /// Milliseconds after the write, whether touched, the travel reported, and whose it is.
    static let reports: [(Double, Bool, Double, FeedbackScheduler.Origin)] = [
        (20,  false, 0.2,  .motor),
        (50,  false, 0.5,  .motor),
        (150, false, 0.8,  .motor),
        (150, false, 0.815, .motor),
        // Pushed off its way, with a sleeve.
        (150, false, 0.9,  .hand),
        (50,  false, 0.1,  .hand),
        // Long after it arrived.
        (301, false, 0.8,  .hand),
        (50,  true,  0.5,  .hand),
    ]

    @Test(arguments: reports)
    func `are told from a hand`(after: Double, isTouched: Bool, travel: Double, origin: FeedbackScheduler.Origin) {
        let surface = `A motor's own reports`.driven()
        if isTouched { surface.hear([0x90, 0x68, 0x7F], at: 1001) }
        surface.hear(`A motor's own reports`.report(travel), at: 1000 + after)
        #expect(surface.origins.last == origin)
    }

    @Test func `do not make the motor move again`() {
        let surface = `A motor's own reports`.driven()
        for time in stride(from: 10.0, through: 150, by: 10) {
            surface.hear(`A motor's own reports`.report(0.2 + 0.004 * time), at: 1000 + time)
            surface.run(until: 1000 + time)
        }
        surface.run(until: 5000)
        #expect(surface.take().isEmpty && surface.origins.allSatisfy { $0 == .motor })
    }

    @Test func `without touch sense every report is a hand`() {
        let fader = MessagePattern.controlChange(81, channel: 1)
        let surface = Surface([
            ControlSpec(name: "f", input: fader, touch: .motion(milliseconds: 500), outputs: [.motor(fader)])
        ])
        surface.show(.travel(1), 0, at: 0)
        surface.run(until: 1)
        surface.hear([0xB0, 81, 100], at: 50)
        #expect(surface.origins == [.hand])
    }

    @Test func `a motor under way says so`() {
        let surface = `A motor's own reports`.driven()
        let states = [1000.0, 1299, 1300].map { surface.scheduler.motorState(of: 0, at: .ms($0)) }
        #expect(states == [.travelling, .travelling, .settled])
        #expect(surface.scheduler.motorState(of: 1, at: 0) == .off)
        #expect(surface.scheduler.lastDriven.map(\.control) == [0] && surface.scheduler.lastDriven[0].travel == 0.8)
    }

    @Test func `a long ride by automation keeps a short memory and stays the motor's`() {
        let surface = Surface(Devices.mackie)
        for round in 0..<2000 {
            let time = Double(round) * 5
            let travel = 0.5 + 0.4 * Double(round % 400 - 200) / 200
            surface.show(.travel(travel), 0, at: time)
            surface.run(until: time)
            if round % 7 == 0, round > 0 {
                surface.hear(`A motor's own reports`.report(max(travel - 0.03, 0.1)), at: time)
            }
        }
        #expect(surface.origins.allSatisfy { $0 == .motor } && surface.origins.count > 200)
        // The way of two seconds ago no longer explains a report.
        surface.run(until: 20_000)
        surface.hear(`A motor's own reports`.report(0.3), at: 20_000)
        #expect(surface.origins.last == .hand)
    }
}
