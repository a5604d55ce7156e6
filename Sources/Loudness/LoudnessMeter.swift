/// Loudness and true peak of a programme, by EBU R 128.
///
/// Blocks of any size give the same readings. Samples that are NaN or infinite count as silence.
///
/// - Thread: one at a time, never audio: it allocates.
/// - Source: ITU-R BS.1770-4; EBU R 128, Tech 3341 and 3342. K-weighting and oversampling by libebur128.
// Large: a member for each step of the measurement, and the memory between them.
public final class LoudnessMeter {
    /// Weight of a channel in the loudness.
    public enum Channel: Sendable, Hashable, CaseIterable {
        case left, right, centre, leftSurround, rightSurround
        /// Its peaks are measured, its loudness is not: the low-frequency channel.
        case unweighted
    }

    public let channels: [Channel]
    /// Frames per second.
    public let sampleRate: Int
    /// Frames measured so far; readings follow in steps of 10 ms.
    public private(set) var frames: Int64 = 0
    /// Samples that were NaN or infinite.
    public private(set) var notNumbers = 0

    private let weighting: KWeighting
    private let taps: [TruePeakTap]
    private var history = LoudnessHistory()
    private var peaks: [Float]
    /// Frames of 10 ms, of which `filled` are there.
    private let hop: Int
    private var filled = 0
    /// Each channel's 10 ms, behind its past; then all of them interleaved.
    private let memory: UnsafeMutablePointer<Float>
    private let stride: Int

    /// - Parameters:
    ///   - channels: in the order of the samples, 1…64.
    ///   - sampleRate: 4000…768000 Hz.
    ///   - measuresTruePeak: whether true peaks are found, which costs more than all the rest.
    /// - Throws: ``LoudnessError/channels(_:)``, ``LoudnessError/sampleRate(_:)``, ``LoudnessError/outOfMemory``.
    public init(
        channels: [Channel] = [.left, .right], sampleRate: Int, measuresTruePeak: Bool = true
    ) throws(LoudnessError) {
        guard LoudnessError.channelCounts.contains(channels.count) else { throw .channels(channels.count) }
        guard LoudnessError.sampleRates.contains(sampleRate) else { throw .sampleRate(sampleRate) }
        self.channels = channels
        self.sampleRate = sampleRate
        weighting = try KWeighting(channels: channels, sampleRate: sampleRate)
        var taps: [TruePeakTap] = []
        if measuresTruePeak { for _ in channels { taps.append(try TruePeakTap(sampleRate: sampleRate)) } }
        self.taps = taps
        peaks = [Float](repeating: 0, count: channels.count)
        hop = KWeighting.frames(sampleRate: sampleRate)
        stride = TruePeakTap.lookBack + hop
        let size = (stride + hop) * channels.count
        memory = .allocate(capacity: size)
        memory.initialize(repeating: 0, count: size)
    }

    deinit { memory.deallocate() }

    /// Measures a block.
    ///
    /// - Parameters:
    ///   - planes: one for each channel, in their order, `frames` samples each; nominal range ±1.
    ///   - frames: 0 or more.
    public func add(_ planes: [UnsafePointer<Float>], frames: Int) {
        precondition(planes.count == channels.count, "a plane for each channel")
        add(frames: frames) { channel, start, count, room in
            room.update(from: planes[channel] + start, count: count)
        }
    }

    /// Measures a block of stereo.
    ///
    /// - Parameters:
    ///   - left: `frames` samples, nominal range ±1; likewise `right`.
    ///   - frames: 0 or more.
    public func add(left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) {
        precondition(channels.count == 2, "two channels")
        add(frames: frames) { channel, start, count, room in
            room.update(from: (channel == 0 ? left : right) + start, count: count)
        }
    }

    /// Measures a block of interleaved samples.
    ///
    /// - Parameters:
    ///   - interleaved: `frames` times as many samples as there are channels, nominal range ±1.
    ///   - frames: 0 or more.
    public func add(interleaved: UnsafePointer<Float>, frames: Int) {
        let width = channels.count
        add(frames: frames) { channel, start, count, room in
            let samples = interleaved + (start * width + channel)
            for frame in 0..<count { room[frame] = samples[frame * width] }
        }
    }

