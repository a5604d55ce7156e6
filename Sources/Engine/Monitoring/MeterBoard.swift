import DSP
import Memory
import Synchronization
import Vectors

/// Passes meters from the audio thread to the control thread.
///
/// - Thread: audio publishes, control takes; setup makes it.
struct MeterBoard: ~Copyable {
    /// Bits of eight floats a node: peak left and right, mean square left and right, largest reductions of gate, compressor,
    /// de-esser and limiter. Bits of floats that are not negative rise with them.
    private let values: FixedMemory<Atomic<UInt32>>

    private static var width: Int {
        @_noLocks @_noAllocation get { 8 }
    }

    init(nodes: Int) {
        values = FixedMemory(count: nodes * MeterBoard.width) { _ in Atomic(0) }
    }

    /// - Thread: audio.
    @_noLocks @_noAllocation
    func publish(_ meter: MeterVectors, column: Int, node: Int) {
        let place = values + node &* MeterBoard.width
        raise(place, meter.peakLeft[column])
        raise(place + 1, meter.peakRight[column])
        place[2].store(meter.squareLeft[column].bitPattern, ordering: .relaxed)
        place[3].store(meter.squareRight[column].bitPattern, ordering: .relaxed)
        raise(place + 4, meter.gate[column])
        raise(place + 5, meter.compressor[column])
        raise(place + 6, meter.deEsser[column])
    }

    /// What the limiter of a node takes away, in dB.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    func publish(limiter reduction: Float, node: Int) { raise(values + (node &* MeterBoard.width &+ 7), reduction) }

    @_noLocks @_noAllocation
    private func raise(_ place: UnsafeMutablePointer<Atomic<UInt32>>, _ value: Float) {
        // Mostly the stored value is higher already, and a load costs a tenth of an exchange. If it is taken meanwhile, the reader has
        // got a value at least as high.
        guard value > 0, value.bitPattern > place.pointee.load(ordering: .relaxed) else { return }
        _ = place.pointee.max(value.bitPattern, ordering: .relaxed)
    }

    /// The meters of a node; their peaks begin anew.
    ///
    /// - Thread: control.
    func take(node: Int) -> MeterReading {
        let place = values + node * MeterBoard.width
        return MeterReading(
            peakLeft: Float(bitPattern: place[0].exchange(0, ordering: .relaxed)),
            peakRight: Float(bitPattern: place[1].exchange(0, ordering: .relaxed)),
            rmsLeft: Float(bitPattern: place[2].load(ordering: .relaxed)).squareRoot(),
            rmsRight: Float(bitPattern: place[3].load(ordering: .relaxed)).squareRoot(),
            gate: take(place + 4), compressor: take(place + 5), deEsser: take(place + 6), limiter: take(place + 7))
    }

    private func take(_ place: UnsafeMutablePointer<Atomic<UInt32>>) -> Float {
        Float(bitPattern: place.pointee.exchange(0, ordering: .relaxed))
    }
}
