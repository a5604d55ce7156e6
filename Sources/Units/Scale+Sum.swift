extension Scale {
    /// The position on the fader's scale of two levels in series: their dB are added. Silence with anything is silence.
    ///
    /// - Parameters:
    ///   - position: with a trim of 0 dB it stays, bit for bit.
    ///   - limit: highest position of the sum.
    /// - Thread: any; the engine computes the same for eight columns at once.
    @_noLocks @_noAllocation
    public static func sum(_ position: Float, _ trim: Float, limit: Float) -> Float {
        if trim == 0 { return position }
        let silence: Float = -68.68589
        let tail = 8.68588963806504
        guard position > silence, trim > silence else { return silence }
        let sum = position + trim
        if position > -60, trim > -60, sum > -60 { return sum < limit ? sum : limit }
        let gain = gain(at: position) * gain(at: trim)
        guard gain >= 0.001 else {
            let low = Float(-60 + tail * (gain * 1000 - 1))
            return low > silence ? low : silence
        }
        let high = Float(Level.decibels(gain: gain))
        return high < limit ? high : limit
    }

    /// Amplitude at a position of the fader's scale.
    @_noLocks @_noAllocation
    private static func gain(at position: Float) -> Double {
        position < -60
            ? (1 + (Double(position) + 60) / 8.68588963806504) * 0.001 : Level.gain(decibels: Double(position))
    }
}
