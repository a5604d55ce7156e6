import CEBUR128

/// libebur128's K-weighting filter: the weighted energy of the channels.
///
/// Only the filter and the sum of squares are taken from the library, in pieces of 10 ms, each summed once. Its own momentary
/// and short-term readings sum 0.4 and 3 s anew for each one, and its loudness range takes one reading a second,
/// where EBU Tech 3342 has asked for ten since 2016.
final class KWeighting {
    private var state: UnsafeMutablePointer<ebur128_state>?

    /// Milliseconds of a piece.
    static let milliseconds: UInt = 10

    init(channels: [LoudnessMeter.Channel], sampleRate: Int) throws(LoudnessError) {
        state = ebur128_init(UInt32(channels.count), UInt(sampleRate), Int32(EBUR128_MODE_M.rawValue))
        guard let state else { throw .outOfMemory }
        for (index, channel) in channels.enumerated() {
            ebur128_set_channel(state, UInt32(index), channel.code)
        }
    }

    deinit { ebur128_destroy(&state) }

    /// Frames of a piece.
    static func frames(sampleRate: Int) -> Int { sampleRate * Int(milliseconds) / 1000 }

    /// Weighs one piece and gives its mean square, summed over the channels.
    ///
    /// - Parameter interleaved: ``frames(sampleRate:)`` frames.
    func energy(of interleaved: UnsafePointer<Float>, frames: Int) -> Double {
        guard let state else { return 0 }
        // Adding fails only if the library gates, which it is not asked to do.
        ebur128_add_frames_float(state, interleaved, frames)
        var loudness = 0.0
        ebur128_loudness_window(state, Self.milliseconds, &loudness)
        return Decibels.energy(loudness: loudness)
    }
}

extension LoudnessMeter.Channel {
    /// libebur128's word for it.
    fileprivate var code: Int32 {
        let channel =
            switch self {
            case .left: EBUR128_LEFT
            case .right: EBUR128_RIGHT
            case .centre: EBUR128_CENTER
            case .leftSurround: EBUR128_LEFT_SURROUND
            case .rightSurround: EBUR128_RIGHT_SURROUND
            case .unweighted: EBUR128_UNUSED
            }
        return Int32(channel.rawValue)
    }
}
