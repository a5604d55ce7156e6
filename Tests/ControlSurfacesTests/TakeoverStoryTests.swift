import ControlSurfaces
import Testing

@Suite struct `Takeover over banks, motors and cables` {
    /// One control with its memory, as the desk joins them.
    final class Control {
        var positions = PhysicalPositions()
        var takeover: Takeover
        var value: Double

        init(_ mode: TakeoverMode, value: Double) {
            takeover = Takeover(mode, deviceStep: 1.0 / 127)
            self.value = value
        }

        /// Moves; `true` if the value followed.
        func move(_ travel: Double, at time: Double = 0, touch: Int64? = nil, _ motor: MotorState = .off)
            -> Bool
        {
            let from = positions.move("fader/1", to: travel, at: .ms(time))
            let admission = takeover.admit(travel, from: from, target: value, touch: touch, motor: motor)
            guard case .admitted(let admitted) = admission else { return false }
            value = admitted
            return true
        }
    }

    @Test func `a fader that was not moved is in step again when its bank comes back`() {
        let fader = Control(.pickup, value: 0)
        #expect(fader.move(0) && fader.move(0.3, touch: 1))
        let firstBank = fader.value
        fader.takeover.rearm()
        fader.value = 0.9
        fader.takeover.rearm()
        fader.value = firstBank
        #expect(fader.move(0.35))
    }

    @Test func `going back to a bank does not jump to where the other bank left the fader`() {
        let fader = Control(.pickup, value: 1)
        #expect(fader.move(1))
        fader.takeover.rearm()
        fader.value = 0.45
        for travel in [0.9, 0.6, 0.47, 0.4] { _ = fader.move(travel, touch: 1) }
        #expect(fader.value == 0.4)
        fader.takeover.rearm()
        fader.value = 1
        #expect(!fader.move(0.45) && fader.value == 1)
        #expect(fader.takeover.guidance(at: 0.45, target: 1) == .waiting(.up, distance: 0.55))
    }

    @Test func `what automation moved is not pulled back`() {
        let fader = Control(.pickup, value: 0.5)
        #expect(fader.move(0.5) && fader.move(0.6))
        fader.value = 0.2
        #expect(!fader.move(0.62) && fader.value == 0.2)
    }

    @Test func `what is held stays caught while somebody else moves it`() {
        for mode in [TakeoverMode.pickup, .scale] {
            let fader = Control(mode, value: 0.5)
            #expect(fader.move(0.5) && fader.move(0.6, touch: 1))
            fader.value = 0.2
            #expect(fader.move(0.62, touch: 1) && fader.value == 0.62)
        }
    }

    @Test func `what an earlier touch had caught is not caught in the next one`() {
        for mode in [TakeoverMode.pickup, .motor] {
            let fader = Control(mode, value: 0.5)
            #expect(fader.move(0.5, touch: 1) && fader.move(0.6, touch: 1))
            fader.value = 0.2
            #expect(!fader.move(0.62, touch: 2) && fader.value == 0.2)
        }
    }

    @Test func `a parameter with steps stays in step between them`() {
        let fader = Control(.pickup, value: 0.5)
        #expect(fader.move(0.5))
        for travel in [0.52, 0.57, 0.61, 0.66, 0.72] {
            #expect(fader.move(travel))
            fader.value = travel < 0.625 ? 0.5 : 0.75
            fader.takeover.applied(fader.value)
        }
    }

    @Test func `a fader moved while it was unplugged does not sweep on its return`() {
        let fader = Control(.pickup, value: 0.5)
        _ = fader.move(0.2)
        fader.positions.reconnect()
        #expect(fader.positions.travel(of: "fader/1", at: 0) == 0.2)
        #expect(!fader.move(0.8), "0.2 to 0.8 was no sweep through 0.5")
        #expect(!fader.move(0.6) && fader.move(0.45))
    }

    @Test func `a fader left alone while it was unplugged is in step on its return`() {
        let fader = Control(.pickup, value: 0.2)
        #expect(fader.move(0.2))
        fader.positions.reconnect()
        #expect(fader.move(0.215))
    }

    @Test func `a motor fader is always in step`() {
        let fader = Control(.motor, value: 0.8)
        #expect(fader.move(0.1, touch: 1, .settled) && fader.value == 0.1)
    }

    @Test func `a hand that is sensed stops the motor, and rules from its first reading on`() {
        for (from, to, grabbed) in [(0.1, 0.9, 0.4), (1.0, 0.2, 0.7), (0.5, 0.45, 1.0)] {
            let fader = Control(.motor, value: from)
            #expect(fader.move(from, at: 0, .settled))
            fader.value = to
            fader.positions.drive("fader/1", to: to, at: .ms(100))
            var takeover = fader.takeover
            let admission = takeover.admit(
                grabbed, from: from, target: to, touch: .ms(140), motor: .travelling, isSensed: true)
            #expect(admission == .admitted(grabbed))
            let held = takeover.holds(at: from, target: to, motor: .travelling)
            #expect(held)
        }
    }

