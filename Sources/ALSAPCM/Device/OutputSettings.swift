/// The device to play on, its rate, period and buffer.
public struct OutputSettings: Sendable, Hashable {
    /// The device's name that stands for no device at all: real-time pace, no sound.
    public static let clockDevice = "none"
    /// Frames of a period that can be asked for.
    public static let periodRange = 16...8192
    /// Periods of the buffer that can be asked for.
    public static let periodsRange = 2...32
    /// Frames per second that can be asked for.
    public static let sampleRateRange = 8000...384_000

    /// ALSA name, such as `default`, `hw:1,0` or `plughw:CARD=PCH`; or ``clockDevice``.
    public var device: String
    /// Of the session, in frames per second.
    public var sampleRate: Int
    /// Frames rendered at a time.
    public var period: Int
    /// Periods of the device's buffer, by which the sound is late.
    public var periods: Int
    /// Whether a device that can't keep the period gets a longer one; otherwise a longer one is proposed.
    public var lengthens: Bool
    /// Whether a device that another program holds at the start is waited for, while the system's clock paces the engine; otherwise
    /// the start fails.
    public var waits: Bool

    public init(
        device: String = "default", sampleRate: Int, period: Int = 256, periods: Int = 2, lengthens: Bool = false,
        waits: Bool = false
    ) {
        self.device = device
        self.sampleRate = sampleRate
        self.period = period
        self.periods = periods
        self.lengthens = lengthens
        self.waits = waits
    }

    /// - Throws: ``PCMError/setting(name:found:expected:)`` for the first number out of range.
    func check() throws(PCMError) {
        let rows = [
            ("the sample rate", sampleRate, OutputSettings.sampleRateRange),
            ("the period", period, OutputSettings.periodRange),
            ("the number of periods", periods, OutputSettings.periodsRange),
        ]
        for (name, found, expected) in rows where !expected.contains(found) {
            throw .setting(name: name, found: found, expected: expected)
        }
    }
}
