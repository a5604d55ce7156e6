import ControlSurfaces
import Testing

@Suite struct `Button gestures` {
    enum Act { case down, up }
    typealias Story = (String, ButtonGestures, [(Double, Act)], [(Double, ButtonGesture.Kind)])

    static let plain = ButtonGestures()
    static let hold = ButtonGestures(hold: .ms(500))
    static let double = ButtonGestures(doublePress: .ms(300))
    static let all = ButtonGestures(hold: .ms(500), doublePress: .ms(300))
    static let repeating = ButtonGestures(repetition: .init(delay: .ms(400), interval: .ms(100)))

    // swift-format-ignore
    static let stories: [Story] = [
        ("a press acts at once, and is a tap on release", plain, [(0, .down), (80, .up)], [(0, .pressed), (80, .released), (80, .tapped)]),
        ("long without a hold is still a tap", plain, [(0, .down), (9000, .up)], [(0, .pressed), (9000, .released), (9000, .tapped)]),
        ("held is no tap", hold, [(0, .down), (700, .up)], [(0, .pressed), (500, .held), (700, .released)]),
        ("let go just before", hold, [(0, .down), (499, .up)], [(0, .pressed), (499, .released), (499, .tapped)]),
        ("a tap waits for its second press", double, [(0, .down), (80, .up)], [(0, .pressed), (80, .released), (380, .tapped)]),
        ("twice", double, [(0, .down), (80, .up), (200, .down), (260, .up)],
         [(0, .pressed), (80, .released), (200, .pressed), (200, .doublePressed), (260, .released)]),
        ("three times is a double and a single", double,
         [(0, .down), (50, .up), (100, .down), (150, .up), (200, .down), (250, .up)],
         [(0, .pressed), (50, .released), (100, .pressed), (100, .doublePressed), (150, .released), (200, .pressed),
          (250, .released), (550, .tapped)]),
        ("too late for a double", double, [(0, .down), (50, .up), (350, .down), (400, .up)],
         [(0, .pressed), (50, .released), (350, .tapped), (350, .pressed), (400, .released), (700, .tapped)]),
        ("a double whose second is held", all, [(0, .down), (50, .up), (100, .down), (800, .up)],
         [(0, .pressed), (50, .released), (100, .pressed), (100, .doublePressed), (600, .held), (800, .released)]),
        ("a hold begins no double", all, [(0, .down), (600, .up), (700, .down), (750, .up)],
         [(0, .pressed), (500, .held), (600, .released), (700, .pressed), (750, .released), (1050, .tapped)]),
        ("repeats while it is down", repeating, [(0, .down), (650, .up)],
         [(0, .pressed), (400, .repeated), (500, .repeated), (600, .repeated), (650, .released)]),
        ("a second press or release alone is nothing", plain, [(0, .up), (10, .down), (20, .down), (30, .up), (40, .up)],
         [(10, .pressed), (30, .released), (30, .tapped)]),
    ]

    @Test(arguments: stories)
    func `are told apart`(story: Story) {
        var button = story.1
        var gestures: [ButtonGesture] = []
        for (time, act) in story.2 {
            gestures += act == .down ? button.press(at: .ms(time)) : button.release(at: .ms(time))
        }
        gestures += button.expire(at: .ms(20_000))
        #expect(gestures == story.3.map { ButtonGesture($0.1, at: .ms($0.0)) }, "\(story.0)")
        #expect(button.deadline == nil)
    }

    @Test(arguments: stories)
    func `are the same when every deadline is met at its time`(story: Story) {
        var button = story.1
        var gestures: [ButtonGesture] = []
        for (time, act) in story.2 + [(20_000, .up)] {
            while let deadline = button.deadline, deadline <= .ms(time) { gestures += button.expire(at: deadline) }
            gestures += act == .down ? button.press(at: .ms(time)) : button.release(at: .ms(time))
        }
        #expect(gestures == story.3.map { ButtonGesture($0.1, at: .ms($0.0)) }, "\(story.0)")
    }

    @Test func `a device that goes away lets go of its buttons, and nothing more comes`() {
        var button = ButtonGestures(hold: .ms(500), repetition: .init(delay: .ms(100), interval: .ms(100)))
        _ = button.press(at: 0)
        let last = button.disconnect(at: .ms(50))
        #expect(last == [ButtonGesture(.released, at: .ms(50))])
        let later = button.expire(at: .ms(10_000))
        #expect(later.isEmpty && button.deadline == nil)
    }

    @Test func `a machine that slept does not wake to a flood of repetitions`() {
        var button = ButtonGestures(repetition: .init(delay: .ms(100), interval: 0))
        _ = button.press(at: 0)
        let gestures = button.expire(at: .ms(8 * 3600 * 1000))
        #expect(gestures.count <= 1002)
    }
}
