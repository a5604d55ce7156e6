import Automation
import MixModel
import TestSupport
import Testing

@testable import SessionStore

@Suite struct `Pass builder` {
    static let fader = ParameterID(.strip(1), .fader)
    static let pan = ParameterID(.strip(1), .pan)

    static func hold(_ position: Float, _ frame: Int64) -> JournalEntry {
        .segment(fader, frame: frame, ramp: .hold(position, from: frame))
    }

    /// Entries, and the ranges with the frames of their segments that they must give on the fader.
    static let stories: [(String, [JournalEntry], [(Range<Int64>, [Int64])])] = [
        ("one range", [hold(0, 10), hold(-3, 20), .writeEnded(fader, frame: 50)], [(10..<50, [10, 20])]),
        ("the same frame twice", [hold(0, 10), hold(-3, 10), .writeEnded(fader, frame: 50)], [(10..<50, [10])]),
        (
            "two ranges",
            [hold(0, 10), .writeEnded(fader, frame: 20), hold(-3, 20), .writeEnded(fader, frame: 50)],
            [(10..<20, [10]), (20..<50, [20])]
        ),
        ("an empty range", [hold(0, 10), .writeEnded(fader, frame: 10)], []),
        (
            "an end before the last segment", [hold(0, 10), hold(-3, 30), .writeEnded(fader, frame: 20)],
            [(10..<20, [10])]
        ),
        ("an end without a beginning", [.writeEnded(fader, frame: 20)], []),
        ("cut off with a heartbeat", [hold(0, 10), .position(frame: 500)], [(10..<500, [10])]),
        ("cut off without one", [hold(0, 10), hold(-3, 40)], [(10..<41, [10, 40])]),
        (
            "over a loop's seam",
            [hold(0, 90), .position(frame: 95), .writeEnded(fader, frame: 100), hold(0, 0), .position(frame: 20)],
            [(90..<100, [90]), (0..<20, [0])]
        ),
        (
            "over a jump that nobody reported", [hold(0, 90), .position(frame: 95), hold(0, 5)],
            [(90..<95, [90]), (5..<6, [5])]
        ),
        ("not a number", [hold(.nan, 10), hold(0, 20), .writeEnded(fader, frame: 30)], [(20..<30, [20])]),
    ]

    @Test(arguments: stories.indices)
    func `makes ranges of what was reported`(index: Int) {
        let (name, entries, expected) = Self.stories[index]
        var builder = PassBuilder()
        for entry in entries { builder.fold(entry) }
        builder.close()
        let written = builder.results[Self.fader] ?? []
        #expect(written.map(\.range) == expected.map(\.0), "\(name)")
        #expect(written.map { $0.segments.map(\.frame) } == expected.map(\.1), "\(name)")
        #expect(builder.writing.isEmpty)
    }

    @Test func `takes the later of two segments at one frame`() {
        var builder = PassBuilder()
        for entry in [Self.hold(0, 10), Self.hold(-3, 10)] { builder.fold(entry) }
        builder.close(at: 20)
        #expect(builder.results[Self.fader]?.first?.segments.first?.ramp.to == -3)
    }

    /// What lies below, what is written on 100..<200, and whether the lane changes.
    static let touches: [(String, Lane, Ramp, Bool)] = [
        ("an empty lane at rest", Lane(), .hold(-6, from: 100), false),
        ("an empty lane elsewhere", Lane(), .hold(-5, from: 100), true),
        ("a flat lane", Lane(points: [(0, -3)]), .hold(-3, from: 100), false),
        ("a flat lane that begins later", Lane(points: [(150, -3)]), .hold(-3, from: 100), false),
        ("the end of a line", Lane(points: [(0, 0), (100, -3)]), .hold(-3, from: 100), false),
        ("a moving lane (case 5)", Lane(points: [(0, 0), (1000, -3)]), .hold(-0.3, from: 100), true),
        ("a lane that moves inside", Lane(points: [(0, -3), (150, -3), (160, 0)]), .hold(-3, from: 100), true),
        (
            "a lane with a gap", Lane(points: [(0, -3), (150, 0), (151, -3)], stepped: true), .hold(-3, from: 100),
            true
        ),
        ("a glide that goes nowhere", Lane(points: [(0, -3)]), Ramp(start: 100, from: -3, to: -3, length: 50), false),
        (
            "the lane's own line", Lane(points: [(0, 0), (1000, -3)]), Ramp(start: 0, from: 0, to: -3, length: 1000),
            false
        ),
        ("a movement on a flat lane", Lane(points: [(0, -3)]), Ramp(start: 100, from: -3, to: 0, length: 50), true),
    ]

    @Test(arguments: touches.indices)
    func `drops a touch without a movement (case 4)`(index: Int) {
        let (name, lane, ramp, changes) = Self.touches[index]
        var builder = PassBuilder()
        builder.add(Self.fader, Lane.Segment(frame: 100, ramp: ramp))
        builder.end(Self.fader, at: 200)
        var lanes = lane.isEmpty ? [:] : [Self.fader: lane]
        let before = lanes
        let changed = builder.apply(to: &lanes) { _ in -6 }
        #expect(changed == (changes ? [Self.fader] : []), "\(name)")
        #expect((lanes != before) == changes, "\(name)")
    }

    @Test func `writes what was heard, and nothing else`() {
        for seed in 0..<40 {
            var dice = Dice(seed)
            var lanes = [Self.fader: dice.lane(Self.fader.role.spec)]
            let before = lanes[Self.fader] ?? Lane()
            var builder = PassBuilder()
            var frame = Int64.random(in: 0...30000, using: &dice)
            let start = frame
            var heard: [Lane.Segment] = []
            for _ in 0..<5 {
                let from = dice.position(Self.fader.role.spec)
                heard.append(
                    Lane.Segment(Ramp(start: frame, from: from, to: dice.position(Self.fader.role.spec), length: 900))
                )
                frame += Int64.random(in: 1...3000, using: &dice)
            }
            for segment in heard { builder.add(Self.fader, segment) }
            builder.close(at: frame)
            builder.apply(to: &lanes) { _ in 0 }
            let after = lanes[Self.fader] ?? Lane()
            let pass = Lane(segments: heard)
            for place in stride(from: Int64(0), to: 60000, by: 7) {
                let expected = (start..<frame).contains(place) ? pass.position(at: place) : before.position(at: place)
                #expect(after.position(at: place) == expected)
            }
        }
    }
}
