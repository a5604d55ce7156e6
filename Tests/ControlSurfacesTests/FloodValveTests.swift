import ControlSurfaces
import Testing

@Suite struct `A device that is fast` {
    private func moved(_ control: Int, _ step: Int, _ time: Double) -> ControlEvent {
        ControlEvent(
            control: control, name: "fader/\(control)", time: .ms(time),
            change: .moved(to: Double(step) / 16_383, step: step, isJitter: false))
    }

    /// Plays messages at a rate; returns what got through, and what was said.
    private func play(_ perSecond: Double, seconds: Double) -> (events: [ControlEvent], said: [FloodValve.Change]) {
        var valve = FloodValve()
        var (events, said): ([ControlEvent], [FloodValve.Change]) = ([], [])
        for index in 0..<Int(perSecond * seconds) {
            let time = Double(index) * 1000 / perSecond
            if let change = valve.count(at: .ms(time)) { said.append(change) }
            events += valve.admit(moved(index % 4, index, time))
        }
        let (last, change) = valve.expire(at: .ms(seconds * 1000 + 600))
        return (events + last, said + (change.map { [$0] } ?? []))
    }

    @Test(arguments: [900.0, 4000, 8000, 9900]) func `is heard whole where hands can be so fast`(perSecond: Double) {
        let (events, said) = play(perSecond, seconds: 2)
        #expect(events.count == Int(perSecond * 2) && said == [])
    }

    @Test func `is thinned where it floods, and its newest values get through`() {
        let (events, said) = play(40_000, seconds: 1)
        #expect(events.count < 4000, "four controls, once in 2 ms, behind the first thousand")
        #expect(said.first == .began && said.count == 2)
        #expect(said.last == .ended(thinned: 40_000 - events.count))
        for control in 0..<4 {
            let steps = events.filter { $0.control == control }.compactMap { event -> Int? in
                if case .moved(_, let step, _) = event.change { step } else { nil }
            }
            #expect(steps == steps.sorted() && steps.last == 39_996 + control)
        }
    }

    @Test func `has all its touches, releases and buttons heard, in their order, in any flood`() {
        var valve = FloodValve()
        var heard: [ControlEvent] = []
        let gestures: [ControlEvent.Change] = [.touched, .pressed(velocity: 1), .released, .untouched]
        for index in 0..<50_000 {
            let time = Double(index) / 40
            _ = valve.count(at: .ms(time))
            heard += valve.admit(moved(index % 9, index, time))
            guard index % 500 == 250 else { continue }
            let change = gestures[index / 500 % 4]
            heard += valve.admit(ControlEvent(control: 3, name: "fader/3", time: .ms(time), change: change))
            #expect(heard.last?.change == change)
            // The last value before it is there before it.
            let before = heard.dropLast().last { $0.control == index % 9 }
            #expect(before?.change == moved(index % 9, index, time).change)
        }
        #expect(heard.filter { if case .moved = $0.change { false } else { true } }.count == 100)
    }

    @Test func `turns as far as it was turned`() {
        var valve = FloodValve()
        var ticks = 0
        for index in 0..<20_000 {
            let time = Double(index) / 40
            _ = valve.count(at: .ms(time))
            let event = ControlEvent(control: 1, name: "pot/1", time: .ms(time), change: .turned(ticks: 1))
            for case .turned(let number) in valve.admit(event).map(\.change) { ticks += number }
        }
        for case .turned(let number) in valve.expire(at: .ms(2000)).events.map(\.change) { ticks += number }
        #expect(ticks == 20_000)
    }
}
