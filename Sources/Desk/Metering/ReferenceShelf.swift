public import AudioFiles
import Engine
import Loudness
import Synchronization

/// The references of a session: how loud each is, and at which level it is heard beside the mix.
///
/// A reference is measured whole, once, as it will be heard: at the session's rate, a mono one on both sides.
///
/// - Thread: control, where not said otherwise.
public final class ReferenceShelf: Sendable {
    /// By number from 0.
    public let sources: [StemSource]
    private let engine: Engine
    private let sampleRate: Int
    private let found: Mutex<[Double?]>
    private let target = Mutex(ReferenceShelf.quiet)
    private let pace = Pace()

    /// LUFS at which references are heard before there is a mix to compare with: EBU R 128's.
    public static let quiet = -23.0
    /// LUFS that one is taken to have until it is measured: the loudest that is to be expected, so that nobody is startled.
    private static let unmeasured = -6.0
    /// Seconds of the mix before its loudness means anything.
    private static let least = 1.0

    init(_ sources: [StemSource], engine: Engine, sampleRate: Int) {
        self.sources = sources
        self.engine = engine
        self.sampleRate = sampleRate
        found = Mutex(Array(repeating: nil, count: sources.count))
        setGains()
    }

    /// Integrated loudness of a reference in LUFS; `nil` while it is not known, `-.infinity` for silence and for a file that
    /// cannot be read.
    ///
    /// - Parameter number: from 1.
    /// - Thread: any.
    public func loudness(of number: Int) -> Double? {
        found.withLock { $0.indices.contains(number - 1) ? $0[number - 1] : nil }
    }

    /// dB by which a reference is made louder.
    ///
    /// - Parameter number: from 1.
    public func gain(of number: Int) -> Double {
        let loudness = loudness(of: number) ?? ReferenceShelf.unmeasured
        return ReferenceShelf.gain(of: loudness, to: target.withLock { $0 })
    }

    /// dB that bring a loudness to another, both in LUFS; 0 for silence.
    static func gain(of loudness: Double, to target: Double) -> Double {
        loudness.isFinite ? min(max(target - loudness, -60), 24) : 0
    }

    /// Measures all on a thread of its own.
    func start() {
        guard !sources.isEmpty else { return }
        pace.start("gainrider-references", every: 0) { [self] in
            measure()
            return false
        }
    }

    /// Ends the thread and waits for its end, 10 s at most: a file may not answer.
    ///
    /// - Returns: whether it has ended.
    @discardableResult
    func stop() -> Bool { pace.stop() }

    /// Measures what was not measured yet.
    ///
    /// - Thread: one at a time, not audio.
    public func measure() {
        for (index, source) in sources.enumerated() where loudness(of: index + 1) == nil {
            var once = source
            once.repeats = false
            once.delay = 0
            guard
                let loudness = ReferenceShelf.loudness(of: once, sampleRate: sampleRate, unless: { pace.isStopping })
            else { return }
            found.withLock { $0[index] = loudness }
        }
    }

    /// Brings every reference to the loudness of the mix, as far as it is known.
    func match(_ reading: MixReading) {
        if reading.seconds >= ReferenceShelf.least, reading.integrated.isFinite {
            target.withLock { $0 = reading.integrated }
        }
        setGains()
    }

    private func setGains() {
        for number in sources.indices.map({ $0 + 1 }) { engine.setReference(number, gain: gain(of: number)) }
    }

    /// Integrated loudness of a file in LUFS, at a session's rate.
    ///
    /// - Parameter isCancelled: asked now and then.
    /// - Returns: `nil` when cancelled; `-.infinity` for silence and for a file that cannot be read.
    /// - Thread: any but audio.
    public static func loudness(
        of source: StemSource, sampleRate: Int, unless isCancelled: () -> Bool = { false }
    ) -> Double? {
        guard let reader = try? source.open(sessionRate: sampleRate),
            let meter = try? LoudnessMeter(sampleRate: sampleRate, measuresTruePeak: false)
        else { return -.infinity }
        let piece = 65_536
        var left = [Float](repeating: 0, count: piece)
        var right = left
        var place: Int64 = 0
        while place < reader.frames {
            if isCancelled() { return nil }
            let frames = Int(min(Int64(piece), reader.frames - place))
            reader.read(at: place, left: &left, right: &right, frames: frames)
            meter.add(left: left, right: right, frames: frames)
            place += Int64(frames)
        }
        return meter.finish().integrated
    }
}
