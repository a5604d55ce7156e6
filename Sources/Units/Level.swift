/// Amplitude ratios and decibels: dB = 20 log₁₀(gain), with −∞ dB for zero.
///
/// - Thread: any.
public enum Level {
    /// 20 log₁₀ 2: dB in a doubling of amplitude.
    @usableFromInline static let decibelsPerDoubling = 6.020599913279624

    /// The amplitude ratio of a level in dB; 0 for `-.infinity`.
    @_noLocks @_noAllocation
    public static func gain(decibels: Double) -> Double { PortableMath.exp2(decibels / 6.020599913279624) }

    /// The level in dB of an amplitude ratio; `-.infinity` for 0 and less.
    @_noLocks @_noAllocation
    public static func decibels(gain: Double) -> Double { PortableMath.log2(gain) * 6.020599913279624 }
}
