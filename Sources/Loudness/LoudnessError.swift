/// Why a loudness meter cannot be made.
///
/// `sampleRate` and `channels`: measure something else. `outOfMemory`: free some and try again.
public enum LoudnessError: Error, Hashable, Sendable, CustomStringConvertible {
    /// In Hz.
    case sampleRate(Int)
    case channels(Int)
    case outOfMemory

    /// Sample rates that are measured, in Hz.
    static let sampleRates = 4000...768_000
    /// Channels that are measured together.
    static let channelCounts = 1...64

    public var description: String {
        switch self {
        case .sampleRate(let rate):
            "loudness cannot be measured at \(rate) Hz, expected \(Self.sampleRates.lowerBound) to "
                + "\(Self.sampleRates.upperBound) Hz"
        case .channels(let count):
            "loudness of \(count) channels cannot be measured, expected \(Self.channelCounts.lowerBound) to "
                + "\(Self.channelCounts.upperBound)"
        case .outOfMemory: "no memory is left to measure loudness"
        }
    }
}
