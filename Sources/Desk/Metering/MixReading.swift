/// What is known of the mix as it goes to the monitors.
public struct MixReading: Sendable, Hashable {
    /// Loudness of the last 0.4 s and of the last 3 s in LUFS; `-.infinity` for silence.
    public var momentary = -Double.infinity
    public var shortTerm = -Double.infinity
    /// Gated loudness in LUFS since the measurement began, and its range in LU.
    public var integrated = -Double.infinity
    public var range: Double?
    /// Highest true peak of both sides since the measurement began, in dBTP.
    public var truePeak = -Double.infinity
    /// −1…1; 1 for silence.
    public var correlation: Float = 1
    /// Levels in dB of the third-octave bands of `Spectrum.centres`; empty before there is sound.
    public var spectrum: [Float] = []
    /// The latest samples, left and right in turn, every fourth frame; empty where nobody looks.
    public var pairs: [Float] = []
    /// Length of what was measured.
    public var seconds = 0.0
    /// Frames that were never measured, because the machine had no time.
    public var missedFrames = 0

    public init() {}
}
