import CRealtime
public import Lanes
import Units

/// Four-band parametric equaliser: each band of each strip is a bell, a shelf or a notch, and follows the analogue
/// prototype's magnitude up to 20 kHz.
///
/// Switches and types are crossfades of 256 frames. Parameters are looked at every ``Block/coefficientFrames`` session
/// frames, and the coefficients then move in a straight line for as many, so a result does not depend on the blocks.
///
/// - Thread: audio; setup makes it.
/// - Source: see ``ResonanceDesign`` for the response and ``Section`` for the structure.
public struct Equalizer {
    /// Bands, in the order in which the sound passes them.
    public static var bandCount: Int {
        @_noLocks @_noAllocation get { 4 }
    }

    /// Positions of one band.
    public struct BandParameters {
        let on: LaneRow
        let type: LaneRow
        let frequency: LaneRow
        let gain: LaneRow
        let q: LaneRow

        /// - Parameters:
        ///   - on: 0.5 and above is in circuit.
        ///   - type: 0 bell, 1 low shelf, 2 high shelf, 3 notch.
        ///   - frequency: log₂ Hz, 20 Hz…20 kHz.
        ///   - gain: dB, −24…24.
        ///   - q: log₂ Q, of 0.1…20; a shelf is steepest without a bump at 0.71.
        @_noLocks @_noAllocation
        public init(on: LaneRow, type: LaneRow, frequency: LaneRow, gain: LaneRow, q: LaneRow) {
            self.on = on
            self.type = type
            self.frequency = frequency
            self.gain = gain
            self.q = q
        }
    }

    /// Positions over a block.
    public struct Parameters {
        let on: LaneRow
        let first: BandParameters
        let second: BandParameters
        let third: BandParameters
        let fourth: BandParameters

        /// - Parameters:
        ///   - on: 0.5 and above is in circuit.
        @_noLocks @_noAllocation
        public init(
            on: LaneRow, _ first: BandParameters, _ second: BandParameters, _ third: BandParameters,
            _ fourth: BandParameters
        ) {
            self.on = on
            self.first = first
            self.second = second
            self.third = third
            self.fourth = fourth
        }
    }

    /// What a band was last designed for.
    struct BandMemory {
        var on = Lanes(repeating: .nan)
        var type = Lanes(repeating: 0)
        var frequency = Lanes(repeating: .nan)
        var gain = Lanes(repeating: .nan)
        var q = Lanes(repeating: .nan)

        @_noLocks @_noAllocation
        init() {}
    }

    private var chain = SectionChain()
    private var first = BandMemory()
    private var second = BandMemory()
    private var third = BandMemory()
    private var fourth = BandMemory()
    private var switched = Lanes(repeating: .nan)
    /// log₂ of the sample rate.
    private let rate: Lanes
    /// Lanes whose switches are taken where they stand.
    private var isFresh = LaneMask(repeating: true)
    /// Coefficients stand at the positions, so they stand as long as these do.
    private(set) var isCalm = LaneMask(repeating: false)

    /// - Parameter sampleRate: frames per second, 8000 or more.
    public init(sampleRate: Int) { rate = Lanes(repeating: Float(PortableMath.log2(Double(sampleRate)))) }

    /// Forgets everything: the next block takes switches where they stand.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset() {
        chain = SectionChain()
        first = BandMemory()
        second = BandMemory()
        third = BandMemory()
        fourth = BandMemory()
        switched = Lanes(repeating: .nan)
        isFresh = LaneMask(repeating: true)
        isCalm = LaneMask(repeating: false)
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
        isCalm = LaneMask(repeating: !isDue(parameters))
    }

    /// Equalises a block in place.
    ///
    /// - Parameters:
    ///   - scratch: room for three blocks.
    ///   - isStill: the positions are those of the block before.
    ///   - frames: 1…64, within one cell of 64.
    ///   - frame: session frame of the block's first sample.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        _ parameters: Parameters, left: UnsafeMutablePointer<Lanes>, right: UnsafeMutablePointer<Lanes>,
        scratch: UnsafeMutablePointer<Lanes>, isStill: Bool = false, frames: Int, at frame: Int64
    ) {
        let isStanding = isStill && isAny(isCalm)
        if isStanding ? !chain.isActive : isOut(parameters) { return }
        var start = 0
        while start < frames {
            let phase = Int((frame &+ Int64(start)) & Int64(Block.coefficientFrames &- 1))
            if !isStanding && (phase == 0 || Section.any(isFresh)) { follow(parameters, start) }
            let toGrid = Block.coefficientFrames &- phase
            let count = frames &- start < toGrid ? frames &- start : toGrid
            chain.render(left + start, right + start, scratch: scratch, phase: phase, count: count)
            start &+= count
        }
        if !isStanding { isCalm = LaneMask(repeating: !isDue(parameters)) }
    }

    /// Whether the equaliser is out of circuit in all lanes, and stays so for the block.
    @_noLocks @_noAllocation
    private mutating func isOut(_ parameters: Parameters) -> Bool {
        if parameters.on.isMoving || Section.any(parameters.on.first .>= 0.5) || chain.isActive { return false }
        isFresh = LaneMask(repeating: false)
        isCalm = LaneMask(repeating: true)
        return true
    }
}