    /// Ends the measurement: a rest of less than 10 ms, and what a converter makes of the end, counts for the peaks.
    /// Nothing may be added afterwards.
    ///
    /// - Returns: everything that was found.
    public func finish() -> LoudnessReport {
        // Twice, for the rest may leave no room for the end.
        for _ in 0..<2 {
            for channel in channels.indices { (plane(channel) + filled).update(repeating: 0, count: hop - filled) }
            findPeaks()
            filled = 0
        }
        return report
    }

    /// Everything that was found so far.
    public var report: LoudnessReport {
        LoudnessReport(
            integrated: integrated(), range: range, maxMomentary: maxMomentary, maxShortTerm: maxShortTerm,
            truePeaks: taps.map { Decibels.level(amplitude: $0.peak) },
            samplePeaks: peaks.map { Decibels.level(amplitude: Double($0)) })
    }

    private func add(
        frames: Int, _ fill: (_ channel: Int, _ start: Int, _ count: Int, _ room: UnsafeMutablePointer<Float>) -> Void
    ) {
        var start = 0
        while start < frames {
            let count = min(hop - filled, frames - start)
            for channel in channels.indices { fill(channel, start, count, plane(channel) + filled) }
            start += count
            filled += count
            if filled == hop {
                findPeaks()
                history.append(weighting.energy(of: interleave(), frames: hop))
                filled = 0
            }
        }
        self.frames += Int64(frames)
    }

    /// A channel's 10 ms.
    private func plane(_ channel: Int) -> UnsafeMutablePointer<Float> {
        memory + (channel * stride + TruePeakTap.lookBack)
    }

    /// Measures the peaks of each channel over the full 10 ms, and makes these the past.
    private func findPeaks() {
        for channel in channels.indices {
            let samples = plane(channel)
            notNumbers += VectorScan.replaceNotNumbers(samples, hop)
            let peak = VectorScan.highest(samples, hop)
            if peak > peaks[channel] { peaks[channel] = peak }
            if !taps.isEmpty { taps[channel].listen(samples, frames: hop) }
            let past = samples - TruePeakTap.lookBack
            past.update(from: past + hop, count: TruePeakTap.lookBack)
        }
    }

    private func interleave() -> UnsafePointer<Float> {
        let width = channels.count
        let output = memory + stride * width
        if width == 2 {
            let left = plane(0)
            let right = plane(1)
            for frame in 0..<hop {
                output[2 &* frame] = left[frame]
                output[2 &* frame &+ 1] = right[frame]
            }
        } else {
            for channel in 0..<width {
                let samples = plane(channel)
                for frame in 0..<hop { output[frame &* width &+ channel] = samples[frame] }
            }
        }
        return UnsafePointer(output)
    }
}

extension LoudnessMeter {
    /// Loudness of the last 0.4 s in LUFS.
    public var momentary: Double { Decibels.loudness(energy: history.momentary) }
    /// Loudness of the last 3 s in LUFS.
    public var shortTerm: Double { Decibels.loudness(energy: history.shortTerm) }
    /// The greatest ``momentary`` so far; read every 10 ms.
    public var maxMomentary: Double { Decibels.loudness(energy: history.maxMomentary) }
    /// The greatest ``shortTerm`` so far; read every 10 ms.
    public var maxShortTerm: Double { Decibels.loudness(energy: history.maxShortTerm) }

    /// Loudness of the whole programme in LUFS, gated; see ``LoudnessReport/integrated``.
    ///
    /// - Parameter gain: dB by which the programme is taken to be louder. Its loudness may change by something else,
    ///   as more or less of it comes above the gate at −70 LUFS.
    /// - Complexity: O(seconds).
    public func integrated(gain: Double = 0) -> Double {
        Decibels.loudness(energy: history.integrated(power: Decibels.power(gain: gain)))
    }

    /// Loudness range in LU; see ``LoudnessReport/range``.
    ///
    /// - Complexity: O(seconds · log seconds).
    public var range: Double? {
        history.range.map { Decibels.loudness(energy: $0.high) - Decibels.loudness(energy: $0.low) }
    }

    /// Highest true peak of a channel in dBTP; `nil` if it is not measured.
    public func truePeak(_ channel: Int) -> Double? {
        taps.isEmpty ? nil : Decibels.level(amplitude: taps[channel].peak)
    }

    /// Highest sample of a channel in dBFS.
    public func samplePeak(_ channel: Int) -> Double { Decibels.level(amplitude: Double(peaks[channel])) }
}
