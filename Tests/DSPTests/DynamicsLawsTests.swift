import DSP
import Foundation
import Testing
import Vectors

@Suite struct `Dynamics keep the laws of a stage` {
    typealias Rig = DynamicsRig

    @Test(arguments: Rig.Kind.allCases, [true, false])
    func `any blocks give the same bits, with everything moving too`(kind: Rig.Kind, moving: Bool) {
        let sound = Sound.noise(frames: 2_000)
        var whole = Rig.busy(kind, moving: moving)
        let expected = whole.render(sound, at: 32)
        #expect(expected != sound)
        for cut in [1, 7, 33] {
            var rig = Rig.busy(kind, moving: moving)
            let result = rig.render(sound, at: 32, cut: cut)
            #expect((0..<8).allSatisfy { result.bits(column: $0) == expected.bits(column: $0) }, "blocks of \(cut)")
            #expect(rig.reduction == whole.reduction)
        }
    }

    @Test(arguments: Rig.Kind.allCases)
    func `being told that nothing is new changes no bit`(kind: Rig.Kind) {
        let sound = Sound.noise(frames: 3_000)
        // Positions that step and then stand for a while.
        let moving = Rig.busy(kind, moving: true)
        let settings = moving.settings.map { setting in
            Setting.moves { setting.position($0 / 430 * 430) }
        }
        for cut in [64, 24, 5] {
            var told = moving
            told.settings = settings
            var untold = told
            untold.stillness.isTold = false
            let (heard, expected) = (told.render(sound, cut: cut), untold.render(sound, cut: cut))
            #expect((0..<8).allSatisfy { heard.bits(column: $0) == expected.bits(column: $0) }, "blocks of \(cut)")
            #expect(told.reduction == untold.reduction)
        }
    }