    @Test func `touching a control that has to be picked up holds nothing before it has met the value`() {
        var takeover = Takeover(.pickup, deviceStep: 1.0 / 127)
        for (position, holds) in [(nil, false), (0.2, false), (0.8, false), (0.5, true), (0.503, true)]
            as [(Double?, Bool)]
        {
            let found = takeover.holds(at: position, target: 0.5)
            #expect(found == holds, "at \(String(describing: position))")
        }
        _ = takeover.admit(0.5, from: 0.49, target: 0.5, touch: nil)
        let stillHeld = takeover.holds(at: 0.1, target: 0.5)
        #expect(stillHeld, "in step, wherever it is said to stand")
        for mode in [TakeoverMode.jump, .scale] {
            let free = Takeover(mode, deviceStep: 0.01).holds(at: nil, target: 0.5)
            #expect(free)
        }
    }

    @Test func `a movement that nobody senses does not pull the value to where the motor was`() {
        let fader = Control(.motor, value: 0.1)
        #expect(fader.move(0.1, at: 0, .settled))
        fader.value = 0.9
        fader.positions.drive("fader/1", to: 0.9, at: .ms(100))
        #expect(!fader.move(0.4, at: 150, touch: 1, .travelling))
        #expect(!fader.move(0.41, at: 600, touch: 1, .settled), "time alone does not put it in step")
        #expect(fader.move(0.91, at: 700, touch: 1, .settled))
        #expect(fader.move(0.7, at: 710, touch: 1, .settled))
    }

    @Test func `a hand that takes a fader from its own automation gets it at once`() {
        let fader = Control(.motor, value: 0.5)
        fader.positions.drive("fader/1", to: 0.5, at: .ms(100))
        #expect(
            fader.move(0.46, at: 110, touch: 1, .travelling)
                && fader.move(0.2, at: 120, touch: 1, .travelling))
    }

    @Test func `after the release the motor brings the fader in step again`() {
        let fader = Control(.motor, value: 0.9)
        fader.positions.drive("fader/1", to: 0.9, at: .ms(0))
        #expect(!fader.move(0.4, at: 50, touch: 1, .travelling))
        fader.positions.drive("fader/1", to: 0.9, at: .ms(400))
        #expect(fader.move(0.85, at: 1000, touch: 1, .settled))
    }

    @Test func `with motors off a motor fader is picked up from where its motor left it`() {
        let fader = Control(.motor, value: 0.8)
        _ = fader.move(0.2, at: 0, .settled)
        fader.positions.drive("fader/1", to: 0.8, at: .ms(10))
        fader.value = 0.5
        #expect(
            fader.takeover.guidance(at: 0.8, target: 0.5, motor: .off)
                == .waiting(.down, distance: 0.8 - 0.5))
        #expect(!fader.move(0.79, at: 1000, .off), "0.2 to 0.79 was the motor, not the hand")
        #expect(!fader.move(0.6, at: 1010, .off) && fader.move(0.49, at: 1020, .off))
    }

    @Test func `a motor sent on before it is settled leaves from where it was`() {
        var positions = PhysicalPositions()
        _ = positions.move("f", to: 0.1, at: 0)
        positions.drive("f", to: 0.8, at: .ms(100))
        positions.drive("f", to: 0.2, at: .ms(1000))
        let places = [150.0, 1100, 1300].map { positions.travel(of: "f", at: .ms($0)) }
        #expect(places == [0.8, 0.8, 0.2])
        positions.drive("f", to: 0.5, at: .ms(1400))
        positions.drive("f", to: 0.6, at: .ms(1450))
        #expect(positions.travel(of: "f", at: .ms(1460)) == 0.2, "the leap to 0.5 is still under way")
        for round in 0...100 {
            positions.drive("f", to: 0.6 + Double(round) / 1000, at: .ms(2000 + Double(round) * 16))
        }
        #expect(positions.travel(of: "f", at: .ms(3600)) == 0.7, "a ride is followed as it goes")
        #expect(positions.travel(of: "g", at: 0) == nil)
    }

    @Test func `only a waiting control shows a way`() {
        let pickup = Takeover(.pickup, deviceStep: 1.0 / 127)
        #expect(pickup.guidance(at: nil, target: 0.5) == .admitted(0.5))
        #expect(pickup.guidance(at: 0.497, target: 0.5) == .admitted(0.5))
        #expect(pickup.guidance(at: 0.25, target: 0.5) == .waiting(.up, distance: 0.25))
        for mode in [TakeoverMode.jump, .scale, .motor] {
            #expect(Takeover(mode, deviceStep: 0.01).guidance(at: 0, target: 1, motor: .settled) == .admitted(1))
        }
    }
}
