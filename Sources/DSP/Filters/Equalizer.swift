import CRealtime
import Units
public import Vectors

/// Four-band parametric equaliser: each band of each strip is a bell, a shelf or a notch, and follows the analogue
/// prototype's magnitude up to 20 kHz within 0.1 dB. Where the four sections cannot, a fifth one corrects them
/// (``Corrector``).
///
/// Switches and types are crossfades of 256 frames. Parameters are looked at every ``Block/coefficientFrames`` session
/// frames, and the coefficients then move in a straight line for as many, so a result does not depend on the blocks.
///
/// - Thread: audio; setup makes it.
/// - Source: see ``ResonanceDesign`` and ``Corrector`` for the response and ``Section`` for the structure.
public struct Equalizer {
    /// Bands, in the order in which the sound passes them.
    public static var bandCount: Int {
        @_noLocks @_noAllocation get { 4 }
    }

    /// Positions of one band.
    public struct BandParameters {
        let on: VectorRow
        let type: VectorRow
        let frequency: VectorRow
        let gain: VectorRow
        let q: VectorRow

        /// - Parameters:
        ///   - on: 0.5 and above is in circuit.
        ///   - type: 0 bell, 1 low shelf, 2 high shelf, 3 notch.
        ///   - frequency: log₂ Hz, 20 Hz…20 kHz.
        ///   - gain: dB, −24…24.
        ///   - q: log₂ Q, of 0.1…20; a shelf is steepest without a bump at 0.71.
        @_noLocks @_noAllocation
        public init(on: VectorRow, type: VectorRow, frequency: VectorRow, gain: VectorRow, q: VectorRow) {
            self.on = on
            self.type = type
            self.frequency = frequency
            self.gain = gain
            self.q = q
        }
    }

    /// Positions over a block.
    public struct Parameters {
        let on: VectorRow
        let first: BandParameters
        let second: BandParameters
        let third: BandParameters
        let fourth: BandParameters

        /// - Parameters:
        ///   - on: 0.5 and above is in circuit.
        @_noLocks @_noAllocation
        public init(
            on: VectorRow, _ first: BandParameters, _ second: BandParameters, _ third: BandParameters,
            _ fourth: BandParameters
        ) {
            self.on = on
            self.first = first
            self.second = second
            self.third = third
            self.fourth = fourth
        }
    }

    var chain = SectionChain()
    var corrector: Corrector
    private var first = BandMemory()
    private var second = BandMemory()
    private var third = BandMemory()
    private var fourth = BandMemory()
    private var switched = Vector(repeating: .nan)
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
    public init(sampleRate: Int) {
        let logarithm = PortableMath.log2(Double(sampleRate))
        rate = Vector(repeating: Float(logarithm))
        corrector = Corrector(rate: logarithm)
    }

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
        corrector.section = Section()
        first = BandMemory()
        second = BandMemory()
        third = BandMemory()
        fourth = BandMemory()
        switched = Vector(repeating: .nan)
    }

    /// Forgets the sound of some columns.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset(_ columns: VectorMask) {
        chain.clear(columns)
        corrector.section.clear(columns)
    }

    /// Whether silence at the input gives silence.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation @inline(__always)
    public func isIdle(_ parameters: Parameters) -> Bool { chain.isSilent && corrector.section.isSilent }

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

    /// Equalises a block in place.
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
            corrector.render(left + start, right + start, scratch: scratch, frame &+ Int64(start), count: count)
            start &+= count
        }
        settle(parameters)
    }

    /// Whether some section is in circuit in some column.
    private var isActive: Bool {
        @_noLocks @_noAllocation @inline(__always) get { chain.isActive || corrector.section.isActive }
    }

    /// Whether the equaliser is out of circuit in all columns, and stays so for the block.
    @_noLocks @_noAllocation
    private mutating func isOut(_ parameters: Parameters) -> Bool {
        if parameters.on.isMoving || Section.any(parameters.on.first .>= 0.5) || isActive { return false }
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

extension Equalizer {
    /// Whether the coefficients have to follow the positions, as they are at the beginning of the block.
    @_noLocks @_noAllocation
    private mutating func isDue(_ parameters: Parameters) -> Bool {
        let all =
            (Section.bits(parameters.on.first) ^ Section.bits(switched)) | Section.bits(isFresh)
            | Section.bits(corrector.section.unsettled)
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
        var isDesigned = false
        if first.isDue(parameters.first, frame, all | Section.bits(chain.first.unsettled)) {
            first.follow(
                parameters.first, frame, on: on, rate: rate, corrector.points, section: &chain.first, snap: isFresh,
                kept: designs.isKept, isDesigned: &isDesigned)
        }
        if second.isDue(parameters.second, frame, all | Section.bits(chain.second.unsettled)) {
            second.follow(
                parameters.second, frame, on: on, rate: rate, corrector.points, section: &chain.second, snap: isFresh,
                kept: designs.isKept, isDesigned: &isDesigned)
        }
        if third.isDue(parameters.third, frame, all | Section.bits(chain.third.unsettled)) {
            third.follow(
                parameters.third, frame, on: on, rate: rate, corrector.points, section: &chain.third, snap: isFresh,
                kept: designs.isKept, isDesigned: &isDesigned)
        }
        if fourth.isDue(parameters.fourth, frame, all | Section.bits(chain.fourth.unsettled)) {
            fourth.follow(
                parameters.fourth, frame, on: on, rate: rate, corrector.points, section: &chain.fourth, snap: isFresh,
                kept: designs.isKept, isDesigned: &isDesigned)
        }
        if corrector.section.isMoving { corrector.section.settle() }
        if isDesigned { corrector.follow((first.rest * second.rest) * (third.rest * fourth.rest), snap: isFresh) }
        switched = on
        designs.take()
    }
}
