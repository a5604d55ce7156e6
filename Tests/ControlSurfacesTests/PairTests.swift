import ControlSurfaces
import MIDI
import Testing

@Suite struct `14-bit pairs` {
    enum Half { case high(Int), low(Int) }
    typealias Story = (String, MessagePattern.PairOrder, [(Double, Half)], [(Double, Int)])

    // swift-format-ignore
    /// Halves with their milliseconds; numbers with the times they are told at.
    static let stories: [Story] = [
        ("high first", .highFirst, [(0, .high(64)), (1, .low(5)), (20, .high(65)), (21, .low(0))], [(1, 8197), (21, 8320)]),
        ("low first", .lowFirst, [(0, .low(5)), (1, .high(64)), (20, .low(0)), (21, .high(65))], [(1, 8197), (21, 8320)]),
        ("any: high first", .any, [(0, .high(64)), (1, .low(5)), (4, .high(65)), (5, .low(0))], [(1, 8197), (5, 8320)]),
        ("any: low first", .any, [(0, .low(5)), (1, .high(64)), (4, .low(0)), (5, .high(65))], [(1, 8197), (5, 8320)]),
        ("a low half alone changes the fine part", .highFirst,
         [(0, .high(64)), (1, .low(5)), (50, .low(6)), (51, .low(7))], [(1, 8197), (50, 8198), (51, 8199)]),
        ("a low half before any high one means nothing yet", .highFirst, [(0, .low(6)), (50, .high(1)), (51, .low(2))], [(51, 130)]),
        ("a high half alone has fine part 0, after 10 ms", .highFirst,
         [(0, .high(64)), (1, .low(5)), (50, .high(70))], [(1, 8197), (60, 8960)]),
        ("high halves alone, one after the other", .highFirst,
         [(0, .high(10)), (2, .high(11)), (4, .high(12))], [(2, 1280), (4, 1408), (14, 1536)]),
        ("low first, unchanged low half left out", .lowFirst,
         [(0, .low(5)), (1, .high(64)), (30, .high(65))], [(1, 8197), (30, 8325)]),
        ("low first, a low half alone", .lowFirst, [(0, .low(5)), (1, .high(64)), (30, .low(9))], [(1, 8197), (40, 8201)]),
        ("halves too far apart are no pair", .any, [(0, .high(64)), (15, .low(5))], [(10, 8192), (25, 8197)]),
        // The first thing heard is the second half of a pair that began before we listened.
        ("any: learnt wrong, and found out", .any,
         [(0, .high(64)), (1, .low(6)), (2, .high(64)), (50, .low(7)), (51, .high(64)), (80, .low(8)), (81, .high(65))],
         [(1, 8198), (12, 8198), (51, 8199), (81, 8328)]),
    ]

    @Test(arguments: stories)
    func `are put together`(story: Story) {
        let input = MessagePattern.controlChangePair(high: 7, low: 39, channel: 1, order: story.1)
        var decoder = SurfaceDecoder(controls: [ControlSpec(name: "f", input: input, highest: 16_383)])
        var events: [ControlEvent] = []
        for (time, half) in story.2 {
            if let deadline = decoder.deadline, deadline <= .ms(time) { events += decoder.expire(at: deadline) }
            switch half {
            case .high(let number): events += decoder.decode(bytes: [0xB0, 7, UInt8(number)], at: .ms(time))
            case .low(let number): events += decoder.decode(bytes: [0xB0, 39, UInt8(number)], at: .ms(time))
            }
        }
        events += decoder.expire(at: .ms(1000))
        #expect(decoder.deadline == nil)
        let numbers: [(Double, Int)] = events.compactMap {
            guard case .moved(_, let step, _) = $0.change else { return nil }
            return (Double($0.time) / 1_000_000, step)
        }
        #expect(
            numbers.map(\.0) == story.3.map(\.0) && numbers.map(\.1) == story.3.map(\.1), "\(story.0): \(numbers)")
    }

    @Test func `leave every other controller of the channel alone`() {
        var decoder = SurfaceDecoder(controls: [
            ControlSpec(
                name: "f", input: .controlChangePair(high: 7, low: 39, channel: 1, order: .any), highest: 16_383),
            ControlSpec(name: "s", input: .controlChange(32, channel: 1), form: .button),
            ControlSpec(name: "k", input: .controlChange(0, channel: 1)),
            ControlSpec(name: "g", input: .controlChange(39, channel: 2)),
        ])
        let events = decoder.decode(bytes: [0xB0, 0, 9, 0xB0, 7, 1, 0xB0, 32, 127, 0xB1, 39, 4, 0xB0, 39, 2])
        #expect(events.map(\.brief) == ["k 9", "s down", "g 4", "f 130"])
    }

    @Test func `on any channel, each channel has its own halves`() {
        let input = MessagePattern.controlChangePair(high: 7, low: 39, channel: nil, order: .highFirst)
        var decoder = SurfaceDecoder(controls: [ControlSpec(name: "f", input: input, highest: 16_383)])
        let events = decoder.decode(bytes: [0xB0, 7, 1, 0xB5, 7, 100, 0xB0, 39, 2, 0xB5, 39, 3])
        #expect(events.map(\.brief) == ["f 130", "f 12803"])
    }
}
