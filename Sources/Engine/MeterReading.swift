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

    /// A reading of four amplitudes.
    public init(peakLeft: Float, peakRight: Float, rmsLeft: Float, rmsRight: Float) {
        self.peakLeft = peakLeft
        self.peakRight = peakRight
        self.rmsLeft = rmsLeft
        self.rmsRight = rmsRight
    }

    /// Whether a sample was beyond full scale since the reading before.
    public var isClipped: Bool { peakLeft > 1 || peakRight > 1 }
}
