import Lanes
import MixModel

/// The rows of a group as the stages want them.
///
/// - Thread: audio.
struct StageRows {
    private let rows: UnsafePointer<LaneRow>

    @_noLocks @_noAllocation @inline(__always)
    init(_ rows: UnsafePointer<LaneRow>) { self.rows = rows }

    @inline(__always)
    subscript(role: Role) -> LaneRow {
        @_noLocks @_noAllocation get { rows[role.index] }
    }
}

extension StageRows {
    @inline(__always)
    var gate: Gate.Parameters {
        @_noLocks @_noAllocation get {
            Gate.Parameters(
                on: self[.gateOn], threshold: self[.gateThreshold], ratio: self[.gateRatio], range: self[.gateRange],
                attack: self[.gateAttack], hold: self[.gateHold], release: self[.gateRelease],
                hysteresis: self[.gateHysteresis], highPass: self[.gateSidechainHPF], lowPass: self[.gateSidechainLPF])
        }
    }

    @inline(__always)
    var compressor: Compressor.Parameters {
        @_noLocks @_noAllocation get {
            Compressor.Parameters(
                on: self[.compOn], threshold: self[.compThreshold], ratio: self[.compRatio], attack: self[.compAttack],
                release: self[.compRelease], knee: self[.compKnee], makeup: self[.compMakeup], mix: self[.compMix],
                detector: self[.compDetector], highPass: self[.compSidechainHPF])
        }
    }

    /// The bus compressor has a soft knee and an RMS detector, always.
    @_noLocks @_noAllocation @inline(__always)
    func busCompressor(_ fixed: BusCompressorRows) -> Compressor.Parameters {
        Compressor.Parameters(
            on: self[.busCompOn], threshold: self[.busCompThreshold], ratio: self[.busCompRatio],
            attack: self[.busCompAttack], release: self[.busCompRelease], knee: fixed.knee,
            makeup: self[.busCompMakeup], mix: self[.busCompMix], detector: fixed.detector,
            highPass: self[.busCompSidechainHPF])
    }

    @inline(__always)
    var deEsser: DeEsser.Parameters {
        @_noLocks @_noAllocation get {
            DeEsser.Parameters(
                on: self[.deEsserOn], frequency: self[.deEsserFrequency], threshold: self[.deEsserThreshold],
                range: self[.deEsserRange])
        }
    }
}

/// What the bus compressor does not leave open: a knee of 10 dB and the RMS detector.
struct BusCompressorRows {
    let knee: LaneRow
    let detector: LaneRow

    /// - Parameter memory: two vectors.
    @_noLocks @_noAllocation @inline(__always)
    init(_ memory: UnsafeMutablePointer<Lanes>) {
        memory[0] = Lanes(repeating: 10)
        memory[1] = Lanes(repeating: 1)
        knee = LaneRow(constant: memory)
        detector = LaneRow(constant: memory + 1)
    }
}

/// The high-pass filter with its switches.
struct FilterStage {
    private var filter: HighPass
    private var filtered = SwitchFade(frames: SwitchFade.stageFrames)
    private var steepness = SwitchFade(frames: SwitchFade.stageFrames)
    private var isFresh = LaneMask(repeating: true)

    init(sampleRate: Int) { filter = HighPass(sampleRate: sampleRate) }

    @_noLocks @_noAllocation
    mutating func reset() {
        filter.reset()
        isFresh = LaneMask(repeating: true)
    }

    @_noLocks @_noAllocation
    mutating func reset(_ lanes: LaneMask) { filter.reset(lanes) }

    @_noLocks @_noAllocation
    func isIdle(_ rows: StageRows) -> Bool { filter.isIdle }

    @_noLocks @_noAllocation
    private mutating func switches(_ rows: StageRows, _ scratch: UnsafeMutablePointer<Lanes>, _ frames: Int) -> (
        LaneRow, LaneRow
    ) {
        let slope = rows[.hpfSlope]
        let steep = scratch + 2 &* Block.frames
        for offset in 0..<(slope.isMoving ? frames : 1) {
            steep[offset] = Lanes(repeating: 0).replacing(with: 1, where: slope[offset] .>= 18)
        }
        let on = filtered.render(rows[.hpfOn], snap: isFresh, scratch: scratch, frames: frames)
        let steps = steepness.render(
            slope.isMoving ? LaneRow(moving: steep) : LaneRow(constant: steep), snap: isFresh,
            scratch: scratch + Block.frames, frames: frames)
        isFresh = LaneMask(repeating: false)
        return (on, steps)
    }

    @_noLocks @_noAllocation
    mutating func skip(_ rows: StageRows, scratch: UnsafeMutablePointer<Lanes>, frames: Int, at frame: Int64) {
        let (_, steps) = switches(rows, scratch, frames)
        filter.skip(frames: frames, at: frame, frequency: rows[.hpfFrequency], steepness: steps)
    }

    @_noLocks @_noAllocation
    mutating func render(
        _ rows: StageRows, left: UnsafeMutablePointer<Lanes>, right: UnsafeMutablePointer<Lanes>,
        scratch: UnsafeMutablePointer<Lanes>, frames: Int, at frame: Int64
    ) {
        let (on, steps) = switches(rows, scratch, frames)
        filter.render(
            left: left, right: right, frames: frames, at: frame, frequency: rows[.hpfFrequency], mix: on,
            steepness: steps)
    }
}
