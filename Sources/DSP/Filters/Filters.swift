import CRealtime
import Units
public import Vectors

/// High-pass and low-pass filter of a strip: Butterworth, 12 or 24 dB per octave, −3 dB at the corner.
///
/// Switches and slopes are crossfades of 256 frames. Parameters are looked at every ``Block/coefficientFrames`` session
/// frames, and the coefficients then move in a straight line for as many, so a result does not depend on the blocks.
///
/// - Thread: audio; setup makes it.
/// - Source: see ``ButterworthDesign`` for the responses and ``Section`` for the structure.
public struct Filters {
    /// Positions of one of the filters.
    public struct FilterParameters {
        let on: VectorRow
        let frequency: VectorRow
        let slope: VectorRow

        /// - Parameters:
        ///   - on: 0.5 and above is in circuit.
        ///   - frequency: log₂ Hz of the corner: 10…1000 Hz for the high-pass, 1…22 kHz for the low-pass.
        ///   - slope: dB per octave: below 18 it is 12, from there on 24.
        @_noLocks @_noAllocation
        public init(on: VectorRow, frequency: VectorRow, slope: VectorRow) {
            self.on = on
            self.frequency = frequency
            self.slope = slope
        }
    }

    /// Positions over a block.
    public struct Parameters {
        let highPass: FilterParameters
        let lowPass: FilterParameters

        @_noLocks @_noAllocation
        public init(highPass: FilterParameters, lowPass: FilterParameters) {
            self.highPass = highPass
            self.lowPass = lowPass
        }
    }

    /// What a filter was last designed for.
    struct FilterMemory {
        var on = Vector(repeating: .nan)
        var frequency = Vector(repeating: .nan)
        var slope = Vector(repeating: .nan)
        /// How far the filter is in circuit at the end of the cell, and how far its second section is within it: 0…1 in eighths.
        var weight = Vector(repeating: 0)
        var steepness = Vector(repeating: 0)

        @_noLocks @_noAllocation
        init() {}
    }

    /// High-pass, low-pass, then the second sections of both for 24 dB: so the two of 12 dB are rendered together.
    var chain = SectionChain()
    private var highPass = FilterMemory()
    private var lowPass = FilterMemory()
    /// log₂ of the sample rate.
    private let rate: Vector
    private var designs = DesignStanding()

    /// Coefficients have arrived at the positions' designs, so they stay constant as long as blocks are still.
    var isCalm: VectorMask {
        @_noLocks @_noAllocation @inline(__always) get { designs.isCalm }
    }
    private var isFresh: VectorMask {
        @_noLocks @_noAllocation @inline(__always) get { designs.isFresh }
    }

    /// - Parameter sampleRate: frames per second, 8000 or more.
    public init(sampleRate: Int) { rate = Vector(repeating: Float(PortableMath.log2(Double(sampleRate)))) }

    /// Forgets the sound: the next block takes switches and positions at once. Calm designs are kept: otherwise all strips would
    /// design in the same block, the first after a locate.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset() {
        if designs.begin() {
            reset(VectorMask(repeating: true))
            return
        }
        chain = SectionChain()
        highPass = FilterMemory()
        lowPass = FilterMemory()
    }

    /// Forgets the sound of some columns.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset(_ columns: VectorMask) { chain.clear(columns) }

    /// Whether silence at the input gives silence.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation @inline(__always)
    public func isIdle(_ parameters: Parameters) -> Bool { chain.isSilent }

    /// Passes over a silent block.
    ///
    /// - Parameter frame: play-line frame of the block's first sample.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func skip(_ parameters: Parameters, frames: Int, at frame: Int64) {
        if isOut(parameters) { return }
        var start = 0
        while start < frames {
            let phase = Int((frame &+ Int64(start)) & Int64(Block.coefficientFrames &- 1))
            if phase == 0 || Section.any(isFresh) { follow(parameters, start) }
            start &+= Block.coefficientFrames &- phase
        }
        settle(parameters)
    }

    /// Filters a block in place.
    ///
    /// - Parameters:
    ///   - scratch: room for three blocks.
    ///   - frames: 1…64, within one cell of 64.
    ///   - frame: play-line frame of the block's first sample.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        _ parameters: Parameters, left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>,
        scratch: UnsafeMutablePointer<Vector>, frames: Int, at frame: Int64
    ) {
        if isOut(parameters) { return }
        var start = 0
        while start < frames {
            let phase = Int((frame &+ Int64(start)) & Int64(Block.coefficientFrames &- 1))
            if phase == 0 || Section.any(isFresh) { follow(parameters, start) }
            let toGrid = Block.coefficientFrames &- phase
            let count = frames &- start < toGrid ? frames &- start : toGrid
            chain.render(left + start, right + start, scratch: scratch, frame &+ Int64(start), count: count)
            start &+= count
        }
        settle(parameters)
    }

    /// Whether both filters are out of circuit in all columns, and stay so for the block.
    @_noLocks @_noAllocation
    private mutating func isOut(_ parameters: Parameters) -> Bool {
        if parameters.highPass.on.isMoving || parameters.lowPass.on.isMoving { return false }
        let isOn = (parameters.highPass.on.first .>= 0.5) .| (parameters.lowPass.on.first .>= 0.5)
        if Section.any(isOn) || chain.isActive { return false }
        designs.take()
        chain.stand()
        designs.settle(isCalm: true)
        return true
    }

    /// Ends a block: notes whether coefficients have to follow in the next one, if that is still.
    @_noLocks @_noAllocation
    private mutating func settle(_ parameters: Parameters) {
        let isCalm = !isDue(parameters)
        if isCalm { chain.stand() }
        designs.settle(isCalm: isCalm)
    }
}

