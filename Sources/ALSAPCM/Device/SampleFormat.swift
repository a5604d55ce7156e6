internal import CALSA

/// How a device wants its samples. The raw value is the word shown to people.
public enum SampleFormat: String, Sendable, CaseIterable {
    // In the order of preference: what loses nothing first.
    case float = "float"
    case signed32 = "32 bit"
    case signed24 = "24 bit in 32"
    case packed24 = "24 bit packed"
    case signed16 = "16 bit"
}

extension SampleFormat {
    var alsa: snd_pcm_format_t {
        switch self {
        case .float: SND_PCM_FORMAT_FLOAT_LE
        case .signed32: SND_PCM_FORMAT_S32_LE
        case .signed24: SND_PCM_FORMAT_S24_LE
        case .packed24: SND_PCM_FORMAT_S24_3LE
        case .signed16: SND_PCM_FORMAT_S16_LE
        }
    }

    /// Of one sample in memory.
    var bytes: Int {
        switch self {
        case .float, .signed32, .signed24: 4
        case .packed24: 3
        case .signed16: 2
        }
    }

    /// Bits of the whole numbers; 0 for float.
    private var bits: Int {
        switch self {
        case .float: 0
        case .signed32: 32
        case .signed24, .packed24: 24
        case .signed16: 16
        }
    }

    /// Writes samples of nominal range ±1 in this format, clipped to the format's range; a NaN becomes silence.
    ///
    /// - Parameters:
    ///   - samples: `frames` samples of one channel.
    ///   - target: the channel's first sample; the next one is `step` bytes further.
    /// - Thread: audio.
    func write(_ samples: UnsafePointer<Float>, to target: UnsafeMutableRawPointer, step: Int, frames: Int) {
        let scale = bits == 0 ? 1 : Double(1 << (bits - 1))
        for frame in 0..<frames {
            let sample = Double(samples[frame])
            let place = target + frame * step
            guard bits != 0 else {
                let clipped = sample == sample ? Float(min(max(sample, -1), 1)) : 0
                place.storeBytes(of: clipped.bitPattern.littleEndian, as: UInt32.self)
                continue
            }
            let scaled = sample == sample ? min(max(sample * scale, -scale), scale - 1) : 0
            let whole = Int32(scaled.rounded(.toNearestOrEven))
            switch self {
            case .signed16: place.storeBytes(of: Int16(whole).littleEndian, as: Int16.self)
            case .packed24:
                place.storeBytes(of: UInt8(truncatingIfNeeded: whole), as: UInt8.self)
                place.storeBytes(of: UInt8(truncatingIfNeeded: whole >> 8), toByteOffset: 1, as: UInt8.self)
                place.storeBytes(of: UInt8(truncatingIfNeeded: whole >> 16), toByteOffset: 2, as: UInt8.self)
            default: place.storeBytes(of: whole.littleEndian, as: Int32.self)
            }
        }
    }
}
