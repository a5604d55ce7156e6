/// What a loudness meter found in a programme.
public struct LoudnessReport: Sendable, Hashable {
    /// LUFS over the whole programme, gated; `-.infinity` if nothing of it is above −70 LUFS, or if it is shorter than 0.4 s.
    public var integrated: Double
    /// Loudness range in LU; `nil` if the programme is shorter than 3 s, or silent. Of less than a minute it says little.
    public var range: Double?
    /// The loudest 0.4 s in LUFS; `-.infinity` for silence.
    public var maxMomentary: Double
    /// The loudest 3 s in LUFS; what is missing to 3 s counts as silence.
    public var maxShortTerm: Double
    /// Highest true peak of each channel in dBTP; empty if it was not measured.
    public var truePeaks: [Double]
    /// Highest sample of each channel in dBFS.
    public var samplePeaks: [Double]

    /// Highest true peak of all channels in dBTP; `nil` if it was not measured.
    public var truePeak: Double? { truePeaks.max() }
    /// Highest sample of all channels in dBFS.
    public var samplePeak: Double { samplePeaks.max() ?? -.infinity }
}
