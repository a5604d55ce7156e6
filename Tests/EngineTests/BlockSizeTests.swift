import Automation
import Engine
import MixModel
import TestSupport
import Testing

@Suite struct `Block sizes` {
    /// Everything moves: hands and lanes on all parameters, a loop, stops, a locate to the other slot, the end.
    static func perform(seed: UInt64, options: EngineOptions = EngineOptions(), size: () -> Int) -> Rig {
        let rig = Rig(Rig.fullMix(strips: 19, buses: 3), options: options, signal: Rig.noise)
        rig.feed(frames: 14_000, loop: 3_001..<7_777)
        rig.feed(slot: 1, from: 1_234, frames: 14_000)
        for (parameter, lane) in Hands.lanes(seed: seed, rig: rig, length: 12_000) {
            rig.send(.lane(parameter: parameter, table: LaneTable.make(lane)))
        }
        rig.send(.loop(start: 3_001, end: 7_777), .play(at: 5))
        rig.send(Hands(seed: seed, rig: rig, count: 1_500, frames: 0..<20_000).commands)
        rig.send(.stop(at: 4_321), .play(at: 4_500), .stop(at: 11_011))
        rig.send(.locate(at: 11_500, to: 1_234, slot: 1), .play(at: 11_777))
        rig.render(12_000, size: size)
        rig.send(.loop(start: 0, end: 0), .end(frame: 9_000))
        rig.render(9_000, size: size)
        return rig
    }

    // Nobody changes it any more.
    nonisolated(unsafe) static let reference = perform(seed: 7, size: { 64 })

    @Test func `the performance sounds`() {
        let rig = Self.reference
        #expect(rig.left.filter { $0 != 0 }.count > 12_000)
        #expect(rig.left.allSatisfy(\.isFinite) && rig.right.allSatisfy(\.isFinite))
        #expect(rig.engine.sessionPosition == 9_000 && !rig.engine.isRolling)
        #expect(rig.reports.contains { if case .transport(.wrapped, _, 7_777, 3_001) = $0 { true } else { false } })
        #expect(rig.written().count > 50)
    }

    @Test(arguments: [1, 7, 17, 1000, 8192]) func `a block of any size gives the same bits`(size: Int) {
        check(Self.perform(seed: 7, size: { size }))
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>) func `blocks that change at every call give the same bits`(
        seed: UInt64
    ) {
        var dice = Dice(rig: seed)
        check(Self.perform(seed: 7, size: { dice.int(0..<3) == 0 ? dice.int(1..<1000) : dice.int(1..<20) }))
    }

    /// A sum over every bit of the performance. Another value means another sound: on another machine or in another build
    /// that is a fault, after a change of the engine it is to be written down here.
    @Test func `every machine gives the same bits`() {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for sample in Self.reference.left + Self.reference.right {
            sum = (sum ^ UInt64(sample.bitPattern)) &* 0x100_0000_01B3
        }
        #expect(sum == 3_179_623_947_542_840_078)
    }

    /// Three sections of strips, hands everywhere, keys from section to section.
    static func crowd(workers: Int, size: () -> Int) -> Rig {
        let rig = Rig(Rig.fullMix(strips: 150, buses: 3), capacity: 4_096, options: EngineOptions(workers: workers))
        rig.feed(frames: 2_500)
        rig.send(.play(at: 5))
        rig.send(Hands(seed: 3, rig: rig, count: 2_000, frames: 0..<2_000).commands)
        rig.render(2_000, size: size)
        return rig
    }

    @Test func `any number of threads gives the same bits`() {
        let alone = Self.crowd(workers: 1, size: { 64 })
        #expect(alone.left.filter { $0 != 0 }.count > 1_500)
        for workers in [2, 3] {
            var dice = Dice(rig: UInt64(workers))
            let rig = Self.crowd(workers: workers, size: { dice.int(1..<300) })
            #expect(firstDifference(rig.left, alone.left) == nil && firstDifference(rig.right, alone.right) == nil)
            #expect(rig.reports.count == alone.reports.count)
        }
    }

    /// The first key of all comes in the middle of a cell, at the beginning of a block or not.
    @Test(arguments: [1, 37, 100, 1_000, 2_000]) func `a first key acts at the same frame in blocks of any size`(
        size: Int
    ) {
        func perform(_ size: Int, keyed: Bool = true) -> Rig {
            var mix = Rig.mix(strips: 4)
            mix[ParameterID(.strip(1), .compOn)] = 1
            let rig = Rig(mix, capacity: 4_096) { strip, frame in
                strip == 0 ? Rig.noise(strip: strip, frame: frame) : (0.01, 0.01)
            }
            rig.feed(frames: 3_000)
            let key = rig.index(.strip(1), .compKey)
            rig.send(.play(at: 5))
            if keyed { rig.send(.ramp(parameter: key, at: 2_000, to: 3, length: 0)) }
            rig.render(3_000, size: { size })
            return rig
        }
        let expected = perform(64)
        let rig = perform(size)
        #expect(firstDifference(rig.left, expected.left) == nil && firstDifference(rig.right, expected.right) == nil)
        #expect(firstDifference(expected.left, perform(64, keyed: false).left) == 2_053)
    }

    @Test(arguments: KernelChoice.allCases) func `every kernel gives the same bits`(kernel: KernelChoice) {
        check(Self.perform(seed: 7, options: EngineOptions(kernel: kernel), size: { 64 }))
    }

    private func check(_ rig: Rig, sourceLocation: SourceLocation = #_sourceLocation) {
        let reference = Self.reference
        #expect(firstDifference(rig.left, reference.left) == nil, sourceLocation: sourceLocation)
        #expect(firstDifference(rig.right, reference.right) == nil, sourceLocation: sourceLocation)
        #expect(rig.reports.count == reference.reports.count, sourceLocation: sourceLocation)
        let written = rig.written()
        for (parameter, expected) in reference.written() {
            #expect(written[parameter]?.segments == expected.segments, sourceLocation: sourceLocation)
            #expect(written[parameter]?.end == expected.end, sourceLocation: sourceLocation)
        }
        for node in rig.mix.soundingNodes {
            for role in Role.roles(of: node) {
                let index = rig.index(node, role)
                guard index >= 0 else { continue }
                let positions = [rig, reference].map { $0.engine.livePosition(of: index) }
                #expect(positions[0] == positions[1], sourceLocation: sourceLocation)
            }
        }
    }
}
