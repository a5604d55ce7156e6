import DSP
import Lanes
import MixModel

/// Eight nodes side by side, from their input to their output: the one place where the order of the stages stands.
///
/// - Thread: audio; setup makes it.
struct StripGroup {
    private var polarity = SwitchFade(frames: SwitchFade.gainFrames)
    private var filtered = SwitchFade(frames: SwitchFade.stageFrames)
    private var steepness = SwitchFade(frames: SwitchFade.stageFrames)
    private var opened = SwitchFade(frames: SwitchFade.gainFrames)
    private var highPass: HighPass
    private let panner: Panner
    private(set) var meter: MeterTap
    /// Lanes with a sample that is no sound: silent to the end of the cell.
    private var wild = SIMDMask<SIMD8<Int32>>(repeating: false)
    /// Switches are where they stand, without a fade: nothing was heard before.
    private var isFresh = true

    init(sampleRate: Int, panner: Panner) {
        self.panner = panner
        highPass = HighPass(sampleRate: sampleRate)
        meter = MeterTap(sampleRate: sampleRate)
    }

    /// What a block needs while it is made: rooms for rows in the nearest cache.
    struct Scratch {
        let left: UnsafeMutablePointer<Lanes>
        let right: UnsafeMutablePointer<Lanes>
        let polarity: UnsafeMutablePointer<Lanes>
        let filtered: UnsafeMutablePointer<Lanes>
        let steepness: UnsafeMutablePointer<Lanes>
        let heard: UnsafeMutablePointer<Lanes>
        let opened: UnsafeMutablePointer<Lanes>
        let gain: UnsafeMutablePointer<Lanes>
        let leftGain: UnsafeMutablePointer<Lanes>
        let rightGain: UnsafeMutablePointer<Lanes>

        /// - Parameter memory: ten blocks.
        init(_ memory: UnsafeMutablePointer<Lanes>) {
            let block = { memory + $0 * Block.frames }
            (left, right, polarity, filtered, steepness) = (block(0), block(1), block(2), block(3), block(4))
            (heard, opened, gain, leftGain, rightGain) = (block(5), block(6), block(7), block(8), block(9))
        }

        static let blocks = 10
    }

    /// The switches of the strips over a block, as fades.
    struct Switches {
        let polarity: LaneRow
        let filtered: LaneRow
        let steepness: LaneRow
        let opened: LaneRow
    }

    /// Forgets what was heard: the next block begins anew.
    @_noLocks @_noAllocation
    mutating func reset() {
        highPass.reset()
        wild = SIMDMask(repeating: false)
        isFresh = true
    }

    /// Moves the switches over a block.
    ///
    /// - Parameters:
    ///   - heard: 1 where solo lets the node through.
    ///   - frame: session frame of the block.
    @_noLocks @_noAllocation
    mutating func renderSwitches(
        _ parameters: borrowing ParameterPlayers, group: Int, heard: LaneRow, scratch: Scratch, frames: Int,
        at frame: Int64
    ) -> Switches {
        if frame & Int64(Block.frames &- 1) == 0 && any(wild) {
            highPass.reset(wild)
            wild = SIMDMask(repeating: false)
        }
        let mute = parameters.row(.mute, group: group)
        let isMoving = mute.isMoving || heard.isMoving
        for offset in 0..<(isMoving ? frames : 1) {
            scratch.heard[offset] = heard[offset].replacing(with: 0, where: mute[offset] .>= 0.5)
        }
        // 12 and 24 dB per octave as a switch.
        let slope = parameters.row(.hpfSlope, group: group)
        for offset in 0..<(slope.isMoving ? frames : 1) {
            scratch.gain[offset] = Lanes(repeating: 0).replacing(with: 1, where: slope[offset] .>= 18)
        }
        let switches = Switches(
            polarity: polarity.render(
                parameters.row(.polarity, group: group), snap: isFresh, scratch: scratch.polarity, frames: frames),
            filtered: filtered.render(
                parameters.row(.hpfOn, group: group), snap: isFresh, scratch: scratch.filtered, frames: frames),
            steepness: steepness.render(
                slope.isMoving ? LaneRow(moving: scratch.gain) : LaneRow(constant: scratch.gain), snap: isFresh,
                scratch: scratch.steepness, frames: frames),
            opened: opened.render(
                isMoving ? LaneRow(moving: scratch.heard) : LaneRow(constant: scratch.heard), snap: isFresh,
                scratch: scratch.opened, frames: frames))
        isFresh = false
        return switches
    }

