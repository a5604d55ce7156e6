import Synchronization
import Units

/// The control thread's access to the monitors, beyond their parameters.
extension Engine {
    /// Sets the level at which a reference is heard, without a jump.
    ///
    /// - Parameters:
    ///   - number: from 1; others do nothing.
    ///   - gain: dB, −60…24; values outside are brought inside.
    /// - Thread: control.
    public func setReference(_ number: Int, gain: Double) {
        guard let referenceGains, (1...max(1, referenceCount)).contains(number), number <= referenceCount else {
            return
        }
        let amplitude = Float(Level.gain(decibels: min(max(gain, -60), 24)))
        referenceGains[number - 1].store(amplitude.bitPattern, ordering: .relaxed)
    }

    /// Sets how many references are present, counted from the first; at the start those of the mix are. Choosing a later number leaves
    /// the mix to be heard.
    ///
    /// - Parameter count: 0…``referenceCount``.
    /// - Thread: control.
    public func setReferences(present count: Int) {
        presentReferences?.pointee.store(min(max(0, count), referenceCount), ordering: .relaxed)
    }

    /// Frames of ``monitoredMix`` that were left out because nobody read them in time.
    ///
    /// - Thread: any.
    public var missedMixFrames: Int { missedFrames?.pointee.load(ordering: .relaxed) ?? 0 }

    /// Frames so far that were clipped at the loudspeakers, being beyond full scale behind the monitors' level and all else.
    ///
    /// - Thread: any.
    public var clippedFrames: Int { overFrames?[0].load(ordering: .relaxed) ?? 0 }

    /// Frames so far in which the mix itself was beyond full scale, as a bounce in floats has it.
    ///
    /// - Thread: any.
    public var mixOverFrames: Int { overFrames?[1].load(ordering: .relaxed) ?? 0 }
}
