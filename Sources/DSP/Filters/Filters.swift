public import Lanes
import Units

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
        let on: LaneRow
        let frequency: LaneRow
        let slope: LaneRow

        /// - Parameters:
        ///   - on: 0.5 and above is in circuit.
        ///   - frequency: log₂ Hz of the corner: 10…1000 Hz for the high-pass, 1…22 kHz for the low-pass.
        ///   - slope: dB per octave: below 18 it is 12, from there on 24.
        @_noLocks @_noAllocation
        public init(on: LaneRow, frequency: LaneRow, slope: LaneRow) {
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
        var on = Lanes(repeating: .nan)
        var frequency = Lanes(repeating: .nan)
        var slope = Lanes(repeating: .nan)
        /// How far the filter is in circuit, and its second section within it, at the end of the cell; in eighths.
        var weight = Lanes(repeating: 0)
        var steepness = Lanes(repeating: 0)

        @_noLocks @_noAllocation
        init() {}
    }

    /// High-pass, low-pass, then what makes both steep: so the two of 12 dB are rendered together.
    private var chain = SectionChain()
    private var highPass = FilterMemory()
    private var lowPass = FilterMemory()
    /// log₂ of the sample rate.
    private let rate: Lanes
    /// Lanes whose switches are taken where they stand.
    private var isFresh = LaneMask(repeating: true)

    /// - Parameter sampleRate: frames per second, 8000 or more.
    public init(sampleRate: Int) { rate = Lanes(repeating: Float(PortableMath.log2(Double(sampleRate)))) }

    /// Forgets everything: the next block takes switches where they stand.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset() {
        chain = SectionChain()
        highPass = FilterMemory()
        lowPass = FilterMemory()
        isFresh = LaneMask(repeating: true)
    }

    /// Forgets the sound of some lanes.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset(_ lanes: LaneMask) { chain.clear(lanes) }

    /// Whether silence at the input gives silence.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public func isIdle(_ parameters: Parameters) -> Bool { chain.isSilent }

    /// Passes over a silent block.
    ///
    /// - Parameter frame: session frame of the block's first sample.
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
    }

    /// Filters a block in place.
    ///
    /// - Parameters:
    ///   - scratch: not used.
    ///   - frames: 1…64, within one cell of 64.
    ///   - frame: session frame of the block's first sample.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        _ parameters: Parameters, left: UnsafeMutablePointer<Lanes>, right: UnsafeMutablePointer<Lanes>,
        scratch: UnsafeMutablePointer<Lanes>, frames: Int, at frame: Int64
    ) {
        if isOut(parameters) { return }
        var start = 0
        while start < frames {
            let phase = Int((frame &+ Int64(start)) & Int64(Block.coefficientFrames &- 1))
            if phase == 0 || Section.any(isFresh) { follow(parameters, start) }
            let toGrid = Block.coefficientFrames &- phase
            let count = frames &- start < toGrid ? frames &- start : toGrid
            chain.render(left + start, right + start, phase: phase, count: count)
            start &+= count
        }
    }

    /// Whether both filters are out of circuit in all lanes, and stay so for the block.
    @_noLocks @_noAllocation
    private mutating func isOut(_ parameters: Parameters) -> Bool {
        if parameters.highPass.on.isMoving || parameters.lowPass.on.isMoving { return false }
        let isOn = (parameters.highPass.on.first .>= 0.5) .| (parameters.lowPass.on.first .>= 0.5)
        if Section.any(isOn) || chain.isActive { return false }
        isFresh = LaneMask(repeating: false)
        return true
    }
}