extension Equalizer {
    /// Whether the coefficients have to follow the positions, as they are at the beginning of the block.
    @_noLocks @_noAllocation
    private func isDue(_ parameters: Parameters) -> Bool {
        let all = (Section.bits(parameters.on.first) ^ Section.bits(switched)) | Section.bits(isFresh)
        if first.isDue(parameters.first, 0, all | Section.bits(chain.first.unsettled)) { return true }
        if second.isDue(parameters.second, 0, all | Section.bits(chain.second.unsettled)) { return true }
        if third.isDue(parameters.third, 0, all | Section.bits(chain.third.unsettled)) { return true }
        return fourth.isDue(parameters.fourth, 0, all | Section.bits(chain.fourth.unsettled))
    }

    /// Lets the coefficients follow the positions at a frame of the block.
    @_noLocks @_noAllocation
    private mutating func follow(_ parameters: Parameters, _ frame: Int) {
        let on = parameters.on[frame]
        let all = (Section.bits(on) ^ Section.bits(switched)) | Section.bits(isFresh)
        if first.isDue(parameters.first, frame, all | Section.bits(chain.first.unsettled)) {
            first.follow(parameters.first, frame, on: on, rate: rate, section: &chain.first, snap: isFresh)
        }
        if second.isDue(parameters.second, frame, all | Section.bits(chain.second.unsettled)) {
            second.follow(parameters.second, frame, on: on, rate: rate, section: &chain.second, snap: isFresh)
        }
        if third.isDue(parameters.third, frame, all | Section.bits(chain.third.unsettled)) {
            third.follow(parameters.third, frame, on: on, rate: rate, section: &chain.third, snap: isFresh)
        }
        if fourth.isDue(parameters.fourth, frame, all | Section.bits(chain.fourth.unsettled)) {
            fourth.follow(parameters.fourth, frame, on: on, rate: rate, section: &chain.fourth, snap: isFresh)
        }
        switched = on
        isFresh = LaneMask(repeating: false)
    }
}

extension Equalizer.BandMemory {
    /// Whether a position is another than it was, or a bit of `also` is set. Mostly none is; bits tell that fastest.
    @_noLocks @_noAllocation @inline(__always)
    func isDue(_ band: Equalizer.BandParameters, _ frame: Int, _ also: SIMD8<Int32>) -> Bool {
        let switches =
            (Section.bits(band.on[frame]) ^ Section.bits(on)) | (Section.bits(band.type[frame]) ^ Section.bits(type))
        let numbers =
            (Section.bits(band.frequency[frame]) ^ Section.bits(frequency))
            | (Section.bits(band.gain[frame]) ^ Section.bits(gain)) | (Section.bits(band.q[frame]) ^ Section.bits(q))
        return rt_any(also | switches | numbers)
    }

    /// Takes the positions and moves the section's weight on by one cell.
    @_noLocks @_noAllocation
    mutating func follow(
        _ band: Equalizer.BandParameters, _ frame: Int, on isEqualizerOn: Lanes, rate: Lanes, section: inout Section,
        snap: LaneMask
    ) {
        if section.isMoving { section.settle() }
        let moved =
            Section.differ(band.frequency[frame], frequency) .| Section.differ(band.gain[frame], gain)
            .| Section.differ(band.q[frame], q)
        let weight = section.weight
        on = band.on[frame]
        frequency = band.frequency[frame]
        gain = band.gain[frame]
        q = band.q[frame]
        // A type changes while nothing is heard of it: out with the old one, in with the new one.
        let wanted = band.type[frame]
        type.replace(with: wanted, where: (weight .== 0) .| snap)
        let isOn = (isEqualizerOn .>= 0.5) .& (on .>= 0.5) .& .!Section.differ(wanted, type)
        let goal = Lanes(repeating: 0).replacing(with: 1, where: isOn)
        let next = Section.step(weight, to: goal, snap: snap)
        let isHeard = (weight .!= 0) .| (next .!= 0)
        guard Section.any((moved .& isHeard) .| (next .!= weight) .| snap) else { return }
        let design = ResonanceDesign(types: type, frequency: frequency, gain: gain, q: q, rate: rate)
        section.aim(
            at: design.design().coefficients(weight: next), weight: next, isPending: next .!= goal, snap: snap)
    }
}
