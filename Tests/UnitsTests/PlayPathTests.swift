import Testing
import Units

@Suite struct `A song at other speeds` {
    static let speeds: [Double] = [1, 0.5, 2, 0.3333, 0.05, 1.7, 4, -1, -0.5, -2, -0.7, -3.9999]

    /// Frame by frame, in whole parts, as a person would reckon.
    @Test(arguments: speeds)
    func `its place after any number of frames is that of going there step by step`(factor: Double) throws {
        let speed = try #require(PlaySpeed(factor))
        for (start, loop) in [(0, 0..<0), (700, 0..<0), (950, 100..<1_000), (40, 100..<130), (120, 100..<107)] {
            let path = PlayPath(
                from: FramePosition(start), speed: speed, loop: Int64(loop.lowerBound)..<Int64(loop.upperBound))
            let length = Int64(loop.count) * PlaySpeed.unit
            var parts = Int64(start) * PlaySpeed.unit
            let reaches = !loop.isEmpty && (factor > 0 ? start < loop.upperBound : start >= loop.lowerBound)
            for frame in 0..<3_000 as Range<Int64> {
                #expect(path.parts(after: frame) == parts, "\(factor) from \(start), frame \(frame)")
                parts += Int64(speed.parts)
                guard reaches else { continue }
                if factor > 0, parts >= Int64(loop.upperBound) * PlaySpeed.unit {
                    while parts >= Int64(loop.upperBound) * PlaySpeed.unit { parts -= length }
                } else if factor < 0 {
                    while parts < Int64(loop.lowerBound) * PlaySpeed.unit { parts += length }
                }
            }
        }
    }

    @Test(arguments: speeds)
    func `the frames to a place are the first that are there`(factor: Double) throws {
        let speed = try #require(PlaySpeed(factor))
        let path = PlayPath(origin: 500 * PlaySpeed.unit + 1_234, speed: speed)
        for way in 1...200 as ClosedRange<Int64> {
            let place = factor > 0 ? 500 + way : 501 - way
            let frames = path.frames(reaching: place)
            let (before, there) = (path.parts(after: frames - 1), path.parts(after: frames))
            let goal = place * PlaySpeed.unit
            #expect(factor > 0 ? before < goal && there >= goal : before > goal && there <= goal)
            if factor < 0 {
                let below = path.framesBelow(place)
                #expect(path.parts(after: below) < goal && path.parts(after: below - 1) >= goal)
            } else {
                let most = path.frames(upTo: place)
                #expect(path.parts(after: most) <= goal && path.parts(after: most + 1) > goal)
            }
        }
    }

    @Test func `a speed is from a twentieth to fourfold, either way, and is written as it was read`() {
        for factor in Self.speeds { #expect(PlaySpeed(factor)?.factor == factor) }
        for factor in [0, 0.0499, 4.0001, -0.01, -5, .nan, .infinity] as [Double] {
            #expect(PlaySpeed(factor) == nil)
        }
        #expect(PlaySpeed(0.5)?.description == "0.5" && PlaySpeed(-1)?.description == "-1")
        #expect([PlaySpeed(1), PlaySpeed(0.5), PlaySpeed(-2)].map { $0?.sign } == [nil, "×0.5", "◀ ×2"])
        // Steps stay in the direction, and inside.
        #expect(PlaySpeed(0.1)?.faster(by: -0.5).factor == 0.05 && PlaySpeed(-1)?.faster(by: -0.1).factor == -1.1)
        #expect(PlaySpeed(0.7)?.halved.factor == 1 && PlaySpeed(-1)?.halved.factor == -0.5)
    }
}
