import Effects
import Vectors

/// Parameter rows of an effect, one number each, that may move by a function of the session's frame.
final class Positions {
    private let values: UnsafeMutablePointer<Float>
    private let count: Int
    var constants: [Float]
    /// Whether each moves, and how: a sawtooth between its constant and this.
    var goals: [Float?]
    var period: Int64 = 5_000

    init(_ constants: [Float]) {
        self.constants = constants
        goals = .init(repeating: nil, count: constants.count)
        count = constants.count
        values = .allocate(capacity: constants.count * 64)
        values.initialize(repeating: 0, count: constants.count * 64)
    }

    deinit { values.deallocate() }

    func row(_ index: Int, frames: Int, at frame: Int64) -> Row {
        let start = values + index * 64
        guard let goal = goals[index] else {
            start[0] = constants[index]
            return Row(start, stride: 0)
        }
        for offset in 0..<frames {
            let now = (frame + Int64(offset) + Int64(index) * 777) % period
            start[offset] = constants[index] + (goal - constants[index]) * Float(now) / Float(period)
        }
        return Row(start, stride: 1)
    }
}

/// Sound of two sides.
final class Sound {
    let left: UnsafeMutablePointer<Float>
    let right: UnsafeMutablePointer<Float>
    let frames: Int

    init(_ frames: Int) {
        self.frames = frames
        left = .allocate(capacity: frames)
        right = .allocate(capacity: frames)
        left.initialize(repeating: 0, count: frames)
        right.initialize(repeating: 0, count: frames)
    }

    deinit {
        left.deallocate()
        right.deallocate()
    }

    static func impulse(_ frames: Int, at frame: Int = 0) -> Sound {
        let sound = Sound(frames)
        sound.left[frame] = 1
        sound.right[frame] = 1
        return sound
    }

    /// White noise of ±½, unrelated on both sides, for the first frames.
    static func noise(_ frames: Int, sounding: Int) -> Sound {
        let sound = Sound(frames)
        var state: UInt64 = 9
        for frame in 0..<sounding {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            sound.left[frame] = Float(Int32(truncatingIfNeeded: state >> 32)) * 0x1p-32
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            sound.right[frame] = Float(Int32(truncatingIfNeeded: state >> 32)) * 0x1p-32
        }
        return sound
    }

    /// Equality bit for bit.
    func isSame(as other: Sound) -> Bool {
        for frame in 0..<frames where left[frame].bitPattern != other.left[frame].bitPattern { return false }
        for frame in 0..<frames where right[frame].bitPattern != other.right[frame].bitPattern { return false }
        return true
    }

    var isFinite: Bool {
        for frame in 0..<frames where !(left[frame] + right[frame]).isFinite { return false }
        return true
    }

    /// The last frame that is not zero, −1 if there is none.
    var lastFrame: Int {
        var frame = frames - 1
        while frame >= 0 && left[frame] == 0 && right[frame] == 0 { frame -= 1 }
        return frame
    }
}

/// How sound is cut into blocks.
enum Cut: CaseIterable {
    case whole, single, odd, random

    /// The next block's length, up to the end of the cell of 64 frames.
    func length(at frame: Int64, dice: inout UInt64) -> Int {
        dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let toCell = 64 - Int(frame & 63)
        switch self {
        case .whole: return toCell
        case .single: return 1
        case .odd: return min(7, toCell)
        case .random: return min(Int(dice >> 40 % 64) + 1, toCell)
        }
    }
}

/// An effect as the tests see it: one that renders a block from numbers.
protocol Rendering: ~Copyable {
    init(sampleRate: Int)
    mutating func reset()
    var isIdle: Bool { get }
    mutating func render(
        _ positions: Positions, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>,
        frames: Int,
        at frame: Int64)
}

extension Rendering where Self: ~Copyable {
    mutating func play(_ sound: Sound, _ positions: Positions, cut: Cut = .whole, at first: Int64 = 0) {
        var start = 0
        var dice: UInt64 = 1
        while start < sound.frames {
            let frame = first + Int64(start)
            let frames = min(cut.length(at: frame, dice: &dice), sound.frames - start)
            render(positions, sound.left + start, sound.right + start, frames: frames, at: frame)
            start += frames
        }
    }
}

extension Reverb: Rendering {
    mutating func render(
        _ positions: Positions, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>,
        frames: Int,
        at frame: Int64
    ) {
        func row(_ index: Int) -> Row { positions.row(index, frames: frames, at: frame) }
        render(
            Parameters(
                on: row(0), size: row(1), decay: row(2), damping: row(3), predelay: row(4), width: row(5),
                early: row(6), modulation: row(7), mix: row(8)),
            left: left, right: right, frames: frames, at: frame)
    }

    /// On, 50 %, 2 s, 40 %, 20 ms, 100 %, −6 dB, 30 %, all wet.
    static var hall: [Float] { [1, 50, 1, 40, 20, 100, -6, 30, 100] }
}

extension Delay: Rendering {
    mutating func render(
        _ positions: Positions, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>,
        frames: Int,
        at frame: Int64
    ) {
        func row(_ index: Int) -> Row { positions.row(index, frames: frames, at: frame) }
        render(
            Parameters(
                on: row(0), time: row(1), sync: row(2), tempo: positions.constants[8], feedback: row(3), tone: row(4),
                lowCut: row(5), pingPong: row(6), mix: row(7)),
            left: left, right: right, frames: frames, at: frame)
    }

    /// On, 256 ms, 50 %, open, 20 Hz, straight, all wet, 120 beats.
    static var echo: [Float] { [1, 8, 0, 50, 14.287713, 4.321928, 0, 100, 120] }
}

extension Chorus: Rendering {
    mutating func render(
        _ positions: Positions, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>,
        frames: Int,
        at frame: Int64
    ) {
        func row(_ index: Int) -> Row { positions.row(index, frames: frames, at: frame) }
        render(
            Parameters(on: row(0), voices: row(1), rate: row(2), depth: row(3), width: row(4), mix: row(5)),
            left: left, right: right, frames: frames, at: frame)
    }

    /// On, 3 voices, 0.5 Hz, 50 %, 100 %, half and half.
    static var ensemble: [Float] { [1, 3, -1, 50, 100, 50] }
}