    /// Whether silence at the input, or closed switches, give silence.
    @_noLocks @_noAllocation
    func isSilent(_ switches: Switches, silentInput: Bool) -> Bool {
        let isShut = !switches.opened.isMoving && switches.opened.first == Lanes(repeating: 0)
        return (silentInput || isShut) && highPass.isIdle
    }

    /// Passes over a silent block.
    @_noLocks @_noAllocation
    mutating func skip(
        _ parameters: borrowing ParameterPlayers, group: Int, switches: Switches, frames: Int, at frame: Int64
    ) {
        highPass.skip(
            frames: frames, at: frame, frequency: parameters.row(.hpfFrequency, group: group),
            steepness: switches.steepness)
        meter.renderSilence(frames: frames)
    }

    /// Lets the meters fall while the transport stands.
    @_noLocks @_noAllocation
    mutating func rest(frames: Int) { meter.renderSilence(frames: frames) }

    /// Passes the peaks on.
    @_noLocks @_noAllocation
    mutating func clearPeaks() { meter.clearPeaks() }

    /// Renders the block in `scratch.left` and `scratch.right`, in place.
    ///
    /// - Returns: lanes in which something that is no sound came up: bit n is lane n.
    @_noLocks @_noAllocation
    mutating func render(
        _ parameters: borrowing ParameterPlayers, group: Int, switches: Switches, scratch: Scratch, frames: Int,
        at frame: Int64
    ) -> UInt8 {
        let left = scratch.left
        let right = scratch.right
        // Input. What is shut counts as silence from here on, so that its filters come to rest.
        let input = LevelGain.inputs(
            parameters.row(.inputGain, group: group), inversion: switches.polarity, scratch: scratch.gain,
            frames: frames)
        StripGroup.feed(left, right, gain: input, open: switches.opened, frames: frames)
        highPass.render(
            left: left, right: right, frames: frames, at: frame,
            frequency: parameters.row(.hpfFrequency, group: group), mix: switches.filtered,
            steepness: switches.steepness)
        // Output.
        let level = LevelGain.faders(
            parameters.row(.fader, group: group), scratch: scratch.gain, frames: frames)
        let sides = panner.render(
            pan: parameters.row(.pan, group: group), level: level, open: switches.opened,
            leftScratch: scratch.leftGain, rightScratch: scratch.rightGain, frames: frames)
        StripGroup.multiply(left, by: sides.left, frames: frames)
        StripGroup.multiply(right, by: sides.right, frames: frames)
        silenceWild(left, right, from: 0, frames: frames)
        guard !meter.render(left: left, right: right, frames: frames) else { return 0 }
        return contain(left, right, frames: frames)
    }

    /// Silences lanes from their first sample on that is no sound.
    @_noLocks @_noAllocation
    private mutating func contain(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, frames: Int
    ) -> UInt8 {
        let before = wild
        for frame in 0..<frames {
            wild = wild .| MeterTap.isWild(left[frame]) .| MeterTap.isWild(right[frame])
            silenceWild(left, right, from: frame, frames: frame &+ 1)
        }
        _ = meter.render(left: left, right: right, frames: frames)
        var found: UInt8 = 0
        for lane in 0..<8 where wild[lane] && !before[lane] { found |= 1 << UInt8(lane) }
        return found
    }

    @_noLocks @_noAllocation
    private func silenceWild(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, from start: Int, frames: Int
    ) {
        guard any(wild) else { return }
        for frame in start..<frames {
            left[frame].replace(with: 0, where: wild)
            right[frame].replace(with: 0, where: wild)
        }
    }

    @_noLocks @_noAllocation
    private static func feed(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, gain: LaneRow, open: LaneRow,
        frames: Int
    ) {
        let unity = Lanes(repeating: 1)
        if !open.isMoving && open.first == unity {
            if !gain.isMoving && gain.first == unity { return }
            multiply(left, by: gain, frames: frames)
            multiply(right, by: gain, frames: frames)
            return
        }
        for frame in 0..<frames {
            let isShut = open[frame] .== 0
            left[frame] = left[frame].replacing(with: 0, where: isShut) * gain[frame]
            right[frame] = right[frame].replacing(with: 0, where: isShut) * gain[frame]
        }
    }

    @_noLocks @_noAllocation
    private static func multiply(_ samples: UnsafeMutablePointer<Lanes>, by gain: LaneRow, frames: Int) {
        if gain.isMoving {
            for frame in 0..<frames { samples[frame] *= gain[frame] }
        } else {
            let constant = gain.first
            for frame in 0..<frames { samples[frame] *= constant }
        }
    }
}
