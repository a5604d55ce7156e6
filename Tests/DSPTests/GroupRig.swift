import DSP
import MixModel
import Units
import Vectors

/// Eight strips of their own, with everything that a job points to.
final class GroupRig {
    /// What was heard so far: changes with any bit of it.
    struct Sum: Equatable {
        var bits: UInt64 = 0
        var heard = 0
        var nonFinite = 0

        mutating func take(_ value: Float) { bits = (bits &* 0x100_0000_01b3) ^ UInt64(value.bitPattern) }
    }

    private(set) var sum = Sum()
    /// Blocks whose output was not written.
    private(set) var bareCount = 0
    var isOutputWanted = true
    private let gains = UnsafeMutablePointer<Float>.allocate(capacity: 16)
    private(set) var squares = [Float](repeating: 0, count: 8)
    private let positions = LaneMemory(Role.allCases.count + 1)
    private let rows: UnsafeMutablePointer<VectorRow>
    private let samples = UnsafeMutablePointer<Float>.allocate(capacity: 32 * 64 + 16)
    private let inputs = UnsafeMutablePointer<UnsafePointer<Float>>.allocate(capacity: 16)
    private let scratch = LaneMemory(GroupJob.scratchBlocks * Block.frames)
    private var job: GroupJob
    private var noise: UInt32 = 1

    init(_ settings: GroupSettings) {
        let state = UnsafeMutableRawPointer.allocate(byteCount: StripKernel.stateBytes, alignment: 64)
        StripKernel.initialize(state, sampleRate: 48_000)
        rows = .allocate(capacity: Role.allCases.count)
        for role in Role.allCases {
            positions.columns[role.index] = Vector(repeating: role.spec.initialPosition)
            (rows + role.index).initialize(to: VectorRow(constant: positions.columns + role.index))
        }
        positions.columns[Role.allCases.count] = Vector(repeating: 1)
        let one = VectorRow(constant: positions.columns + Role.allCases.count)
        samples.initialize(repeating: 0, count: 32 * 64 + 16)
        gains.initialize(repeating: .nan, count: 16)
        for row in 0..<16 { (inputs + row).initialize(to: UnsafePointer(samples + row * 64)) }
        job = GroupJob(
            state: state, rows: rows, heard: one, vca: one, inputs: inputs, outputs: samples + 16 * 64,
            gains: gains, scratch: scratch.columns, isMono: VectorMask(repeating: false), panLaw: 0, isBus: false)
        for (role, position) in settings.all { set(role, position) }
        for (role, position) in settings.even {
            for column in stride(from: 0, to: 8, by: 2) { positions.columns[role.index][column] = position }
        }
    }

    deinit {
        job.state.deallocate()
        rows.deallocate()
        samples.deallocate()
        inputs.deallocate()
        gains.deallocate()
    }

    func set(_ role: Role, _ position: Float) { positions.columns[role.index] = Vector(repeating: position) }

    func set(_ role: Role, _ position: Float, column: Int) { positions.columns[role.index][column] = position }

    /// Forgets what was heard.
    func reset() {
        StripKernel.reset(job.state)
        sum = Sum()
        noise = 1
    }

    /// Noise that swells and falls, with a pause, and one sample that is no sound.
    func render(_ step: Int, isStill: Bool, frames: Int, at frame: Int64) {
        let isSilent = (230..<300).contains(step)
        let level: Float = isSilent ? 0 : [0.5, 0.001, 0.1, 0.00001][step / 13 % 4]
        for row in 0..<16 {
            for offset in 0..<frames {
                noise = noise &* 1_664_525 &+ 1_013_904_223
                samples[row * 64 + offset] = Float(Int32(bitPattern: noise) >> 8) * 0x1p-23 * level
            }
        }
        if step == 100 { samples[3 * 64] = .nan }
        job.isInputSilent = isSilent
        job.isStill = isStill
        job.isOutputWanted = isOutputWanted
        job.frames = frames
        job.frame = frame
        let result = StripKernel.render(&job)
        sum.heard += result.isHeard ? 1 : 0
        sum.nonFinite += Int(result.nonFinite)
        bareCount += result.isBare ? 1 : 0
        for row in 0..<16 where result.isHeard {
            for offset in 0..<frames {
                let amplified = inputs[row][offset] * gains[row]
                sum.take(result.isBare ? amplified : samples[(16 + row) * 64 + offset])
            }
        }
        let meters = StripKernel.takeMeters(job.state)
        for column in 0..<8 {
            for meter in [meters.peakLeft, meters.gate, meters.compressor] { sum.take(meter[column]) }
            // Squares may be added up in another order.
            squares[column] = meters.squareRight[column]
        }
    }
}
