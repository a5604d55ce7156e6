import Memory

/// The side-chain inputs of compressors with a key.
///
/// - Thread: audio and its workers, each for groups of its own; setup makes it.
struct KeyTable: ~Copyable {
    /// By strip: which strip its compressor listens to, from 1; 0 its own sound, −1 not known yet.
    let numbers: FixedMemory<Int32>
    /// By group: pointers to the rows that its compressors listen to.
    private let places: FixedMemory<UnsafePointer<Float>>

    /// - Parameter sound: where the inputs are.
    init(layout: Layout, sound: borrowing RowTable) {
        numbers = FixedMemory(repeating: -1, count: layout.stripCount)
        let own = sound.places(of: 0)
        places = FixedMemory(count: layout.groupCount * 16) { own[$0] }
    }

    /// Pointers to the sixteen rows that a group's compressors listen to.
    @_noLocks @_noAllocation
    func places(of group: Int) -> UnsafeMutablePointer<UnsafePointer<Float>> { places + group &* 16 }

    /// Sets the key of all strips: −1 not known yet, 0 their own sound.
    @_noLocks @_noAllocation
    func set(all number: Int32, of layout: Layout) {
        for strip in 0..<layout.stripCount { numbers[strip] = number }
    }
}