extension Filters {
    /// Lets the coefficients follow the positions at a frame of the block.
    @_noLocks @_noAllocation
    private mutating func follow(_ parameters: Parameters, _ frame: Int) {
        let high = highPass.follow(parameters.highPass, frame, chain.unsettled(0, 2), snap: isFresh)
        if high.isDue { chain.settle(0, 2) }
        if high.isDesignDue {
            // 10 Hz, and no more than a quarter of the sample rate.
            let corner = (Precise(widening: highPass.frequency).atLeast(3.3219) - Precise(widening: rate)).atMost(-2)
            let (first, second) = ButterworthDesign.highPass(
                corner: corner, steepness: Precise(widening: highPass.steepness))
            chain.aim(0, 2, first, second, highPass, isPending: high.isPending, snap: isFresh)
        }
        let low = lowPass.follow(parameters.lowPass, frame, chain.unsettled(1, 3), snap: isFresh)
        if low.isDue { chain.settle(1, 3) }
        if low.isDesignDue {
            let corner = Precise(widening: lowPass.frequency).atLeast(9.9657) - Precise(widening: rate)
            let (first, second) = ButterworthDesign.lowPass(
                corner: corner.atMost(-1.0032), steepness: Precise(widening: lowPass.steepness))
            chain.aim(1, 3, first, second, lowPass, isPending: low.isPending, snap: isFresh)
        }
        isFresh = LaneMask(repeating: false)
    }
}

extension Filters.FilterMemory {
    /// Takes positions, and moves the weights on by one cell.
    ///
    /// - Returns: whether there is anything to do, whether that takes a design, and lanes whose weights must move on.
    @_noLocks @_noAllocation
    mutating func follow(
        _ parameters: Filters.FilterParameters, _ frame: Int, _ unsettled: LaneMask, snap: LaneMask
    ) -> (isDue: Bool, isDesignDue: Bool, isPending: LaneMask) {
        let moved = Section.differ(parameters.frequency[frame], frequency)
        let switched =
            Section.differ(parameters.on[frame], on) .| Section.differ(parameters.slope[frame], slope) .| unsettled
        guard Section.any(moved .| switched .| snap) else { return (false, false, LaneMask(repeating: false)) }
        on = parameters.on[frame]
        frequency = parameters.frequency[frame]
        slope = parameters.slope[frame]
        let goal = Lanes(repeating: 0).replacing(with: 1, where: on .>= 0.5)
        let steep = Lanes(repeating: 0).replacing(with: 1, where: slope .>= 18)
        let nextWeight = Section.step(weight, to: goal, snap: snap)
        let nextSteepness = Section.step(steepness, to: steep, snap: snap .| (weight .== 0))
        let isHeard = (weight .!= 0) .| (nextWeight .!= 0)
        let isFading = (nextWeight .!= weight) .| ((nextSteepness .!= steepness) .& isHeard) .| snap
        weight = nextWeight
        steepness = nextSteepness
        let isDesignDue = Section.any((moved .& isHeard) .| isFading)
        return (true, isDesignDue, (nextWeight .!= goal) .| ((nextSteepness .!= steep) .& isHeard))
    }
}

extension SectionChain {
    @_noLocks @_noAllocation
    fileprivate func unsettled(_ first: Int, _ second: Int) -> LaneMask {
        sections[first].unsettled .| sections[second].unsettled
    }

    @_noLocks @_noAllocation
    fileprivate mutating func settle(_ first: Int, _ second: Int) {
        if sections[first].isMoving { sections[first].settle() }
        if sections[second].isMoving { sections[second].settle() }
    }

    @_noLocks @_noAllocation
    fileprivate mutating func aim(
        _ first: Int, _ second: Int, _ firstDesign: SectionDesign, _ secondDesign: SectionDesign,
        _ memory: Filters.FilterMemory, isPending: LaneMask, snap: LaneMask
    ) {
        sections[first].aim(
            at: firstDesign.coefficients(weight: memory.weight), weight: memory.weight, isPending: isPending,
            snap: snap)
        let weight = memory.weight * memory.steepness
        sections[second].aim(
            at: secondDesign.coefficients(weight: weight), weight: weight, isPending: isPending, snap: snap)
    }
}
