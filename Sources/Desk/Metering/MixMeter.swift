import Effects
public import Engine
import Foundation
import Loudness
import Realtime
import Synchronization

/// Measures the mix while it plays: loudness, true peak, correlation, spectrum. The audio thread hands the samples over through
/// a ring and never waits; everything here happens on a thread of its own.
///
/// - Thread: control, where not said otherwise.
// @unchecked: what changes belongs to whoever runs `measure`, one at a time; the rest is behind locks and atomics.
// Large: what the measuring thread has for itself, and what others ask of it.
public final class MixMeter: @unchecked Sendable {
    private let engine: Engine
    private let ring: SampleRing
    private let sampleRate: Int
    private let published = Mutex(MixReading())
    private let mustRestart = Atomic<Bool>(false)
    private let isSpectrumWanted = Atomic<Bool>(true)
    private let pace = Pace()

    // Belongs to `measure()`.
    private var loudness: ProgrammeMeter
    private var correlation: Correlation
    private let spectrum: Spectrum
    private var left: [Float]
    private var right: [Float]
    private var pieceLeft = [Float](repeating: 0, count: MixMeter.piece)
    private var pieceRight = [Float](repeating: 0, count: MixMeter.piece)
    private var heard: Int64 = 0
    private var slowAt: Int64 = 0
    /// Something is to be published.
    private var isChanged = false
    private var present = MixReading()

    /// Frames taken from the ring at a time: whole portions of 64, for the meters' grid.
    private static let piece = 1024
    /// Seconds between two looks at the ring.
    private static let interval = 0.05

    /// `nil` for an engine without monitors, and at a rate at which loudness is not defined.
    public init?(_ engine: Engine, sampleRate: Int) {
        guard let ring = engine.monitoredMix, let loudness = try? ProgrammeMeter(sampleRate: sampleRate) else {
            return nil
        }
        self.engine = engine
        self.ring = ring
        self.sampleRate = sampleRate
        self.loudness = loudness
        correlation = Correlation(sampleRate: sampleRate)
        // Two thirds of a second, so that a tone of 50 Hz is told from its neighbours.
        spectrum = Spectrum(sampleRate: sampleRate, frames: sampleRate * 2 / 3)
        left = [Float](repeating: 0, count: spectrum.frames)
        right = left
    }

    /// What was measured last.
    ///
    /// - Thread: any but audio.
    public var reading: MixReading { published.withLock { $0 } }

    /// Begins the measurement anew: integrated loudness, range and true peak count from here on.
    ///
    /// - Thread: any.
    public func restart() { mustRestart.store(true, ordering: .relaxed) }

    /// Whether anybody looks at the spectrum, which costs more than all the rest.
    ///
    /// - Thread: any.
    public func wantsSpectrum(_ isWanted: Bool) { isSpectrumWanted.store(isWanted, ordering: .relaxed) }

    /// Measures from now on, on a thread of its own.
    public func start() {
        pace.start("gainrider-meters", every: MixMeter.interval) { [self] in
            measure()
            return true
        }
    }

    /// Ends the thread and waits for its end, 10 s at most.
    ///
    /// - Returns: whether it has ended.
    @discardableResult
    public func stop() -> Bool { pace.stop() }

    /// Measures what the audio thread has handed over since the last call.
    ///
    /// - Thread: one at a time, not audio.
    public func measure() {
        if mustRestart.exchange(false, ordering: .relaxed), let fresh = try? ProgrammeMeter(sampleRate: sampleRate) {
            loudness = fresh
            slowAt = 0
            isChanged = true
        }
        // At most what the ring can hold: a source that is faster than this must not keep it here.
        var pieces = ring.capacityFrames / MixMeter.piece + 1
        while pieces > 0, take() {
            pieces -= 1
            isChanged = true
        }
        guard isChanged || present.missedFrames != engine.missedMixFrames else { return }
        isChanged = false
        refresh()
        published.withLock { [present] in $0 = present }
    }

    /// Takes a piece; `false` when there is nothing more.
    private func take() -> Bool {
        let count = pieceLeft.withUnsafeMutableBufferPointer { left in
            pieceRight.withUnsafeMutableBufferPointer { right -> Int in
                guard let l = left.baseAddress, let r = right.baseAddress else { return 0 }
                let count = ring.read(left: l, right: r, frames: MixMeter.piece)
                loudness.add(left: l, right: r, frames: count)
                var done = 0
                while done < count {
                    let frames = min(64, count - done)
                    correlation.render(left: l + done, right: r + done, frames: frames, at: heard + Int64(done))
                    done += frames
                }
                return count
            }
        }
        guard count > 0 else { return false }
        keep(&left, pieceLeft, count)
        keep(&right, pieceRight, count)
        heard += Int64(count)
        return true
    }

    /// The latest frames last.
    private func keep(_ history: inout [Float], _ piece: [Float], _ count: Int) {
        history.removeFirst(min(count, history.count))
        history.append(contentsOf: piece.prefix(count))
    }

    /// What a picture of left against right shows.
    private var latestPairs: [Float] {
        let frames = min(left.count, MixMeter.pairCount * 4)
        return stride(from: left.count - frames, to: left.count, by: 4).flatMap { [left[$0], right[$0]] }
    }
    private static let pairCount = 160

    private func refresh() {
        present.momentary = loudness.momentary
        present.shortTerm = loudness.shortTerm
        present.truePeak = loudness.truePeak
        present.correlation = correlation.value
        present.seconds = Double(loudness.frames) / Double(sampleRate)
        present.missedFrames = engine.missedMixFrames
        present.pairs = isSpectrumWanted.load(ordering: .relaxed) ? latestPairs : []
        // What costs more, five times a second.
        guard heard >= slowAt else { return }
        slowAt = heard + Int64(sampleRate) / 5
        present.integrated = loudness.integrated()
        present.range = loudness.range
        let hasSpectrum = heard > 0 && isSpectrumWanted.load(ordering: .relaxed)
        present.spectrum = hasSpectrum ? spectrum.levels(left: left, right: right) : []
    }
}