extension Filters {
    /// Whether the coefficients have to follow the positions, as they are at the beginning of the block.
    @_noLocks @_noAllocation
    private mutating func isDue(_ parameters: Parameters) -> Bool {
        let isHighDue = highPass.isDue(parameters.highPass, 0, chain.first, chain.third, snap: isFresh)
        return isHighDue || lowPass.isDue(parameters.lowPass, 0, chain.second, chain.fourth, snap: isFresh)
    }

    /// Lets the coefficients follow the positions at a frame of the block.
    @_noLocks @_noAllocation
    private mutating func follow(_ parameters: Parameters, _ frame: Int) {
        let snap = isFresh
        if highPass.isDue(parameters.highPass, frame, chain.first, chain.third, snap: snap) {
            if chain.first.isMoving { chain.first.settle() }
            if chain.third.isMoving { chain.third.settle() }
            let (isDesignDue, isPending) = highPass.follow(
                parameters.highPass, frame, snap: snap, kept: designs.isKept)
            if isDesignDue {
                // 10 Hz, and no more than a quarter of the sample rate.
                let corner = Precise(widening: highPass.frequency).atLeast(3.3219) - Precise(widening: rate)
                let (gentle, steep) = ButterworthDesign.highPass(
                    corner: corner.atMost(-2), steepness: Precise(widening: highPass.steepness))
                highPass.aim(&chain.first, gentle, &chain.third, steep, isPending: isPending, snap: snap)
            }
        }
        if lowPass.isDue(parameters.lowPass, frame, chain.second, chain.fourth, snap: snap) {
            if chain.second.isMoving { chain.second.settle() }
            if chain.fourth.isMoving { chain.fourth.settle() }
            let (isDesignDue, isPending) = lowPass.follow(parameters.lowPass, frame, snap: snap, kept: designs.isKept)
            if isDesignDue {
                // 1 kHz, and no more than 22 kHz at 44.1 kHz.
                let corner = Precise(widening: lowPass.frequency).atLeast(9.9657) - Precise(widening: rate)
                let (gentle, steep) = ButterworthDesign.lowPass(
                    corner: corner.atMost(-1.0032), steepness: Precise(widening: lowPass.steepness))
                lowPass.aim(&chain.second, gentle, &chain.fourth, steep, isPending: isPending, snap: snap)
            }
        }
        designs.take()
    }
}

extension Filters.FilterMemory {
    /// Whether a position has changed, or a fade goes on. Bits are compared: it is the fastest, and mostly none differs.
    @_noLocks @_noAllocation @inline(__always)
    func isDue(
        _ parameters: Filters.FilterParameters, _ frame: Int, _ gentle: Section, _ steep: Section, snap: VectorMask
    ) -> Bool {
        let changes =
            (Section.bits(parameters.on[frame]) ^ Section.bits(on))
            | (Section.bits(parameters.frequency[frame]) ^ Section.bits(frequency))
            | (Section.bits(parameters.slope[frame]) ^ Section.bits(slope))
        return rt_any(
            changes | Section.bits(snap) | Section.bits(gentle.unsettled) | Section.bits(steep.unsettled))
    }

    /// Takes positions, and moves the weights on by one cell.
    ///
    /// - Parameters:
    ///   - snap: columns that go there at once.
    ///   - kept: columns of those whose design still holds, unless the positions are others.
    /// - Returns: whether a design is needed, and the columns whose weights must move on.
    @_noLocks @_noAllocation
    mutating func follow(
        _ parameters: Filters.FilterParameters, _ frame: Int, snap: VectorMask, kept: VectorMask
    ) -> (isDesignDue: Bool, isPending: VectorMask) {
        let moved = Section.differ(parameters.frequency[frame], frequency)
        on = parameters.on[frame]
        frequency = parameters.frequency[frame]
        slope = parameters.slope[frame]
        let goal = Vector(repeating: 0).replacing(with: 1, where: on .>= 0.5)
        let steep = Vector(repeating: 0).replacing(with: 1, where: slope .>= 18)
        let nextWeight = Section.step(weight, to: goal, snap: snap)
        let nextSteepness = Section.step(steepness, to: steep, snap: snap .| (weight .== 0))
        let isHeard = (weight .!= 0) .| (nextWeight .!= 0)
        let isFading = (nextWeight .!= weight) .| ((nextSteepness .!= steepness) .& isHeard) .| (snap .& .!kept)
        weight = nextWeight
        steepness = nextSteepness
        let isPending = (nextWeight .!= goal) .| ((nextSteepness .!= steep) .& isHeard)
        return (Section.any((moved .& isHeard) .| isFading), isPending)
    }

    /// Aims both sections at their designs.
    @_noLocks @_noAllocation
    func aim(
        _ first: inout Section, _ gentle: SectionDesign, _ second: inout Section, _ steep: SectionDesign,
        isPending: VectorMask, snap: VectorMask
    ) {
        first.aim(at: gentle.coefficients(weight: weight), weight: weight, isPending: isPending, snap: snap)
        let both = weight * steepness
        second.aim(at: steep.coefficients(weight: both), weight: both, isPending: isPending, snap: snap)
    }
}
