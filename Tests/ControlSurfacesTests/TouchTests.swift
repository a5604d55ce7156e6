import ControlSurfaces
import TestSupport
import Testing

@Suite struct `Touch` {
    static let sense = TouchSpec.sense(.note(104, channel: 1))
    static let motion = TouchSpec.motion(milliseconds: 1000)
    static let moved = ControlEvent.Change.moved(to: 0.5, step: 64, isJitter: false)
    static let jitter = ControlEvent.Change.moved(to: 0.5, step: 64, isJitter: true)
    static let pressed = ControlEvent.Change.pressed(velocity: 1)

    /// Name, touch, changes with their milliseconds, edges; time-outs are called for at the end, at 9 s.
    typealias Story = (String, TouchSpec, [(Double, ControlEvent.Change)], [(began: Double, ended: Double)])

    // swift-format-ignore
    static let stories: [Story] = [
        ("a touch lasts until its release, moved or not", sense,
         [(0, .touched), (10, moved), (5000, .untouched)], [(0, 5000)]),
        ("a touch without movement", sense, [(0, .touched), (50, .untouched)], [(0, 50)]),
        ("12: repeated touch-on counts once, and one release ends it", sense,
         [(0, .touched), (100, .touched), (200, .touched), (300, .untouched), (400, .untouched)], [(0, 300)]),
        ("11: a value 5 ms before its touch is the same gesture", sense,
         [(0, moved), (5, .touched), (10, moved), (2000, .untouched)], [(0, 2000)]),
        ("movement without touch counts, and times out", sense, [(0, moved), (100, moved)], [(0, 1100)]),
        ("a motion touch that the note joins late ends by the note", sense,
         [(0, moved), (800, .touched), (1500, .untouched)], [(0, 1500)]),
        ("a value long after the release is a new gesture", sense,
         [(0, .touched), (100, .untouched), (500, moved)], [(0, 100), (500, 1500)]),
        ("a release without a touch ends a motion touch", sense, [(0, moved), (100, .untouched)], [(0, 100)]),
        ("14: messages, then silence", motion, [(0, moved), (100, moved), (200, moved)], [(0, 1200)]),
        ("15: a message before the time-out goes on", motion, [(0, moved), (200, moved), (1100, moved)], [(0, 2100)]),
        ("a message after the time-out begins anew", motion, [(0, moved), (1000, moved)], [(0, 1000), (1000, 2000)]),
        ("17: jitter neither begins nor prolongs", motion,
         [(0, jitter), (100, moved), (900, jitter), (1050, jitter), (2000, jitter)], [(100, 1100)]),
        ("an encoder's ticks are movement", motion, [(0, .turned(ticks: 1)), (500, .turned(ticks: -1))], [(0, 1500)]),
        ("a pressed pot is touched until it is let go", motion, [(0, pressed), (3000, .released)], [(0, 3000)]),
        ("turning while pressed is one touch", motion, [(0, .turned(ticks: 1)), (100, pressed), (3000, .released)], [(0, 3000)]),
        ("a time-out below 50 ms is 50 ms", .motion(milliseconds: 1), [(0, moved)], [(0, 50)]),
        ("a time-out above 5 s is 5 s", .motion(milliseconds: 60_000), [(0, moved)], [(0, 5000)]),
        ("a touch button is held or not; movement is nothing", .button(control: "shift"),
         [(0, moved), (10, .touched), (20, moved), (500, .untouched), (600, moved)], [(10, 500)]),
        ("without touch there is none", .none, [(0, moved), (1, .touched), (2, pressed)], []),
    ]

    @Test(arguments: stories)
    func `begins and ends as told`(story: Story) {
        var tracker = TouchTracker(story.1)
        var edges: [TouchEdge] = []
        for (time, change) in story.2 { edges += tracker.handle(change, at: .ms(time)) }
        edges += tracker.expire(at: .ms(9000))
        #expect(edges == story.3.flatMap { [.began(at: .ms($0.began)), .ended(at: .ms($0.ended))] }, "\(story.0)")
        #expect(!tracker.isTouched && tracker.deadline == nil)
    }

