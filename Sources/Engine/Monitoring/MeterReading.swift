/// What a node's meters show, after its fader, pan and mute. All levels are amplitudes; 1 is full scale.
///
/// - Thread: any.
public struct MeterReading: Sendable, Hashable {
    /// Highest magnitude of a sample since the reading before.
    public var peakLeft: Float
    public var peakRight: Float
    /// Root of the mean square with a time constant of 300 ms.
    public var rmsLeft: Float
    public var rmsRight: Float

    /// Largest gain reductions since the reading before, in dB, 0 or more; the limiter is the master's alone.
    public var gate: Float
    public var compressor: Float
    public var deEsser: Float
    public var limiter: Float

    /// A reading of amplitudes and reductions.
    public init(
        peakLeft: Float, peakRight: Float, rmsLeft: Float, rmsRight: Float, gate: Float = 0, compressor: Float = 0,
        deEsser: Float = 0, limiter: Float = 0
    ) {
        self.gate = gate
        self.compressor = compressor
        self.deEsser = deEsser
        self.limiter = limiter
        self.peakLeft = peakLeft
        self.peakRight = peakRight
        self.rmsLeft = rmsLeft
        self.rmsRight = rmsRight
    }

    /// Whether a sample was beyond full scale since the reading before.
    public var isClipped: Bool { peakLeft > 1 || peakRight > 1 }
}
