/// Where a part is painted: one or two channels as long as the song, added to note by note.
final class Canvas {
    let frames: Int
    let left: UnsafeMutableBufferPointer<Float>
    let right: UnsafeMutableBufferPointer<Float>
    let isStereo: Bool

    init(stereo: Bool) {
        frames = Int(DemoSong.length)
        isStereo = stereo
        left = .allocate(capacity: frames)
        left.initialize(repeating: 0)
        right = .allocate(capacity: stereo ? frames : 0)
        right.initialize(repeating: 0)
    }

    deinit {
        left.deallocate()
        right.deallocate()
    }

    /// Adds a sample; outside the song nothing happens.
    @inline(__always)
    func add(_ frame: Int, _ sample: Float) {
        if frame >= 0 && frame < frames { left[frame] += sample }
    }

    @inline(__always)
    func add(_ frame: Int, _ leftSample: Float, _ rightSample: Float) {
        if frame >= 0 && frame < frames {
            left[frame] += leftSample
            right[frame] += rightSample
        }
    }

    /// The finished part: without DC, ringing out to silence, its highest peak at `peak`.
    ///
    /// - Parameters:
    ///   - peak: dB relative to full scale.
    ///   - fadeSeconds: how long before the song's end the part begins to fade.
    func stem(_ name: String, peak: Double, fadeSeconds: Double = 2) -> Stem {
        var highest: Float = 0
        for channel in [left, right] {
            removeDC(channel)
            fadeEnd(channel, frames: Int(fadeSeconds * Sound.rate))
            for sample in channel { highest = Swift.max(highest, Swift.abs(sample)) }
        }
        let gain = highest > 0 ? Float(Sound.gain(decibels: peak)) / highest : 0
        return Stem(name: name, left: left.map { $0 * gain }, right: right.map { $0 * gain })
    }

    /// First-order high-pass at 15 Hz.
    private func removeDC(_ channel: UnsafeMutableBufferPointer<Float>) {
        let pole = 1 - 6.283185307179586 * 15 / Sound.rate
        var before = 0.0
        var output = 0.0
        for frame in channel.indices {
            let input = Double(channel[frame])
            output = input - before + pole * output
            before = input
            channel[frame] = Float(output)
        }
    }

    /// Smooth at both ends (3x² − 2x³), silent in the last frame.
    private func fadeEnd(_ channel: UnsafeMutableBufferPointer<Float>, frames length: Int) {
        guard channel.count >= length else { return }
        for step in 0..<length {
            let x = Float(length - 1 - step) / Float(length - 1)
            channel[channel.count - length + step] *= x * x * (3 - 2 * x)
        }
    }
}