    /// After a touch-off at 100 ms: what counts as a hand, by time, step and dead-band. The last step before it was 64.
    static let afterwards: [(deadBand: Int, reports: [(Double, Int)], hands: [Bool])] = [
        (0, [(103, 65), (110, 66), (120, 70)], [false, false, false]),
        (0, [(199, 90), (201, 90)], [false, false]),
        (0, [(199, 90), (201, 91)], [false, true]),
        (3, [(150, 60), (400, 63), (500, 57), (600, 64)], [false, false, false, true]),
        (0, [(250, 64), (260, 65), (261, 65)], [false, true, true]),
    ]

    @Test(arguments: afterwards) func `what a fader sends while the finger leaves it is no hand`(
        deadBand: Int, reports: [(Double, Int)], hands: [Bool]
    ) {
        for spec in [`Touch`.sense, .button(control: "shift")] {
            var tracker = TouchTracker(spec, deadBand: deadBand)
            _ = tracker.handle(.touched, at: 0)
            _ = tracker.isHand(.moved(to: 0.5, step: 64, isJitter: false), at: .ms(50))
            _ = tracker.handle(.untouched, at: .ms(100))
            let found = reports.map { tracker.isHand(.moved(to: 0, step: $0.1, isJitter: false), at: .ms($0.0)) }
            #expect(found == hands)
            _ = tracker.handle(.touched, at: .ms(1000))
            let again = tracker.isHand(.moved(to: 0.5, step: 64, isJitter: false), at: .ms(1001))
            #expect(again, "touched again it is a hand at once")
        }
    }

    @Test func `a stop ends a movement, and not a touch that is sensed`() {
        var moving = TouchTracker(`Touch`.motion)
        _ = moving.handle(`Touch`.moved, at: 0)
        #expect(moving.endMotion(at: .ms(300)) == [.ended(at: .ms(300))] && !moving.isTouched)
        var held = TouchTracker(`Touch`.sense)
        _ = held.handle(.touched, at: 0)
        #expect(held.endMotion(at: .ms(300)) == [] && held.isTouched && held.isSensed)
    }

    @Test func `a motion touch without a time of its own ends by the session's`() {
        for (own, session, ended) in [(nil, 3000, 3000), (400, 3000, 400), (nil, 50, 50)] as [(Int?, Int, Double)] {
            var tracker = TouchTracker(.motion(milliseconds: own))
            tracker.timeOut = Int64(session) * 1_000_000
            _ = tracker.handle(`Touch`.moved, at: 0)
            #expect(tracker.expire(at: .ms(9000)) == [.ended(at: .ms(ended))])
        }
    }

    @Test func `9: a device that goes away lets go, once`() {
        for (spec, change) in [(`Touch`.sense, ControlEvent.Change.touched), (`Touch`.motion, `Touch`.moved)] {
            var tracker = TouchTracker(spec)
            _ = tracker.handle(change, at: 0)
            let edges = [
                tracker.disconnect(at: .ms(300)), tracker.disconnect(at: .ms(301)), tracker.expire(at: .ms(9000)),
            ]
            #expect(edges == [[.ended(at: .ms(300))], [], []])
        }
    }

    @Test func `a release lost with the device leaves no ghost behind`() {
        var tracker = TouchTracker(`Touch`.sense)
        _ = tracker.handle(.touched, at: 0)
        _ = tracker.disconnect(at: .ms(10))
        let edges = tracker.handle(.touched, at: .ms(20))
        #expect(edges == [.began(at: .ms(20))])
    }

    @Test func `edges always alternate, whatever arrives`() {
        var generator = Dice(seed: 1)
        let changes = [
            `Touch`.moved, `Touch`.jitter, .touched, .untouched, `Touch`.pressed, .released, .turned(ticks: 1),
        ]
        for spec in [`Touch`.sense, `Touch`.motion, .button(control: "x"), .none] {
            var tracker = TouchTracker(spec)
            var (time, last, isOn): (Int64, Int64, Bool) = (0, -1, false)
            for _ in 0..<5000 {
                time += Int64(generator.next() % 1_500_000_000)
                let edges = tracker.handle(changes[Int(generator.next() % UInt64(changes.count))], at: time)
                for edge in edges {
                    switch edge {
                    case .began(let at): #expect(!isOn && at >= last && at <= time); (isOn, last) = (true, at)
                    case .ended(let at): #expect(isOn && at >= last && at <= time); (isOn, last) = (false, at)
                    }
                }
                #expect(tracker.isTouched == isOn)
            }
        }
    }
}
