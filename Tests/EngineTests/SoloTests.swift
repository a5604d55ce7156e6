import Engine
import MixModel
import Testing

@Suite struct `Solo in place` {
    /// Strips 1…5 feed bus 1, bus 1, bus 2, bus 3, master; bus 1 feeds bus 3. Each plays its own power of two, so that the
    /// output tells who is heard.
    static let outputs: [Int?] = [1, 1, 2, 3, nil]

    /// What is soloed, and the strips that are then heard.
    static let stories: [([Node], Set<Int>)] = [
        ([], [1, 2, 3, 4, 5]),
        ([.strip(1)], [1]),
        ([.strip(5)], [5]),
        ([.strip(1), .strip(3)], [1, 3]),
        ([.bus(1)], [1, 2]),
        ([.bus(2)], [3]),
        ([.bus(3)], [1, 2, 4]),
        ([.bus(1), .strip(4)], [1, 2, 4]),
        ([.strip(2), .bus(2)], [2, 3]),
        ([.master], [1, 2, 3, 4, 5]),
        ([.strip(1), .bus(3)], [1, 2, 4]),
    ]

    @Test(arguments: stories) func `is heard with what it feeds and what feeds it`(soloed: [Node], heard: Set<Int>) {
        var mix = Rig.mix(strips: 5, channels: [2])
        mix.buses = [Bus(name: "1", output: 3), Bus(name: "2"), Bus(name: "3")]
        for (index, output) in Self.outputs.enumerated() { mix.strips[index].output = output }
        let rig = Rig(mix) { strip, _ in (Float(1 << strip), 0) }
        rig.feed(frames: 2_000)
        rig.send(.play(at: 0))
        for node in soloed { rig.send(.ramp(parameter: rig.index(node, .solo), at: 500, to: 1, length: 0)) }
        for node in soloed { rig.send(.ramp(parameter: rig.index(node, .solo), at: 1_500, to: 0, length: 0)) }
        rig.render(2_000, size: { 300 })
        #expect(rig.left[499] == 31 && rig.left[1_999] == 31)
        #expect(rig.left[1_000] == Float(heard.reduce(0) { $0 + 1 << ($1 - 1) }))
    }
}