    @Test(arguments: Rig.Kind.allCases)
    func `a column's bits do not depend on its neighbours`(kind: Rig.Kind) {
        let sound = Sound.noise(frames: 1_500)
        for moving in [false, true] {
            var together = Rig.busy(kind, moving: moving)
            let expected = together.render(sound)
            for column in [0, 5] {
                // Alone: the others are off and silent.
                var alone = Rig.busy(kind, moving: moving)
                let on = alone.settings[0]
                alone.settings[0] = .moves { frame in
                    var positions = Vector(repeating: 0)
                    positions[column] = on.position(frame)[column]
                    return positions
                }
                var quiet = sound
                for frame in 0..<sound.frames {
                    for other in 0..<8 where other != column {
                        quiet.left[frame][other] = 0
                        quiet.right[frame][other] = 0
                    }
                }
                let result = alone.render(quiet)
                #expect(
                    result.bits(column: column) == expected.bits(column: column), "column \(column), moving \(moving)"
                )
            }
        }
    }

    @Test(arguments: Rig.Kind.allCases)
    func `off passes the bits, and remembers nothing`(kind: Rig.Kind) {
        let sound = Sound.noise(frames: 640)
        var rig = Rig.busy(kind)
        rig.settings[0] = .each([0, 1, 0, 1, 0, 1, 0, 1])
        let result = rig.render(sound)
        #expect([0, 2, 4, 6].allSatisfy { result.bits(column: $0) == sound.bits(column: $0) })
        #expect([1, 3, 5].allSatisfy { result.bits(column: $0) != sound.bits(column: $0) })
        var silent = Rig.busy(kind)
        silent.settings[0] = rig.settings[0]
        _ = silent.render(Sound(frames: 640) { _ in Vector(repeating: 0) })
        let (a, b) = (rig.bytes, silent.bytes)
        for row in stride(from: 0, to: a.count, by: 32) {
            for column in [0, 2, 4, 6] {
                let column = row + column * 4..<row + column * 4 + 4
                #expect(a[column] == b[column], "row \(row / 32), column \(column)")
            }
        }
        rig.settings[0] = .all(0)
        rig.reset()
        #expect(rig.render(sound) == sound && rig.isIdle())
    }

    @Test(arguments: Rig.Kind.allCases)
    func `a strip moves to another column of another unit without a trace`(kind: Rig.Kind) {
        let sound = Sound.noise(frames: 2_048)
        var one = Rig.busy(kind, moving: true)
        #expect(one.bytes.count % 32 == 0)
        let first = 960
        _ = one.render(sound[0..<first])
        var other = Rig.busy(kind)
        _ = other.render(Sound.noise(frames: first, seed: 9))
        other.take(column: 3, of: one, into: 6)
        for index in other.settings.indices {
            let (moved, own) = (one.settings[index], other.settings[index])
            other.settings[index] = .moves { frame in
                var positions = own.position(frame)
                positions[6] = moved.position(frame)[3]
                return positions
            }
        }
        var rest = sound[first..<sound.frames]
        let expected = one.render(rest, at: first)
        for frame in 0..<rest.frames {
            rest.left[frame][6] = rest.left[frame][3]
            rest.right[frame][6] = rest.right[frame][3]
        }
        #expect(other.render(rest, at: first).bits(column: 6) == expected.bits(column: 3))
    }

    @Test(arguments: Rig.Kind.allCases)
    func `after reset it is as new`(kind: Rig.Kind) {
        let sound = Sound.noise(frames: 700)
        var rig = Rig.busy(kind, moving: true)
        let expected = rig.render(sound)
        rig.reset()
        #expect(rig.render(sound) == expected)
    }

    @Test(arguments: Rig.Kind.allCases)
    func `silence comes to rest, where skipping is rendering`(kind: Rig.Kind) {
        var rig = Rig.busy(kind)
        if kind == .gate { rig.settings[2] = .each([1, 2, 3, 4, 5, 6, 6.643_856, 6.643_856]) }
        _ = rig.render(Sound.noise(frames: 1_024))
        #expect(!rig.isIdle())
        let silence = Sound(frames: 64) { _ in Vector(repeating: 0) }
        var frame = 1_024
        while !rig.isIdle() && frame < 200_000 {
            let result = rig.render(silence, at: frame)
            // The de-esser's filter rings while it reduces.
            #expect(kind == .deEsser || result == silence)
            frame += 64
        }
        #expect(rig.isIdle(), "at rest")
        // Times and corners move on while it rests.
        if kind == .compressor { rig.settings[3] = .moves { Vector(repeating: Float($0 % 700) / 100) } }
        if kind == .gate { rig.settings[5] = .moves { Vector(repeating: Float($0 % 700) / 100) } }
        var skipped = rig
        skipped.skip(frames: 512, at: frame)
        for start in stride(from: frame, to: frame + 512, by: 64) {
            #expect(rig.render(silence, at: start) == silence)
        }
        #expect(skipped.bytes == rig.bytes)
        #expect(rig.isIdle(at: frame + 512))
    }

    @Test(arguments: Rig.Kind.allCases)
    func `a NaN in the parameters stays out of the sound, and one in the sound goes with its column`(kind: Rig.Kind) {
        let sound = Sound.noise(frames: 256)
        for index in Rig.busy(kind).settings.indices {
            for wild in [Float.nan, .infinity, -.infinity, 1e30, -1e30] {
                var rig = Rig.busy(kind)
                rig.settings[index] = .all(wild)
                let result = rig.render(sound)
                #expect(
                    result.left.allSatisfy { columns in (0..<8).allSatisfy { abs(columns[$0]) < 2_000 } },
                    "\(index): \(wild)")
            }
        }
        var rig = Rig.busy(kind)
        let expected = rig.render(sound)
        var wild = sound
        wild.left[100][2] = .nan
        wild.right[101][2] = .infinity
        var hurt = Rig.busy(kind)
        let result = hurt.render(wild)
        #expect([0, 1, 3, 7].allSatisfy { result.bits(column: $0) == expected.bits(column: $0) })
        var columns = VectorMask(repeating: false)
        columns[2] = true
        hurt.reset(columns)
        let after = hurt.render(sound, at: 256)
        #expect(after.left.allSatisfy { abs($0[2]) < 20 })
    }
}
